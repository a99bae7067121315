"""From the vectors in SQL to those of an index: centred by language, with means that stay put."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from knowledge.embedding import Encoder, LanguageMeans, Vectors, centre
from knowledge.embedding.centring import has_own_means, means_for, own_means
from storage import vectors
from storage.database import Database, Session
from storage.records import Language
from storage.vectors import StoredVector

FrozenMeans = dict[str, list[float]]
"""The means of an index build, of those languages that had passages enough."""


def as_matrix(stored: Sequence[StoredVector]) -> Vectors:
    """Uncentred (n, dimension) float32."""
    return np.stack([np.frombuffer(v.vector, dtype="<f4") for v in stored]).astype(np.float32)


def languages_of(stored: Sequence[StoredVector]) -> list[Language]:
    return [cast(Language, vector.language) for vector in stored]


async def means(database: Database, encoder: Encoder) -> LanguageMeans | None:
    """The means of the present build: its own where it has them, else the shipped constants.

    None for an encoder without constants and with too few passages: it is not centred.
    """
    async with database.read() as session:
        frozen = await vectors.means(session, encoder.id)
    own = {
        cast(Language, language): np.array(mean, dtype=np.float32)
        for language, mean in frozen.items()
    }
    return means_for(encoder.id, own)


def freeze(stored: Sequence[StoredVector]) -> FrozenMeans:
    """The mean vector of each language that has passages enough to have one of its own."""
    if not stored:
        return {}
    own = own_means(as_matrix(stored), languages_of(stored))
    return {language: mean.tolist() for language, mean in own.items()}


def centred(stored: Sequence[StoredVector], by: LanguageMeans | None) -> Vectors:
    matrix = as_matrix(stored)
    return centre(matrix, languages_of(stored), by.passages) if by else matrix


async def outgrown(session: Session, encoder: Encoder) -> bool:
    """Whether the index has come to have means of its own since the present build."""
    if await vectors.means(session, encoder.id):
        return False
    stored = await vectors.active(session, encoder.id)
    return has_own_means(languages_of(stored))
