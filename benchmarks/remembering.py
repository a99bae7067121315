"""The bundled encoders, which embed no text twice: what they knew is kept from run to run."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from knowledge.embedding import BundledEncoders, Encoder, bundled_encoders
from knowledge.ports import Vectors

HOME = Path("build/benchmark-home")
BATCH = 16


class Remembering:
    """An encoder that embeds no text twice. `known` is by kind and text, (dimension,) each."""

    def __init__(
        self, encoder: Encoder, known: dict[tuple[str, str], Vectors] | None = None
    ) -> None:
        self._encoder = encoder
        self.known = {} if known is None else known
        self.id = encoder.id
        self.dimension = encoder.dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._embed("passage", texts, self._encoder.embed_passages)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._embed("query", texts, self._encoder.embed_queries)

    def _embed(
        self, kind: str, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        missing = [t for t in dict.fromkeys(texts) if (kind, t) not in self.known]
        for at in range(0, len(missing), BATCH):
            part = missing[at : at + BATCH]
            self.known.update(zip([(kind, t) for t in part], embed(part), strict=True))
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([self.known[kind, text] for text in texts])


@contextmanager
def remembering(home: Path = HOME) -> Iterator[BundledEncoders]:
    """The bundled encoders with what an earlier run has embedded, which is written at the end."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "embedded.pickle"
    kept = pickle.loads(file.read_bytes()) if file.exists() else {}
    bundled = bundled_encoders(home)
    encoders = [Remembering(encoder, kept.get(encoder.id)) for encoder in bundled.encoders]
    try:
        yield BundledEncoders(tuple(encoders), bundled.problems)
    finally:
        file.write_bytes(pickle.dumps({encoder.id: encoder.known for encoder in encoders}))
