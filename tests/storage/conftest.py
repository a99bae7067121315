"""Databases that hold nothing at all yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.postgresql import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def unmigrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a table, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    yield asyncio.run(server.create("unmigrated"))
    asyncio.run(server.drop("unmigrated"))


@pytest.fixture
async def unmigrated(unmigrated_url: str) -> AsyncIterator[Database]:
    """A database without a table."""
    opened = Database(unmigrated_url)
    yield opened
    await opened.close()
