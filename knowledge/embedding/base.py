"""What the rest of the product needs of an encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class EncoderUnavailable(Exception):
    """An encoder can't be used on this machine. The message is fit to show to a user."""


class Encoder(Protocol):
    """Texts to vectors. Synchronous; questions and passages may come from two threads at once.

    Any string will do, the empty one too: what an encoder can't read is left out, and what is past
    its longest input is ignored.
    """

    @property
    def id(self) -> str:
        """Changes whenever the vectors do; stored beside every vector."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length for texts to be found, (len(texts), dimension)."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length for what is looked for, (len(texts), dimension)."""
        ...


def unit_length(vectors: Vectors) -> Vectors:
    """The rows scaled to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(lengths, np.float32(1e-12))
    return scaled
