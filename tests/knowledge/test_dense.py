"""Fair to passages that the slower encoder has not seen yet; questions embedded together."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.exact import ExactIndex
from knowledge.ports import Vectors
from knowledge.retrieval.dense import DenseSearch, EncoderSpace, QueryVectors
from tests.knowledge.encoders import BrokenEncoder, WordEncoder

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


class Watched(WordEncoder):
    """Remembers which questions came together; the first call waits until it is let go."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.calls: list[list[str]] = []
        self.go_on = threading.Event()

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(list(texts))
        assert self.go_on.wait(10)
        return super().embed_queries(texts)


QUESTIONS = [f"Who approves a discount of {number}%?" for number in range(20)]


async def test_questions_asked_at_the_same_moment_are_embedded_together() -> None:
    encoder = Watched("words/1")
    with ThreadPoolExecutor(1) as executor:
        search = DenseSearch(ExactIndex(), [EncoderSpace(encoder, None)], executor)
        asked = [asyncio.create_task(search.embed(question)) for question in QUESTIONS]
        await asyncio.sleep(0.01)
        encoder.go_on.set()
        found = await asyncio.gather(*asked)
    assert len(encoder.calls) <= 4
    assert [text for call in encoder.calls for text in call] == QUESTIONS, (
        "first come, first served"
    )
    for question, query in zip(QUESTIONS, found, strict=True):
        alone = WordEncoder().embed_passages([question])[0]
        assert query.of["words/1"] == pytest.approx(alone), "everybody gets the own question's"


async def test_a_question_that_was_given_up_takes_no_other_with_it() -> None:
    encoder = Watched("words/1")
    with ThreadPoolExecutor(1) as executor:
        search = DenseSearch(ExactIndex(), [EncoderSpace(encoder, None)], executor)
        asked = [asyncio.create_task(search.embed(question)) for question in QUESTIONS[:6]]
        await asyncio.sleep(0.01)
        asked[0].cancel()
        asked[3].cancel()
        encoder.go_on.set()
        found = await asyncio.gather(*asked, return_exceptions=True)
    assert [isinstance(query, QueryVectors) for query in found] == [
        False,
        True,
        True,
        False,
        True,
        True,
    ]


async def test_one_encoder_that_fails_leaves_the_other_to_every_question() -> None:
    spaces = [EncoderSpace(e, None) for e in (BrokenEncoder("broken/1"), WordEncoder())]
    with ThreadPoolExecutor(1) as executor:
        search = DenseSearch(ExactIndex(), spaces, executor)
        found = await asyncio.gather(*(search.embed(question) for question in QUESTIONS))
    assert all(set(query.of) == {"words/1"} for query in found)


async def test_a_library_that_is_closing_refuses_instead_of_keeping_anybody_waiting() -> None:
    executor = ThreadPoolExecutor(1)
    search = DenseSearch(ExactIndex(), [EncoderSpace(WordEncoder(), None)], executor)
    executor.shutdown()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            await asyncio.wait_for(search.embed("How?"), 5)
