"""The product's search: meaning and words, only what is active and may be seen, one scale."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from knowledge.embedding import language_of
from knowledge.followup import stand_alone
from knowledge.grounding import Verdict, judge, look_first
from knowledge.lexical import LexicalFindings, LexicalSearch
from knowledge.ports import DenseSearcher, LexicalIndex, PassageSource
from knowledge.retrieval.dense import DenseSearch, EncoderSpace, QueryVectors
from knowledge.retrieval.fusing import fuse, fuse_words_only
from storage.records import Evidence, Passage, Scope, Scored, Turn

CANDIDATES = 50
"""How many candidates each half proposes at least, before scope and activity are looked at."""
WIDEST = 3_200
"""Over-fetching stops here, however few of the nearest vectors are active."""


@dataclass(frozen=True)
class _Found:
    """What the search knows when it starts to score."""

    query: QueryVectors
    words: LexicalFindings
    cosines: dict[str, dict[str, float]]
    passages: dict[int, Passage]


class Retriever:
    """`retrieve(question, scope) -> Evidence`, from whatever indexes and encoders it is given."""

    def __init__(
        self,
        *,
        passages: PassageSource,
        lexical: LexicalIndex,
        dense: DenseSearcher,
        spaces: Sequence[EncoderSpace],
        executor: Executor,
    ) -> None:
        """`executor` runs the encoders."""
        self._passages = passages
        self._lexical = LexicalSearch(lexical)
        self._dense = DenseSearch(dense, spaces, executor)

    async def retrieve(
        self, question: str, scope: Scope, *, history: Sequence[Turn] = (), top: int = 10
    ) -> Evidence:
        """The `top` best passages, best first, and the evidence gate's verdict on them.

        `Evidence.question` is the question made to stand alone. Only passages of active versions
        and of the scope's playbooks are seen; its stage favours and never hides.
        """
        if verdict := look_first(question):
            return _evidence(question, (), verdict, scope)
        question = stand_alone(question, history)
        results, words = await self.search(question, scope, top=max(top, 5))
        return _evidence(question, results[:top], judge(question, results, words), scope)

    async def search(
        self, question: str, scope: Scope, *, top: int = 10
    ) -> tuple[tuple[Scored, ...], LexicalFindings]:
        """The ranking alone, without a verdict."""
        words, query = await asyncio.gather(
            self._lexical.search(question), self._dense.embed(question)
        )
        found = await self._gather(query, words, scope, top)
        return (await self._score(question, found, scope))[:top], words

    async def _gather(
        self, query: QueryVectors, words: LexicalFindings, scope: Scope, top: int
    ) -> _Found:
        """Candidates of both halves, over-fetched until enough are active and in scope."""
        hits = words.hits if scope.playbooks is not None else words.hits[: 2 * CANDIDATES]
        by_words = _visible(await self._passages.passages([h.passage_id for h in hits]), scope)
        width = max(CANDIDATES, 2 * top)
        while True:
            cosines = await self._dense.nearest(query, width)
            by_meaning = _visible(await self._passages.by_hash(list(cosines)), scope)
            if len(by_meaning) >= top or len(cosines) < width or width >= WIDEST:
                break
            width *= 4
        kept = {p.id: p for p in (*by_words[: 2 * CANDIDATES], *by_meaning)}
        return _Found(query, words, cosines, kept)

    async def _score(self, question: str, found: _Found, scope: Scope) -> tuple[Scored, ...]:
        hashes = [p.text_hash for p in found.passages.values()]
        dense = await self._dense.complete(found.query, found.cosines, hashes)
        lexical = {hit.passage_id: hit.score for hit in found.words.hits}
        language = language_of(question)
        scored = [
            _scored(
                passage,
                dense.get(passage.text_hash),
                lexical.get(passage.id, 0.0),
                same_language=passage.language == language,
                favoured=scope.stage is not None and scope.stage in passage.stages,
            )
            for passage in found.passages.values()
        ]
        return tuple(sorted(scored, key=lambda s: (-s.score, s.passage.id)))


def _scored(
    passage: Passage, dense: float | None, lexical: float, *, same_language: bool, favoured: bool
) -> Scored:
    if dense is None:
        return Scored(passage, fuse_words_only(lexical, favoured=favoured), 0.0, lexical)
    score = fuse(dense, lexical, same_language=same_language, favoured=favoured)
    return Scored(passage, score, dense, lexical)


def _visible(passages: Iterable[Passage], scope: Scope) -> list[Passage]:
    return [p for p in passages if scope.playbooks is None or p.playbook in scope.playbooks]


def _evidence(
    question: str, results: tuple[Scored, ...], verdict: Verdict, scope: Scope
) -> Evidence:
    return Evidence(
        question, results, verdict.confidence, verdict.outcome, verdict.reason, scope.stage
    )
