"""The one way to the database: short read sessions and exclusive write transactions.

SQLite (WAL) and PostgreSQL. SQLite has one writer: a lock in this process keeps our own writers
from meeting in the database, BEGIN IMMEDIATE and a busy timeout keep other processes' in order.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from storage import schema

BUSY_TIMEOUT_MS = 15_000

Session = AsyncSession
"""What the packages above hold of a transaction, without speaking SQL."""


def _prepare_sqlite(engine: AsyncEngine, begin: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)


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
        else:
            self._reader = self._writer = create_async_engine(url, pool_size=10, max_overflow=20)
        self._write_lock = asyncio.Lock() if self.is_sqlite else None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session on one consistent view; nothing written in it is kept."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session
            await session.rollback()

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
        """Bring the schema to the newest revision."""
        async with self._writer.connect() as connection:
            await connection.run_sync(schema.upgrade)
            await connection.commit()

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
        if self._writer is not self._reader:
            await self._writer.dispose()
