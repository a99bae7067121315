"""Loading documents from the shell: what is said of each file, and when it begins to answer."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from bot.home_lock import owned
from bot.playbooks import commands
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
    assert "draft and does not answer yet" in drafted.output
    assert "还没有装入任何资料" in coach("ask", ASKED).output
    assert "now active" in coach("ingest", docs / "差旅.md").output
    (docs / "差旅.md").write_text(POLICY.replace("612", "713"), encoding="utf-8")
    coach("ingest", docs / "差旅.md", "--draft")
    assert "612" in coach("ask", ASKED).output
    assert [v["status"] for v in json.loads(coach("playbooks", "--json").stdout)].count(
        "draft"
    ) == 2


def test_a_folder_with_bad_files_names_each_and_loads_the_others(
    empty_home: Path, coach: Coach, docs: Path
) -> None:
    (docs / "empty.md").write_bytes(b"")
    (docs / "broken.docx").write_bytes(b"PK\x03\x04 nonsense")
    (docs / "really-a-picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
    (docs / "sheet.xlsx").write_bytes(b"PK\x03\x04")
    done = coach("ingest", docs)
    assert done.exit_code == 0
    assert "docs v1 is now active: 2 files" in done.output
    assert "4 files were left out:" in done.output
    for name in ("empty.md", "broken.docx", "really-a-picture.docx", "sheet.xlsx"):
        assert f"• {name}: " in done.output
    assert "hidden" not in done.output
    assert "50 euros" in coach("ask", "Which gifts are declined?").output
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


def test_a_load_waits_for_the_process_that_owns_the_home_and_takes_over_when_it_ends(
    empty_home: Path, coach: Coach, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "TAKE_OVER_SECONDS", 0.1)
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
