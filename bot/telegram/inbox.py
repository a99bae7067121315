"""The queue between the poller and the handlers, kept in the database.

PTB's updater awaits `put` for every update before its next getUpdates confirms them, so an update
is committed to the inbox before Telegram forgets it.
"""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot, Update

from bot.coach import Coach
from bot.telegram.incoming import CHANNEL
from storage import queues

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0


class DurableQueue(asyncio.Queue[object]):
    """Holds updates whose inbox row is committed; a redelivered one is dropped."""

    def __init__(self, coach: Coach) -> None:
        super().__init__()
        self._coach = coach

    async def put(self, item: object) -> None:
        if not isinstance(item, Update):
            await super().put(item)
            return
        inbox_id = await self._keep(item)
        if inbox_id is not None:
            await super().put(_with_inbox_id(item, inbox_id))

    async def _keep(self, update: Update) -> int | None:
        """Commit the update, however long it takes: until then Telegram must not forget it."""
        while True:
            try:
                async with self._coach.database.write() as session:
                    return await queues.receive(
                        session, CHANNEL, str(update.update_id), update.to_dict()
                    )
            except Exception:
                log.exception("update %s could not be kept; trying again", update.update_id)
                await asyncio.sleep(RETRY_SECONDS)

    async def replay(self, bot: Bot) -> int:
        """Queue what an earlier process received and did not finish; how many."""
        async with self._coach.database.read() as session:
            waiting = await queues.open_inbox(session, CHANNEL)
        for received in waiting:
            update = Update.de_json(received.payload, bot)
            await super().put(_with_inbox_id(update, received.id))
        return len(waiting)


_INBOX_ID = "coach_inbox_id"


def _with_inbox_id(update: Update, inbox_id: int) -> Update:
    with update._unfrozen():  # noqa: SLF001 - PTB's own way to write to its objects
        update.api_kwargs = {**update.api_kwargs, _INBOX_ID: inbox_id}
    return update


def inbox_id_of(update: Update) -> int:
    return int(update.api_kwargs[_INBOX_ID])
