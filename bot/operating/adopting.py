"""The sales process of a home, adopted by whoever owns it."""

from __future__ import annotations

from bot import process_file
from bot.coach import Coach
from bot.shell import fail
from storage import processes


async def adopt_process(coach: Coach) -> None:
    """The home's own process.yaml where there is one; the default stages in an empty home."""
    own = coach.home / process_file.FILE
    async with coach.database.write() as session:
        if own.exists():
            await processes.adopt(session, process_file.read_process(own))
        elif await processes.active(session) is None:
            await processes.adopt(session, process_file.read_process(process_file.DEFAULT))


async def adopt_or_fail(coach: Coach) -> None:
    """As above; a process.yaml that cannot be read ends the command with a sentence."""
    try:
        await adopt_process(coach)
    except process_file.BadProcess as error:
        fail(f"The sales process cannot be read: {error}", 2)
