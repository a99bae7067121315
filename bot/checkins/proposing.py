"""From what was understood to the lines of the diff, as storage keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot import formats
from storage.checkins import NewProposal
from storage.deals import written, written_money
from storage.records import Change, Deal, DealField, DealUpdate, FieldValue, Money, Proposal, Span


@dataclass(frozen=True)
class NewDealDefaults:
    """What a new deal gets where the rep did not say."""

    stage: str
    currency: str


def lines(
    proposal: Proposal, deals: Mapping[int, Deal], defaults: NewDealDefaults
) -> list[NewProposal]:
    """One line a change; amount and currency are one line, since money is both."""
    return [
        line
        for number, update in enumerate(proposal.updates)
        for line in _update_lines(number, update, deals.get(update.deal_id or 0), defaults)
    ]


def _update_lines(
    number: int, update: DealUpdate, deal: Deal | None, defaults: NewDealDefaults
) -> list[NewProposal]:
    fields = {change.field for change in update.changes}
    found = [
        _line(number, update, deal, change.field, _value(change, update, deal, defaults.currency),
              change.evidence)
        for change in update.changes
        if change.field is not DealField.CURRENCY
    ]  # fmt: skip
    if deal is None and DealField.STAGE not in fields:
        stage = _line(number, update, None, DealField.STAGE, defaults.stage, update.evidence)
        found.insert(0, stage)
    if deal is not None and DealField.AMOUNT not in fields:
        found += _currency_alone(number, update, deal)
    return [line for line in found if line.new != line.old]


def _currency_alone(number: int, update: DealUpdate, deal: Deal) -> list[NewProposal]:
    said = next((c for c in update.changes if c.field is DealField.CURRENCY), None)
    if said is None or deal.amount is None:
        return []
    money = formats.to_money(formats.to_amount(deal.amount), str(said.new))
    return [_line(number, update, deal, DealField.AMOUNT, written_money(money), said.evidence)]


def _line(
    number: int, update: DealUpdate, deal: Deal | None, field: DealField, new: str, span: Span
) -> NewProposal:
    return NewProposal(
        update_number=number,
        deal_id=update.deal_id,
        new_deal=update.name if update.deal_id is None else "",
        new_account=update.account if update.deal_id is None else "",
        field=field,
        old=written(deal, field) if deal else "",
        new=new,
        evidence=(span.start, span.end),
    )


def _value(change: Change, update: DealUpdate, deal: Deal | None, currency: str) -> str:
    if change.field is DealField.AMOUNT:
        said = next((c.new for c in update.changes if c.field is DealField.CURRENCY), None)
        code = str(said) if said else (deal.currency if deal else currency)
        return written_money(_money(change.new, code))
    return as_written(change.new)


def _money(amount: FieldValue, currency: str) -> Money:
    return formats.to_money(Decimal(str(amount)), currency)


def as_written(value: FieldValue) -> str:
    """A value as the ledger writes it."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
