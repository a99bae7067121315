"""An exact vector index in memory: a matrix product over every vector.

100,000 vectors of 512 numbers take some 8 ms and 200 MB. Shell commands beside a running bot use
it, the search falls back to it when Chroma fails; tests use it everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.ports import Vectors


class _Space:
    """One encoder's vectors: a matrix that grows by doubling, and the row of each hash."""

    def __init__(self, dimension: int) -> None:
        self.matrix: Vectors = np.zeros((16, dimension), dtype=np.float32)
        self.hashes: list[str] = []
        self.row: dict[str, int] = {}

    def put(self, text_hash: str, vector: Vectors) -> None:
        at = self.row.setdefault(text_hash, len(self.hashes))
        if at == len(self.hashes):
            self.hashes.append(text_hash)
            if at == len(self.matrix):
                self.matrix = np.concatenate([self.matrix, np.zeros_like(self.matrix)])
        self.matrix[at] = vector

    def remove(self, text_hash: str) -> None:
        at = self.row.pop(text_hash, None)
        if at is None:
            return
        last = self.hashes.pop()
        if last != text_hash:
            self.hashes[at], self.row[last] = last, at
            self.matrix[at] = self.matrix[len(self.hashes)]

    @property
    def used(self) -> Vectors:
        return self.matrix[: len(self.hashes)]


class ExactIndex:
    """A `DenseIndex` in memory; never raises `IndexUnavailable`."""

    def __init__(self) -> None:
        self._spaces: dict[str, _Space] = {}

    async def search(self, encoder_id: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        """(text hash, cosine), best first; `vector` has shape (dimension,), unit length."""
        space = self._spaces.get(encoder_id)
        if space is None or not space.hashes or top < 1:
            return []
        cosines = space.used @ vector
        count = min(top, len(cosines))
        best = np.argpartition(-cosines, count - 1)[:count]
        best = best[np.argsort(-cosines[best], kind="stable")]
        return [(space.hashes[i], float(cosines[i])) for i in best]

    async def upsert(self, encoder_id: str, text_hashes: Sequence[str], vectors: Vectors) -> None:
        """Adds or replaces; `vectors` has shape (len(text_hashes), dimension)."""
        if not len(text_hashes):
            return
        space = self._spaces.setdefault(encoder_id, _Space(vectors.shape[1]))
        for text_hash, vector in zip(text_hashes, vectors, strict=True):
            space.put(text_hash, vector)

    async def delete(self, encoder_id: str, text_hashes: Sequence[str]) -> None:
        """Removes those of `text_hashes` that the index holds."""
        if space := self._spaces.get(encoder_id):
            for text_hash in text_hashes:
                space.remove(text_hash)

    async def sample(self, encoder_id: str, text_hashes: Sequence[str]) -> dict[str, Vectors]:
        """The stored vectors of those of `text_hashes` that the index holds."""
        space = self._spaces.get(encoder_id)
        if space is None:
            return {}
        rows = {h: space.row[h] for h in text_hashes if h in space.row}
        return {text_hash: space.matrix[row] for text_hash, row in rows.items()}

    async def hashes(self, encoder_id: str) -> set[str]:
        """Every text hash of the encoder's space."""
        space = self._spaces.get(encoder_id)
        return set(space.row) if space else set()

    async def count(self, encoder_id: str) -> int:
        """How many vectors the encoder's space holds."""
        space = self._spaces.get(encoder_id)
        return len(space.hashes) if space else 0

    async def drop(self, encoder_id: str) -> None:
        """Removes the encoder's whole space; one that does not exist is no error."""
        self._spaces.pop(encoder_id, None)
