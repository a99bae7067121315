"""The batch forms: one JSON object a line in and out, and nothing of it is kept."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.home_lock import owned
from tests.cli.conftest import Coach
from tests.cli.test_shell import rows

QUESTIONS: list[dict[str, Any]] = [
    {"id": 7, "question": "15%的折扣谁来审批?", "lang": "zh", "unknown": [1, {"a": None}]},
    {"id": "b", "question": "What is the warranty on sensors?", "stage": "aftersales"},
    {"id": None, "question": ""},
    {"question": "😀🎉"},
    {"id": "no question"},
    {"id": "number", "question": 15},
    {"id": "odd", "question": "20%呢？", "history": "not a list", "stage": None},
    {"id": "odd2", "question": "20%呢？", "history": [1, None, {"role": "bot"}]},
    {"id": "separator", "question": "折扣\u2028谁来\u0085审批?"},
    {"id": "surrogate \ud83d", "question": "折扣 \ud83d 谁批?"},
    {"id": "long", "question": "discount " * 1_000},
]
ASK_KEYS = {
    "id", "outcome", "reason", "answer", "citations", "stage", "confidence", "latency_ms",
}  # fmt: skip


def written(path: Path, lines: list[Any]) -> Path:
    text = "\n".join(json.dumps(line, ensure_ascii=line != lines[8]) for line in lines)
    path.write_text(f"{text}\n\n", encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_questions_are_answered_in_order_and_nothing_is_kept_even_beside_a_running_bot(
    home: Path, coach: Coach, tmp_path: Path
) -> None:
    before = rows(home)
    asked = written(tmp_path / "in.jsonl", QUESTIONS)
    with owned(home) as free:
        assert free
        done = coach("ask", "--batch", asked, "--out", tmp_path / "out.jsonl")
    assert done.exit_code == 0, done.output
    answers = read(tmp_path / "out.jsonl")
    assert [a["id"] for a in answers] == [q.get("id") for q in QUESTIONS]
    assert all(set(answer) == ASK_KEYS for answer in answers)
    first = answers[0]
    assert first["outcome"] == "answered"
    assert "销售总监" in first["answer"]
    cited = first["citations"][0]
    assert set(cited) == {"doc", "section", "page", "version", "quote"}
    assert cited["doc"] == "折扣与价格政策.md"
    assert answers[1]["stage"] == "aftersales"
    for empty in answers[2:5]:
        assert (empty["outcome"], empty["reason"]) == ("refused", "empty")
    for answer in answers:
        assert answer["outcome"] in ("answered", "weak", "refused")
        assert 0 <= answer["confidence"] <= 1
        assert isinstance(answer["latency_ms"], int)
        assert (answer["outcome"] == "refused") == bool(not answer["citations"])
    assert rows(home) == before


def test_passages_are_found_in_order_best_first_and_as_many_as_wanted(
    home: Path, coach: Coach, tmp_path: Path
) -> None:
    before = rows(home)
    asked = written(tmp_path / "in.jsonl", QUESTIONS)
    shutil.rmtree(home / "chroma")
    done = coach("search", "--batch", asked, "--out", tmp_path / "out", "--top", "3")
    assert done.exit_code == 0, done.output
    found = read(tmp_path / "out")
    assert [row["id"] for row in found] == [q.get("id") for q in QUESTIONS]
    for row in found:
        assert set(row) == {"id", "results", "confidence"}
        assert len(row["results"]) <= 3
        assert 0 <= row["confidence"] <= 1
    assert len(found[0]["results"]) == 3
    assert all(set(r) == {"doc", "section", "passage", "score"} for r in found[0]["results"])
    scores = [result["score"] for result in found[0]["results"]]
    assert scores == sorted(scores, reverse=True)
    assert found[0]["results"][0]["doc"] == "折扣与价格政策.md"
    assert "15%" in found[0]["results"][0]["passage"]
    assert rows(home) == before


def test_the_history_tells_what_a_follow_up_is_about(
    home: Path, coach: Coach, tmp_path: Path
) -> None:
    history = [
        {"role": "user", "content": "15%的折扣谁来审批?"},
        {"role": "assistant", "content": "销售总监审批。"},
    ]
    lines = [
        {"id": 1, "question": "那18%呢？", "history": history},
        {"id": 2, "question": "那18%呢？"},
    ]
    (tmp_path / "in").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert coach("search", "--batch", tmp_path / "in", "--out", tmp_path / "out").exit_code == 0
    followed, alone = read(tmp_path / "out")
    assert followed["results"][0]["doc"] == "折扣与价格政策.md"
    assert followed["confidence"] > alone["confidence"]


CHECKINS: list[dict[str, Any]] = [
    {
        "id": "c1", "message": "苏恒80万降到68万，下周三出合同", "today": "2026-03-18",
        "stages": ["identify", "needs", "proposal", "closing", "aftersales", "won", "lost"],
        "deals": [{"id": "Z1", "name": "ERP升级", "account": "苏恒机械", "stage": "proposal",
                   "amount": 800000, "currency": "CNY", "extra": 1}],
        "timezone": "Asia/Shanghai",
    },
    {"id": "c2", "message": "", "today": "2026-03-18"},
    {"message": "谁批折扣？😀", "today": "2026-03-18", "deals": []},
]  # fmt: skip


def test_check_ins_are_read_on_the_deals_of_the_line_without_an_organisation(
    empty_home: Path, coach: Coach, tmp_path: Path
) -> None:
    text = "\ufeff" + "\n".join(json.dumps(line) for line in CHECKINS)
    (tmp_path / "in").write_text(text, encoding="utf-8")
    done = coach("checkin", "parse", "--batch", tmp_path / "in", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    first, nothing, question = read(tmp_path / "out")
    assert [first["id"], nothing["id"], question["id"]] == ["c1", "c2", None]
    assert first["updates"][0]["deal_id"] == "Z1"
    assert first["updates"][0]["amount"] == 680000
    assert nothing["updates"] == []
    assert question["is_question"]
    assert not empty_home.exists(), "nothing was opened"


@pytest.mark.parametrize("words", [("ask",), ("search",), ("checkin", "parse")], ids=" ".join)
@pytest.mark.parametrize(
    ("line", "said"),
    [("{oops", "in:2: not JSON"), ("[1]", "in:2: not a JSON object"), ("3", "in:2: not a JSON"),
     ("[" * 100_000, "in:2: not JSON")],
    ids=["cut off", "list", "number", "deep"],
)  # fmt: skip
def test_a_line_that_is_no_object_is_named_before_anything_is_done(
    empty_home: Path, coach: Coach, tmp_path: Path, words: tuple[str, ...], line: str, said: str
) -> None:
    good = json.dumps(CHECKINS[0] | {"question": "q"})
    (tmp_path / "in").write_text(f"{good}\n{line}\n", encoding="utf-8")
    done = coach(*words, "--batch", tmp_path / "in", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert said in done.output
    assert not (tmp_path / "out").exists()


def test_a_check_in_line_that_cannot_be_read_is_named(
    empty_home: Path, coach: Coach, tmp_path: Path
) -> None:
    for wrong, said in (
        ({"message": None}, "message must be text"),
        ({"today": "soon"}, "not an ISO date"),
        ({"deals": [{"amount": "much"}]}, "is not a number"),
        ({"deals": 3}, "deals must be a list"),
        ({"stages": "all"}, "stages must be a list"),
    ):
        (tmp_path / "in").write_text(json.dumps(CHECKINS[0] | wrong), encoding="utf-8")
        done = coach("checkin", "parse", "--batch", tmp_path / "in")
        assert done.exit_code == 2
        assert f"{tmp_path / 'in'}:1: " in done.output
        assert said in done.output


def test_bytes_that_are_no_text_and_folders_that_are_not_there_are_usage_errors(
    empty_home: Path, coach: Coach, tmp_path: Path
) -> None:
    (tmp_path / "in").write_bytes(b"\xff\xfe\x00{")
    assert "cannot be read" in coach("ask", "--batch", tmp_path / "in").output
    (tmp_path / "in").write_text("{}", encoding="utf-8")
    for out in (tmp_path, tmp_path / "no" / "out"):
        done = coach("search", "--batch", tmp_path / "in", "--out", out)
        assert done.exit_code == 2
        assert "cannot be written" in done.output


def test_as_restricts_a_batch_and_without_out_it_goes_to_standard_output(
    home: Path, coach: Coach, tmp_path: Path
) -> None:
    (tmp_path / "in").write_text(json.dumps(CHECKINS[0] | {"question": "q"}), encoding="utf-8")
    denied = coach("checkin", "parse", "--batch", tmp_path / "in", "--as", "顾明哲")
    assert denied.exit_code == 1
    allowed = coach("checkin", "parse", "--batch", tmp_path / "in", "--as", "周雨桐")
    assert json.loads(allowed.stdout)["id"] == "c1"
    assert coach("ask", "--batch", tmp_path / "in", "--as", "Nobody").exit_code == 2
    assert json.loads(coach("search", "--batch", tmp_path / "in").stdout)["id"] == "c1"
