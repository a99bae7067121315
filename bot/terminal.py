"""The same conversation in a terminal: lines in, replies out, buttons by number."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.text import Text

from bot import terminal_texts as texts
from bot.coach import Coach
from bot.conversation import Conversation
from bot.delivery import Delivery, Sent
from bot.joining.dialogue import roles_in_words
from bot.reply import Button, Message, Reply, Style, Upload
from storage import people, queues
from storage.records import Person

CHANNEL = "terminal"
_STYLES = {
    Style.PLAIN: "",
    Style.BOLD: "bold",
    Style.ITALIC: "italic",
    Style.QUOTE: "cyan",
    Style.QUOTED_BOLD: "bold cyan",
}


PROMPT = "› "


def console_on(file: IO[str]) -> Console:
    """What is said is shown as it is: nothing in it is markup, and the terminal breaks lines."""
    return Console(file=file, highlight=False, soft_wrap=True, markup=False, emoji=False)


ReadLine = Callable[[], Awaitable[str | None]]


class TerminalDoor:
    """A person's conversation at this terminal. `switch` allows `/as NAME` (an own home only).

    `read_line` gives the next line, None at the end; `console` shows what is said.
    """

    def __init__(
        self,
        coach: Coach,
        conversation: Conversation,
        person: Person,
        *,
        switch: bool = False,
        read_line: ReadLine | None = None,
        console: Console | None = None,
    ) -> None:
        self._coach = coach
        self._conversation = conversation
        self._person = person
        self._switch = switch
        self._console = console or console_on(sys.stdout)
        self._read_line = read_line or (_typed if sys.stdin.isatty() else self._piped)
        self._buttons: list[Button] = []
        self._pictures = 0
        self._delivery = Delivery(coach, CHANNEL, self._show)

    async def run(self) -> None:
        """Read lines until the end of input or `/quit`."""
        await self._become(self._person)
        showing = asyncio.create_task(self._delivery.run())
        try:
            while (line := await self._read_line()) is not None:
                said = clean(line)
                if said in ("/quit", "/exit"):
                    break
                if said:
                    await self._take(said)
            await self._settle()
        finally:
            showing.cancel()
            with suppress(asyncio.CancelledError):
                await showing

    async def _become(self, person: Person) -> None:
        """Speak as this person from now on."""
        async with self._coach.database.write() as session:
            known = await people.by_identity(session, CHANNEL, str(person.id))
            if known is None:
                chat = str(person.id)
                await people.add_identity(session, person.id, CHANNEL, chat, chat)
        self._person = person
        self._buttons = []
        roles = roles_in_words(person, person.language)
        self._say(texts.YOU_ARE(person.language, name=person.name, roles=roles))
        if self._switch:
            async with self._coach.database.read() as session:
                names = ", ".join(p.name for p in await people.everyone(session))
            self._say(texts.SWITCH(person.language, names=names))

    def _say(self, sentence: str) -> None:
        """What the terminal itself says, apart from the conversation."""
        self._console.print(sentence, style="dim")

    async def _piped(self) -> str | None:
        """The next line of standard input, shown as if it had been typed."""
        line: bytes = await asyncio.to_thread(sys.stdin.buffer.readline)
        if not line:
            return None
        said = line.decode("utf-8", errors="replace").rstrip("\r\n")
        self._say(f"{PROMPT}{said}")
        return said

    async def _take(self, line: str) -> None:
        await self._wait_for_loading()
        command, _, argument = line.partition(" ")
        if self._switch and command == "/as":
            await self._switch_to(argument.strip())
            return
        if command == "/send" and not (argument.strip() and _path(argument).is_file()):
            self._say(texts.SEND_WHAT(self._person.language, name=argument.strip() or "PATH"))
            return
        message = await self._to_message(line)
        update_id = f"{time.time_ns()}"
        payload = {"text": line, "person": self._person.id}
        async with self._coach.database.write() as session:
            inbox_id = await queues.receive(session, CHANNEL, update_id, payload)
        assert inbox_id is not None
        await self._conversation.handle(self._coach, message, inbox_id)
        await self._delivery.drain()

    async def _to_message(self, line: str) -> Message:
        message = Message(
            channel=CHANNEL,
            chat=str(self._person.id),
            sender=str(self._person.id),
            sender_name=self._person.name,
            language_hint=self._person.language,
            message_id=f"t{time.time_ns()}",
            sent_at=datetime.now(UTC),
        )
        if line.isdigit() and 1 <= int(line) <= len(self._buttons):
            return replace(message, action=self._buttons[int(line) - 1].action)
        if line.startswith("/send "):
            return replace(message, upload=await self._upload(line.removeprefix("/send ").strip()))
        return replace(message, text=line)

    async def _upload(self, name: str) -> Upload:
        def keep() -> Upload:
            path = _path(name)
            try:
                data = path.read_bytes()
            except OSError:
                return Upload(path.name, problem="unavailable")
            return Upload(path.name, self._coach.originals.put(data), len(data))

        return await asyncio.get_running_loop().run_in_executor(self._coach.executor, keep)

    async def _switch_to(self, name: str) -> None:
        async with self._coach.database.read() as session:
            person = await people.by_name(session, name)
        if person is None:
            self._say(texts.NO_SUCH_PERSON(self._person.language, name=name))
        else:
            await self._become(person)

    async def _wait_for_loading(self) -> None:
        """A document that was just sent is read before the next line is answered."""
        said = False
        while await self._jobs_waiting():
            if not said:
                self._say(texts.READING(self._person.language))
                said = True
            await asyncio.sleep(0.1)
        if said:
            await self._delivery.drain()

    async def _jobs_waiting(self) -> bool:
        async with self._coach.database.read() as session:
            return (await queues.depth(session))["jobs"] > 0

    async def _settle(self) -> None:
        """At the end of piped input: finish what was started, and show it."""
        await self._wait_for_loading()
        await self._delivery.drain()

    # --- showing -------------------------------------------------------------------------------

    async def _show(self, chat: str, reply: Reply) -> Sent:
        if chat == str(self._person.id):
            text = Text()
            for span in reply.text:
                text.append(span.text, style=_STYLES[span.style])
            text.rstrip()
            if text:
                self._console.print(text)
            if reply.attachment is not None:
                self._console.print(self._save(reply.attachment.name, reply.attachment.sha256))
            if reply.buttons:
                self._show_buttons(reply)
        return Sent()

    def _show_buttons(self, reply: Reply) -> None:
        self._buttons = [button for row in reply.buttons for button in row]
        number, rows = 1, reply.buttons
        if rows and all(b.label == f"[{n}]" for n, b in enumerate(rows[0], start=1)):
            self._say(texts.OPEN_SOURCES(self._person.language, count=len(rows[0])))
            number, rows = len(rows[0]) + 1, rows[1:]
        for row in rows:
            labels = []
            for button in row:
                labels.append(f"({number}) {button.label}")
                number += 1
            self._console.print("  ".join(labels), style="green")

    def _save(self, name: str, sha256: str) -> str:
        folder = self._coach.home / "pictures"
        folder.mkdir(exist_ok=True)
        self._pictures += 1
        path = folder / f"{self._pictures:02d}-{name}"
        path.write_bytes(self._coach.originals.get(sha256))
        return f"📎 {path}"


def clean(line: str) -> str:
    """The line without what no database can hold."""
    return line.encode("utf-8", errors="replace").decode().replace("\0", "").strip()


def _path(name: str) -> Path:
    return Path(name.strip().strip("\"'")).expanduser()


async def _typed() -> str | None:
    """A line from the keyboard, with editing and history; None at the end of input.

    Its thread is a daemon, so that Ctrl-C ends the program without waiting for Enter.
    """
    loop = asyncio.get_running_loop()
    typed: asyncio.Future[str | None] = loop.create_future()

    def settle(line: str | None) -> None:
        if not typed.done():
            typed.set_result(line)

    def read() -> None:
        with suppress(ImportError):
            import readline  # noqa: F401 - makes input() edit wide characters

        line: str | None = None
        with suppress(EOFError):
            line = input(PROMPT)
        with suppress(RuntimeError):  # the program has ended meanwhile
            loop.call_soon_threadsafe(settle, line)

    threading.Thread(target=read, daemon=True).start()
    return await typed
