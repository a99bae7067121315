"""Message in, Reply out: what every channel builds and what every channel shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from storage.records import Language

MAX_ACTION_BYTES = 64
"""Telegram's limit for a button's data; every channel keeps to it."""


@dataclass(frozen=True)
class Upload:
    """A file a person sent, kept already as an original; `problem` tells why it could not be."""

    name: str
    sha256: str = ""
    size: int = 0
    problem: Literal["", "too_large", "unavailable"] = ""


@dataclass(frozen=True)
class Message:
    """What a person did: said something, tapped a button (`action`), or sent a file."""

    channel: str
    chat: str
    sender: str
    sender_name: str
    language_hint: Language
    message_id: str
    sent_at: datetime
    text: str = ""
    action: str = ""
    action_on: str = ""
    """The id of the message that held the tapped button."""
    upload: Upload | None = None
    edited: bool = False
    unsupported: str = ""
    private: bool = True


class Style(StrEnum):
    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    QUOTE = "quote"
    QUOTED_BOLD = "quoted bold"
    """Bold within a quotation; it and the quotation before or after it are one."""


@dataclass(frozen=True)
class Span:
    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True)
class Button:
    """`action` is "verb:argument:…", at most 64 bytes."""

    label: str
    action: str

    def __post_init__(self) -> None:
        if len(self.action.encode()) > MAX_ACTION_BYTES:
            raise ValueError(f"button action longer than {MAX_ACTION_BYTES} bytes: {self.action}")


@dataclass(frozen=True)
class Attachment:
    """A file to send, kept as an original under `sha256`."""

    kind: Literal["photo", "document"]
    name: str
    sha256: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Reply:
    """What to show. `replaces` is the id of the message to change instead of sending anew.

    `edits` is the outbox id of an earlier reply whose message is to be changed; where that cannot
    be, nothing is shown.
    """

    text: tuple[Span, ...]
    buttons: Rows = field(default=())
    attachment: Attachment | None = None
    replaces: str = ""
    edits: int = 0


def plain(text: str) -> Span:
    return Span(text)


def bold(text: str) -> Span:
    return Span(text, Style.BOLD)


def italic(text: str) -> Span:
    return Span(text, Style.ITALIC)


def quote(text: str) -> Span:
    return Span(text, Style.QUOTE)


def quoted_bold(text: str) -> Span:
    return Span(text, Style.QUOTED_BOLD)


def to_payload(reply: Reply) -> dict[str, Any]:
    """The reply as JSON, for the outbox."""
    attachment = reply.attachment
    return {
        "text": [[span.text, span.style.value] for span in reply.text],
        "buttons": [[[b.label, b.action] for b in row] for row in reply.buttons],
        "attachment": [attachment.kind, attachment.name, attachment.sha256] if attachment else None,
        "replaces": reply.replaces,
        "edits": reply.edits,
    }


def from_payload(payload: dict[str, Any]) -> Reply:
    attachment = payload["attachment"]
    return Reply(
        text=tuple(Span(text, Style(style)) for text, style in payload["text"]),
        buttons=tuple(tuple(Button(*b) for b in row) for row in payload["buttons"]),
        attachment=Attachment(*attachment) if attachment else None,
        replaces=payload["replaces"],
        edits=payload.get("edits", 0),
    )
