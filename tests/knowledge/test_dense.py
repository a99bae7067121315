"""Fair to passages that the slower encoder has not seen yet."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.exact import ExactIndex
from knowledge.ports import Vectors
from knowledge.retrieval.dense import DenseSearch, EncoderSpace, QueryVectors

QUERY = QueryVectors({"fast": np.array([1, 0], np.float32), "slow": np.array([1, 0], np.float32)})
Cosines = dict[str, tuple[float, float | None]]
"""Each passage's cosine by the fast and, where it has seen it, by the slow encoder."""


class Silent:
    """An encoder that is never asked: the cosines are given."""

    dimension = 2

    def __init__(self, name: str) -> None:
        self.id = name

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        raise NotImplementedError

    embed_queries = embed_passages


def _at(cosine: float) -> Vectors:
    return np.array([[cosine, np.sqrt(1 - cosine**2)]], np.float32)


async def _ranked(passages: Cosines) -> dict[str, float]:
    index = ExactIndex()
    for name, (fast, slow) in passages.items():
        await index.upsert("fast", [name], _at(fast))
        if slow is not None:
            await index.upsert("slow", [name], _at(slow))
    spaces = [EncoderSpace(Silent("fast"), None), EncoderSpace(Silent("slow"), None, 1.5)]
    with ThreadPoolExecutor(1) as executor:
        search = DenseSearch(index, spaces, executor)
        found = await search.complete(QUERY, await search.nearest(QUERY, 50), list(passages))
    return dict(sorted(found.items(), key=lambda item: -item[1]))


async def test_a_complete_space_counts_with_its_whole_weight() -> None:
    found = await _ranked({"a": (0.4, 0.9), "b": (0.8, 0.2)})
    assert found == pytest.approx({"a": (0.4 + 1.5 * 0.9) / 2.5, "b": (0.8 + 1.5 * 0.2) / 2.5})


async def test_a_new_passage_is_not_beaten_because_only_others_were_seen() -> None:
    old: Cosines = {f"old{n}": (0.30, 0.60) for n in range(2)}
    new: Cosines = {f"new{n}": (0.35 + n / 100, None) for n in range(12)}
    assert next(iter(await _ranked(old | new))) == "new11", "as the fast encoder alone ranks"


async def test_a_new_passage_does_not_win_because_only_others_were_seen() -> None:
    old: Cosines = {f"old{n}": (0.60, 0.50 + n / 1000) for n in range(11)}
    assert list(await _ranked(old | {"new": (0.55, None)}))[-1] == "new"


async def test_a_passage_that_no_encoder_has_seen_has_no_nearness() -> None:
    assert "none" not in await _ranked({"a": (0.4, 0.9)})


async def test_nothing_seen_by_the_slow_encoder_is_the_fast_encoder_alone() -> None:
    found = await _ranked({"a": (0.4, None), "b": (0.8, None)})
    assert found == pytest.approx({"b": 0.8, "a": 0.4})
