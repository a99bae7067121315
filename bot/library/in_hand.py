"""How much of something is under way, such as questions: what can wait waits until it is over."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.signals import heard


class InHand:
    """How much of a kind is being done now, such as questions: work that can wait waits for it."""

    def __init__(self) -> None:
        self._open = 0
        self._none = asyncio.Event()
        self._none.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """While one more is being done."""
        self._open += 1
        self._none.clear()
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._none.set()

    async def over(self, patience: float | None = None) -> None:
        """Return when nothing is, after `patience` seconds at the latest (None: however long)."""
        if not self._none.is_set():
            await heard(self._none, patience)
