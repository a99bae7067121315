"""Loading documents from the shell: what is said of each file, and when it begins to answer."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.home_lock import owned
from bot.playbooks import following, loads
from tests.bot import example
from tests.cli.conftest import Coach

POLICY = "# 差旅标准\n\n一线城市住宿上限为每晚 612 元。\n"
ASKED = "一线城市住宿上限是多少？"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    (folder / "差旅.md").write_text(POLICY, encoding="utf-8")
    (folder / "sub" / "gifts.txt").write_text(
        "Gifts\n\nGifts above 50 euros are declined.\n", encoding="utf-8"
    )
    (folder / ".hidden.md").write_text("# Hidden\n\nsecret", encoding="utf-8")
    return folder


def test_a_file_answers_once_it_is_loaded_and_the_same_again_changes_nothing(
    empty_home: Path, coach: Coach, docs: Path
) -> None:
    first = coach("ingest", docs / "差旅.md")
    assert first.exit_code == 0
    assert "差旅标准 v1 is now active: 1 file, 1 passage, 1 section." in first.output
    assert "612" in coach("ask", ASKED).output
    again = coach("ingest", docs / "差旅.md")
    assert again.exit_code == 0
    assert "the same as the active v1" in again.output
    (docs / "差旅.md").write_text(POLICY.replace("612", "713"), encoding="utf-8")
    assert "v2 is now active" in coach("ingest", docs / "差旅.md").output
    answer = coach("ask", ASKED).output
    assert "713" in answer
    assert "612" not in answer


def test_a_draft_does_not_answer_and_leaves_the_old_version_answering(
    empty_home: Path, coach: Coach, docs: Path
) -> None:
    drafted = coach("ingest", docs / "差旅.md", "--draft")
    assert drafted.exit_code == 0
    assert "差旅标准 · v1 · draft" in drafted.output
    assert "This is the first version" in drafted.output
    assert "还没有装入任何资料" in coach("ask", ASKED).output
    assert "差旅标准 v1 is now active" in coach("ingest", docs / "差旅.md").output
    (docs / "差旅.md").write_text(POLICY.replace("612", "713"), encoding="utf-8")
    assert "713" in coach("ingest", docs / "差旅.md", "--draft").output, "what changed is shown"
    assert "612" in coach("ask", ASKED).output
    held = json.loads(coach("playbooks", "--json").stdout)
    assert [(v["number"], v["status"]) for v in held] == [(2, "draft"), (1, "active")]


def test_a_folder_with_bad_files_names_each_and_loads_the_others(
    empty_home: Path, coach: Coach, docs: Path
) -> None:
    (docs / "empty.md").write_bytes(b"")
    (docs / "broken.docx").write_bytes(b"PK\x03\x04 nonsense")
    (docs / "really-a-picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
    (docs / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    done = coach("ingest", docs)
    assert done.exit_code == 0
    assert "docs v1 is now active: 2 files" in done.output
    assert "4 files were left out:" in done.output
    for name in ("empty.md", "broken.docx", "really-a-picture.docx", "film.mp4"):
        assert f"• {name}: " in done.output
    assert "hidden" not in done.output
    assert "50 euros" in coach("ask", "Which gifts are declined?").output
    again = coach("ingest", docs).output
    assert "the same as the active v1" in again
    assert "4 files were left out when it was loaded:" in again
    assert "• film.mp4: I can't read .mp4 files yet" in again
    as_json = json.loads(coach("ingest", docs, "--playbook", "Rules", "--json").stdout)
    assert as_json[0]["slug"] == "rules"
    assert len(as_json[0]["problems"]) == 4


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.md", b"", "There is no text in the file."),
        ("spaces.txt", b" \n\n\t ", "There is no text in the file."),
        ("broken.docx", b"PK\x03\x04 nonsense", "damaged"),
        ("picture.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "content is something else"),
        ("video.mp4", b"\0\0\0\x18ftypmp42", "can't read .mp4 files yet"),
        ("noextension", b"words", "can't read"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_one_and_the_reason(
    empty_home: Path, coach: Coach, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    done = coach("ingest", tmp_path / name)
    assert done.exit_code == 1
    assert "No file could be read; nothing changed:" in done.output
    assert said in done.output
    assert "Traceback" not in done.output
    assert json.loads(coach("playbooks", "--json").stdout) == []


def test_of_several_loads_that_fail_it_is_said_once_that_nothing_changed(
    empty_home: Path, coach: Coach, docs: Path, tmp_path: Path
) -> None:
    bad = [tmp_path / "film.mp4", tmp_path / "empty.md"]
    for path in bad:
        path.write_bytes(b" ")
    done = coach("ingest", *bad)
    assert done.exit_code == 1
    assert done.output.count("nothing changed") == 1
    assert all(f"• {path.name}: " in done.output for path in bad)
    mixed = coach("ingest", *bad, docs / "差旅.md")
    assert "差旅标准 v1 is now active" in mixed.output
    assert "nothing changed" not in mixed.output
    assert "2 files were left out:" in mixed.output


def test_a_folder_without_files_says_so(empty_home: Path, coach: Coach, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = coach("ingest", tmp_path / "nothing")
    assert done.exit_code == 1
    assert "There are no files here" in done.output


def test_a_file_over_the_limit_is_refused_with_what_to_do(
    empty_home: Path, coach: Coach, tmp_path: Path
) -> None:
    (tmp_path / "big.txt").write_bytes(b"all work and no play " * 1_050_000)
    done = coach("ingest", tmp_path / "big.txt")
    assert done.exit_code == 1
    assert "The file is too large. Split it." in done.output


def test_a_zip_is_a_playbook_and_one_in_a_folder_is_a_folder(
    empty_home: Path, coach: Coach, docs: Path
) -> None:
    with zipfile.ZipFile(docs / "east.zip", "w") as archive:
        archive.writestr("refunds.md", "# Refunds\n\nA refund takes 7 days.\n")
        archive.writestr("../evil.md", "# Evil\n\nwords\n")
    alone = coach("ingest", docs / "east.zip")
    assert "east v1 is now active: 1 file" in alone.output
    assert "1 file was left out:" in alone.output
    assert "Its path in the archive is not safe" in alone.output
    done = json.loads(coach("ingest", docs, "--json").stdout)[0]
    assert sorted(path for path, *_ in done["members"]) == [
        "east/refunds.md", "sub/gifts.txt", "差旅.md",
    ]  # fmt: skip


def test_two_that_would_be_one_playbook_are_refused_unless_they_are_put_together(
    empty_home: Path, coach: Coach, tmp_path: Path
) -> None:
    for year in ("2025", "2026"):
        (tmp_path / year / "prices").mkdir(parents=True)
        (tmp_path / year / "prices" / "list.md").write_text(f"# List\n\nPrices of {year}.\n")
    both = [tmp_path / year / "prices" for year in ("2025", "2026")]
    refused = coach("ingest", *both)
    assert refused.exit_code == 2
    assert 'the same playbook "prices"' in refused.output
    assert "--playbook" in refused.output
    assert json.loads(coach("playbooks", "--json").stdout) == []
    same = coach("ingest", *both, "--playbook", "Prices")
    assert same.exit_code == 2
    assert 'Two files would both be "prices/list.md"' in same.output
    (tmp_path / "2025" / "prices").rename(tmp_path / "2025" / "old")
    together = coach("ingest", tmp_path / "2025" / "old", both[1], "--playbook", "Prices")
    assert "Prices v1 is now active: 2 files" in together.output


def test_jobs_are_listed_and_one_that_waits_is_cancelled(
    empty_home: Path, coach: Coach, docs: Path
) -> None:
    assert "There are no jobs." in coach("jobs").output
    coach("ingest", docs / "差旅.md")
    with queued(empty_home, docs / "sub" / "gifts.txt"):
        listed = coach("jobs").output.splitlines()
        assert listed[0].split()[:4] == ["2", "load", "gifts", "waiting"]
        assert listed[1].split()[:4] == ["1", "load", "差旅", "done"]
        assert "Loading gifts was cancelled" in coach("jobs", "cancel", "2").output
    late = coach("jobs", "cancel", "1")
    assert late.exit_code == 1
    assert "too late to cancel: 差旅 is done already" in late.output
    assert coach("jobs", "cancel", "77").exit_code == 2
    held = {job["id"]: job["status"] for job in json.loads(coach("jobs", "--json").stdout)}
    assert held == {1: "done", 2: "cancelled"}


@contextmanager
def queued(home: Path, path: Path) -> Iterator[None]:
    """A load that waits for a running coach."""

    async def queue() -> None:
        async with example.opened(home) as coach:
            load = loads.load_of_path(path, coach.originals)
            async with coach.database.write() as session:
                await loads.queue(coach, session, load, None)

    with owned(home) as free:
        assert free
        asyncio.run(queue())
        yield


def test_ctrl_c_cancels_the_load_and_leaves_nothing_half_done(
    empty_home: Path, coach: Coach, docs: Path
) -> None:
    coach("ingest", docs)
    lines = "".join(f"{n} 号客户的折扣由总监审批。\n\n" for n in range(60_000))
    (docs / "long.txt").write_text(lines, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ingest", str(docs)],
        env=example.environment(empty_home), stderr=subprocess.PIPE, text=True,
    ) as loading:  # fmt: skip
        until(lambda: any(j["phase"] == "reading" for j in jobs_of(coach)))
        loading.send_signal(signal.SIGINT)
        _, said = loading.communicate(timeout=30)
    assert loading.returncode == 130
    assert "Loading docs was cancelled. Nothing changed" in said
    assert "Traceback" not in said
    assert [j["status"] for j in jobs_of(coach)] == ["cancelled", "done"]
    held = json.loads(coach("playbooks", "--json").stdout)
    assert [(v["number"], v["status"]) for v in held] == [(1, "active")]


def jobs_of(coach: Coach) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = json.loads(coach("jobs", "--json").stdout)
    return held


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_what_an_older_coach_read_is_read_again_and_switched(
    empty_home: Path, coach: Coach, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "was read by this very program" in coach("reindex", "--reread").output
    coach("ingest", docs)
    coach("ingest", docs / "差旅.md")
    monkeypatch.setattr(loads, "READING_VERSION", "next")
    again = coach("reindex", "--reread").output
    assert "2 playbooks are read again." in again
    assert "docs v2 is now active: 2 files" in again
    assert "差旅标准 v2 is now active" in again
    assert "was read by this very program" in coach("reindex", "--reread").output
    assert "612" in coach("ask", ASKED).output


def test_a_load_waits_for_the_process_that_owns_the_home_and_takes_over_when_it_ends(
    empty_home: Path, coach: Coach, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "TAKE_OVER_SECONDS", 0.1)
    taken, release = threading.Event(), threading.Event()

    def other() -> None:
        with owned(empty_home) as free:
            assert free
            taken.set()
            release.wait(20)

    owner = threading.Thread(target=other)
    owner.start()
    taken.wait(5)
    threading.Timer(0.7, release.set).start()
    started = time.monotonic()
    done = coach("ingest", docs / "差旅.md")
    owner.join()
    assert done.exit_code == 0, done.output
    assert time.monotonic() - started > 0.5
    assert "now active" in done.output
