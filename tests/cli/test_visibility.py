"""`coach playbooks set`, and what somebody outside a playbook's audience finds on the shell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Coach

SLUG = "boxu"
ASKED = "12%的折扣谁来审批？"
INSIDE, OUTSIDE = "周雨桐", "Daniel Osei"
"""Reps of the teams east and intl."""


@pytest.fixture
def restricted(home: Path, coach: Coach) -> None:
    """The playbook is shown to the team east only."""
    done = coach("playbooks", "set", SLUG, "--team", "east")
    assert done.exit_code == 0, done.output


def found(coach: Coach, *words: str) -> Any:
    done = coach(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.usefixtures("restricted")
def test_a_restricted_playbook_neither_answers_nor_is_found_nor_shown(
    coach: Coach, tmp_path: Path
) -> None:
    assert "销售总监" in coach("ask", ASKED, "--as", INSIDE).output
    assert found(coach, "search", ASKED, "--as", INSIDE)["results"]
    assert "折扣审批权限" in coach("playbooks", "outline", SLUG, "--as", INSIDE).output

    refused = coach("ask", ASKED, "--as", OUTSIDE).output
    assert "销售总监" not in refused
    assert found(coach, "ask", ASKED, "--as", OUTSIDE)["citations"] == []
    assert "销售总监" not in coach("search", ASKED, "--as", OUTSIDE).output
    assert found(coach, "search", ASKED, "--as", OUTSIDE)["results"] == []
    outline = coach("playbooks", "outline", SLUG, "--as", OUTSIDE)
    assert outline.exit_code == 2
    assert f"There is no playbook named {SLUG}." in outline.output
    assert found(coach, "playbooks", "--as", OUTSIDE) == []

    batch = tmp_path / "in.jsonl"
    batch.write_text(json.dumps({"id": "q1", "question": ASKED}), encoding="utf-8")
    for verb in ("ask", "search"):
        said = coach(verb, "--batch", batch, "--as", OUTSIDE).stdout
        assert json.loads(said)["id"] == "q1"
        assert "销售总监" not in said


def test_owner_review_date_role_and_team_are_set_shown_and_taken_back(
    home: Path, coach: Coach
) -> None:
    done = coach(
        "playbooks", "set", SLUG, "--owner", "顾明哲", "--review-on", "2031-03-31",
        "--role", "manager", "--team", "intl", "--as", "顾明哲",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    for said in ("负责人：顾明哲", "复核日期：2031年3月31日", "谁能看到：经理 · 国际团队"):
        assert said in done.output
    seen = {
        name: "销售总监" in coach("ask", ASKED, "--as", name).output
        for name in (INSIDE, OUTSIDE, "陆文涛", "Hannah Lindqvist", "顾明哲")
    }
    assert [name for name, answered in seen.items() if answered] == ["Hannah Lindqvist", "顾明哲"]

    kept = coach("playbooks", "set", SLUG, "--role", "-")
    assert "负责人：顾明哲" in kept.output, "what is not named stays as it is"
    assert "谁能看到：国际团队" in kept.output
    freed = coach(
        "playbooks", "set", SLUG, "--owner", "-", "--review-on", "-", "--team", "-"
    ).output
    for said in ("负责人：无", "复核日期：未设", "谁能看到：所有人"):
        assert said in freed
    assert "销售总监" in coach("ask", ASKED, "--as", INSIDE).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere", "--owner", INSIDE), "没有名为 nowhere 的资料"),
        ((SLUG, "--owner", "Nobody"), "no person named 'Nobody'. Known: "),
        ((SLUG, "--review-on", "tomorrow"), "'tomorrow' is no day such as 2027-03-31"),
        ((SLUG, "--review-on", "2027-02-30"), "'2027-02-30' is no day"),
        ((SLUG, "--role", "trainer"), "'trainer' is no role that can be chosen: rep or manager"),
        ((SLUG, "--team", "west"), "no team 'west'. Known: east, intl"),
    ],
)
def test_what_cannot_be_set_names_what_is_wrong_and_changes_nothing(
    home: Path, coach: Coach, words: tuple[str, ...], said: str
) -> None:
    before = coach("playbooks", "history", SLUG).output
    done = coach("playbooks", "set", *words[:1], "--team", "east", *words[1:])
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert coach("playbooks", "history", SLUG).output == before
    assert "销售总监" in coach("ask", ASKED, "--as", OUTSIDE).output
