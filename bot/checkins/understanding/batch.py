"""One line of the shared check-in format in, one line of what was understood out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from storage.records import (
    Bilingual,
    Deal,
    DealField,
    DealStatus,
    DealUpdate,
    Money,
    Process,
    Proposal,
    Stage,
)

from .money import minor
from .understand import understand

DEFAULT_STAGES = {
    "identify": Bilingual("商机识别", "Identify"),
    "needs": Bilingual("需求调研", "Needs"),
    "proposal": Bilingual("方案报价", "Proposal"),
    "closing": Bilingual("商务谈判", "Closing"),
    "aftersales": Bilingual("售后服务", "After-sales"),
}
_OUTCOMES = {"won": DealStatus.WON, "lost": DealStatus.LOST}


def parse_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """Read one check-in; ValueError says what is wrong with the line."""
    if not isinstance(line, Mapping):
        raise ValueError("a line must be a JSON object")
    message = line.get("message")
    if not isinstance(message, str):
        raise ValueError(f"line {line.get('id')!r}: message must be text")
    today = _date(line.get("today"), "today")
    if today is None:
        raise ValueError(f"line {line.get('id')!r}: today must be an ISO date")
    rows = _rows(line)
    deals = [_deal(i, row) for i, row in enumerate(rows, start=1)]
    names = [row.get("id", i) for i, row in enumerate(rows, start=1)]
    proposal = understand(message, deals, _process(line.get("stages")), today)
    return {"id": line.get("id"), **_output(proposal, names)}


def _rows(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = line.get("deals") or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise ValueError(f"line {line.get('id')!r}: deals must be a list of objects")
    return rows


def _process(keys: object) -> Process:
    if keys is None:
        keys = list(DEFAULT_STAGES)
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise ValueError("stages must be a list of keys")
    stages = tuple(
        Stage(key, DEFAULT_STAGES.get(key, Bilingual("", key)))
        for key in keys
        if key not in _OUTCOMES
    )
    return Process(0, "batch", 1, Bilingual("", ""), stages)


def _deal(number: int, row: Mapping[str, Any]) -> Deal:
    stage, currency = str(row.get("stage") or ""), str(row.get("currency") or "CNY")
    return Deal(
        id=number,
        name=str(row.get("name") or ""),
        account=str(row.get("account") or ""),
        owner_id=0,
        stage=stage,
        status=_OUTCOMES.get(str(row.get("status") or stage), DealStatus.OPEN),
        amount=_money(row.get("amount"), currency),
        currency=currency,
        expected_close=_date(row.get("expected_close"), "expected_close"),
        next_step=str(row.get("next_step") or ""),
        next_step_due=_date(row.get("next_step_due"), "next_step_due"),
    )


def _money(amount: object, currency: str) -> Money | None:
    if amount is None or amount == "":
        return None
    try:
        value = Decimal(str(amount))
        return Money(minor(value, currency), currency)
    except (InvalidOperation, OverflowError, ValueError) as error:
        raise ValueError(f"amount {amount!r} is not a number") from error


def _date(value: object, name: str) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise ValueError(f"{name} {value!r} is not an ISO date") from error


def _output(proposal: Proposal, names: Sequence[Any]) -> dict[str, Any]:
    updates = [_update(update, names) for update in proposal.updates]
    candidates = dict.fromkeys(c for doubt in proposal.ambiguities for c in doubt.candidates)
    return {
        "updates": [update for update in updates if len(update) > 1 or "new_deal" in update],
        "blockers": list(proposal.blockers),
        "is_question": proposal.is_question,
        "ambiguous": bool(proposal.ambiguities),
        "candidates": [names[c - 1] for c in candidates],
    }


def _update(update: DealUpdate, names: Sequence[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if update.deal_id is None:
        found["new_deal"] = {"name": update.name, "account": update.account}
    else:
        found["deal_id"] = names[update.deal_id - 1]
    for change in update.changes:
        if change.field is not DealField.BLOCKER:
            found[change.field.value] = _plain(change.new)
    return found


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
