"""Homes that hold the example organisation, made once a session and copied for each test."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.bootstrap import open_coach, utc_clock
from bot.coach import Coach
from bot.example.loading import load_example
from bot.playbooks import loads
from bot.settings import Settings
from bot.worker import Worker
from knowledge.embedding import BundledEncoders, bundled_encoders
from storage import people, queues
from storage.records import Person
from tests.knowledge.encoders import WordEncoder

DOCUMENTS = ("折扣与价格政策.md", "after-sales-service-rules.docx")
FRIDAY = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
"""A moment in the afternoon of Shanghai; the example's check-ins end the day before."""


def settings(home: Path) -> Settings:
    """Of this home alone: neither .env nor the environment are read for them."""
    return Settings(_env_file=None, home=home, telegram_token=None, database_url=None, model=None)


@asynccontextmanager
async def opened(
    home: Path,
    *,
    encoders: BundledEncoders | None = None,
    clock: Callable[[], datetime] = utc_clock,
    owner: bool = False,
) -> AsyncIterator[Coach]:
    """The coach of a home; its encoders know words only, unless others are given."""
    chosen = encoders or BundledEncoders((WordEncoder(),))
    async with open_coach(
        settings(home), home=home, owner=owner, clock=clock, encoders=chosen
    ) as coach:
        yield coach


@cache
def models(base: Path) -> BundledEncoders:
    """The encoders that come with the product, converted once below `base`."""
    return bundled_encoders(_made(base / "models-home"))


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def loaded(base: Path) -> Path:
    """The example as it looks on FRIDAY: people, deals and check-ins, no document read."""
    home = base / "loaded"

    async def load() -> None:
        async with opened(home, clock=lambda: FRIDAY) as coach:
            await load_example(coach)
            async with coach.database.write() as session:
                documents = await queues.next_job(session)
                assert documents is not None
                await queues.finish_job(session, documents.id, "done", {})

    asyncio.run(load())
    return home


@cache
def answering(base: Path) -> Path:
    """The example as it looks today, with documents read by the product's own encoders."""
    home = base / "answering"
    encoders = models(base)

    async def load() -> None:
        async with opened(home, encoders=encoders, owner=True) as coach:
            await load_example(coach)
            await _read_two(coach)
            while await Worker(coach).run_next_job():
                pass

    asyncio.run(load())
    (home / "models").symlink_to(base / "models-home" / "models")
    return home


async def _read_two(coach: Coach) -> None:
    """Two of the six documents, a Chinese and an English one: the other four only take time."""
    async with coach.database.write() as session:
        waiting = await queues.next_job(session)
        assert waiting is not None
        await queues.finish_job(session, waiting.id, "done", {})
        load = loads.load_of_job(waiting)
        two = tuple(file for file in load.files if file.path in DOCUMENTS)
        assert len(two) == len(DOCUMENTS)
        await loads.queue(coach, session, replace(load, files=two), waiting.requested_by)


def copied(template: Path, to: Path) -> Path:
    """A home of one's own, as good as the template."""
    shutil.copytree(template, to, symlinks=True)
    return to


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a coach in a process of its own is started with."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COACH_")}
    return kept | {"COACH_HOME": str(home), "LANG": "en_US.UTF-8", "COLUMNS": "100", **more}


async def member(coach: Coach, name: str) -> Person:
    async with coach.database.read() as session:
        found = await people.by_name(session, name)
    assert found is not None
    return found
