"""Original files, kept once by content in a folder of the home."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.statements import insert
from storage.tables.columns import utc_now
from storage.tables.playbooks import DocumentRow, OriginalRow


class Originals:
    """A content-addressed folder. Its methods block: call them in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keep the bytes durably; their SHA-256 in hex."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=target.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(temporary).replace(target)
            finally:
                Path(temporary).unlink(missing_ok=True)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Raises FileNotFoundError if the file is gone."""
        return self.path(sha256).read_bytes()


async def record_original(session: AsyncSession, sha256: str, size: int) -> None:
    await session.execute(
        insert(session, OriginalRow)
        .values(sha256=sha256, size=size, stored_at=utc_now())
        .on_conflict_do_nothing(index_elements=["sha256"])
    )


async def of_version(session: AsyncSession, version_id: int) -> list[tuple[str, str, int]]:
    """Path, SHA-256 and size of the files a version was read from; none if people wrote it."""
    rows = await session.execute(
        select(col(DocumentRow.path), col(OriginalRow.sha256), col(OriginalRow.size))
        .join(OriginalRow, col(OriginalRow.sha256) == col(DocumentRow.original_sha256))
        .where(col(DocumentRow.version_id) == version_id, col(DocumentRow.author_id).is_(None))
        .order_by(col(DocumentRow.id))
    )
    return [(path, sha256, size) for path, sha256, size in rows]


async def known(session: AsyncSession) -> list[str]:
    """The hashes of all originals that were recorded."""
    return list(await session.scalars(select(col(OriginalRow.sha256))))
