"""Vectors as SQL keeps them: uncentred, one a text and encoder. Chroma is derived from these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.statements import batches, insert
from storage.tables.columns import utc_now
from storage.tables.playbooks import (
    DocumentRow,
    EmbeddingRow,
    IndexBuildRow,
    PassageRow,
    PlaybookVersionRow,
)


@dataclass(frozen=True)
class StoredVector:
    """`vector` is little-endian float32 bytes."""

    text_hash: str
    language: str
    vector: bytes


async def missing(session: AsyncSession, text_hashes: Sequence[str], encoder_id: str) -> list[str]:
    """Those of the hashes that have no vector of this encoder yet, each once, in order."""
    found: list[str] = []
    for some in batches(text_hashes):
        rows = await session.scalars(
            select(col(EmbeddingRow.text_hash)).where(
                col(EmbeddingRow.encoder_id) == encoder_id,
                col(EmbeddingRow.text_hash).in_(some),
            )
        )
        known = set(rows)
        found += [text_hash for text_hash in some if text_hash not in known]
    return found


async def keep(session: AsyncSession, encoder_id: str, vectors: Sequence[StoredVector]) -> None:
    if not vectors:
        return
    await session.execute(
        insert(session, EmbeddingRow).on_conflict_do_nothing(),
        [
            {"text_hash": v.text_hash, "encoder_id": encoder_id, "language": v.language,
             "vector": v.vector}
            for v in vectors
        ],
    )  # fmt: skip


async def load(
    session: AsyncSession, encoder_id: str, text_hashes: Sequence[str]
) -> list[StoredVector]:
    found: list[StoredVector] = []
    for some in batches(text_hashes):
        rows = await session.execute(
            _vectors(encoder_id).where(col(EmbeddingRow.text_hash).in_(some))
        )
        found += [StoredVector(*row) for row in rows]
    return found


def _vectors(encoder_id: str) -> Select[str, str, bytes]:
    return select(
        col(EmbeddingRow.text_hash), col(EmbeddingRow.language), col(EmbeddingRow.vector)
    ).where(col(EmbeddingRow.encoder_id) == encoder_id)


async def active_hashes(session: AsyncSession) -> list[str]:
    """The hashes of every active passage's text, each once, sorted."""
    rows = await session.scalars(
        select(col(PassageRow.text_hash))
        .join(DocumentRow, col(DocumentRow.id) == col(PassageRow.document_id))
        .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id))
        .where(col(PlaybookVersionRow.status) == "active")
        .distinct()
        .order_by(col(PassageRow.text_hash))
    )
    return list(rows)


async def record_build(
    session: AsyncSession, encoder_id: str, passages: int, means: dict[str, list[float]]
) -> None:
    session.add(
        IndexBuildRow(encoder_id=encoder_id, built_at=utc_now(), passages=passages, means=means)
    )
    await session.flush()


async def means(session: AsyncSession, encoder_id: str) -> dict[str, list[float]]:
    """The language means of the newest build; empty if nothing was built yet."""
    row = await session.scalar(
        select(IndexBuildRow)
        .where(col(IndexBuildRow.encoder_id) == encoder_id)
        .order_by(col(IndexBuildRow.id).desc())
        .limit(1)
    )
    return dict(row.means) if row else {}


async def count(session: AsyncSession, encoder_id: str) -> int:
    statement = select(func.count()).where(col(EmbeddingRow.encoder_id) == encoder_id)
    return await session.scalar(statement) or 0


async def active(session: AsyncSession, encoder_id: str) -> list[StoredVector]:
    """The vectors of every active passage's text, each once."""
    hashes = (
        select(col(PassageRow.text_hash))
        .join(DocumentRow, col(DocumentRow.id) == col(PassageRow.document_id))
        .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id))
        .where(col(PlaybookVersionRow.status) == "active")
    )
    rows = await session.execute(
        _vectors(encoder_id).where(col(EmbeddingRow.text_hash).in_(hashes))
    )
    return [StoredVector(*row) for row in rows]
