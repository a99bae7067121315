"""What of a passage an encoder embeds: the whole of it, or its sentences, items and rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answering.units import unit_texts
from knowledge.embedding import Encoder, Vectors
from knowledge.splitting import embedded_text
from storage import vectors
from storage.database import Database
from storage.vectors import StoredVector, Waiting


@dataclass(frozen=True)
class View:
    """`texts` of a passage are embedded by `encoder`, and their vectors kept under `id`."""

    encoder: Encoder
    id: str
    texts: Callable[[Waiting], list[str]]
    dtype: str
    in_chroma: bool

    def stored(self, passage: Waiting, matrix: Vectors) -> StoredVector:
        """The passage's vectors, (texts, dimension) f32, one after another."""
        return StoredVector(
            passage.text_hash, passage.language, matrix.astype(self.dtype).tobytes()
        )


def whole(encoder: Encoder) -> View:
    """The passage below its headings, as one vector: what is searched."""
    return View(encoder, encoder.id, _whole, "<f4", in_chroma=True)


def units(encoder: Encoder) -> View:
    """A vector for each unit of the passage, in order: what the best passages are ranked by."""
    return View(encoder, f"{encoder.id}/units", _units, "<f2", in_chroma=False)


def _whole(passage: Waiting) -> list[str]:
    return [embedded_text(passage.heading_path, passage.text)]


def _units(passage: Waiting) -> list[str]:
    return unit_texts(passage.text)


class StoredUnits:
    """A `UnitVectors` from SQL: those of the passages that the view has been embedded of."""

    def __init__(self, database: Database, view: View) -> None:
        self._database = database
        self._view = view
        self.encoder_id = view.encoder.id

    async def of(self, text_hashes: Sequence[str]) -> dict[str, Vectors]:
        """See UnitVectors."""
        async with self._database.read() as session:
            held = await vectors.load(session, self._view.id, text_hashes)
        dimension = self._view.encoder.dimension
        return {
            v.text_hash: np.frombuffer(v.vector, self._view.dtype)
            .reshape(-1, dimension)
            .astype(np.float32)
            for v in held
        }
