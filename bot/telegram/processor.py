"""Order within a chat, chats side by side, and a bound on how many at once.

The queue of a chat stands outside the bound: thirty slow updates of one chat take one place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.incoming import chat_of

CHATS_AT_ONCE = 16
NO_LIMIT = 2**20
"""PTB's own bound counts waiting updates too, so it is set out of the way."""


class PerChatProcessor(BaseUpdateProcessor):
    def __init__(self, chats_at_once: int = CHATS_AT_ONCE) -> None:
        super().__init__(NO_LIMIT)
        self._places = asyncio.Semaphore(chats_at_once)
        self._tails: dict[str, asyncio.Future[None]] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = chat_of(update) if isinstance(update, Update) else ""
        before = self._tails.get(chat)
        done = asyncio.get_running_loop().create_future()
        self._tails[chat] = done
        try:
            if before is not None:
                await asyncio.shield(before)
            async with self._places:
                await coroutine
        finally:
            done.set_result(None)
            if self._tails.get(chat) is done:
                del self._tails[chat]

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""
