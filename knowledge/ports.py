"""What the search asks of the storage and of a vector index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from storage.records import Passage

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Nominee:
    """A passage that holds a term of the query. `terms` are all its segmented terms, in order."""

    passage_id: int
    terms: tuple[str, ...]


@dataclass(frozen=True)
class LexicalStatistics:
    """Counts over the active passages: how many, their mean length in terms, and in how many of
    them each asked term occurs (a term that occurs in none may be missing)."""

    passages: int
    mean_length: float
    frequency: Mapping[str, int]


class LexicalIndex(Protocol):
    """Finds active passages by their words; the ranking is ours (`knowledge.lexical`)."""

    async def statistics(self, terms: Sequence[str]) -> LexicalStatistics: ...

    async def nominate(self, terms: Sequence[str], limit: int) -> list[Nominee]:
        """Active passages that hold any of `terms`, at most `limit`."""
        ...


class PassageSource(Protocol):
    """Reads passages of active versions; others are left out without a word."""

    async def passages(self, ids: Sequence[int]) -> list[Passage]: ...

    async def by_hash(self, text_hashes: Sequence[str]) -> list[Passage]: ...

    async def neighbours(self, passage_id: int) -> list[Passage]:
        """The passage before it in its document, itself, and the one behind it."""
        ...


class UnitVectors(Protocol):
    """Vectors of the sentences, items and rows of passages, in order, by the passage's text."""

    @property
    def encoder_id(self) -> str:
        """Whose vectors they are."""
        ...

    async def of(self, text_hashes: Sequence[str]) -> Mapping[str, Vectors]:
        """(units, dimension) each, uncentred, of those that have been embedded."""
        ...


class DenseSearcher(Protocol):
    """Nearest vectors, one space per encoder, keyed by the hash of the passage's text.

    Vectors are unit length, already centred. Every method may raise
    `knowledge.index.IndexUnavailable`.
    """

    async def search(self, encoder_id: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        """(text hash, cosine), best first; `vector` has shape (dimension,)."""
        ...

    async def sample(self, encoder_id: str, text_hashes: Sequence[str]) -> dict[str, Vectors]:
        """The stored vectors of those of `text_hashes` that the index holds."""
        ...


class DenseIndex(DenseSearcher, Protocol):
    """A `DenseSearcher` that can be filled and emptied."""

    async def upsert(self, encoder_id: str, text_hashes: Sequence[str], vectors: Vectors) -> None:
        """Adds or replaces; `vectors` has shape (len(text_hashes), dimension)."""
        ...

    async def delete(self, encoder_id: str, text_hashes: Sequence[str]) -> None: ...

    async def hashes(self, encoder_id: str) -> set[str]: ...

    async def count(self, encoder_id: str) -> int: ...

    async def drop(self, encoder_id: str) -> None:
        """Removes the encoder's whole space; one that does not exist is no error."""
        ...
