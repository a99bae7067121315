"""Every shell command as it is typed: help, exit codes, JSON, and sentences for what is wrong."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import build
from bot.home_lock import owned
from bot.process_file import DEFAULT
from tests.cli.conftest import Coach

ACCESS_ONLY_BY_THE_MACHINE = {("run",), ("restore",)}
"""These have no --as: nobody's name is known before the home is open."""


def leaves() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command of the tree, by its words."""
    for name, command in typer.main.get_group(build()).commands.items():
        held = getattr(command, "commands", None)
        if held is None:
            yield (name,), command
        else:
            for under, inner in held.items():
                yield (name, under), inner


LEAVES = dict(leaves())


@pytest.mark.parametrize("words", sorted(LEAVES), ids=" ".join)
def test_help_teaches_every_command(coach: Coach, words: tuple[str, ...]) -> None:
    shown = coach(*words, "--help")
    assert shown.exit_code == 0
    assert "Usage:" in shown.output
    assert len((LEAVES[words].help or "").split()) > 3
    for parameter in LEAVES[words].params:
        assert getattr(parameter, "help", "") or parameter.name == "help", parameter.name


def test_the_commands_that_the_readme_promises_are_there(coach: Coach) -> None:
    promised = (
        "run chat ask search ingest jobs playbooks golden gaps usage checkin deals summary invite "
        "people reindex backup restore doctor"
    )
    assert {words[0] for words in LEAVES} == set(promised.split())


ARGUMENTS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("ask",): ("who approves?",),
    ("search",): ("discount",),
    ("ingest",): ("{file}",),
    ("invite",): ("rep",),
    ("checkin", "read"): ("hello",),
    ("checkin", "parse"): ("--batch", "{file}"),
    ("people", "add-team"): ("west",),
    ("people", "deactivate"): ("韩志远", "--hand-over-to", "周雨桐"),
    **{("gaps", verb): ("1",) for verb in ("show", "dismiss")},
    ("gaps", "answer"): ("1", "--text", "the regional manager"),
    ("gaps", "merge"): ("1", "2"),
    ("golden", "add"): ("who approves?", "--playbook", "boxu"),
    ("golden", "import"): ("{file}",),
    ("golden", "remove"): ("1",),
    ("jobs", "cancel"): ("1",),
    **{words: ("boxu",) for words in LEAVES if words[0] == "playbooks"},
}
DENIED = {
    ("checkin", "read"): "顾明哲",
    ("checkin", "parse"): "顾明哲",
    ("deals",): "顾明哲",
    ("summary",): "顾明哲",
    ("ingest",): "周雨桐",
    ("reindex",): "陆文涛",
    ("backup",): "陆文涛",
    ("doctor",): "陆文涛",
    ("invite",): "陆文涛",
    ("people", "list"): "陆文涛",
    ("people", "add-team"): "顾明哲",
    ("people", "deactivate"): "陆文涛",
    ("usage",): "周雨桐",
    **{words: "周雨桐" for words in LEAVES if words[0] in ("gaps", "golden", "jobs", "playbooks")},
}
"""Somebody whose roles do not include the command."""
FOR_EVERYONE = {("ask",), ("search",), ("chat",), ("playbooks", "outline")}
for _words in FOR_EVERYONE:
    DENIED.pop(_words, None)


def test_every_command_asks_who_acts(home: Path, coach: Coach, tmp_path: Path) -> None:
    assert set(LEAVES) == {*DENIED, *FOR_EVERYONE, *ACCESS_ONLY_BY_THE_MACHINE}
    (tmp_path / "in.md").write_text("[]", encoding="utf-8")
    before = rows(home)
    for words, name in DENIED.items():
        filled = [a.format(file=tmp_path / "in.md") for a in ARGUMENTS.get(words, ())]
        denied = coach(*words, *filled, "--as", name)
        assert denied.exit_code == 1, words
        assert "may not use this" in denied.output
    for words in set(LEAVES) - ACCESS_ONLY_BY_THE_MACHINE:
        filled = [a.format(file=tmp_path / "in.md") for a in ARGUMENTS.get(words, ())]
        unknown = coach(*words, *filled, "--as", "Nobody")
        assert unknown.exit_code == 2, words
        assert "no person named 'Nobody'" in unknown.output
        assert "周雨桐" in unknown.output, "it says who is known"
    assert rows(home) == before


def rows(home: Path) -> dict[str, int]:
    """How many rows each table holds."""
    with closing(sqlite3.connect(home / "coach.db")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [name for (name,) in tables.fetchall()]
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names
        }


def test_what_can_be_listed_is_valid_json_with_a_flag(home: Path, coach: Coach) -> None:
    def of(*words: str) -> Any:
        done = coach(*words, "--json")
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    deals = of("deals", "周雨桐")
    assert {deal["account"] for deal in deals} == {
        "华星精密制造", "华星医疗连锁", "锦禾纺织", "百谷优选",
    }  # fmt: skip
    assert {(d["amount"], d["currency"]) for d in deals if d["account"] == "百谷优选"} == {
        (250_000, "CNY")
    }
    assert len(of("people", "list")) == 8
    assert of("playbooks")[0]["slug"] == "boxu"
    assert of("summary", "east")["period"]["span"] == "week"
    assert of("search", "discount", "--top", "3")["results"][0]["passage"]
    answer = of("ask", "15%的折扣谁来审批?")
    assert answer["outcome"] == "answered"
    assert "销售总监" in answer["answer"]
    assert answer["citations"][0]["doc"] == "折扣与价格政策.md"
    assert of("checkin", "read", "百谷优选降到22万", "--as", "周雨桐")["updates"]
    assert all(finding["ok"] for finding in of("doctor"))


def test_what_a_person_reads_is_in_their_language(home: Path, coach: Coach) -> None:
    assert "销售总监" in coach("ask", "15%的折扣谁来审批?").output
    assert "Orrin" in coach("deals", "--as", "Daniel Osei").output
    assert "周雨桐" not in coach("deals", "--as", "Daniel Osei").output
    assert "没有进行中的商机" in coach("deals", "--as", "陆文涛", "陆文涛").output
    said = coach("summary", "east", "--today").output
    assert "华东团队 · 今天" in said
    assert "使用中" in coach("playbooks").output
    assert "东屿汽配" not in coach("summary", "周雨桐").output


def test_a_name_out_of_reach_is_a_usage_error_that_names_those_in_reach(
    home: Path, coach: Coach
) -> None:
    for words in (("deals", "Daniel Osei"), ("summary", "intl"), ("summary", "Daniel")):
        done = coach(*words, "--as", "陆文涛")
        assert done.exit_code == 2
        assert "周雨桐" in done.output
        assert "Orrin" not in done.output


def test_the_picture_of_a_summary_is_written_where_it_is_wanted(
    home: Path, coach: Coach, tmp_path: Path
) -> None:
    assert coach("summary", "--picture", tmp_path / "f.png").exit_code == 0
    assert (tmp_path / "f.png").read_bytes().startswith(b"\x89PNG")
    nowhere = coach("summary", "--picture", tmp_path / "no" / "f.png")
    assert nowhere.exit_code == 2
    assert "cannot be written" in nowhere.output


@pytest.mark.parametrize("words", [
    ("ask",), ("search",), ("ask", "q", "--batch", "in"), ("ask", "--batch", "/no/such"),
    ("nonsense",), ("ingest",), ("ingest", "/no/such"), ("restore", "/no/such"), ("invite",),
    ("invite", "chef"), ("invite", "rep", "moon"), ("search", "q", "--top", "0"),
    ("people", "deactivate", "周雨桐", "--hand-over-to", "周雨桐"), ("checkin", "parse"),
    ("ask", "--batch", "in", "--out", "/no/such/out"),
], ids=" ".join)  # fmt: skip
def test_wrong_usage_ends_with_two_and_a_sentence(
    empty_home: Path, coach: Coach, words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "in").write_text("{}\n", encoding="utf-8")
    done = coach(*words)
    assert done.exit_code == 2, done.output
    assert done.output.strip()
    assert "Traceback" not in done.output


@pytest.mark.parametrize(("name", "value", "said"), [
    ("COACH_TIMEZONE", "Mars/Base", "'Mars/Base' is not an IANA time zone"),
    ("COACH_CURRENCY", "yuan", "COACH_CURRENCY"),
    ("COACH_LOG_LEVEL", "LOUD", "COACH_LOG_LEVEL"),
    ("COACH_MODEL_TIMEOUT_SECONDS", "-1", "COACH_MODEL_TIMEOUT_SECONDS"),
    ("COACH_DATABASE_URL", "mysql://u:hunter2@h/d", "it must begin with postgresql+asyncpg://"),
])  # fmt: skip
@pytest.mark.parametrize("command", ["people list", "run", "doctor", "chat", "reindex"])
def test_a_wrong_setting_is_named_and_no_secret_is_shown(
    empty_home: Path, coach: Coach, monkeypatch: pytest.MonkeyPatch,
    command: str, name: str, value: str, said: str,
) -> None:  # fmt: skip
    monkeypatch.setenv(name, value)
    done = coach(*command.split())
    assert done.exit_code == 2
    assert done.output.startswith(f"A setting is wrong: {name}: ")
    assert said in done.output
    assert "Value error" not in done.output
    assert "hunter2" not in done.output


def test_a_home_that_is_a_file_is_a_sentence(
    empty_home: Path, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_home.write_text("not a folder", encoding="utf-8")
    for words in (("people", "list"), ("doctor",), ("reindex",), ("chat",)):
        done = coach(*words)
        assert done.exit_code == 2
        assert "cannot be used" in done.output


def test_an_empty_home_says_what_to_do_first(empty_home: Path, coach: Coach) -> None:
    assert "Nobody yet" in coach("people", "list").output
    unprepared = coach("checkin", "read", "x")
    assert unprepared.exit_code == 1
    assert "No sales process" in unprepared.output
    assert "No playbooks yet" in coach("playbooks").output
    assert "No playbook has been loaded" in coach("ask", "who approves?").output
    nobody = coach("chat")
    assert nobody.exit_code == 2
    assert "nobody yet" in nobody.output
    assert coach("doctor").exit_code == 0


def test_people_are_invited_into_teams_and_deactivated_with_their_deals_handed_over(
    home: Path, coach: Coach
) -> None:
    assert "west" in coach("people", "add-team", "west", "--zh", "华西", "--en", "West").output
    assert coach("invite", "rep", "west").output.startswith("/start ")
    done = coach("people", "deactivate", "韩志远", "--hand-over-to", "周雨桐")
    assert done.exit_code == 0
    assert "3 open deals went to 周雨桐" in done.output
    assert "韩志远" not in coach("people", "list").output
    assert "东屿汽配" in coach("deals", "周雨桐").output
    assert coach("deals", "--as", "韩志远").exit_code == 2


def test_a_backup_is_restored_into_an_empty_home_and_answers_again(
    home: Path, coach: Coach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = Path(coach("backup").output.strip())
    assert zipfile.ZipFile(saved).testzip() is None
    full = coach("restore", saved)
    assert full.exit_code == 1
    assert "holds an organisation already" in full.output
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "second"))
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / "models").symlink_to(home / "models")
    restored = coach("restore", saved)
    assert restored.exit_code == 0
    assert "coach reindex" in restored.output
    assert "销售总监" in coach("ask", "15%的折扣谁来审批?").output
    assert "passages indexed" in coach("reindex").output
    assert coach("doctor").exit_code == 0
    assert rows(tmp_path / "second")["person"] == rows(home)["person"]


def test_what_is_no_backup_changes_nothing(empty_home: Path, coach: Coach, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 nonsense")
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("coach.db", "no database")
        archive.writestr("originals/../../evil", "x")
    for name in ("x.zip", "evil.zip"):
        done = coach("restore", tmp_path / name)
        assert done.exit_code == 1
        assert "not a backup" in done.output
    assert not (empty_home / "coach.db").exists()
    with owned(empty_home):
        assert "stop it first" in coach("restore", tmp_path / "x.zip").output


def test_a_backup_that_cannot_be_written_says_so(home: Path, coach: Coach) -> None:
    done = coach("backup", "--out", "/proc/nowhere/x.zip")
    assert done.exit_code == 1
    assert "cannot be written" in done.output


# --- doctor ------------------------------------------------------------------------------------


def wrong(coach: Coach) -> str:
    done = coach("doctor")
    assert done.exit_code == 1, done.output
    assert "Traceback" not in done.output
    return "\n".join(line for line in done.output.splitlines() if not line.startswith("ok"))


def test_doctor_finds_an_index_that_is_gone_and_reindex_heals_it(home: Path, coach: Coach) -> None:
    assert coach("doctor").exit_code == 0
    shutil.rmtree(home / "chroma")
    said = wrong(coach)
    assert "missing" in said
    assert "→ Run coach reindex." in said
    with closing(sqlite3.connect(home / "coach.db")) as connection, connection:
        row = connection.execute("SELECT min(rowid) FROM lexical_passage").fetchone()
        connection.execute("DELETE FROM lexical_passage WHERE rowid = ?", row)
    assert "lexical" in wrong(coach)
    assert coach("reindex").exit_code == 0
    assert coach("doctor").exit_code == 0


def test_doctor_finds_originals_that_are_gone(home: Path, coach: Coach) -> None:
    originals = [path for path in (home / "originals").rglob("*") if path.is_file()]
    originals[0].unlink()
    assert f"1 of {len(originals)} original files are missing" in wrong(coach)


def test_every_command_says_when_the_database_is_damaged(home: Path, coach: Coach) -> None:
    whole = (home / "coach.db").read_bytes()
    for broken in (b"no database at all " * 400, whole[:8192] + b"\xff" * 60_000 + whole[68_192:]):
        for suffix in ("", "-wal", "-shm"):
            (home / f"coach.db{suffix}").unlink(missing_ok=True)
        (home / "coach.db").write_bytes(broken)
        said = wrong(coach)
        assert "the database is damaged" in said
        assert "coach restore FILE" in said
        findings = json.loads(coach("doctor", "--json").stdout)
        assert [finding["ok"] for finding in findings][-1] is False
    (home / "coach.db").write_bytes(b"no database at all " * 400)
    for words in (("ask", "q"), ("people", "list"), ("summary",)):
        done = coach(*words)
        assert done.exit_code == 1
        assert "The database cannot be read" in done.output


def test_a_process_file_that_cannot_be_read_says_where(empty_home: Path, coach: Coach) -> None:
    empty_home.mkdir()
    text = DEFAULT.read_text(encoding="utf-8").replace("stages:", "steps:", 1)
    (empty_home / "process.yaml").write_text(text, encoding="utf-8")
    done = coach("chat")
    assert done.exit_code == 2
    assert "process.stages" in done.output or "process.steps" in done.output
