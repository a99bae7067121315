"""Persons who chat with the bot, as a test or the web page directs them."""

import itertools
import mimetypes
import secrets
from typing import Any

from .account import change_bot_status
from .entities import detected
from .files import tiny_png
from .markup import utf16_length
from .state import JSON, Chat, Event, Message, State, Tap, User, Version
from .taps import callback_query, pressed
from .transcript import transcript


class Person:
    """Somebody with Telegram in hand. What they do is refused where a real app would not offer it
    (AssertionError), so that a passing test is one a person could have lived through."""

    def __init__(self, state: State, user: User, chat: Chat) -> None:
        self.user = user
        self.chat = chat
        self._state = state
        self._seen: dict[int, int] = {}
        self._tap_ids = itertools.count(4_382_000_001)

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def messages(self) -> list[Message]:
        """The bot's messages in the private chat that are still there, oldest first."""
        everything = self.chat.messages.values()
        return [m for m in everything if m.sender is self._state.bot and not m.deleted]

    def transcript(self, chat: Chat | None = None) -> str:
        """The conversation as this person has seen it, one event a line."""
        where = chat or self.chat
        return transcript(where, self._seen.get(where.id, 0))

    def commands(self) -> list[JSON]:
        """The command menu this person is shown in the private chat."""
        language = (self.user.language_code or "")[:2]
        for scope in (f"chat:{self.id}", "all_private_chats", "default"):
            for code in dict.fromkeys((language, "")):
                if found := self._state.commands.get((scope, code)):
                    return found
        return []

    async def send(
        self, text: str, *, chat: Chat | None = None, reply_to: Message | None = None
    ) -> Message:
        text = text.strip()
        content = Version(text, detected(text, []))
        if not text or utf16_length(text) > 4096:
            raise AssertionError("Telegram's apps send no empty text, and split one over 4096")
        return self._post(content, chat, reply_to=reply_to)

    async def send_command(self, text: str, *, chat: Chat | None = None) -> Message:
        if not text.startswith("/"):
            raise AssertionError(f"{text!r} is not a command")
        return await self.send(text, chat=chat)

    async def send_document(
        self,
        name: str,
        data: bytes,
        caption: str | None = None,
        mime_type: str | None = None,
        *,
        chat: Chat | None = None,
    ) -> Message:
        mime_type = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = self._state.files.add(data, name, mime_type)
        return self._post(
            _caption(caption), chat, media={"document": file.as_document()}, file=file
        )

    async def send_photo(
        self, data: bytes | None = None, caption: str | None = None, *, chat: Chat | None = None
    ) -> Message:
        file = self._state.files.add(data or tiny_png(), "photo.png", "image/png", "photos")
        sizes = [file.reference | {"width": side, "height": side} for side in (90, 320)]
        return self._post(_caption(caption), chat, media={"photo": sizes}, file=file)

    async def send_voice(self, data: bytes = b"OggS", seconds: int = 3) -> Message:
        file = self._state.files.add(data, "voice.oga", "audio/ogg", "voice")
        voice = file.reference | {"duration": seconds, "mime_type": "audio/ogg"}
        return self._post(Version(""), None, media={"voice": voice}, file=file)

    async def send_sticker(self, emoji: str = "👍") -> Message:
        file = self._state.files.add(b"RIFF\0\0\0\0WEBP", "sticker.webp", "image/webp", "stickers")
        kind = {"type": "regular", "is_animated": False, "is_video": False}
        sticker = file.reference | kind | {"width": 512, "height": 512, "emoji": emoji}
        return self._post(Version(""), None, media={"sticker": sticker}, file=file)

    async def send_contact(self, phone_number: str = "+8613800138000") -> Message:
        contact = {"phone_number": phone_number, "first_name": self.user.first_name}
        return self._post(Version(""), None, media={"contact": contact | {"user_id": self.id}})

    async def edit(self, message: Message, new_text: str) -> Message:
        """Change the text or caption of one of this person's own messages."""
        if message.sender is not self.user or message.deleted:
            raise AssertionError("one can edit only one's own messages")
        message.change(Version(new_text, detected(new_text, [])), self._state.now())
        self._state.record(message.chat, Event("edit", self.user, new_text, message))
        if self._bot_sees(message):
            self._state.queue.push("edited_message", message.as_json())
        return message

    async def tap(self, message: Message | int, button: str | int, *, stale: bool = False) -> Tap:
        """Tap an inline button, by its text, a part only it has, or its index.

        stale: a button of an earlier version, as if the edit had not reached this person's app.
        """
        if isinstance(message, int):
            message = self.chat.messages[message]
        self._must_be_able_to_write(message.chat)
        data = pressed(message, button, stale=stale)
        tap = Tap(f"{next(self._tap_ids)}{secrets.randbelow(10**9):09}", self.user, data, message)
        self._state.taps[tap.id] = tap
        self._state.record(message.chat, Event("tap", self.user, data, message))
        self._state.queue.push("callback_query", callback_query(tap))
        return tap

    async def answered(self, tap: Tap, timeout: float = 10) -> JSON:
        """Wait until the bot answers the tap."""
        if not await self._state.signal.until(lambda: bool(tap.answers), timeout):
            raise AssertionError(f"no answer to the tap in {timeout} s\n{self.transcript()}")
        return tap.answers[-1]

    async def expect(
        self,
        substring: str | None = None,
        count: int = 1,
        timeout: float = 10,
        *,
        edits: bool = False,
        chat: Chat | None = None,
    ) -> Message:
        """Wait for the next message of the bot this person has not read yet (with `edits`, or the
        next edit) that contains the substring; with a count, for that many, returning the last.

        Everything up to it counts as read afterwards. The message returned is live: its text is
        always the present one.
        """
        where = chat or self.chat
        start = self._seen.get(where.id, 0)
        kinds = ("message", "edit") if edits else ("message",)

        def found() -> list[tuple[int, Message]]:
            return [
                (index, event.message)
                for index, event in enumerate(where.events[start:], start)
                if event.kind in kinds
                and event.message
                and event.by is self._state.bot
                and (substring or "") in event.text
            ]

        if not await self._state.signal.until(lambda: len(found()) >= count, timeout):
            wanted = f"{len(found())} of {count} messages with {substring!r} in {timeout} s"
            raise AssertionError(f"{wanted}\n{self.transcript(where)}")
        index, message = found()[count - 1]
        self._seen[where.id] = index + 1
        return message

    async def expect_nothing(self, seconds: float = 0.3, chat: Chat | None = None) -> None:
        """Fail if the bot writes (or has written) anything not read yet."""
        try:
            message = await self.expect(timeout=seconds, edits=True, chat=chat)
        except AssertionError:
            return
        raise AssertionError(f"unexpected: {message.text!r}\n{self.transcript(chat)}")

    def read_all(self) -> None:
        """Count everything in the private chat so far as read."""
        self._seen[self.chat.id] = len(self.chat.events)

    async def block(self) -> None:
        change_bot_status(self._state, self.chat, self.user.as_json(), "kicked")

    async def unblock(self) -> None:
        change_bot_status(self._state, self.chat, self.user.as_json(), "member")

    async def kick_bot(self, group: Chat) -> None:
        change_bot_status(self._state, group, self.user.as_json(), "kicked")

    def _post(self, content: Version, chat: Chat | None, **more: Any) -> Message:
        where = chat or self.chat
        self._must_be_able_to_write(where)
        where.started = True
        message = self._state.add_message(where, self.user, content, **more)
        if self._bot_sees(message):
            self._state.queue.push("message", message.as_json())
        return message

    def _must_be_able_to_write(self, chat: Chat) -> None:
        if chat.type == "private" and (chat is not self.chat or chat.bot_status != "member"):
            raise AssertionError(f"{self.user.first_name} can't write there (bot blocked?)")
        if chat.type != "private" and self.user not in chat.members:
            raise AssertionError(f"{self.user.first_name} is not a member of {chat.title}")

    def _bot_sees(self, message: Message) -> bool:
        """In a group with privacy mode on: commands, replies to the bot, and mentions only."""
        chat, bot = message.chat, self._state.bot
        if chat.type == "private" or chat.bot_status != "member":
            return chat.bot_status == "member"
        if self._state.sees_all_group_messages:
            return True
        if message.reply_to and message.reply_to.sender is bot:
            return True
        name = f"@{bot.username}".lower()
        command = message.text.split()[0].lower() if message.text.startswith("/") else ""
        to_the_bot = command.endswith(name) if "@" in command else bool(command)
        return to_the_bot or name in message.text.lower()


def _caption(caption: str | None) -> Version:
    return Version(caption or "", detected(caption or "", []))
