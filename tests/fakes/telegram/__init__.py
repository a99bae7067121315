"""A strict fake of Telegram's Bot API, and persons who chat with the bot through it."""

from .client import Person
from .errors import ApiError
from .files import tiny_png
from .server import DEFAULT_TOKEN, Call, FakeTelegram
from .state import Chat, Message, Tap
from .updates import Update

BotMessage = Message

__all__ = [
    "DEFAULT_TOKEN",
    "ApiError",
    "BotMessage",
    "Call",
    "Chat",
    "FakeTelegram",
    "Message",
    "Person",
    "Tap",
    "Update",
    "tiny_png",
]
