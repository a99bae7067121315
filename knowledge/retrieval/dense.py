"""Nearness by meaning: every encoder's cosine, averaged.

A slower encoder may not have seen some passages yet. Two encoders' cosines do not mean the same, so
it counts for a question as far as it knows the passages that are nearest (decision 9).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from knowledge.embedding import Encoder, LanguageMeans, centre, language_of
from knowledge.index import IndexUnavailable
from knowledge.ports import DenseSearcher, Vectors

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 8
"""Questions embedded in one call: the last of them are not to keep the first waiting."""
LOOKED_AT = 10
"""An encoder's say in a question is its share of this many passages that are nearest to it."""
EXPECTED_BASE, EXPECTED_SLOPE = 0.05, 0.8
"""One encoder's cosine from the other's, between the fits on the nearest and on all passages."""


@dataclass(frozen=True)
class EncoderSpace:
    """An encoder, and the means its vectors in the index were centred by (None: they were not).

    `weight` is the encoder's say in the average.
    """

    encoder: Encoder
    means: LanguageMeans | None
    weight: float = 1.0

    @property
    def id(self) -> str:
        return self.encoder.id


def default_weight(encoder_id: str) -> float:
    """E5 knows more than the sentence encoder: at 3 to 2 their average is best (±.005 around)."""
    return 1.5 if encoder_id.startswith("e5") else 1.0


@dataclass(frozen=True)
class QueryVectors:
    """A question in every encoder's space: encoder id → (dimension,) f32, centred."""

    of: Mapping[str, Vectors]


class _Together:
    """Embeds the questions that wait in one call; one that waits alone does not wait longer."""

    def __init__(
        self, embed: Callable[[Sequence[str]], list[QueryVectors]], executor: Executor
    ) -> None:
        self._embed = embed
        self._executor = executor
        self._waiting: list[tuple[str, asyncio.Future[QueryVectors]]] = []
        self._running: asyncio.Task[None] | None = None

    async def embed(self, question: str) -> QueryVectors:
        """The question's vectors."""
        ready: asyncio.Future[QueryVectors] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, ready))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await ready

    async def _run(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                await self._answer(some)
        finally:
            self._running = None

    async def _answer(self, some: Sequence[tuple[str, asyncio.Future[QueryVectors]]]) -> None:
        loop = asyncio.get_running_loop()
        questions = [question for question, _ in some]
        try:
            found = await loop.run_in_executor(self._executor, self._embed, questions)
        except BaseException as error:  # the executor was shut down, or the loop ends
            for _, ready in some:
                if not ready.done():
                    ready.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return
        for (_, ready), vectors in zip(some, found, strict=True):
            if not ready.done():  # whoever asked may have gone
                ready.set_result(vectors)


class DenseSearch:
    """Embeds a question with each encoder and asks the index in each one's space.

    A space or an index that fails is left out with a warning: the others, and the words, serve.
    """

    def __init__(
        self, index: DenseSearcher, spaces: Sequence[EncoderSpace], executor: Executor
    ) -> None:
        self._index = index
        self._spaces = tuple(spaces)
        self._together = _Together(self._embed, executor)

    async def embed(self, question: str) -> QueryVectors:
        """The question's vectors; embedding runs in the executor.

        Questions that come while others are being embedded are embedded together after them.
        """
        return await self._together.embed(question)

    def _embed(self, questions: Sequence[str]) -> list[QueryVectors]:
        languages = [language_of(question) for question in questions]
        of: list[dict[str, Vectors]] = [{} for _ in questions]
        for space in self._spaces:
            try:
                vectors = space.encoder.embed_queries(questions)
            except Exception:  # an encoder may die of anything; the search must not
                logger.exception("encoder %s failed on a question", space.id)
                continue
            if space.means:
                vectors = centre(vectors, languages, space.means.queries)
            for held, vector in zip(of, vectors, strict=True):
                held[space.id] = vector
        return [QueryVectors(held) for held in of]

    async def nearest(self, query: QueryVectors, top: int) -> dict[str, dict[str, float]]:
        """text hash → encoder id → cosine, for the `top` nearest in each encoder's space."""
        try:
            found = await asyncio.gather(
                *(self._index.search(encoder_id, v, top) for encoder_id, v in query.of.items())
            )
        except IndexUnavailable as error:
            logger.warning("vector index unavailable, searching by words: %s", error)
            return {}
        cosines: dict[str, dict[str, float]] = {}
        for encoder_id, nearest in zip(query.of, found, strict=True):
            for text_hash, cosine in nearest:
                cosines.setdefault(text_hash, {})[encoder_id] = cosine
        return cosines

    async def complete(
        self,
        query: QueryVectors,
        cosines: dict[str, dict[str, float]],
        text_hashes: Iterable[str],
    ) -> dict[str, float]:
        """text hash → weighted mean cosine, for `text_hashes`, asking for what is not yet known."""
        wanted = list(dict.fromkeys(text_hashes))
        missing = [
            self._sample(encoder_id, [h for h in wanted if encoder_id not in cosines.get(h, {})])
            for encoder_id in query.of
        ]
        for (encoder_id, vector), held in zip(
            query.of.items(), await asyncio.gather(*missing), strict=True
        ):
            for text_hash, stored in held.items():
                cosines.setdefault(text_hash, {})[encoder_id] = float(np.dot(stored, vector))
        return self._averages({h: cosines[h] for h in wanted if h in cosines})

    async def _sample(self, encoder_id: str, text_hashes: list[str]) -> dict[str, Vectors]:
        if not text_hashes:
            return {}
        try:
            return await self._index.sample(encoder_id, text_hashes)
        except IndexUnavailable:
            return {}

    def _averages(self, cosines: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
        """text hash → weighted mean cosine of the encoders, each as far as it is complete here."""
        known = [s for s in self._spaces if any(s.id in of for of in cosines.values())]
        if not known:
            return dict.fromkeys(cosines, 0.0)
        fullest = max(known, key=lambda s: sum(s.id in of for of in cosines.values())).id
        nearest = sorted(cosines, key=lambda h: -cosines[h].get(fullest, -1.0))[:LOOKED_AT]
        weights = {
            s.id: s.weight * sum(s.id in cosines[h] for h in nearest) / len(nearest) for s in known
        }
        return {h: _average(of, weights, fullest) for h, of in cosines.items()}


def _average(of: Mapping[str, float], weights: Mapping[str, float], fullest: str) -> float:
    """What the fullest space lets expect stands in for an encoder that has not seen the passage."""
    if fullest in of:
        expected = EXPECTED_BASE + EXPECTED_SLOPE * of[fullest]
        total = sum(weights.values())
        return sum(of.get(i, expected) * w for i, w in weights.items()) / total
    total = sum(weights[i] for i in of)
    return sum(cosine * weights[i] for i, cosine in of.items()) / total if total else 0.0
