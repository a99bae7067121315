"""A file is read in a process of its own, and comes back as it would have been read here."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.loading import LoadError, WrongType, load
from knowledge.reading import ReadDocument, Reading, ReadingFailed, TooHungry, TooSlow
from knowledge.splitting import split
from knowledge.text import segment
from tests.knowledge.reading.conftest import HOSTILE, Writer, is_gone, measured_gaps

MB = 1 << 20
PLAYBOOK = """---
title: 报价手册
stages: [proposal, closing]
language: zh
---
# 折扣

15%以内由销售经理审批。Above that, ask the director.

| 折扣 | 审批 |
| --- | --- |
| 10% | 经理 |
"""


async def test_a_file_comes_back_as_it_would_have_been_read_here(write: Writer) -> None:
    file = write("a.md", PLAYBOOK)
    async with Reading() as reading:
        document = await reading.read("报价/a.md", file)
    here = load("报价/a.md", file.read_bytes())
    assert (document.title, document.warnings) == (here.title, here.warnings)
    assert document.metadata == here.metadata
    assert [
        (p.ordinal, p.heading_path, p.text, p.embedded_text, p.text_hash, p.page, p.stages)
        for p in document.pieces
    ] == [
        (p.ordinal, p.heading_path, p.text, p.embedded_text, p.text_hash, p.page, p.stages)
        for p in split(here)
    ]
    assert [p.language for p in document.pieces] == [p.language for p in split(here)]
    assert [list(p.terms) for p in document.pieces] == [
        segment(p.embedded_text) for p in document.pieces
    ]


async def test_a_long_document_comes_back_whole_and_the_bot_goes_on(write: Writer) -> None:
    text = "\n\n".join(f"## 第{i}节\n\n" + "先问预算，再谈价值。" * 30 for i in range(600))
    async with Reading() as reading:
        await reading.read("a.md", write("a.md", "warm"))
        async with measured_gaps() as gaps:
            document = await reading.read("b.md", write("b.md", text))
    assert [p.ordinal for p in document.pieces] == list(range(600))
    assert document.pieces[-1].heading_path == ("第599节",)
    assert sorted(gaps)[-3] < 0.1


async def test_one_process_reads_file_after_file_refusals_too(write: Writer) -> None:
    async with Reading() as reading:
        await reading.read("a.md", write("a.md", "eins"))
        first = reading.pid
        with pytest.raises(WrongType) as refused:
            await reading.read("a.docx", write("a.docx", "no Word file"))
        assert refused.value.name == "a.docx"
        assert refused.value.facts == {"extension": ".docx", "found": "unknown"}
        both = [reading.read(f"{n}.md", write(f"{n}.md", n)) for n in ("b", "c")]
        assert [d.pieces[0].text for d in await asyncio.gather(*both)] == ["b", "c"]
        assert reading.pid == first
    assert first is not None
    assert await is_gone(first)
    assert reading.pid is None


async def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    async with Reading() as reading:
        with pytest.raises(ReadingFailed) as failed:
            await reading.read("a.md", tmp_path / "nothing.md")
    assert failed.value.facts == {"reason": "FileNotFoundError"}


@pytest.mark.parametrize(
    ("act", "kind", "facts"),
    [
        ("sleep", TooSlow, {"limit": 1}),
        ("search", TooSlow, {"limit": 1}),
        ("keep_relatives", TooSlow, {"limit": 1}),
        ("flood", (ReadingFailed, TooSlow), None),
        ("leave_relatives", ReadingFailed, {"reason": "exit"}),
        ("crash", ReadingFailed, {"reason": "SIGSEGV"}),
        ("announce_much", ReadingFailed, {"reason": "protocol"}),
        ("pickle_bomb", ReadingFailed, {"reason": "protocol"}),
        ("say_wrong_things", ReadingFailed, {"reason": "protocol"}),
        ("end_early", ReadingFailed, {"reason": "protocol"}),
    ],
)
async def test_what_breaks_the_process_costs_one_file(
    write: Writer,
    act: str,
    kind: type[LoadError] | tuple[type[LoadError], ...],
    facts: dict[str, str | int] | None,
) -> None:
    """A typed refusal in bounded time, nobody left running, and the next file is read."""
    async with Reading(module=HOSTILE, time_limit=1) as reading:
        await reading.read("a.md", write("a.md", "warm"))
        group = reading.pid
        assert group is not None
        began = time.monotonic()
        with pytest.raises(kind) as refused:
            await reading.read("a.bad", write("a.bad", act))
        assert time.monotonic() - began < 8
        assert facts is None or refused.value.facts == facts
        assert await is_gone(group)
        assert (await reading.read("b.md", write("b.md", "next"))).pieces[0].text == "next"
        assert reading.pid != group
    assert not Path("/tmp/taken-over").exists()


@pytest.mark.parametrize("act", ["allocate", "allocate_in_relatives"])
async def test_memory_without_end_is_refused(write: Writer, act: str) -> None:
    async with Reading(module=HOSTILE, memory_limit=400 * MB) as reading:
        await reading.read("a.md", write("a.md", "warm"))
        group = reading.pid
        assert group is not None
        with pytest.raises(TooHungry) as refused:
            await reading.read("a.bad", write("a.bad", act))
        assert refused.value.facts == {"limit": 400 * MB}
        assert await is_gone(group)


@pytest.mark.parametrize(("act", "reason"), [("fail", "KeyError"), ("recurse", "RecursionError")])
async def test_a_fault_in_a_reader_is_told_without_its_words(
    write: Writer, act: str, reason: str
) -> None:
    async with Reading(module=HOSTILE) as reading:
        with pytest.raises(ReadingFailed) as failed:
            await reading.read("a.bad", write("a.bad", act))
    assert failed.value.facts == {"reason": reason}
    assert "secret" not in str(failed.value)


async def test_what_a_library_prints_does_no_harm(write: Writer) -> None:
    async with Reading(module=HOSTILE) as reading:
        assert (await reading.read("a.bad", write("a.bad", "chatter"))).pieces[0].text == "done"


async def test_the_process_knows_no_secret(write: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COACH_TELEGRAM_TOKEN", "OPENAI_API_KEY", "COACH_DATABASE_URL", "PGPASSWORD"):
        monkeypatch.setenv(name, "tell-nobody")
    async with Reading(module=HOSTILE) as reading:
        document = await reading.read("a.bad", write("a.bad", "environment"))
    said = " ".join(piece.text for piece in document.pieces)
    assert "PYTHONPATH" in said
    assert "tell-nobody" not in said


@pytest.mark.parametrize("act", ["sleep", "search", "keep_relatives"])
async def test_a_cancelled_read_ends_at_once_with_all_it_started(write: Writer, act: str) -> None:
    async with Reading(module=HOSTILE) as reading:
        await reading.read("a.md", write("a.md", "warm"))
        group = reading.pid
        assert group is not None
        task = asyncio.create_task(reading.read("a.bad", write("a.bad", act)))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await is_gone(group, within=0.5)
        assert time.monotonic() - began < 1
        assert (await reading.read("b.md", write("b.md", "next"))).pieces[0].text == "next"


async def test_a_read_cancelled_while_the_process_starts_leaves_nothing(write: Writer) -> None:
    reading = Reading()
    task = asyncio.create_task(reading.read("a.md", write("a.md", "text")))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.1)
    assert str(os.getpid()) not in _parents_of_readers()
    assert (await reading.read("a.md", write("a.md", "text"))).title == "a"
    await reading.close()


def _parents_of_readers() -> list[str]:
    """The parents' ids of living reading processes, from their command lines."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"knowledge.reading.child" in words:
            found.append(words[-2].decode())
    return found


