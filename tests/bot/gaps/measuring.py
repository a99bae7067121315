"""How well clustering tells the same question from another one, on pairs.jsonl.

The pairs are what reps ask, reworded (slightly, wholly, or in the other language), and near misses:
questions of the same frame about something else. Every other pair of these questions counts as a
non-pair too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.gaps.clustering import OTHER_LANGUAGE, SAME_LANGUAGE
from knowledge.embedding import BundledEncoders, Vectors, centre, language_of, shipped_means

PAIRS = Path(__file__).parent / "pairs.jsonl"


@dataclass(frozen=True)
class Score:
    """Of pairs told to be the same: how many are, how many of all that are, and F1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Pairs:
    """All pairs of the questions: cosine, whether they ask the same, and are in one language.

    `listed` marks those of the file; the others are chance.
    """

    cosines: Vectors
    same: NDArray[np.bool_]
    one_language: NDArray[np.bool_]
    listed: NDArray[np.bool_]

    def score(self, same_language: float, other_language: float, *, listed: bool) -> Score:
        threshold = np.where(self.one_language, same_language, other_language)
        looked_at = self.listed if listed else np.ones_like(self.listed)
        told = (self.cosines >= threshold) & looked_at
        right = int((told & self.same).sum())
        return Score(right / max(1, int(told.sum())), right / int((self.same & looked_at).sum()))


def read() -> list[tuple[str, str, bool]]:
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return [(row["a"], row["b"], row["same"]) for row in map(json.loads, lines)]


def measured(encoders: BundledEncoders) -> Pairs:
    pairs = read()
    questions = sorted({question for one, other, _ in pairs for question in (one, other)})
    place = {question: number for number, question in enumerate(questions)}
    vectors = _vectors(encoders, questions)
    group = _groups(len(questions), ((place[a], place[b]) for a, b, same in pairs if same))
    listed = np.zeros((len(questions), len(questions)), dtype=bool)
    for one, other, _ in pairs:
        listed[place[one], place[other]] = listed[place[other], place[one]] = True
    upper = np.triu_indices(len(questions), 1)
    languages = np.array([language_of(question) for question in questions])
    return Pairs(
        cosines=(vectors @ vectors.T)[upper],
        same=(group[:, None] == group[None, :])[upper],
        one_language=(languages[:, None] == languages[None, :])[upper],
        listed=listed[upper],
    )


def _vectors(encoders: BundledEncoders, questions: list[str]) -> Vectors:
    """As `bot.gaps.clustering.vectors_of` makes them."""
    languages = [language_of(question) for question in questions]
    parts = []
    for encoder in encoders.encoders:
        means = shipped_means(encoder.id)
        vectors = encoder.embed_queries(questions)
        parts.append(centre(vectors, languages, means.queries) if means else vectors)
    joined: Vectors = np.concatenate(parts, axis=1) / np.float32(len(parts) ** 0.5)
    return joined


def _groups(count: int, joined: Iterable[tuple[int, int]]) -> NDArray[np.intp]:
    """A number for each question, the same for all that ask the same."""
    group = np.arange(count, dtype=np.intp)
    for one, other in joined:
        group[group == group[other]] = group[one]
    return group


def table(pairs: Pairs) -> str:
    head = "same  other   all pairs: P    R    F1      listed pairs: P    R    F1"
    lines = [
        _line(pairs, float(same), other)
        for same in np.arange(0.44, 0.74, 0.04)
        for other in (0.40, OTHER_LANGUAGE, 0.56)
    ]
    chosen = _line(pairs, SAME_LANGUAGE, OTHER_LANGUAGE)
    return "\n".join([head, *lines, f"{chosen}  <- chosen"])


def _line(pairs: Pairs, same: float, other: float) -> str:
    every, listed = (pairs.score(same, other, listed=only) for only in (False, True))
    return (
        f"{same:.2f}  {other:.2f}            {every.precision:.2f} {every.recall:.2f} "
        f"{every.f1:.3f}             {listed.precision:.2f} {listed.recall:.2f} {listed.f1:.3f}"
    )
