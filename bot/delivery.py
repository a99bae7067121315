"""Delivering the outbox: in order within a chat, chats side by side, each until it is sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.coach import Coach
from bot.reply import Reply, from_payload
from storage import people, queues
from storage.queues import Outgoing

log = logging.getLogger(__name__)

CHATS_AT_ONCE = 16
IDLE_SECONDS = 1.0
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True)
class Sent:
    """Delivered; the channel's id of the message."""

    external_id: str | None = None


@dataclass(frozen=True)
class Undeliverable:
    """It will never arrive. `unreachable`: the person blocked the bot or is gone."""

    why: str
    unreachable: bool = False


@dataclass(frozen=True)
class TryLater:
    """It did not arrive now; `after` where the channel said how long to wait."""

    why: str
    after: timedelta | None = None


Send = Callable[[str, Reply], Awaitable[Sent | Undeliverable | TryLater]]
"""Deliver a reply to a chat of the channel."""


class Delivery:
    """Delivers the replies of one channel, as long as `run` runs."""

    def __init__(self, coach: Coach, channel: str, send: Send) -> None:
        self._coach = coach
        self._channel = channel
        self._send = send
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(CHATS_AT_ONCE)
        self._starting = asyncio.Lock()

    async def run(self) -> None:
        signal = self._coach.signals.outbox
        while True:
            signal.clear()
            try:
                await self.deliver_waiting()
            except Exception:
                log.exception("the outbox could not be read")
            try:
                await asyncio.wait_for(signal.wait(), IDLE_SECONDS)
            except TimeoutError:
                continue

    async def deliver_waiting(self) -> None:
        """Start delivering to every chat that has something waiting and is not busy."""
        async with self._starting:
            await self._start()

    async def _start(self) -> None:
        async with self._coach.database.read() as session:
            rows = await queues.waiting(session, self._channel, list(self._busy))
        by_chat: dict[str, list[Outgoing]] = {}
        for row in rows:
            by_chat.setdefault(row.chat, []).append(row)
        now = self._coach.clock()
        for chat, waiting in by_chat.items():
            first = waiting[0].not_before
            if first is None or first <= now:
                task = asyncio.create_task(self._deliver(waiting))
                self._busy[chat] = task
                task.add_done_callback(partial(self._released, chat))

    def _released(self, chat: str, task: asyncio.Task[None]) -> None:
        del self._busy[chat]
        if not task.cancelled() and task.exception() is None:
            self._coach.signals.outbox.set()

    async def drain(self) -> None:
        """Wait until nothing that can be sent now is waiting."""
        while True:
            await self.deliver_waiting()
            if not self._busy:
                return
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _deliver(self, waiting: list[Outgoing]) -> None:
        async with self._slots:
            for row in waiting:
                if not await self._deliver_one(row):
                    return

    async def _deliver_one(self, row: Outgoing) -> bool:
        """Whether the chat can go on to its next reply."""
        result = await self._send(row.chat, from_payload(row.payload))
        async with self._coach.database.write() as session:
            match result:
                case Sent(external_id):
                    await queues.sent(session, row.id, external_id)
                    return True
                case Undeliverable(why, unreachable):
                    log.warning("reply %s cannot be delivered: %s", row.id, why)
                    await queues.failed(session, row.id)
                    if unreachable:
                        await people.set_reachable(
                            session, self._channel, row.chat, reachable=False
                        )
                    return True
                case TryLater(why, after):
                    log.info("reply %s is tried again later: %s", row.id, why)
                    backoff = timedelta(seconds=2.0 ** min(row.attempts, 9))
                    await queues.retry_later(session, row.id, after or min(backoff, LONGEST_WAIT))
                    return False
