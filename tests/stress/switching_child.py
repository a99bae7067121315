"""A process that switches a version once and stops in a phase of it, to be killed there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from typing import Any

from storage import lexical, playbook_switching, playbooks
from storage.database import Database

Stop = Callable[[str], Awaitable[None]]


async def _never(_phase: str) -> None:
    """No phase is stopped in."""


async def attempt(database: Database, verb: str, stop: Stop = _never) -> None:
    """Activate the second version, roll back to the first, or retire what is active."""
    async with database.read() as session:
        versions = {v.number: v for v in await playbooks.versions(session)}
        looked = await playbook_switching.seen(session, versions[1].playbook_id)
    await stop("before")
    async with database.write() as session:
        if verb == "retire" and looked.active is not None:
            await playbook_switching.retire(session, looked.active, None)
        elif verb != "retire":
            chosen = versions[2 if verb == "activate" else 1]
            await playbook_switching.activate(session, chosen.id, looked, None, encoder_id="e")
        await stop("recorded")
    await stop("committed")


def _after(original: Any, stop: Stop, phase: str) -> Any:
    """The storage function, stopping once it is done."""

    async def stopping(*arguments: Any, **named: Any) -> Any:
        result = await original(*arguments, **named)
        await stop(phase)
        return result

    return stopping


def run(url: str, verb: str, wanted: str, told: Connection) -> None:
    """Say the phase, and wait there for the end."""

    async def stop(phase: str) -> None:
        if phase == wanted:
            told.send(phase)
            await asyncio.sleep(60)

    playbooks.lock = _after(playbooks.lock, stop, "locked")
    lexical.remove_version = _after(lexical.remove_version, stop, "switched")
    asyncio.run(attempt(Database(url), verb, stop))
