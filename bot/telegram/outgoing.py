"""Replies to the Bot API, and what its errors mean for the outbox."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from telegram import Bot, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.coach import Coach
from bot.delivery import Sent, TryLater, Undeliverable
from bot.reply import Attachment, Reply, Span
from bot.telegram import rendering

log = logging.getLogger(__name__)


class Sender:
    """Delivers a Reply to a chat; see `bot.delivery.Send`."""

    def __init__(self, bot: Bot, coach: Coach) -> None:
        self._bot = bot
        self._coach = coach

    async def __call__(self, chat: str, reply: Reply) -> Sent | Undeliverable | TryLater:
        try:
            return Sent(await self._deliver(chat, reply))
        except RetryAfter as error:
            wait = error.retry_after
            after = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            return TryLater("flood limit", after)
        except Forbidden as error:
            return Undeliverable(str(error), unreachable=True)
        except (BadRequest, InvalidToken) as error:
            gone = "chat not found" in str(error).lower()
            return Undeliverable(str(error), unreachable=gone)
        except TelegramError as error:
            return TryLater(str(error))
        except FileNotFoundError as error:
            return Undeliverable(f"the file to send is gone: {error}")

    async def _deliver(self, chat: str, reply: Reply) -> str | None:
        messages = list(rendering.chunks(reply.text))
        keyboard = rendering.keyboard(reply.buttons)
        if reply.attachment is not None:
            await self._send_file(chat, reply.attachment)
        if reply.replaces and len(messages) == 1:
            edited = await self._edit(chat, reply.replaces, messages[0], keyboard)
            if edited:
                return reply.replaces
        sent = None
        for number, message in enumerate(messages, start=1):
            last = number == len(messages)
            sent = await self._send(chat, message, keyboard if last else None)
        return sent

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

    async def _send_file(self, chat: str, attachment: Attachment) -> None:
        loop = asyncio.get_running_loop()
        data = await loop.run_in_executor(
            self._coach.executor, self._coach.originals.get, attachment.sha256
        )
        if attachment.kind == "photo":
            await self._bot.send_photo(chat, data, filename=attachment.name)
        else:
            await self._bot.send_document(chat, data, filename=attachment.name)
