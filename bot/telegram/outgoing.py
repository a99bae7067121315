"""Replies to the Bot API, and what its errors mean for the outbox."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from telegram import Bot, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.coach import Coach
from bot.delivery import Result, Sent, TryLater, Undeliverable
from bot.reply import Attachment, Reply, Span
from bot.telegram import rendering

log = logging.getLogger(__name__)


class Sender:
    """Delivers a Reply to a chat; see `bot.delivery.Send`."""

    def __init__(self, bot: Bot, coach: Coach) -> None:
        self._bot = bot
        self._coach = coach

    async def __call__(self, chat: str, reply: Reply) -> Result:
        try:
            return await self._deliver(chat, reply)
        except RetryAfter as error:
            wait = error.retry_after
            after = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            return TryLater("flood limit", after)
        except Forbidden as error:
            return Undeliverable(str(error), unreachable=True)
        except (BadRequest, ChatMigrated) as error:
            gone = "chat not found" in str(error).lower()
            return Undeliverable(str(error), unreachable=gone)
        except TelegramError as error:
            return TryLater(str(error))
        except FileNotFoundError as error:
            return Undeliverable(f"the file to send is gone: {error}")

    async def _deliver(self, chat: str, reply: Reply) -> Sent:
        """One message at a time, the file first, so that none is sent again for a later one."""
        messages = list(rendering.chunks(reply.text))
        if reply.attachment is not None:
            sent = await self._send_file(chat, reply.attachment)
            return Sent(sent, replace(reply, attachment=None) if messages else None)
        if not messages:
            if reply.replaces:
                await self._edit_buttons(chat, reply)
            return Sent(reply.replaces or None)
        first, *others = messages
        if others:
            sent = await self._send(chat, first, None)
            rest = tuple(span for message in others for span in message)
            return Sent(sent, replace(reply, text=rest, replaces=""))
        keyboard = rendering.keyboard(reply.buttons)
        if reply.replaces:
            edited = await self._edit(chat, reply.replaces, first, keyboard)
            if edited or reply.edits:
                return Sent(reply.replaces)
        return Sent(await self._send(chat, first, keyboard))

    async def _send(
        self, chat: str, text: list[Span], keyboard: InlineKeyboardMarkup | None
    ) -> str:
        try:
            sent = await self._bot.send_message(
                chat, rendering.to_html(text), parse_mode=ParseMode.HTML, reply_markup=keyboard
            )
        except BadRequest as error:
            if "parse entities" not in str(error).lower():
                raise
            log.warning("Telegram could not parse a reply, sending it plain: %s", error)
            plain = rendering.to_plain(text)
            sent = await self._bot.send_message(chat, plain, reply_markup=keyboard)
        return str(sent.message_id)

    async def _edit(
        self, chat: str, message_id: str, text: list[Span], keyboard: InlineKeyboardMarkup | None
    ) -> bool:
        """Whether the message now shows this; one that cannot be edited is sent anew."""
        try:
            await self._bot.edit_message_text(
                rendering.to_html(text),
                chat_id=chat,
                message_id=int(message_id),
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
            )
        except BadRequest as error:
            return "not modified" in str(error).lower()
        return True

    async def _edit_buttons(self, chat: str, reply: Reply) -> None:
        """Only the buttons change; where they cannot be, they are out of date and no more."""
        with suppress(BadRequest):
            await self._bot.edit_message_reply_markup(
                chat,
                int(reply.replaces),
                reply_markup=rendering.keyboard(reply.buttons),
            )

    async def _send_file(self, chat: str, attachment: Attachment) -> str:
        loop = asyncio.get_running_loop()
        data = await loop.run_in_executor(
            self._coach.executor, self._coach.originals.get, attachment.sha256
        )
        if attachment.kind == "photo":
            sent = await self._bot.send_photo(chat, data, filename=attachment.name)
        else:
            sent = await self._bot.send_document(chat, data, filename=attachment.name)
        return str(sent.message_id)
