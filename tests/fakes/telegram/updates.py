"""The queue of updates a bot fetches by getUpdates."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .errors import ApiError, conflict

NOT_BY_DEFAULT = frozenset(("chat_member", "message_reaction", "message_reaction_count"))


class Signal:
    """Wakes whoever waits for something to become true."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Future[None], Callable[[], bool]] = {}

    def notify(self) -> None:
        """Say that something has changed."""
        for waiter, condition in list(self._waiting.items()):
            try:
                if not waiter.done() and condition():
                    waiter.set_result(None)
            except Exception as error:  # noqa: BLE001 - it is whoever waits who made the mistake
                waiter.set_exception(error)

    async def until(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Wait for it; False if it did not become true in time."""
        if condition():
            return True
        waiter = asyncio.get_running_loop().create_future()
        self._waiting[waiter] = condition
        try:
            await asyncio.wait([waiter], timeout=timeout)
        finally:
            del self._waiting[waiter]
        if waiter.done():
            waiter.result()
        return waiter.done()


@dataclass
class Update:
    update_id: int
    kind: str
    payload: dict[str, Any]
    created: float
    delivered: list[float] = field(default_factory=list)
    confirmed: float | None = None

    def as_json(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.payload}


class _Poll:
    """One getUpdates under way."""

    ended_by: ApiError | None = None


class UpdateQueue:
    def __init__(self, signal: Signal, clock: Callable[[], float]) -> None:
        self.history: list[Update] = []
        self._pending: list[Update] = []
        self._again: list[Update] = []
        self._next_id = 701_234_001
        self._allowed: frozenset[str] = frozenset()
        self._poll: _Poll | None = None
        self._signal = signal
        self._clock = clock

    @property
    def pending(self) -> list[Update]:
        return [*self._again, *self._pending]

    def push(self, kind: str, payload: dict[str, Any]) -> Update | None:
        """Queue an update; None if the bot did not ask for this kind."""
        wanted = kind in self._allowed if self._allowed else kind not in NOT_BY_DEFAULT
        if not wanted:
            return None
        update = Update(self._next_id, kind, payload, self._clock())
        self._next_id += 1
        self.history.append(update)
        self._pending.append(update)
        self._signal.notify()
        return update

    def redeliver(self, update_id: int) -> None:
        """Deliver this update once more, whatever the bot has confirmed."""
        update = next(u for u in self.history if u.update_id == update_id)
        self._again.append(update)
        self._signal.notify()

    def drop_pending(self) -> None:
        self._confirm(self._next_id)
        self._again.clear()

    def allow(self, kinds: list[str] | None) -> None:
        """None leaves the setting as it was; an empty list is Telegram's default."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    @property
    def allowed(self) -> list[str]:
        return sorted(self._allowed)

    def end_poll(self, reason: ApiError) -> None:
        if self._poll:
            self._poll.ended_by = reason
            self._poll = None
            self._signal.notify()

    async def fetch(self, offset: int, limit: int, timeout: float) -> list[Update]:
        """Answer a getUpdates: confirm what is before the offset, wait for what is after it."""
        self.end_poll(
            conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )
        )
        poll = self._poll = _Poll()
        if offset < 0:
            offset = ([u.update_id for u in self._pending][offset:] or [self._next_id])[0]
        self._confirm(offset)
        await self._signal.until(lambda: bool(self.pending or poll.ended_by), timeout)
        if poll.ended_by:
            raise poll.ended_by
        self._poll = None
        return self._deliver(limit)

    def _deliver(self, limit: int) -> list[Update]:
        batch = self.pending[:limit]
        self._again = self._again[len(batch) :]
        for update in batch:
            update.delivered.append(self._clock())
        return batch

    def _confirm(self, offset: int) -> None:
        for update in self._pending:
            if update.update_id < offset:
                update.confirmed = self._clock()
        self._pending = [u for u in self._pending if u.update_id >= offset]
        self._signal.notify()
