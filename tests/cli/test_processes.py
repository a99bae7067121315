"""The coach in a process of its own: piped, at a keyboard, and beside the shell."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot import example
from tests.cli.conftest import Coach

COACH = [str(Path(sys.executable).with_name("coach"))]
PATIENCE = 60
"""Seconds; the machine may be doing much else."""


def piped(home: Path, words: list[str], said: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COACH, *words],
        input=said,
        env=example.environment(home, **more),
        cwd=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )


@pytest.fixture
def example_below(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A COACH_HOME whose example folder is filled already."""
    (tmp_path / "home").mkdir()
    made = example.answering(tmp_path_factory.getbasetemp())
    example.copied(made, tmp_path / "home" / "example")
    return tmp_path / "home"


def test_the_five_jobs_piped_through_the_example_in_chinese(
    example_below: Path, tmp_path: Path
) -> None:
    (tmp_path / "差旅.md").write_text("# 差旅标准\n\n一线城市住宿上限为每晚 612 元。\n", "utf-8")
    lines = [
        "15%的折扣谁来审批?", "1",
        "百谷优选降到22万", "1",
        "/summary",
        "/as 顾明哲", f"/send {tmp_path / '差旅.md'}", "1", "一线城市住宿上限是多少？",
        "/as 沈若澜", "/invite rep east",
        "/as 陆文涛", "/summary",
        "/quit", "never read",
    ]  # fmt: skip
    done = piped(example_below, ["run"], "\n".join(lines), LANG="zh_CN.UTF-8")
    shown = done.stdout
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "泊序科技" in shown
    assert "\x1b" not in shown, "no colours in a pipe"
    assert shown.count("› 15%的折扣谁来审批?") == 1
    for said in (
        "销售总监", "出处", "¥250,000 → ¥220,000", "已写入 1 项", "612", "/start ",
        "华东团队 · 本周", "签到 ", "📎",
    ):  # fmt: skip
        assert said in shown, said
    assert "never read" not in shown
    pictures = re.findall(r"📎 (.*\.png)", shown)
    assert len(set(pictures)) == 2
    assert all(Path(picture).exists() for picture in pictures)


def test_an_english_rep_without_a_final_newline_and_with_odd_bytes(
    example_below: Path,
) -> None:
    said = "Who approves a 15% discount?\n\n   \n😀\nOrrin Cold Chain is now 45k\n1"
    done = piped(example_below, ["run"], said)
    assert done.returncode == 0, done.stderr
    assert "You are Daniel Osei (rep)." in done.stdout
    assert "销售总监" in done.stdout, "the answer stands in a Chinese document"
    assert "€41,000 → €45,000" in done.stdout
    assert "Written, 1 change:" in done.stdout
    assert "something went wrong" not in done.stdout


@contextmanager
def keyboard(home: Path, words: list[str]) -> Iterator[tuple[int, int]]:
    pid, screen = pty.fork()
    if pid == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a runner in the background ignores it
        os.chdir(home)
        os.execve(COACH[0], [*COACH, *words], example.environment(home, TERM="xterm"))
    try:
        yield pid, screen
    finally:
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(screen)


def read_until(screen: int, wanted: str) -> str:
    shown, end = b"", time.monotonic() + PATIENCE
    while wanted not in shown.decode(errors="ignore"):
        assert time.monotonic() < end, shown.decode(errors="replace")
        if select.select([screen], [], [], 0.2)[0]:
            try:
                shown += os.read(screen, 65_536)
            except OSError as error:
                raise AssertionError(shown.decode(errors="replace")) from error
    return shown.decode(errors="ignore")


def test_a_person_at_the_keyboard_gets_a_prompt_at_once_and_leaves_by_ctrl_c(
    example_below: Path,
) -> None:
    started = time.monotonic()
    with keyboard(example_below, ["run"]) as (pid, screen):
        hello = read_until(screen, "› ")
        waited = time.monotonic() - started
        assert "You are Daniel Osei" in hello
        os.write(screen, b"/settings\n")
        assert "Europe/Amsterdam" in read_until(screen, "\n› ")
        os.write(screen, b"\x03")
        end = time.monotonic() + PATIENCE
        ended, status = 0, 0
        while not ended and time.monotonic() < end:
            ended, status = os.waitpid(pid, os.WNOHANG)
            time.sleep(0.05)
        assert ended, "Ctrl-C did not end it"
        assert os.waitstatus_to_exitcode(status) in (130, -signal.SIGINT)
    assert waited < 30, "3 s on a machine that is idle; see docs/benchmarks.md"


def test_the_shell_works_beside_a_coach_that_runs_and_its_worker_does_the_loading(
    home: Path, coach: Coach, tmp_path: Path
) -> None:
    (tmp_path / "gifts.md").write_text("# Gifts\n\nGifts above 50 euros are declined.\n", "utf-8")
    with subprocess.Popen(
        [*COACH, "chat", "--as", "Daniel Osei"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=example.environment(home), cwd=home, text=True, encoding="utf-8",
    ) as running:  # fmt: skip
        assert running.stdin is not None
        assert running.stdout is not None
        assert "You are Daniel Osei" in running.stdout.readline()
        assert "the coach is running" in coach("doctor").output
        refused = coach("restore", home / "coach.db")
        assert "stop it first" in refused.output
        loaded = coach("ingest", tmp_path / "gifts.md")
        assert loaded.exit_code == 0, loaded.output
        assert "已启用" in loaded.output
        assert "50 euros" in coach("ask", "Which gifts are declined?").output
        assert "passages indexed" in coach("reindex").output
        assert coach("deals").exit_code == 0
        said, errors = running.communicate("Which gifts are declined?\n1\n/quit\n", PATIENCE)
    assert running.returncode == 0
    assert "50 euros" in said
    assert errors == ""
