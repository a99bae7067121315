"""Our own questions over the example organisation, answered by the product and by plain searches.

    python -m benchmarks.answers                # the development set
    python -m benchmarks.answers --held-out     # the split-off third: once, at the very end

benchmarks/questions/README.md says what the questions are and how answers are compared.
"""

from __future__ import annotations

import argparse
import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.remembering import remembering
from benchmarks.report import write_section
from benchmarks.searchers import SYSTEMS, Found, Hit, Reply, ask
from storage.records import Outcome

QUESTIONS = Path(__file__).parent / "questions"
DEVELOPMENT, HELD_OUT = QUESTIONS / "dev.jsonl", QUESTIONS / "heldout.jsonl"
_MARKER = re.compile(r"\s*\[\d+\]")
_BLANK = re.compile(r"\s+")
_SEPARATOR = re.compile(r"(?<=\d)[,，](?=\d{3})")


def comparable(text: str) -> str:
    """Without regard to case, blanks and thousands separators."""
    return _SEPARATOR.sub("", _BLANK.sub("", text.casefold()))


def holds_points(question: Mapping[str, Any], said: str) -> bool:
    """Whether every point stands in what was said, each in at least one of its forms."""
    text = comparable(_MARKER.sub("", said))
    return all(any(comparable(form) in text for form in point) for point in question["points"])


def document_within(first: int) -> Callable[[Mapping[str, Any], Found], bool]:
    """Whether a gold document is among the `first` different ones."""

    def right(question: Mapping[str, Any], found: Found) -> bool:
        documents = list(dict.fromkeys(hit.document for hit in found.hits))
        return any(g["doc"] in documents[:first] for g in question["gold"])

    return right


def section_within(first: int) -> Callable[[Mapping[str, Any], Found], bool | None]:
    """Whether one of the `first` pieces is of a gold section; None without sections."""

    def right(question: Mapping[str, Any], found: Found) -> bool | None:
        if any(hit.headings is None for hit in found.hits):
            return None
        return any(_is_of(hit, gold) for hit in found.hits[:first] for gold in question["gold"])

    return right


def _is_of(hit: Hit, gold: Mapping[str, str]) -> bool:
    """A row of a CSV file stands in the text, under its entry's name."""
    if hit.document != gold["doc"]:
        return False
    section = comparable(gold["section"])
    if gold["doc"].endswith(".csv"):
        return section in comparable(hit.text)
    return section in map(comparable, hit.headings or ())


def all_points(question: Mapping[str, Any], found: Found) -> bool:
    return holds_points(question, found.said)


@dataclass(frozen=True)
class Measure:
    name: str
    bar: str
    right: Callable[[Mapping[str, Any], Found], bool | None]


MEASURES = (
    Measure("right document first", ".88", document_within(1)),
    Measure("right document in the first three", ".96", document_within(3)),
    Measure("right section first", "", section_within(1)),
    Measure("right section in the first three", "", section_within(3)),
    Measure("every point in the answer", ".80", all_points),
)
REFUSED, WEAK = frozenset({Outcome.REFUSED}), frozenset({Outcome.WEAK})


def tables(replies: Sequence[Reply]) -> list[str]:
    """Every figure, as Markdown."""
    return [*against_plain(replies), "", *verdicts(replies), "", *by_kind(replies)]


def against_plain(replies: Sequence[Reply]) -> list[str]:
    """What was found and said, beside the plain searches."""
    gold = [r for r in replies if r.question.get("gold")]
    unlike = [r for r in gold if r.question.get("overlap") is False]
    false = [r for r in gold if r.question["kind"] == "false_premise"]
    lines = [
        f"| our own questions | number | bar | {' | '.join(SYSTEMS)} |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_compared(measure, measure.name, gold, measure.bar) for measure in MEASURES]
    lines += [_compared(measure, f"no word shared: {measure.name}", unlike) for measure in MEASURES]
    return [*lines, _compared(MEASURES[-1], "false premise corrected", false, ".70")]


def _compared(measure: Measure, name: str, asked: Sequence[Reply], bar: str = "") -> str:
    cells = [
        share([measure.right(r.question, r.found[system]) for r in asked]) for system in SYSTEMS
    ]
    return f"| {name} | {len(asked)} | {bar} | {' | '.join(cells)} |"


def verdicts(replies: Sequence[Reply]) -> list[str]:
    """What the gate made of them."""
    of = {
        kind: [r for r in replies if r.question["kind"] == kind]
        for kind in ("out_of_scope", "near_miss", "small_talk")
    }
    gold = [r for r in replies if r.question.get("gold")]
    rows = (
        ("out of scope: refused", ".95", of["out_of_scope"], REFUSED),
        ("near misses: refused or weak", ".70", of["near_miss"], REFUSED | WEAK),
        ("answerable: refused", "at most .05", gold, REFUSED),
        ("answerable: weak", "at most .10", gold, WEAK),
        ("small talk: no search", "", of["small_talk"], REFUSED),
    )
    return [
        "| verdict | number | bar | ours |",
        "|---|---|---|---|",
        *(
            f"| {name} | {len(asked)} | {bar} | {share([r.outcome in told for r in asked])} |"
            for name, bar, asked, told in rows
        ),
    ]


def by_kind(replies: Sequence[Reply]) -> list[str]:
    """The product's own figures for each kind of question."""
    names = ("document 1", "document 3", "section 1", "section 3", "points")
    lines = [
        f"| kind | number | {' | '.join(names)} | refused | weak |",
        "|---|---|" + "---|" * (len(names) + 2),
    ]
    for kind in dict.fromkeys(r.question["kind"] for r in replies):
        asked = [r for r in replies if r.question["kind"] == kind]
        gold = [r for r in asked if r.question.get("gold")]
        cells = [share([m.right(r.question, r.found["ours"]) for r in gold]) for m in MEASURES]
        cells += [share([r.outcome in told for r in asked]) for told in (REFUSED, WEAK)]
        lines.append(f"| {kind} | {len(asked)} | {' | '.join(cells)} |")
    return lines


def share(right: Sequence[bool | None]) -> str:
    """The share of True among what can be told, "–" where nothing can."""
    told = [one for one in right if one is not None]
    return f"{fmean(told):.3f}" if told else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="the split-off third, at the end")
    held_out = parser.parse_args().held_out
    with remembering() as bundled:
        replies = asyncio.run(ask(HELD_OUT if held_out else DEVELOPMENT, bundled))
    lines = tables(replies)
    print("\n".join(lines))
    if held_out:
        write_section("heldout", "\n".join(lines))


if __name__ == "__main__":
    main()
