"""Each person's command menu: what their roles allow, in their language."""

from __future__ import annotations

import logging

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.coach import Coach
from bot.conversation import Conversation
from bot.reply import Message
from storage import people

log = logging.getLogger(__name__)


class Menus:
    """Sets a chat's menu when it differs from the one set last; a failure costs nothing."""

    def __init__(self, bot: Bot, conversation: Conversation) -> None:
        self._bot = bot
        self._conversation = conversation
        self._shown: dict[str, tuple[BotCommand, ...]] = {}

    async def refresh(self, coach: Coach, message: Message) -> None:
        if not message.private:
            return
        async with coach.database.read() as session:
            person = await people.by_identity(session, message.channel, message.sender)
        if person is None:
            return
        menu = tuple(
            BotCommand(command.name, command.summary(person.language))
            for command in self._conversation.menu(person)
        )
        if self._shown.get(message.chat) == menu:
            return
        try:
            await self._bot.set_my_commands(menu, scope=BotCommandScopeChat(int(message.chat)))
            self._shown[message.chat] = menu
        except TelegramError as error:
            log.info("the menu of a chat could not be set: %s", error)
