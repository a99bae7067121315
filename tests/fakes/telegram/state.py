"""What Telegram remembers: people, chats, messages, buttons."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from .entities import to_html
from .files import FileStore, StoredFile
from .markup import Entity
from .updates import Signal, UpdateQueue

JSON = dict[str, Any]
Keyboard = list[list[JSON]]
EventKind = Literal["message", "edit", "delete", "tap", "answer", "action", "draft"]


@dataclass
class User:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def as_json(self) -> JSON:
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass
class Version:
    """A message's changeable part."""

    text: str
    entities: list[Entity] = field(default_factory=list)
    keyboard: Keyboard | None = None


@dataclass(eq=False)
class Message:
    """A message as it now is; `history` holds what it was before its edits."""

    message_id: int
    chat: "Chat"
    sender: User
    date: int
    content: Version
    media: JSON = field(default_factory=dict)
    file: StoredFile | None = None
    reply_to: "Message | None" = None
    reply_markup: JSON | None = None
    edit_date: int | None = None
    deleted: bool = False
    history: list[Version] = field(default_factory=list)
    parameters: JSON = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The present text or caption."""
        return self.content.text

    @property
    def entities(self) -> list[Entity]:
        return self.content.entities

    @property
    def html(self) -> str:
        return to_html(self.content.text, self.content.entities)

    @property
    def keyboard(self) -> Keyboard:
        return self.content.keyboard or []

    @property
    def rows(self) -> list[list[str]]:
        """The texts of the inline buttons, row by row."""
        return [[button["text"] for button in row] for row in self.keyboard]

    @property
    def buttons(self) -> list[str]:
        return [text for row in self.rows for text in row]

    @property
    def document(self) -> StoredFile | None:
        return self.file if "document" in self.media else None

    @property
    def photo(self) -> StoredFile | None:
        return self.file if "photo" in self.media else None

    def change(self, content: Version, date: int) -> None:
        self.history.append(self.content)
        self.content = content
        self.edit_date = date

    def as_json(self, *, nested: bool = False) -> JSON:
        words = "caption" if self.media else "text"
        shown: JSON = {
            "message_id": self.message_id,
            "from": self.sender.as_json(),
            "chat": self.chat.as_json(),
            "date": self.date,
            **self.media,
        }
        if self.text:
            shown[words] = self.text
        if self.entities:
            shown["entities" if words == "text" else "caption_entities"] = self.entities
        if self.edit_date:
            shown["edit_date"] = self.edit_date
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        if self.reply_to and not nested:
            shown["reply_to_message"] = self.reply_to.as_json(nested=True)
        return shown


@dataclass(frozen=True)
class Event:
    """Something a person in the chat would see happen."""

    kind: EventKind
    by: User
    text: str
    message: Message | None = None
    at: float = field(default_factory=time.time)


@dataclass(eq=False)
class Chat:
    id: int
    type: Literal["private", "group", "supergroup"]
    user: User | None = None
    title: str | None = None
    members: list[User] = field(default_factory=list)
    bot_status: Literal["member", "left", "kicked"] = "member"
    started: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    draft: str | None = None

    def as_json(self) -> JSON:
        shown: JSON = {"id": self.id, "type": self.type, "title": self.title}
        if self.user:
            shown |= {k: v for k, v in self.user.as_json().items() if k.endswith("name")}
        return {name: value for name, value in shown.items() if value is not None}


@dataclass(eq=False)
class Tap:
    """A person's tap on an inline button."""

    id: str
    user: User
    data: str
    message: Message
    answers: list[JSON] = field(default_factory=list)
    expired: bool = False

    @property
    def answer(self) -> JSON | None:
        """What the bot last answered (text, show_alert, url), None before it has."""
        return self.answers[-1] if self.answers else None


class State:
    """One bot's view of Telegram."""

    def __init__(self, bot: User, clock: Callable[[], float]) -> None:
        self.bot = bot
        self.clock = clock
        self.signal = Signal()
        self.queue = UpdateQueue(self.signal, clock)
        self.files = FileStore()
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.commands: dict[tuple[str, str], list[JSON]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.webhook: JSON = {}
        self.sees_all_group_messages = False
        self._last_message_id = 0

    def now(self) -> int:
        return int(self.clock())

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups number their own messages; all other chats of a bot share one counter."""
        if chat.type == "supergroup":
            return max(chat.messages, default=0) + 1
        self._last_message_id += 1
        return self._last_message_id

    def add_message(self, chat: Chat, sender: User, content: Version, **more: Any) -> Message:
        message_id = self.next_message_id(chat)
        message = Message(message_id, chat, sender, self.now(), content, **more)
        chat.messages[message_id] = message
        self.record(chat, Event("message", sender, message.text, message))
        return message

    def record(self, chat: Chat, event: Event) -> None:
        chat.events.append(event)
        self.signal.notify()
