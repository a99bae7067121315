"""From a Telegram Update to the Message of the core, and the file that came with it."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import UTC, datetime
from pathlib import PurePosixPath

from telegram import Bot, Document, Update, User
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, TelegramError

from bot.coach import Coach
from bot.reply import Message, Upload
from bot.telegram.rendering import clean
from storage.records import Language

log = logging.getLogger(__name__)

CHANNEL = "telegram"
MAX_DOWNLOAD = 20 * 1024 * 1024
"""Bytes that the Bot API lets a bot download."""
DOWNLOADS_AT_ONCE = 3
DOWNLOAD_PAUSES = (0.5, 2.0)
"""Seconds to wait before trying again."""
LONGEST_NAME = 120
UNSUPPORTED = ("voice", "audio", "photo", "video", "video_note", "sticker", "animation",
               "location", "contact", "poll", "dice", "venue")  # fmt: skip
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
"""Spaces, and marks that make a name read as another one."""


def language_of(user: User | None) -> Language:
    return "zh" if user and (user.language_code or "").lower().startswith("zh") else "en"


def chat_of(update: Update) -> str:
    return str(update.effective_chat.id) if update.effective_chat else ""


def to_message(update: Update) -> Message | None:
    """The Message of an update, its document not yet fetched; None for what says nothing to us."""
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
    return Message(
        channel=CHANNEL,
        chat=str(chat.id),
        sender=str(user.id),
        sender_name=user.full_name,
        language_hint=language_of(user),
        message_id=str(said.message_id),
        sent_at=_when(said),
        text=text,
        upload=Upload(name_of(said.document)) if said.document else None,
        edited=update.edited_message is not None,
        unsupported="" if said.document else unsupported,
        private=chat.type == "private",
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


def name_of(document: Document) -> str:
    """The file's name without folders or unseen characters, not too long, its ending kept."""
    given = _UNSEEN.sub(" ", clean(document.file_name or "").replace("\\", "/"))
    path = PurePosixPath(given.strip())
    if len(path.name) <= LONGEST_NAME:
        return path.name or "document"
    ending = path.suffix[:20]
    return path.name[: LONGEST_NAME - len(ending)] + ending


class Downloads:
    """Fetches the documents that people send, a few at a time, and keeps them as originals."""

    def __init__(self, bot: Bot, coach: Coach) -> None:
        self._bot = bot
        self._coach = coach
        self._places = asyncio.Semaphore(DOWNLOADS_AT_ONCE)

    async def fetch(self, document: Document) -> Upload:
        """Download a document; a network failure is tried again."""
        name = name_of(document)
        if (document.file_size or 0) > MAX_DOWNLOAD:
            return Upload(name, problem="too_large")
        async with self._places:
            try:
                data = await self._download(document)
            except BadRequest as error:
                is_big = "too big" in str(error).lower()
                return Upload(name, problem="too_large" if is_big else "unavailable")
            except TelegramError as error:
                log.warning("a document could not be downloaded: %s", error)
                return Upload(name, problem="unavailable")
            loop = asyncio.get_running_loop()
            sha256 = await loop.run_in_executor(
                self._coach.executor, self._coach.originals.put, data
            )
        return Upload(name, sha256, len(data))

    async def _download(self, document: Document) -> bytes:
        for pause in DOWNLOAD_PAUSES:
            try:
                return await self._download_once(document)
            except BadRequest:
                raise
            except TelegramError as error:
                log.info("downloading a document again after: %s", error)
                await asyncio.sleep(pause)
        return await self._download_once(document)

    async def _download_once(self, document: Document) -> bytes:
        file = await self._bot.get_file(document.file_id)
        return bytes(await file.download_as_bytearray())
