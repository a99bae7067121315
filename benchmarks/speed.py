"""Speed and memory, each beside a reference of the same run: `make bench`.

Prints the table and writes it into docs/benchmarks.md. Takes about two minutes.
"""

from __future__ import annotations

import asyncio
import os
import pty
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.corpus import QUESTIONS, make_home
from benchmarks.report import write_section
from bot.bootstrap import open_coach
from bot.settings import Settings
from storage.records import Scope
from tests.fakes.telegram import FakeTelegram

PASSAGES = 1_000
ROUNDS = 5
COACH = str(Path(sys.executable).parent / "coach")


@dataclass(frozen=True)
class Figure:
    what: str
    value: str
    bar: str
    reference: str
    ratio: float

    def row(self) -> str:
        return f"| {self.what} | {self.value} | {self.bar} | {self.reference} | {self.ratio:.2f} |"


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of a few runs."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)


def help_time() -> Figure:
    ours = seconds(lambda: subprocess.run([COACH, "--help"], capture_output=True, check=True))
    plain = [sys.executable, "-c", "import typer, rich.console"]
    reference = seconds(lambda: subprocess.run(plain, check=True))
    said = f"importing typer and rich {reference:.2f} s"
    return Figure("`coach --help`", f"{ours:.2f} s", "0.5 s", said, ours / reference)


def prompt_time(home: Path) -> Figure:
    """From starting `coach run` to its first prompt on a terminal."""
    ours = seconds(lambda: _first_prompt(home), 3)
    plain = [sys.executable, "-c", "import telegram.ext, sqlmodel, sqlalchemy.ext.asyncio"]
    reference = seconds(lambda: subprocess.run(plain, check=True), 3)
    said = f"importing PTB and SQLModel {reference:.2f} s"
    return Figure("`make run` to first prompt", f"{ours:.2f} s", "3 s", said, ours / reference)


def _first_prompt(home: Path) -> None:
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [COACH, "run"], stdin=terminal, stdout=terminal, stderr=terminal,
        env=os.environ | {"COACH_HOME": str(home), "COACH_TELEGRAM_TOKEN": ""},
    )  # fmt: skip
    seen = b""
    while "›".encode() not in seen:
        seen += os.read(controller, 4096)
    process.kill()
    process.wait()
    os.close(terminal)
    os.close(controller)


async def question_time(home: Path) -> Figure:
    """A whole question over 1,000 passages, beside embedding it with the same encoders alone."""
    settings = Settings(home=home, telegram_token=None, database_url=None)
    async with open_coach(settings, owner=True) as coach:
        library = coach.library
        await library.mend()
        encoders = await library.encoders()
        for question in QUESTIONS:
            await library.compose(question, await library.retrieve(question, Scope()), "zh")
        whole, embedding = [], []
        for number in range(6):
            for question in QUESTIONS:
                asked = f"{question} {number}"
                started = time.perf_counter()
                evidence = await library.retrieve(asked, Scope())
                await library.compose(evidence.question, evidence, "zh")
                whole.append(time.perf_counter() - started)
                started = time.perf_counter()
                for encoder in encoders:
                    encoder.embed_queries([asked + "."])
                embedding.append(time.perf_counter() - started)
    p95, reference = _p95(whole), _p95(embedding)
    value = f"p50 {median(whole) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"
    said = f"embedding alone, p95 {reference * 1000:.0f} ms"
    return Figure(
        f"a question over {PASSAGES:,} passages", value, "p95 150 ms", said, p95 / reference
    )


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


async def memory(home: Path) -> Figure:
    """The bot's resident memory after questions, a check-in and a summary over Telegram."""
    async with FakeTelegram() as server:
        process = await asyncio.create_subprocess_exec(
            COACH, "run", stdout=subprocess.PIPE,
            env=os.environ | {
                "COACH_HOME": str(home),
                "COACH_TELEGRAM_TOKEN": server.token,
                "COACH_TELEGRAM_API_URL": server.api_url,
            },
        )  # fmt: skip
        try:
            await _work(server, process)
            resident = _resident_mb(process.pid)
        finally:
            process.terminate()
            await process.wait()
    plain = "import telegram.ext, sqlmodel, chromadb, onnxruntime"
    reference = _memory_of(plain)
    said = f"importing PTB, SQLModel, Chroma and ONNX Runtime {reference:.0f} MB"
    return Figure(
        "resident memory of the bot at work", f"{resident:.0f} MB", "500 MB", said,
        resident / reference,
    )  # fmt: skip


async def _work(server: FakeTelegram, process: asyncio.subprocess.Process) -> None:
    """The administrator joins as a manager and a rep too, and everything is used once."""
    assert process.stdout is not None
    admin = server.user("Admin", language_code="zh-hans")
    printed = b""
    while b"start=" not in printed:
        printed += await process.stdout.read(4096)
    token = printed.split(b"start=")[1].split()[0].decode()
    await admin.send_command(f"/start {token}")
    await admin.expect("欢迎", timeout=60)
    for question in QUESTIONS:
        await admin.send(question)
        await server.wait_until(lambda: not server.pending_updates(), timeout=60)
    await admin.send("新客户：青禾药业，想做CRM，大概五十万，六月底前定")
    diff = await admin.expect("青禾药业", timeout=60)
    await admin.tap(diff, "✅")
    await admin.expect("已写入", timeout=60, edits=True)
    await admin.send_command("/summary")
    await admin.expect("签到", timeout=60)


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _memory_of(code: str) -> float:
    report = "; print(int(open('/proc/self/statm').read().split()[1]))"
    found = subprocess.run([sys.executable, "-c", code + report], capture_output=True, check=True)
    return int(found.stdout) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        asyncio.run(make_home(home, PASSAGES))
        asyncio.run(make_home(home / "example", 0))
        figures = [
            help_time(),
            prompt_time(home),
            asyncio.run(question_time(home)),
            asyncio.run(memory(_without_people(home))),
        ]
    head = "| what | measured | bar | reference in the same run | ratio |\n|---|---|---|---|---|"
    table = "\n".join([head, *(figure.row() for figure in figures)])
    print(table)
    write_section("speed", table)


def _without_people(home: Path) -> Path:
    """So that the first start prints the administrator's link."""
    import sqlite3

    with sqlite3.connect(home / "coach.db") as connection:
        connection.execute('UPDATE "grant" SET granted_to = granted_from')
    return home


if __name__ == "__main__":
    main()
