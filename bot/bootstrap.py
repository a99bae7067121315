"""Composition root: `open_coach` opens everything in order and closes it in reverse."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import prompts
from bot.coach import Coach
from bot.library.library import Library
from bot.settings import Settings
from knowledge.answering.generating import Generator
from knowledge.embedding import BundledEncoders
from knowledge.reading import Reading
from storage import schema
from storage.backup import back_up
from storage.database import Database, NewerDatabase
from storage.originals import Originals

log = logging.getLogger(__name__)


SWITCH_SECONDS = 0.0005
"""How long a thread may keep the interpreter: a question crosses threads a dozen times, and each
time would wait Python's usual 5 ms for the encoder that works on a load."""


def utc_clock() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def open_coach(
    settings: Settings,
    *,
    home: Path | None = None,
    owner: bool = False,
    clock: Callable[[], datetime] = utc_clock,
    encoders: BundledEncoders | None = None,
) -> AsyncIterator[Coach]:
    """Open the coach of one home. `owner`: this process holds the home's lock and owns Chroma.

    `encoders` that are open already are used instead of the bundled ones.
    """
    folder = home or settings.home
    folder.mkdir(parents=True, exist_ok=True)
    sys.setswitchinterval(SWITCH_SECONDS)
    database = Database(settings.sql_url(folder))
    executor = ThreadPoolExecutor(4, thread_name_prefix="coach")
    library = Library(
        database, folder, owner=owner, generator=_generator(settings), encoders=encoders
    )
    reading = Reading()
    try:
        await migrate(database, folder)
        yield Coach(
            settings=settings,
            home=folder,
            database=database,
            originals=Originals(folder / "originals"),
            reading=reading,
            library=library,
            executor=executor,
            clock=clock,
        )
    finally:
        await reading.close()
        await library.close()
        executor.shutdown(wait=True, cancel_futures=True)
        await database.close()


def _generator(settings: Settings) -> Generator | None:
    """What words answers, where a chat model is set."""
    if settings.model is None:
        return None
    from knowledge.models import LangChainModel

    model = LangChainModel(
        settings.model,
        base_url=settings.model_base_url,
        timeout=settings.model_timeout_seconds,
    )
    return Generator(model, prompts.load("answer"), settings.model_timeout_seconds)


async def migrate(database: Database, home: Path) -> None:
    """Bring the schema up to date; a database that holds something is backed up first.

    Raises NewerDatabase, having changed nothing, for one that a newer program made.
    """
    present = await database.revision()
    if present == await asyncio.to_thread(schema.head):
        return
    if present is not None and not await asyncio.to_thread(schema.knows, present):
        raise NewerDatabase(present)
    if present is not None and database.is_sqlite:
        saved = await asyncio.to_thread(back_up, home, utc_clock())
        log.warning("upgrading the database; it was backed up to %s", saved)
    await database.migrate()
