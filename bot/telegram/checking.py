"""Asking Telegram whether it accepts the token, for `coach doctor`."""

from __future__ import annotations

from telegram import Bot
from telegram.error import TelegramError

from bot.settings import Settings
from bot.telegram.secrecy import keep_token_out_of_logs


async def check_token(settings: Settings) -> str:
    """What is wrong, in Telegram's words, without the token; empty if nothing."""
    assert settings.telegram_token is not None
    keep_token_out_of_logs()
    token = settings.telegram_token.get_secret_value()
    bot = Bot(token, base_url=f"{settings.telegram_api_url}/bot")
    try:
        async with bot:
            await bot.get_me()
    except TelegramError as error:
        return error.message.replace(token, "…")
    return ""
