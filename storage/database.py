"""The one way to the database: short read sessions and exclusive write transactions.

SQLite (WAL) and PostgreSQL. SQLite has one writer: a lock in this process keeps our own writers
from meeting in the database, BEGIN IMMEDIATE and a busy timeout keep other processes' in order.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from storage import schema

BUSY_TIMEOUT_MS = 15_000

Session = AsyncSession
"""What the packages above hold of a transaction, without speaking SQL."""


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""PostgreSQL takes no NUL in a text, neither database a lone surrogate."""


def storable(value: Any) -> Any:
    """A bound value with U+FFFD for each character no database takes.

    One for one, so that evidence, which counts characters, still points at the same words.
    """
    match value:
        case str():
            return _UNSTORABLE.sub("\ufffd", value) if _UNSTORABLE.search(value) else value
        case list():
            return [storable(item) for item in value]
        case tuple():
            return tuple(storable(item) for item in value)
        case dict():
            return {key: storable(item) for key, item in value.items()}
        case _:
            return value


def _clean_what_is_bound(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "before_cursor_execute", retval=True)
    def _clean(
        _connection: Any, _cursor: Any, statement: str, bound: Any, _context: Any, _many: bool
    ) -> tuple[str, Any]:
        return statement, storable(bound)


def _prepare_sqlite(engine: AsyncEngine, begin: str, *, foreign_keys: bool = True) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)


class NewerDatabase(Exception):
    """The database is at a revision that this program does not know."""


def problem_of(error: Exception) -> str:
    """What the database said, if it was the database that failed; else empty."""
    return str(error.orig).partition("\n")[0] if isinstance(error, DatabaseError) else ""


class Database:
    """Opens sessions on `url`, a SQLAlchemy async URL. Close it with `close()`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._reader = create_async_engine(url, pool_size=8, max_overflow=24)
            self._writer = create_async_engine(url, pool_size=1, max_overflow=0)
            _prepare_sqlite(self._reader, "BEGIN")
            _prepare_sqlite(self._writer, "BEGIN IMMEDIATE")
            _clean_what_is_bound(self._reader)
            _clean_what_is_bound(self._writer)
        else:
            self._writer = create_async_engine(url, pool_size=10, max_overflow=20)
            _clean_what_is_bound(self._writer)
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ")
        self._write_lock = asyncio.Lock() if self.is_sqlite else None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session on one consistent view; nothing written in it is kept."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A transaction: committed on leaving, rolled back on any exception."""
        if self._write_lock is None:
            async with self._transaction() as session:
                yield session
        else:
            async with self._write_lock, self._transaction() as session:
                yield session

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        async with (
            AsyncSession(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    async def migrate(self) -> None:
        """Bring the schema to the newest revision, or leave it as it was.

        SQLite alters a table by making it anew, which its foreign keys would forbid; so they are
        checked at the end instead.
        """
        engine = create_async_engine(self.url, poolclass=NullPool)
        if self.is_sqlite:
            _prepare_sqlite(engine, "BEGIN IMMEDIATE", foreign_keys=False)
        async with engine.begin() as connection:
            await connection.run_sync(schema.upgrade)
            if self.is_sqlite:
                broken = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
                if broken:
                    raise RuntimeError(f"the migration broke references: {broken[:5]}")

    async def revision(self) -> str | None:
        """The revision the database is at; None for an empty one."""
        async with self._reader.connect() as connection:
            return await connection.run_sync(schema.current)

    async def problem(self) -> str:
        """What the database itself finds wrong with its file; empty if nothing."""
        if not self.is_sqlite:
            return ""
        async with self._reader.connect() as connection:
            found = await connection.scalar(text("PRAGMA quick_check(1)"))
        return "" if found == "ok" else str(found)

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()
