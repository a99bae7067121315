"""What reps type, and what is read in it: the cases of `cases` and its four sequels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.checkins.understanding import parse_line

from . import cases, fifth_cases, fourth_cases, more_cases, third_cases

FIELDS = {
    "stage": "stage",
    "amount": "amount",
    "currency": "currency",
    "expected_close": "expected_close",
    "status": "status",
    "next_step_due": "due",
}
COLUMNS = ("id", "name", "account", "stage", "amount", "currency", "expected_close")
STAGES = ["identify", "needs", "proposal", "closing", "aftersales", "won", "lost"]
LINES = [
    line
    for module in (cases, more_cases, third_cases, fourth_cases, fifth_cases)
    for line in module.CASES.strip().splitlines()
]


@dataclass
class Expected:
    updates: dict[str, dict[str, str]] = field(default_factory=dict)
    optional: dict[str, set[str]] = field(default_factory=dict)
    whatever: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    question: bool = False


def expectation(notation: str) -> Expected:
    expected = Expected()
    for part in notation.split(";"):
        words = part.split()
        match words:
            case ["Q"]:
                expected.question = True
            case ["?", *candidates]:
                expected.asked = set(candidates)
            case ["NEW", name, *said]:
                _add(expected, f"NEW {name}", said)
            case [deal, *_] if deal.startswith("~"):
                expected.whatever |= {word.removeprefix("~") for word in words}
            case [deal, *said]:
                _add(expected, deal, said)
    return expected


def _add(expected: Expected, deal: str, said: list[str]) -> None:
    pairs = [word.split("=") for word in said if not word.startswith("~")]
    expected.updates[deal] = {pair[0]: pair[1] for pair in pairs}
    expected.optional[deal] = {word[1:] for word in said if word.startswith("~")}


def read(rep: str, message: str) -> Any:
    deals = [dict(zip(COLUMNS, deal, strict=True)) for deal in cases.REPS[rep]]
    return parse_line(
        {"id": "1", "today": "2026-03-18", "stages": STAGES, "deals": deals, "message": message}
    )


def found_updates(result: dict[str, Any], expected: Expected) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for update in result["updates"]:
        new = update.get("new_deal")
        name = update.get("deal_id") or next(
            (deal for deal in expected.updates if new and deal[4:].lower() in str(new).lower()),
            "NEW ?",
        )
        said = {FIELDS[f]: str(v) for f, v in update.items() if f in FIELDS}
        drop = expected.optional.get(name, set()) | ({"stage", "due", "currency"} if new else set())
        said = {f: v for f, v in said.items() if f not in drop}
        if name not in expected.whatever and (said or new):
            found[name] = said
    return found


@pytest.mark.parametrize("line", LINES)
def test_message_is_read(line: str) -> None:
    rep, message, notation = (part.strip() for part in f"{line} ".split(" | "))
    expected = expectation(notation)
    result = read(rep, message.replace("\\n", "\n"))
    wanted = {d: said for d, said in expected.updates.items() if said or d.startswith("NEW")}
    assert found_updates(result, expected) == wanted
    assert result["is_question"] == expected.question
    assert set(result["candidates"]) == expected.asked
