"""Looking at versions, switching them and looking back, from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from bot.home_lock import owned
from tests.cli.conftest import Coach

POLICY = (
    "# 差旅标准\n\n## 住宿\n\n一线城市住宿上限为每晚 612 元。\n\n## 用餐\n\n每人每天 100 元。\n"
)
ASKED = "一线城市住宿上限是多少？"


@pytest.fixture
def file(tmp_path: Path, empty_home: Path, coach: Coach) -> Path:
    """The second version of a playbook is loaded as a draft; the first answers."""
    path = tmp_path / "差旅.md"
    path.write_text(POLICY, encoding="utf-8")
    assert coach("ingest", path).exit_code == 0
    path.write_text(POLICY.replace("612", "713"), encoding="utf-8")
    assert coach("ingest", path, "--draft").exit_code == 0
    return path


def statuses(coach: Coach) -> dict[int, str]:
    return {v["number"]: v["status"] for v in json.loads(coach("playbooks", "--json").stdout)}


def test_the_list_stands_in_columns_whatever_the_script(coach: Coach, file: Path) -> None:
    file.with_name("gifts.md").write_text("# Gifts\n\nNone above 50 euros.\n")
    coach("ingest", file.with_name("gifts.md"))
    header, *rows = coach("playbooks").output.splitlines()
    assert header.split()[:3] == ["playbook", "version", "status"]
    assert {cell_len(row[: row.index(" v") + 1]) for row in rows} == {header.index("version")}
    assert len(rows) == 3


def test_a_draft_is_previewed_compared_activated_and_taken_back(
    coach: Coach, file: Path, tmp_path: Path
) -> None:
    shown = coach("playbooks", "preview", "差旅").output
    assert "差旅标准 · v2 · draft" in shown
    assert "612 → 713" in shown
    diff = coach("playbooks", "diff", "差旅").output
    assert "− 一线城市住宿上限为每晚 [612] 元。" in diff
    assert "+ 一线城市住宿上限为每晚 [713] 元。" in diff
    [section] = json.loads(coach("playbooks", "diff", "差旅", "--json").stdout)["sections"]
    assert [line["numbers"] for line in section["lines"]] == ["612 → 713"]
    page = tmp_path / "diff.html"
    assert coach("playbooks", "diff", "差旅", "--html", page).exit_code == 0
    assert '<ins class="n">713</ins>' in page.read_text(encoding="utf-8")
    done = coach("playbooks", "activate", "差旅", "--reason", "new hotel prices")
    assert "差旅标准 v2 is active and answers from now on." in done.output
    assert "713" in coach("ask", ASKED).output
    assert coach("playbooks", "rollback", "差旅").exit_code == 0
    assert "612" in coach("ask", ASKED).output
    assert statuses(coach) == {1: "active", 2: "retired"}
    lines = coach("playbooks", "history", "差旅").output.splitlines()
    assert lines[0].endswith("rolled back to v1")
    assert lines[1].endswith("activated v2 — new hotel prices")
    assert lines[2].endswith("loaded v2")


def test_what_cannot_be_done_says_so_and_changes_nothing(coach: Coach, file: Path) -> None:
    before = statuses(coach)
    for arguments, said in (
        (("preview", "nothing"), "no playbook named nothing"),
        (("preview", "差旅", "--version", 9), "has no v9"),
        (("activate", "差旅", "--version", 1), "active already"),
        (("rollback", "差旅"), "no earlier version"),
        (("discard", "差旅", "--version", 1), "can't be done"),
        (("stages", "差旅", "--set", "nowhere"), "no stage nowhere"),
        (("stages", "差旅", "--section", "nothing"), "no section nothing"),
        (("diff", "差旅", "--version", 1, "--against", 9), "has no v9"),
    ):
        result = coach("playbooks", *arguments)
        assert result.exit_code, arguments
        assert said in result.output, arguments
    assert statuses(coach) == before


def test_a_draft_is_discarded_and_a_playbook_retired_and_brought_back(
    coach: Coach, file: Path
) -> None:
    assert coach("playbooks", "discard", "差旅").exit_code == 0
    assert statuses(coach) == {1: "active"}
    assert "no draft" in coach("playbooks", "activate", "差旅").output
    assert coach("playbooks", "retire", "差旅", "--reason", "outdated").exit_code == 0
    assert statuses(coach) == {1: "retired"}
    assert coach("playbooks", "activate", "差旅", "--version", 1).exit_code == 0
    assert "612" in coach("ask", ASKED).output


def test_stages_are_shown_and_set_and_later_versions_keep_them(coach: Coach, file: Path) -> None:
    given = coach("playbooks", "stages", "差旅", "--section", "住宿", "--set", "closing")
    assert given.exit_code == 0, given.output
    file.write_text(POLICY.replace("612", "800"), encoding="utf-8")
    coach("ingest", file, "--draft")
    shown = coach("playbooks", "stages", "差旅").output.splitlines()
    assert [line.rpartition(": ")[2] for line in shown if "住宿" in line] == ["Closing"]


def test_a_shell_beside_a_running_coach_switches_too(
    coach: Coach, file: Path, empty_home: Path
) -> None:
    with owned(empty_home) as free:
        assert free
        assert coach("playbooks", "activate", "差旅").exit_code == 0
        assert "713" in coach("ask", ASKED).output
        assert coach("playbooks", "rollback", "差旅").exit_code == 0
    assert "612" in coach("ask", ASKED).output
