"""Wake-up calls inside the process; the truth about what is waiting is in the database."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Signals:
    outbox: asyncio.Event = field(default_factory=asyncio.Event)
    jobs: asyncio.Event = field(default_factory=asyncio.Event)


async def heard(signal: asyncio.Event, seconds: float | None) -> None:
    """Wait for the signal, but no longer than that (None: however long).

    Not by `asyncio.wait_for`: before Python 3.12 it may swallow a cancellation that comes at the
    same moment as the signal, and the loop that waits would then never end.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await signal.wait()
