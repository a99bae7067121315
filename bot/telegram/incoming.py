"""From a Telegram Update to the Message of the core."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from telegram import Bot, Document, Update, User
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, TelegramError

from bot.coach import Coach
from bot.reply import Message, Upload
from storage.records import Language

log = logging.getLogger(__name__)

CHANNEL = "telegram"
MAX_DOWNLOAD = 20 * 1024 * 1024
"""Bytes that the Bot API lets a bot download."""
UNSUPPORTED = ("voice", "audio", "photo", "video", "video_note", "sticker", "animation",
               "location", "contact", "poll", "dice", "venue")  # fmt: skip


def language_of(user: User | None) -> Language:
    return "zh" if user and (user.language_code or "").lower().startswith("zh") else "en"


def chat_of(update: Update) -> str:
    return str(update.effective_chat.id) if update.effective_chat else ""


async def to_message(update: Update, bot: Bot, coach: Coach) -> Message | None:
    """The Message of an update, its document downloaded; None for what says nothing to us."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None or user.is_bot:
        return None
    if update.callback_query is not None:
        return _tapped(update, user)
    said = update.message or update.edited_message
    if said is None:
        return None
    unsupported = next((kind for kind in UNSUPPORTED if getattr(said, kind)), "")
    text = said.text or said.caption or ""
    if not (text or said.document or unsupported):
        return None
    private = chat.type == "private"
    upload = await _fetch(said.document, bot, coach) if said.document and private else None
    return Message(
        channel=CHANNEL,
        chat=str(chat.id),
        sender=str(user.id),
        sender_name=user.full_name,
        language_hint=language_of(user),
        message_id=str(said.message_id),
        sent_at=_when(said),
        text=text,
        upload=upload,
        edited=update.edited_message is not None,
        unsupported="" if said.document else unsupported,
        private=private,
    )


def _when(said: TelegramMessage) -> datetime:
    return (said.edit_date or said.date or datetime.now(UTC)).astimezone(UTC)


def _tapped(update: Update, user: User) -> Message:
    query, chat = update.callback_query, update.effective_chat
    assert query is not None
    assert chat is not None
    on = str(query.message.message_id) if query.message else ""
    return Message(
        channel=CHANNEL,
        chat=str(chat.id),
        sender=str(user.id),
        sender_name=user.full_name,
        language_hint=language_of(user),
        message_id=f"tap-{query.id}",
        sent_at=datetime.now(UTC),
        action=query.data or "-",
        action_on=on,
        private=chat.type == "private",
    )


async def _fetch(document: Document, bot: Bot, coach: Coach) -> Upload:
    """Download a document and keep it as an original. A network failure is tried again."""
    name = document.file_name or "document"
    if (document.file_size or 0) > MAX_DOWNLOAD:
        return Upload(name, problem="too_large")
    try:
        file = await bot.get_file(document.file_id)
        data = bytes(await file.download_as_bytearray())
    except BadRequest as error:
        problem = "too_large" if "too big" in str(error).lower() else "unavailable"
        return Upload(name, problem="too_large" if problem == "too_large" else "unavailable")
    except TelegramError as error:
        log.warning("a document could not be downloaded: %s", error)
        return Upload(name, problem="unavailable")
    loop = asyncio.get_running_loop()
    sha256 = await loop.run_in_executor(coach.executor, coach.originals.put, data)
    return Upload(name, sha256, len(data))
