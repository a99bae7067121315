"""Nearness of the one sentence that answers: a passage says more than a question asks.

The best passages are looked at once more: what counts is their nearest sentence, item or row
beside the passage as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.embedding import centre
from knowledge.ports import UnitVectors, Vectors
from knowledge.retrieval.dense import EncoderSpace
from storage.records import Passage, Scored

LOOKED_AT = 30
"""How many of the best passages are looked at sentence by sentence."""
SHARE = 0.6
"""The nearest sentence's part of a passage's nearness."""
EXPECTED_BASE, EXPECTED_SLOPE = 0.05, 1.05
"""The nearest sentence's cosine from the passage's, fitted on the best ten of many questions."""


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


def nearest_unit(scored: Scored) -> float:
    """The cosine of the passage's nearest unit, or what can be expected of it."""
    return max(scored.units) if scored.units else _expected(scored.dense)


def nearness(passage: float, units: Sequence[float]) -> float:
    """A passage's cosine and its units' as one; what can be expected stands in for no units."""
    nearest = max(units) if units else _expected(passage)
    return (1 - SHARE) * passage + SHARE * nearest


def _expected(passage: float) -> float:
    return EXPECTED_BASE + EXPECTED_SLOPE * passage
