"""Databases for every test that wants one: SQLite, and a PostgreSQL started once a session."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from storage.database import Database
from tests.postgresql import TEMPLATE, Server, running_server

settings.register_profile("coach", deadline=None)
settings.load_profile("coach")
"""How long one example takes says more of the machine than of the product."""

_numbers = count()


async def _migrate(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await database.close()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy; don't change it."""
    file = tmp_path_factory.mktemp("migrated") / "coach.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A running PostgreSQL without databases of ours."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: Server) -> Server:
    """The same server, with a migrated database to copy."""

    async def make() -> None:
        await _migrate(await postgresql.create(TEMPLATE))

    asyncio.run(make())
    return postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh migrated database, of each kind in turn."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "coach.db")
        yield f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}"
        return
    server: Server = request.getfixturevalue("migrated_postgresql")
    name = f"test_{next(_numbers)}"
    yield asyncio.run(server.create(name, TEMPLATE))
    asyncio.run(server.drop(name))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh migrated database."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def beside(database_url: str) -> AsyncIterator[Database]:
    """The same database as another process opens it: it shares no lock with `database`."""
    opened = Database(database_url)
    yield opened
    await opened.close()
