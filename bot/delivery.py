"""Delivering the outbox: in order within a chat, chats side by side, each until it is sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.coach import Coach
from bot.reply import Reply, from_payload, to_payload
from bot.signals import heard
from storage import people, queues
from storage.database import Session
from storage.queues import Outgoing

log = logging.getLogger(__name__)

CHATS_AT_ONCE = 16
IDLE_SECONDS = 1.0
CLOSING_SECONDS = 5.0
LONGEST_WAIT = timedelta(minutes=5)
MAX_FAILURES = 5
"""How often a reply may fail for a reason of our own before it is given up."""
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Sent:
    """Delivered; the channel's id of the message. `rest` is what does not fit into it."""

    external_id: str | None = None
    rest: Reply | None = None


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


Result = Sent | Undeliverable | TryLater
Send = Callable[[str, Reply], Awaitable[Result]]
"""Deliver a reply to a chat of the channel, or its first message."""


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
            await heard(signal, IDLE_SECONDS)

    async def deliver_waiting(self) -> None:
        """Start delivering to every chat that has something waiting and is not busy."""
        async with self._starting:
            await self._start()

    async def _start(self) -> None:
        passed_over = set(self._busy)
        while True:
            async with self._coach.database.read() as session:
                rows = await queues.waiting(session, self._channel, list(passed_over), ROWS_AT_ONCE)
            by_chat: dict[str, list[Outgoing]] = {}
            for row in rows:
                by_chat.setdefault(row.chat, []).append(row)
            for chat, waiting in by_chat.items():
                if _is_time(waiting[0]):
                    self._begin(chat, waiting)
            passed_over |= set(by_chat)
            if len(rows) < ROWS_AT_ONCE:
                return

    def _begin(self, chat: str, waiting: list[Outgoing]) -> None:
        task = asyncio.create_task(self._deliver(waiting))
        self._busy[chat] = task
        task.add_done_callback(partial(self._released, chat))

    def _released(self, chat: str, task: asyncio.Task[None]) -> None:
        del self._busy[chat]
        if task.cancelled():
            return
        if error := task.exception():
            log.error("delivering to a chat failed", exc_info=error)
            return
        self._coach.signals.outbox.set()

    async def close(self) -> None:
        """Deliver what can be delivered at once; the rest waits in the outbox."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSING_SECONDS):
                await self.drain()
        for task in (remaining := list(self._busy.values())):
            task.cancel()
        await asyncio.gather(*remaining, return_exceptions=True)

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
        reply: Reply | None = None
        while True:
            result = await self._attempt(row, reply)
            await self._record(row, result)
            if not isinstance(result, Sent):
                return isinstance(result, Undeliverable)
            if result.rest is None:
                return True
            reply = result.rest

    async def _attempt(self, row: Outgoing, rest: Reply | None) -> Result:
        try:
            reply = rest or from_payload(row.payload)
            if reply.edits:
                message = await self._message_of(reply.edits)
                if message is None:
                    return Sent()
                reply = replace(reply, replaces=message)
            return await self._send(row.chat, reply)
        except Exception:
            log.exception("reply %s could not be sent", row.id)
            if row.attempts + 1 >= MAX_FAILURES:
                return Undeliverable(f"failed {MAX_FAILURES} times")
            return TryLater("an error of our own")

    async def _message_of(self, outbox_id: int) -> str | None:
        async with self._coach.database.read() as session:
            return await queues.message_of(session, outbox_id)

    async def _record(self, row: Outgoing, result: Result) -> None:
        """Commit what became of the reply, however long it takes: else it would be sent twice."""
        while True:
            try:
                async with self._coach.database.write() as session:
                    await self._write(session, row, result)
            except Exception:
                log.exception("that reply %s was sent could not be kept; trying again", row.id)
                await asyncio.sleep(IDLE_SECONDS)
            else:
                return

    async def _write(self, session: Session, row: Outgoing, result: Result) -> None:
        match result:
            case Sent(external_id, None):
                await queues.sent(session, row.id, external_id)
                await people.set_reachable(session, self._channel, row.chat, reachable=True)
            case Sent(_, Reply() as rest):
                await queues.keep_rest(session, row.id, to_payload(rest))
            case Undeliverable(why, unreachable):
                log.warning("reply %s cannot be delivered: %s", row.id, why)
                await queues.failed(session, row.id)
                if unreachable:
                    await people.set_reachable(session, self._channel, row.chat, reachable=False)
            case TryLater(why, after):
                log.info("reply %s is tried again later: %s", row.id, why)
                backoff = timedelta(seconds=2.0 ** min(row.attempts, 9))
                await queues.retry_later(session, row.id, after or min(backoff, LONGEST_WAIT))


def _is_time(row: Outgoing) -> bool:
    return row.not_before is None or row.not_before <= datetime.now(UTC)
