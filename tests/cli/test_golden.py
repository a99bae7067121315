"""`coach golden`, over the example organisation."""

from __future__ import annotations

import json
from pathlib import Path

from bot.golden import texts
from tests.cli.conftest import Coach

FILE = """
- question: 12%的折扣谁来审批?
  playbook: boxu
  points: [销售总监]
- question: What is the moon made of?
  playbook: boxu
"""


def test_a_file_of_golden_questions_is_loaded_run_and_written_again(
    home: Path, coach: Coach, tmp_path: Path
) -> None:
    source, out = tmp_path / "golden.yaml", tmp_path / "out.yaml"
    source.write_text(FILE, encoding="utf-8")
    assert coach("golden", "import", source).exit_code == 0
    ran = json.loads(coach("golden", "run", "--json").stdout)
    assert [result["passed"] for result in ran["results"]] == [True, False]
    assert coach("golden", "export", out).exit_code == 0
    again = out.read_text(encoding="utf-8")
    assert coach("golden", "import", out).exit_code == 0
    listed = json.loads(coach("golden", "list", "--json").stdout)
    assert [held["question"] for held in listed] == [
        "12%的折扣谁来审批?",
        "What is the moon made of?",
    ]
    assert listed[0]["last"]["passed"]
    assert "销售总监" in again


def test_a_file_with_one_wrong_entry_changes_nothing_and_names_it(
    home: Path, coach: Coach, tmp_path: Path
) -> None:
    for wrong, said in (
        ("- question: x\n  playbook: nowhere", "nowhere"),
        ("- question: x", "entry 1, playbook"),
        ("- question: x\n  playbook: y\n  answer: z", "entry 1, answer"),
        ("{{{", "YAML"),
    ):
        source = tmp_path / "golden.yaml"
        source.write_text(wrong, encoding="utf-8")
        result = coach("golden", "import", source)
        assert result.exit_code != 0
        assert said in result.output
    assert json.loads(coach("golden", "list", "--json").stdout) == []


def test_where_there_is_no_golden_question_the_list_says_so(empty_home: Path, coach: Coach) -> None:
    assert texts.NONE_YET("en") in coach("golden", "list").output


def test_questions_are_added_and_removed_one_by_one(home: Path, coach: Coach) -> None:
    coach("golden", "add", "报价单有效期多久?", "--playbook", "boxu", "--point", "30")
    [held] = json.loads(coach("golden", "list", "--json").stdout)
    assert held["points"] == ["30"]
    assert coach("golden", "remove", held["id"]).exit_code == 0
    assert coach("golden", "remove", held["id"]).exit_code == 1
    assert texts.NONE_YET("zh") in coach("golden", "run").stdout
