"""Running the bot: PTB's Application between our inbox and our outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial

from telegram import Update
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot.coach import Coach
from bot.conversation import Conversation
from bot.delivery import Delivery
from bot.joining.dialogue import BOT_USERNAME
from bot.reply import Message, Upload
from bot.telegram.inbox import DurableQueue, inbox_id_of
from bot.telegram.incoming import CHANNEL, Downloads, to_message
from bot.telegram.menus import Menus
from bot.telegram.outgoing import Sender
from bot.telegram.processor import PerChatProcessor
from bot.telegram.secrecy import keep_token_out_of_logs
from storage import people, queues

log = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE
RETRY_PAUSES = (0.5, 2.0, 10.0)
"""Seconds between attempts at an update for which there was no database."""
ALLOWED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]


class TelegramDoor:
    """One bot's connection: receives into the inbox, handles, delivers from the outbox."""

    def __init__(self, coach: Coach, conversation: Conversation) -> None:
        token = coach.settings.telegram_token
        assert token is not None
        keep_token_out_of_logs()
        api = coach.settings.telegram_api_url
        self._coach = coach
        self._conversation = conversation
        self._queue = DurableQueue(coach)
        self.application: Application = (  # type: ignore[type-arg]
            ApplicationBuilder()
            .token(token.get_secret_value())
            .base_url(f"{api}/bot")
            .base_file_url(f"{api}/file/bot")
            .update_queue(self._queue)
            .concurrent_updates(PerChatProcessor())
            .rate_limiter(AIORateLimiter())
            .connection_pool_size(32)
            .get_updates_read_timeout(30)
            .build()
        )
        self.application.add_handler(TypeHandler(Update, self._handle))
        self._menus = Menus(self.application.bot, conversation)
        self._downloads = Downloads(self.application.bot, coach)
        self._delivery = Delivery(coach, CHANNEL, Sender(self.application.bot, coach))

    async def _handle(self, update: Update, _context: Context) -> None:
        inbox_id = inbox_id_of(update)
        self.application.create_task(self._acknowledge(update), update)
        message = to_message(update)
        if message is None:
            await self._note_membership(update, inbox_id)
            return
        said = update.effective_message
        document = said.document if said is not None else None
        fetch = partial(self._downloads.fetch, document) if document is not None else None
        await self._converse(message, inbox_id, fetch)
        await self._menus.refresh(self._coach, message)

    async def _converse(
        self, message: Message, inbox_id: int, fetch: Callable[[], Awaitable[Upload]] | None
    ) -> None:
        """Handle the update. The conversation raises only where it could not even apologise."""
        for pause in RETRY_PAUSES:
            try:
                return await self._conversation.handle(self._coach, message, inbox_id, fetch)
            except Exception:
                log.exception("update %s could not be handled; trying again", inbox_id)
                await asyncio.sleep(pause)
        return await self._conversation.handle(self._coach, message, inbox_id, fetch)

    async def _acknowledge(self, update: Update) -> None:
        """Stop the button's spinner, or show that we are typing. Nothing waits for it."""
        chat = update.effective_chat
        with suppress(TelegramError):
            if update.callback_query is not None:
                await update.callback_query.answer()
            elif update.message is not None and chat is not None and chat.type == "private":
                await self.application.bot.send_chat_action(chat.id, ChatAction.TYPING)

    async def _note_membership(self, update: Update, inbox_id: int) -> None:
        changed = update.my_chat_member
        async with self._coach.database.write() as session:
            await queues.finish(session, inbox_id)
            if changed is not None and changed.chat.type == "private":
                reachable = changed.new_chat_member.status == "member"
                await people.set_reachable(
                    session, CHANNEL, str(changed.chat.id), reachable=reachable
                )

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Receive, handle and deliver until left; yields the bot's user name."""
        app = self.application
        async with app:
            username = app.bot.username
            async with self._coach.database.write() as session:
                await people.set_setting(session, BOT_USERNAME, username)
            if waiting := await self._queue.replay(app.bot):
                log.warning("going on with %s updates from before the restart", waiting)
            delivering = asyncio.create_task(self._delivery.run())
            try:
                async with self._receiving():
                    yield username
            finally:
                delivering.cancel()
                with suppress(asyncio.CancelledError):
                    await delivering
                await self._delivery.close()

    @asynccontextmanager
    async def _receiving(self) -> AsyncIterator[None]:
        app, updater = self.application, self.application.updater
        assert updater is not None
        await app.start()
        try:
            await updater.start_polling(allowed_updates=ALLOWED, timeout=20)
            yield
        finally:
            if updater.running:
                await updater.stop()
            await app.stop()
