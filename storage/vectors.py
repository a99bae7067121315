"""Vectors as SQL keeps them: uncentred, one a text and encoder. Chroma is derived from these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, and_, exists, func, select
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


ANSWERING = ("active",)
COMPLETE = ("active", "draft")
KEPT = ("active", "draft", "indexing")
"""Versions whose vectors the index holds: those that answer, and those that may next."""


def _hashes(statuses: Sequence[str], version_id: int | None = None) -> Select[str]:
    """The text hash of every passage of versions in these statuses, or of this very version."""
    statement = select(col(PassageRow.text_hash)).join(
        DocumentRow, col(DocumentRow.id) == col(PassageRow.document_id)
    )
    if version_id is not None:
        return statement.where(col(DocumentRow.version_id) == version_id)
    return statement.join(
        PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id)
    ).where(col(PlaybookVersionRow.status).in_(statuses))


async def page(
    session: AsyncSession,
    encoder_id: str,
    after: str,
    limit: int,
    *,
    statuses: Sequence[str] = ANSWERING,
    version_id: int | None = None,
) -> list[StoredVector]:
    """The next `limit` vectors by text hash, each once; of one version if it is given."""
    rows = await session.execute(
        _vectors(encoder_id)
        .where(
            col(EmbeddingRow.text_hash) > after,
            col(EmbeddingRow.text_hash).in_(_hashes(statuses, version_id)),
        )
        .order_by(col(EmbeddingRow.text_hash))
        .limit(limit)
    )
    return [StoredVector(*row) for row in rows]


async def hashes_with_vector(
    session: AsyncSession, encoder_id: str, statuses: Sequence[str] = ANSWERING
) -> list[str]:
    """The text hashes of these versions that the encoder has embedded, each once, sorted."""
    rows = await session.scalars(
        select(col(EmbeddingRow.text_hash))
        .where(
            col(EmbeddingRow.encoder_id) == encoder_id,
            col(EmbeddingRow.text_hash).in_(_hashes(statuses)),
        )
        .order_by(col(EmbeddingRow.text_hash))
    )
    return list(rows)


async def languages(session: AsyncSession, encoder_id: str) -> dict[str, int]:
    """How many active texts that the encoder has embedded there are in each language."""
    rows = await session.execute(
        select(col(EmbeddingRow.language), func.count())
        .where(
            col(EmbeddingRow.encoder_id) == encoder_id,
            col(EmbeddingRow.text_hash).in_(_hashes(ANSWERING)),
        )
        .group_by(col(EmbeddingRow.language))
    )
    return {str(language): number for language, number in rows}


# --- what is not embedded yet ------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """A passage that an encoder has not embedded."""

    passage_id: int
    text_hash: str
    language: str
    heading_path: tuple[str, ...]
    text: str


def _is_waiting(encoder_id: str, version_id: int | None, statuses: Sequence[str]) -> Any:
    done = exists().where(
        col(EmbeddingRow.text_hash) == col(PassageRow.text_hash),
        col(EmbeddingRow.encoder_id) == encoder_id,
    )
    if version_id is not None:
        return and_(col(DocumentRow.version_id) == version_id, ~done)
    return and_(col(PlaybookVersionRow.status).in_(statuses), ~done)


async def count_waiting(
    session: AsyncSession,
    encoder_id: str,
    *,
    version_id: int | None = None,
    statuses: Sequence[str] = ANSWERING,
) -> int:
    """How many passages of these versions, or of this one, the encoder has not embedded."""
    statement = (
        select(func.count(col(PassageRow.id)))
        .join(DocumentRow, col(DocumentRow.id) == col(PassageRow.document_id))
        .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id))
        .where(_is_waiting(encoder_id, version_id, statuses))
    )
    return await session.scalar(statement) or 0


async def waiting(
    session: AsyncSession,
    encoder_id: str,
    after: int,
    limit: int,
    *,
    version_id: int | None = None,
    statuses: Sequence[str] = ANSWERING,
) -> list[Waiting]:
    """The next `limit` of them by id."""
    passage = PassageRow
    rows = await session.execute(
        select(col(passage.id), col(passage.text_hash), col(passage.language),
               col(passage.heading_path), col(passage.text))
        .join(DocumentRow, col(DocumentRow.id) == col(passage.document_id))
        .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id))
        .where(_is_waiting(encoder_id, version_id, statuses), col(passage.id) > after)
        .order_by(col(passage.id))
        .limit(limit)
    )  # fmt: skip
    return [
        Waiting(cast(int, i), text_hash, language, tuple(path), text)
        for i, text_hash, language, path, text in rows
    ]


# --- builds ------------------------------------------------------------------------------------


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
