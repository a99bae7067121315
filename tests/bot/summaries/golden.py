"""The facts of a period counted from the example's files alone, by code that knows no database."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[3] / "examples"
TODAY = date(2026, 3, 20)


def _rows() -> list[dict[str, str]]:
    with (FOLDER / "deals.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DEALS = {row["id"]: row for row in _rows()}
SAID = [json.loads(line) for line in (FOLDER / "checkins.jsonl").open(encoding="utf-8")]
STAGES = {
    stage["key"]: (number, stage["stalled_after_days"])
    for number, stage in enumerate(
        yaml.safe_load((FOLDER / "process.yaml").read_text(encoding="utf-8"))["process"]["stages"]
    )
}


@dataclass
class Golden:
    """Ids of deals by what happened to them; figures where there are any."""

    participation: Counter[str]
    moved: dict[str, list[str]]
    stuck: dict[str, tuple[int | None, int | None, int | None]]
    blocked: set[str]
    funnel: dict[str, tuple[int, dict[str, int]]]


def offset(day: date) -> int:
    return (day - TODAY).days


def golden(names: set[str], since: date, until: date) -> Golden:
    inside = range(offset(since), offset(until) + 1)
    return Golden(
        Counter(s["person"] for s in SAID if s["person"] in names and s["day"] in inside),
        _moved(names, inside),
        _stuck(names, offset(until)),
        _blocked(names),
        _funnel(names),
    )


def _changes() -> list[tuple[int, dict[str, Any]]]:
    ordered = sorted(SAID, key=lambda s: (s["day"], s["time"]))
    return [(said["day"], change) for said in ordered for change in said["changes"]]


def _moved(names: set[str], inside: range) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    changed = {(c["deal"], c["field"]) for _, c in _changes()}
    for key, deal in DEALS.items():
        if deal["owner"] in names and int(deal["created"]) in inside:
            found["created"].append(key)
            if deal["status"] != "open" and (key, "status") not in changed:
                found[deal["status"]].append(key)
    for day, change in _changes():
        if day in inside and DEALS[change["deal"]]["owner"] in names:
            kind = _kind(change["field"], change["old"], change["new"])
            if kind:
                found[kind].append(change["deal"])
    return {kind: sorted(deals) for kind, deals in found.items()}


def _kind(field: str, old: Any, new: Any) -> str:
    if field == "stage":
        return "forward" if STAGES[new][0] > STAGES[old][0] else "back"
    if field == "status":
        return str(new) if new != "open" else ""
    if field == "expected_close":
        return "slipped" if int(new) > int(old) else ""
    return "amounts" if field == "amount" and old is not None else ""


def _open(names: set[str]) -> dict[str, dict[str, str]]:
    return {k: d for k, d in DEALS.items() if d["owner"] in names and d["status"] == "open"}


def _stuck(names: set[str], today: int) -> dict[str, tuple[int | None, int | None, int | None]]:
    entered = {key: int(deal["created"]) for key, deal in DEALS.items()}
    entered |= {c["deal"]: day for day, c in _changes() if c["field"] == "stage"}
    found = {}
    for key, deal in _open(names).items():
        days = today - entered[key]
        late = [
            today - int(deal[field]) if deal[field] and int(deal[field]) < today else None
            for field in ("next_step_due", "expected_close")
        ]
        why = (days if days > STAGES[deal["stage"]][1] else None, late[0], late[1])
        if any(why):
            found[key] = why
    return found


def _blocked(names: set[str]) -> set[str]:
    last = {c["deal"]: c["new"] for _, c in _changes() if c["field"] == "blocker"}
    return {key for key in _open(names) if last.get(key)}


def _funnel(names: set[str]) -> dict[str, tuple[int, dict[str, int]]]:
    found = {}
    for stage in STAGES:
        here = [deal for deal in _open(names).values() if deal["stage"] == stage]
        sums: Counter[str] = Counter()
        for deal in here:
            sums[deal["currency"]] += int(deal["amount"])
        found[stage] = (len(here), dict(sums))
    return found
