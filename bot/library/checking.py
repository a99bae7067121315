"""How Chroma differs from SQL, found by reading: what it says of itself is not to be trusted."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from bot.library import vectors as centring
from knowledge.embedding import Encoder
from knowledge.index import ChromaIndex
from storage import vectors
from storage.database import Database

SAMPLE = 64
"""Vectors read back and compared with SQL."""
SEARCHED = 8
"""Vectors looked for: each has to find itself."""


async def differences(
    database: Database, chroma: ChromaIndex, encoders: Sequence[Encoder]
) -> list[str]:
    """What is wrong with Chroma, in words; empty if it holds and finds what SQL has.

    Vectors that it holds beyond that are no difference: they are found and left out. Raises
    IndexUnavailable.
    """
    return [said for encoder in encoders for said in await _differences(database, chroma, encoder)]


async def _differences(database: Database, chroma: ChromaIndex, encoder: Encoder) -> list[str]:
    async with database.read() as session:
        wanted = await vectors.hashes_with_vector(session, encoder.id)
    missing = len(set(wanted) - await chroma.hashes(encoder.id))
    if missing:
        return [f"{missing} passages are missing from {encoder.id}"]
    by = await centring.means(database, encoder)
    async with database.read() as session:
        chosen = random.sample(wanted, min(SAMPLE, len(wanted)))
        stored = await vectors.load(session, encoder.id, chosen)
    if not stored:
        return []
    expected = centring.centred(stored, by)
    held = await chroma.sample(encoder.id, chosen)
    for vector, right in zip(stored, expected, strict=True):
        kept = held.get(vector.text_hash)
        if kept is None or not np.allclose(kept, right, atol=1e-4):
            return [f"a vector of {encoder.id} differs"]
    for right in expected[np.any(expected, axis=1)][:SEARCHED]:
        nearest = await chroma.search(encoder.id, right, 1)
        if not nearest or nearest[0][1] < 0.999:
            return [f"a vector of {encoder.id} is not found"]
    return []
