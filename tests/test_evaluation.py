"""What `make eval` says of an answer, and that it does without the evaluation data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import evaluate, gate, report
from benchmarks.answers import against_plain, by_kind, holds_points, share, verdicts
from benchmarks.searchers import SYSTEMS, Found, Hit, Reply
from knowledge.embedding import BundledEncoders
from storage.records import Evidence, Outcome

GOLD = [{"doc": "prices.xlsx", "section": "2 Discounts"}]


def question(**more: Any) -> dict[str, Any]:
    return {"kind": "answerable", "gold": GOLD, "points": [["30,000", "three"]], **more}


def reply(asked: dict[str, Any], document: str, said: str, outcome: Outcome) -> Reply:
    headings = {"ours": ("Prices", "2 discounts"), "LangChain": None}
    found = {
        system: Found((Hit(document, "text", headings.get(system, ())),), said)
        for system in SYSTEMS
    }
    return Reply(asked, Evidence("?", (), 0.5, outcome), outcome, found)


def cells(lines: list[str], name: str) -> list[str]:
    row = next(line for line in lines if line.startswith(f"| {name} |"))
    return [cell.strip() for cell in row.strip("|").split("|")]


@pytest.mark.parametrize(
    ("points", "said", "held"),
    [
        ([["30,000"]], "at most 30000 rows", True),
        ([["30000"]], "at most 30,000 rows", True),
        ([["5 个工作日"]], "5个工作日内", True),
        ([["VP Sales"]], "the vp  sales signs", True),
        ([["ten", "10"]], "within 10 days", True),
        ([["14"], ["four"]], "after 14 days", False),
        ([["1"]], "Ask Legal. [1]", False),
        ([["10"]], "", False),
    ],
)
def test_an_answer_holds_every_point_in_one_of_its_forms(
    points: list[list[str]], said: str, held: bool
) -> None:
    assert holds_points({"points": points}, said) is held


def test_the_table_counts_documents_sections_and_points_beside_the_plain_searches() -> None:
    replies = [
        reply(question(overlap=True), "prices.xlsx", "30 000", Outcome.ANSWERED),
        reply(question(overlap=False), "other.md", "none", Outcome.ANSWERED),
    ]
    lines = against_plain(replies)
    assert cells(lines, "right document first") == [
        "right document first", "2", ".88", "0.500", "0.500", "0.500", "0.500",
    ]  # fmt: skip
    assert cells(lines, "right section first")[3:] == ["0.500", "0.000", "0.000", "–"]
    assert cells(lines, "every point in the answer")[3] == "0.500"
    assert cells(lines, "no word shared: right document first")[1:4] == ["1", "", "0.000"]
    assert cells(lines, "false premise corrected")[1:4] == ["0", ".70", "–"]


def test_what_was_refused_and_what_was_weak_is_told_by_kind() -> None:
    missed = {"kind": "near_miss", "points": []}
    replies = [
        reply(missed, "other.md", "", Outcome.REFUSED),
        reply(missed, "other.md", "perhaps", Outcome.WEAK),
        reply(missed, "other.md", "surely", Outcome.ANSWERED),
        reply(question(), "prices.xlsx", "three", Outcome.WEAK),
    ]
    assert cells(verdicts(replies), "near misses: refused or weak")[3] == "0.667"
    assert cells(verdicts(replies), "answerable: weak")[3] == "1.000"
    assert cells(by_kind(replies), "near_miss")[1:] == ["3", *["–"] * 5, "0.333", "0.333"]
    assert share([None]) == "–"


def test_without_the_evaluation_data_its_rows_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("<!-- retrieval -->\nof before\n<!-- /retrieval -->", encoding="utf-8")
    monkeypatch.setattr(report, "FILE", page)
    far = evaluate.xquad(tmp_path / "nowhere", BundledEncoders(()))
    assert far == []
    assert "of before" in page.read_text(encoding="utf-8")
    asked = [reply(question(), "prices.xlsx", "three", Outcome.ANSWERED)]
    lines = gate.curve(far, asked)
    assert "xquad" not in lines[0]
    assert cells(lines, "**0.3** (answered from here)")[1:] == ["1.000", "–", "–"]


def test_the_fit_finds_what_tells_the_answerable_apart() -> None:
    chosen = np.random.default_rng(0)
    answerable = np.arange(400) % 4 > 0
    telling = answerable + chosen.normal(0, 0.4, 400)
    features = np.c_[telling, chosen.normal(size=400)]
    scores = gate.cross_validated(features, answerable, np.arange(400) // 4 % gate.FOLDS)
    weights = gate.fit(features, answerable)
    assert weights[1] > 5 * abs(weights[2])
    assert gate.auroc(scores, answerable) > 0.9
    assert gate.auroc(-scores, answerable) == pytest.approx(1 - gate.auroc(scores, answerable))
    assert gate.rejected(scores, answerable) > 0.5
