"""One call of a person: what they did, who they are, and how its effect is committed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.coach import Coach
from bot.reply import Attachment, Message, Reply, Rows, Span, to_payload
from storage import queues
from storage.database import Session
from storage.records import Language, Person

QUESTION_MARKS = ("?", "？", "吗", "呢")
"""What a question ends with."""


class AlreadyHandled(Exception):
    """Another process finished this update first; everything of this call is dropped."""


class Call:
    """Handlers think first, then write: reading is free, `writing()` is entered once.

    The effect, the replies and the mark that the update is done are one transaction.
    """

    def __init__(
        self,
        coach: Coach,
        person: Person,
        message: Message,
        inbox_id: int,
        menu: Sequence[Command] = (),
    ) -> None:
        self.coach = coach
        self.person = person
        self.message = message
        self.menu = menu
        """The commands that the person's roles allow."""
        self._inbox_id = inbox_id
        self._replies: list[Reply] = []
        self.closed = False

    @property
    def language(self) -> Language:
        return self.person.language

    def reply(
        self,
        *text: Span | str,
        buttons: Rows = (),
        attachment: Attachment | None = None,
        replaces: str = "",
    ) -> None:
        """Show something once the call is committed; plain strings are plain text."""
        spans = tuple(Span(part) if isinstance(part, str) else part for part in text)
        self._replies.append(Reply(spans, buttons, attachment, replaces))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        """The call's one transaction. Raises AlreadyHandled if the update is done already."""
        if self.closed:
            raise RuntimeError("a call is written once")
        async with self.coach.database.write() as session:
            await _finish(session, self._inbox_id)
            yield session
            for reply in self._replies:
                await queues.send(
                    session, self.message.channel, self.message.chat, to_payload(reply)
                )
        self.closed = True
        self.coach.signals.outbox.set()

    async def finish(self) -> None:
        """Commit the replies of a call that wrote nothing."""
        if not self.closed:
            async with self.writing():
                pass


async def _finish(session: Session, inbox_id: int) -> None:
    if not await queues.finish(session, inbox_id):
        raise AlreadyHandled


Handler = Callable[[Call, str], Awaitable[None]]
"""Handles a command or button; the string is what followed it."""


@dataclass(frozen=True)
class Command:
    """`/name argument`. `summary` is shown in menus."""

    name: str
    handler: Handler
    summary: Callable[[Language], str]
    follows_edits: bool = False
    """Whether it is called again when the person edits the message."""

    @property
    def verb(self) -> str:
        return f"/{self.name}"


@dataclass(frozen=True)
class Action:
    """A button whose action is "verb:argument"."""

    verb: str
    handler: Handler


@dataclass(frozen=True)
class Listener:
    """Hears what is said while the person's dialogue is of this kind.

    The handler is given the text and the dialogue's state; False if it is not meant for it.
    """

    kind: str
    handler: Callable[[Call, str, dict[str, Any]], Awaitable[bool]]
