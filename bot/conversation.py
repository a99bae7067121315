"""From a Message to the handler that answers it, the same for every channel."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from bot import common_texts as texts
from bot import permissions
from bot.call import Action, AlreadyHandled, Call, Command
from bot.coach import Coach
from bot.reply import Message, Reply, Upload, plain, to_payload
from storage import people, queues
from storage.records import Person

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 10
"""How often a call that keeps dying is begun before the person is told."""

MAX_ID = 2**31 - 1
"""No thing of ours has a larger number; only a forged button names one."""

Fetch = Callable[[], Awaitable[Upload]]
"""Brings in the file of a message, once it is known that its sender may send one."""
Join = Callable[[Coach, Message, int], Awaitable[None]]
Hear = Callable[[Call], Awaitable[None]]


@dataclass(frozen=True)
class Conversation:
    """All that can be done in a chat. Features hand in their commands, buttons and ears."""

    commands: Sequence[Command]
    actions: Sequence[Action]
    hear: Hear
    """What is simply said: a question, a check-in, an answer to a dialogue."""
    take_file: Hear
    join: Join
    """What a stranger's message does."""
    _by_name: dict[str, Command] = field(init=False, default_factory=dict)
    _by_verb: dict[str, Action] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({command.name: command for command in self.commands})
        self._by_verb.update({action.verb: action for action in self.actions})

    async def handle(
        self, coach: Coach, message: Message, inbox_id: int, fetch: Fetch | None = None
    ) -> None:
        """Handle one update from the inbox; it is done afterwards, whatever happened."""
        async with coach.database.write() as session:
            attempts = await queues.begin_attempt(session, inbox_id)
        if attempts is None:
            return
        try:
            if attempts > MAX_ATTEMPTS:
                raise RuntimeError(f"given up after {MAX_ATTEMPTS} attempts")
            await self._dispatch(coach, message, inbox_id, fetch)
        except AlreadyHandled:
            log.info("update %s was handled by another process", inbox_id)
        except Exception:
            reference = secrets.token_hex(3)
            log.exception("update %s failed (reference %s)", inbox_id, reference)
            said = texts.WENT_WRONG(message.language_hint, reference=reference)
            await _close(coach, message, inbox_id, said)

    async def _dispatch(
        self, coach: Coach, message: Message, inbox_id: int, fetch: Fetch | None
    ) -> None:
        if not message.private:
            said = texts.GROUP(message.language_hint) if _addressed(message) else ""
            await _close(coach, message, inbox_id, said)
            return
        async with coach.database.read() as session:
            person = await people.by_identity(session, message.channel, message.sender)
        if person is None or _is_invitation(message):
            await self.join(coach, message, inbox_id)
            return
        call = Call(coach, person, message, inbox_id, self.menu(person))
        try:
            await self._route(call, fetch)
        except permissions.NotAllowed:
            call.reply(texts.NOT_ALLOWED(call.language))
        await call.finish()

    async def _route(self, call: Call, fetch: Fetch | None) -> None:
        message = call.message
        if message.unsupported:
            call.reply(texts.UNSUPPORTED(call.language))
        elif message.action:
            await self._tap(call)
        elif message.upload is not None:
            permissions.require(call.person, "upload")
            if fetch is not None:
                call.message = replace(message, upload=await fetch())
            await self.take_file(call)
        elif message.text.startswith("/"):
            await self._command(call)
        elif not message.text.strip():
            call.reply(texts.NOTHING_SAID(call.language))
        else:
            permissions.require(call.person, "say")
            await self.hear(call)

    async def _command(self, call: Call) -> None:
        name, _, argument = call.message.text[1:].strip().partition(" ")
        command = self._by_name.get(name.partition("@")[0].lower())
        if call.message.edited and (command is None or not command.follows_edits):
            return
        if command is None:
            call.reply(texts.UNKNOWN_COMMAND(call.language))
            return
        permissions.require(call.person, command.verb)
        await command.handler(call, argument.strip())

    async def _tap(self, call: Call) -> None:
        verb, _, argument = call.message.action.partition(":")
        action = self._by_verb.get(verb)
        if action is None or any(int(n) > MAX_ID for n in re.findall(r"\d+", argument)):
            call.reply(texts.GONE(call.language))
            return
        permissions.require(call.person, action.verb)
        try:
            await action.handler(call, argument)
        except ValueError:
            log.info("a button with a bad argument: %s", verb)
            if call.closed:
                raise
            call.reply(texts.GONE(call.language))

    def menu(self, person: Person) -> list[Command]:
        """The commands that the person's roles allow, in the order of registration."""
        return [
            command
            for command in self.commands
            if permissions.reach(person, command.verb) > permissions.Reach.NOTHING
        ]


def _addressed(message: Message) -> bool:
    return bool(message.text.startswith("/") or message.action or "@" in message.text)


def _is_invitation(message: Message) -> bool:
    return message.text.startswith("/start ") and not message.edited


async def _close(coach: Coach, message: Message, inbox_id: int, said: str) -> None:
    """Mark the update as done and say one thing."""
    async with coach.database.write() as session:
        if await queues.finish(session, inbox_id) and said:
            payload = to_payload(Reply((plain(said),)))
            await queues.send(session, message.channel, message.chat, payload)
    coach.signals.outbox.set()
