"""From the vectors in SQL to those of an index: centred by language, with means that stay put."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import cast

import numpy as np

from knowledge.embedding import Encoder, LanguageMeans, Vectors, centre
from knowledge.embedding.centring import ENOUGH_PASSAGES, means_for, shipped_means
from knowledge.embedding.language import LANGUAGES
from storage import vectors
from storage.database import Database, Session
from storage.records import Language
from storage.vectors import StoredVector

PAGE = 1_000
"""Vectors read from SQL at a time, however many there are: 2 MB of 512 numbers each."""

FrozenMeans = dict[str, list[float]]
"""The means of an index build, of those languages that had passages enough."""


def as_matrix(stored: Sequence[StoredVector]) -> Vectors:
    """Uncentred (n, dimension) float32."""
    return np.frombuffer(b"".join(v.vector for v in stored), dtype="<f4").reshape(len(stored), -1)


async def means(database: Database, encoder: Encoder) -> LanguageMeans | None:
    """The shipped constants, else the present build's own means.

    None for an encoder without constants and with too few passages: it is not centred.
    """
    async with database.read() as session:
        frozen = await vectors.means(session, encoder.id)
    own = {
        cast(Language, language): np.array(mean, dtype=np.float32)
        for language, mean in frozen.items()
    }
    return means_for(encoder.id, own)


def centred(stored: Sequence[StoredVector], by: LanguageMeans | None) -> Vectors:
    """(n, dimension), as an index holds them."""
    matrix = as_matrix(stored)
    if by is None:
        return matrix
    return centre(matrix, [cast(Language, vector.language) for vector in stored], by.passages)


async def pages(
    database: Database,
    encoder: Encoder,
    *,
    statuses: Sequence[str] = vectors.ANSWERING,
    version_id: int | None = None,
) -> AsyncIterator[list[StoredVector]]:
    """Every vector of one version, or of all in these statuses, a page at a time, by hash."""
    after = ""
    while True:
        async with database.read() as session:
            page = await vectors.page(
                session, encoder.id, after, PAGE, statuses=statuses, version_id=version_id
            )
        if not page:
            return
        yield page
        after = page[-1].text_hash


async def freeze(database: Database, encoder: Encoder) -> FrozenMeans:
    """The mean vector of each language, if all have passages enough for means of their own."""
    async with database.read() as session:
        if not await _wants_own(session, encoder):
            return {}
    sums = {language: np.zeros(encoder.dimension) for language in LANGUAGES}
    numbers = dict.fromkeys(LANGUAGES, 0)
    async for page in pages(database, encoder):
        spoken = np.array([vector.language for vector in page])
        matrix = as_matrix(page)
        for language in LANGUAGES:
            sums[language] += matrix[spoken == language].sum(axis=0, dtype=np.float64)
            numbers[language] += int((spoken == language).sum())
    return {
        language: (sums[language] / max(numbers[language], 1)).astype(np.float32).tolist()
        for language in LANGUAGES
    }


async def _wants_own(session: Session, encoder: Encoder) -> bool:
    """Whether the encoder comes without means, and has passages enough for some of its own."""
    if shipped_means(encoder.id) is not None:
        return False
    counts = await vectors.languages(session, encoder.id)
    return all(counts.get(language, 0) >= ENOUGH_PASSAGES for language in LANGUAGES)


async def outgrown(session: Session, encoder: Encoder) -> bool:
    """Whether the index has come to have means of its own since the present build."""
    return not await vectors.means(session, encoder.id) and await _wants_own(session, encoder)
