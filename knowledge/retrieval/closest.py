"""Nearness of the one sentence that answers: a passage says more than a question asks.

The best passages are looked at once more: what counts is their nearest sentence, item or row
beside the passage as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.embedding import centre
from knowledge.ports import UnitVectors, Vectors
from knowledge.retrieval.dense import EncoderSpace
from storage.records import Passage

LOOKED_AT = 30
"""How many of the best passages are looked at sentence by sentence."""


class ClosestUnits:
    """Cosines between a question and every unit of some passages."""

    def __init__(self, vectors: UnitVectors, space: EncoderSpace) -> None:
        self._vectors = vectors
        self._space = space

    async def cosines(
        self, query: Mapping[str, Vectors], passages: Sequence[Passage]
    ) -> dict[str, tuple[float, ...]]:
        """By text hash, for passages whose units have been embedded; `query` by encoder id."""
        asked = query.get(self._space.id)
        if asked is None or not passages:
            return {}
        held = await self._vectors.of([p.text_hash for p in passages])
        found: dict[str, tuple[float, ...]] = {}
        for passage in passages:
            matrix = held.get(passage.text_hash)
            if matrix is None or not len(matrix):
                continue
            if self._space.means:
                spoken = [passage.language] * len(matrix)
                matrix = centre(matrix, spoken, self._space.means.passages)
            found[passage.text_hash] = tuple(float(cosine) for cosine in matrix @ asked)
        return found
