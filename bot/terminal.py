"""The same conversation in a terminal: lines in, replies out, buttons by number."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot import terminal_texts as texts
from bot.coach import Coach
from bot.conversation import Conversation
from bot.delivery import Delivery, Sent
from bot.reply import Button, Message, Reply, Style, Upload
from storage import people, queues
from storage.records import Person

CHANNEL = "terminal"
_STYLES = {
    Style.PLAIN: "",
    Style.BOLD: "bold",
    Style.ITALIC: "italic",
    Style.QUOTE: "cyan",
}


class TerminalDoor:
    """A person's conversation at this terminal. `switch` allows `/as NAME` (an own home only)."""

    def __init__(
        self, coach: Coach, conversation: Conversation, person: Person, *, switch: bool = False
    ) -> None:
        self._coach = coach
        self._conversation = conversation
        self._person = person
        self._switch = switch
        self._console = Console(highlight=False, soft_wrap=True)
        self._buttons: list[Button] = []
        self._pictures = 0
        self._delivery = Delivery(coach, CHANNEL, self._show)

    async def run(self) -> None:
        """Read lines until the end of input or `/quit`."""
        await self._become(self._person)
        showing = asyncio.create_task(self._delivery.run())
        try:
            while (line := await self._read_line()) is not None:
                if line.strip() in ("/quit", "/exit"):
                    break
                if line.strip():
                    await self._take(line.strip())
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
        roles = ", ".join(sorted(role.value for role in person.roles))
        self._console.print(
            texts.YOU_ARE(person.language, name=person.name, roles=roles), style="dim"
        )
        if self._switch:
            async with self._coach.database.read() as session:
                names = ", ".join(p.name for p in await people.everyone(session))
            self._console.print(texts.SWITCH(person.language, names=names), style="dim")

    async def _read_line(self) -> str | None:
        interactive = sys.stdin.isatty()

        def read() -> str | None:
            if interactive:
                try:
                    return input("› ")
                except EOFError:
                    return None
            return sys.stdin.readline() or None

        line = await asyncio.to_thread(read)
        if line is not None and not interactive:
            self._console.print(f"› {line.rstrip()}", style="dim")
        return line

    async def _take(self, line: str) -> None:
        await self._wait_for_loading()
        if self._switch and line.startswith("/as "):
            await self._switch_to(line.removeprefix("/as ").strip())
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
            path = Path(name.strip("\"'")).expanduser()
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
            self._console.print(texts.NO_SUCH_PERSON(self._person.language, name=name))
        else:
            await self._become(person)

    async def _wait_for_loading(self) -> None:
        """A document that was just sent is read before the next line is answered."""
        said = False
        while await self._jobs_waiting():
            if not said:
                self._console.print(texts.READING(self._person.language), style="dim")
                said = True
            await asyncio.sleep(0.1)

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
            if reply.text:
                self._console.print(text)
            if reply.attachment is not None:
                self._console.print(self._save(reply.attachment.name, reply.attachment.sha256))
            if reply.buttons:
                self._show_buttons(reply)
        return Sent()

    def _show_buttons(self, reply: Reply) -> None:
        self._buttons = [button for row in reply.buttons for button in row]
        number = 1
        for row in reply.buttons:
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
