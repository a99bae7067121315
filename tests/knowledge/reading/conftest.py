"""A folder to write files into, and a look at what a reading leaves behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from knowledge.reading import Reading
from knowledge.reading.usage import group_members

HOSTILE = "tests.knowledge.reading.hostile"

Writer = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def write(name: str, content: str | bytes) -> Path:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return write


@pytest.fixture
async def reading() -> AsyncIterator[Reading]:
    async with Reading() as reading:
        yield reading


async def is_gone(group: int, within: float = 2.0) -> bool:
    """Whether no process of the group is left."""
    deadline = time.monotonic() + within
    while group_members(group):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True


@asynccontextmanager
async def measured_gaps() -> AsyncIterator[list[float]]:
    """How many seconds the event loop was busy with one thing, each time it was."""
    gaps: list[float] = []

    async def beat() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.005)
            now = time.perf_counter()
            gaps.append(now - last - 0.005)
            last = now

    beating = asyncio.create_task(beat())
    try:
        yield gaps
    finally:
        beating.cancel()
