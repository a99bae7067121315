"""The processes that own a home: the Telegram bot, and a terminal."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import typer

from bot.checkins import understanding
from bot.coach import Coach
from bot.features import conversation
from bot.joining.dialogue import ADMIN_LINK_VALID_FOR, administrator_link
from bot.joining.texts import ADMIN_LINK
from bot.operating.adopting import adopt_or_fail
from bot.operating.memory import limit_arenas
from bot.operating.stopping import LONGEST_EXIT, exit_within
from bot.shell import fail, opened, owning, principal, settings_or_fail
from bot.worker import Worker
from storage import people
from storage.records import Person, Role

if TYPE_CHECKING:
    from bot.terminal import TerminalDoor


@asynccontextmanager
async def working(coach: Coach) -> AsyncIterator[None]:
    """The worker beside the door, and the encoders loading meanwhile."""
    loop = asyncio.get_running_loop()
    tasks: list[asyncio.Future[None]] = [
        asyncio.create_task(Worker(coach).run()),
        loop.run_in_executor(coach.executor, understanding.warm_up),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def run_telegram() -> None:
    limit_arenas()
    from telegram.error import InvalidToken, NetworkError

    from bot.telegram.door import TelegramDoor

    with owning(settings_or_fail().home) as free:
        if not free:
            fail("The coach already runs on this COACH_HOME; two would send everything twice.")
        async with opened(owner=True) as coach:
            try:
                await adopt_or_fail(coach)
                async with working(coach), TelegramDoor(coach, conversation()).open() as username:
                    await _announce(coach, username)
                    await _until_stopped()
            except InvalidToken:
                fail("Telegram does not accept COACH_TELEGRAM_TOKEN. Get it from @BotFather.", 2)
            except NetworkError as error:
                fail(f"Telegram cannot be reached ({error.message}). Check the network and "
                     "COACH_TELEGRAM_API_URL.")  # fmt: skip


async def _announce(coach: Coach, username: str) -> None:
    link = await administrator_link(coach, username)
    typer.echo(f"@{username} is running. Stop it with Ctrl-C.")
    if link is not None:
        hours = round(ADMIN_LINK_VALID_FOR.total_seconds() / 3600)
        typer.echo(ADMIN_LINK("zh", link=link, hours=hours))
        typer.echo(ADMIN_LINK("en", link=link, hours=hours))


async def _until_stopped() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


async def run_example() -> None:
    """The example organisation, in a home of its own, as one of its reps."""
    from bot.example.loading import load_example

    home = settings_or_fail().example_home
    with owning(home) as free:
        async with opened(owner=free, home=home) as coach:
            if free:
                await load_example(coach)
            await _converse(coach, None, owner=free, example=True)


async def run_chat(name: str | None) -> None:
    with owning(settings_or_fail().home) as free:
        async with opened(owner=free) as coach:
            if free:
                await adopt_or_fail(coach)
            await _converse(coach, name, owner=free, example=False)


async def _converse(coach: Coach, name: str | None, *, owner: bool, example: bool) -> None:
    from bot import terminal_texts
    from bot.terminal import TerminalDoor

    if example:
        person = await _example_rep(coach)
        typer.echo(terminal_texts.EXAMPLE(person.language))
    else:
        person = await _member(coach, name)
    door = TerminalDoor(coach, conversation(), person, switch=example)
    if not owner:
        await _until_left(door)
        return
    async with working(coach):
        await _until_left(door)


async def _until_left(door: TerminalDoor) -> None:
    """Hold the conversation; after Ctrl-C the process ends soon, whatever is still loading."""
    try:
        await door.run()
    except asyncio.CancelledError:
        exit_within(LONGEST_EXIT, 130)
        raise


async def _example_rep(coach: Coach) -> Person:
    """A rep who speaks the language of this terminal, else any member."""
    async with coach.database.read() as session:
        everyone = await people.everyone(session)
    if not everyone:
        fail("The example is being made by another coach on this COACH_HOME; try again shortly.")
    reps = [person for person in everyone if Role.REP in person.roles]
    return next((p for p in reps if p.language == _language()), (reps or everyone)[0])


async def _member(coach: Coach, name: str | None) -> Person:
    """The named member, else the administrator: the terminal needs somebody to speak as."""
    acting = await principal(coach, name, "shell chat")
    async with coach.database.read() as session:
        found = await people.person(session, acting.id)
        known = ", ".join(p.name for p in await people.everyone(session)) or "nobody yet"
    if found is None:
        fail(f"Nobody here is an administrator. Name somebody with --as. Known: {known}.", 2)
    return found


def _language() -> str:
    import os

    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if spoken.startswith("zh") else "en"