async def test_close_ends_a_read_that_is_under_way(write: Writer) -> None:
    reading = Reading(module=HOSTILE)
    task = asyncio.create_task(reading.read("a.bad", write("a.bad", "keep_relatives")))
    while reading.pid is None:
        await asyncio.sleep(0.02)
    group = reading.pid
    await asyncio.sleep(0.3)
    await reading.close()
    with pytest.raises(ReadingFailed):
        await task
    assert await is_gone(group)


BOT = """
import asyncio, sys
from pathlib import Path
from knowledge.reading import Reading

async def main():
    reading = Reading(module="tests.knowledge.reading.hostile")
    task = asyncio.create_task(reading.read("a.bad", Path(sys.argv[1])))
    while reading.pid is None:
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    print(reading.pid, flush=True)
    await task

asyncio.run(main())
"""


@pytest.mark.parametrize("act", ["sleep", "search"])
async def test_the_process_ends_when_the_bot_is_killed(write: Writer, act: str) -> None:
    file = write("a.bad", act)
    bot = subprocess.Popen([sys.executable, "-c", BOT, str(file)], stdout=subprocess.PIPE)
    assert bot.stdout is not None
    group = int(await asyncio.to_thread(bot.stdout.readline))
    bot.kill()
    bot.wait()
    bot.stdout.close()
    assert await is_gone(group)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(after=st.floats(0, 0.4), number=st.sampled_from([signal.SIGKILL, signal.SIGTERM]))
async def test_killed_at_any_time_the_next_file_is_read(
    write: Writer, after: float, number: signal.Signals
) -> None:
    text = "\n\n".join(f"## {i}\n\n" + "先问预算，再谈价值。" * 20 for i in range(100))
    file = write("a.md", text)
    async with Reading() as reading:
        await reading.read("w.md", write("w.md", "warm"))
        task = asyncio.create_task(reading.read("a.md", file))
        await asyncio.sleep(after)
        if reading.pid is not None:
            os.kill(reading.pid, number)
        assert await _outcome(task) in ("100 pieces", number.name)
        assert await _outcome(reading.read("a.md", file)) in ("100 pieces", number.name)
        assert await _outcome(reading.read("a.md", file)) == "100 pieces"


async def _outcome(read: Awaitable[ReadDocument]) -> str:
    """How many pieces, or why none. A kill between two reads may be noticed only by the next."""
    try:
        return f"{len((await read).pieces)} pieces"
    except ReadingFailed as failed:
        return str(failed.facts["reason"])
