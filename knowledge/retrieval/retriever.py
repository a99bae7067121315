"""The product's search: meaning and words, only what is active and may be seen, one scale."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from knowledge.embedding import language_of
from knowledge.followup import stand_alone
from knowledge.grounding import Verdict, judge, look_first
from knowledge.grounding.signals import JUDGED
from knowledge.lexical import LexicalFindings, LexicalHit, LexicalSearch
from knowledge.nearness import nearness
from knowledge.ports import DenseSearcher, LexicalIndex, PassageSource, UnitVectors
from knowledge.retrieval.closest import LOOKED_AT, ClosestUnits
from knowledge.retrieval.dense import DenseSearch, EncoderSpace, QueryVectors
from knowledge.retrieval.fusing import NO_WORDS, fuse, fuse_words_only, words_of
from storage.records import Evidence, Language, Passage, Scope, Scored, Turn

CANDIDATES = 50
"""How many candidates each half proposes at least, before scope and activity are looked at."""
ALIKE = 4
"""Decimals beyond which scores are the same."""
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
        units: UnitVectors | None = None,
    ) -> None:
        """`executor` runs the encoders; with `units` the best passages are looked at closely."""
        self._passages = passages
        self._lexical = LexicalSearch(lexical)
        self._dense = DenseSearch(dense, spaces, executor)
        of = next((s for s in spaces if units and s.id == units.encoder_id), None)
        self._closest = ClosestUnits(units, of) if units and of else None

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
        results, words = await self.search(question, scope, top=max(top, JUDGED))
        return _evidence(question, results[:top], judge(question, results, words), scope)

    async def search(
        self, question: str, scope: Scope, *, top: int = 10
    ) -> tuple[tuple[Scored, ...], LexicalFindings]:
        """The ranking alone, without a verdict."""
        words, query = await asyncio.gather(
            self._lexical.search(question), self._dense.embed(question)
        )
        found = await self._gather(query, words, scope, top)
        return tuple((await self._score(question, found, scope))[:top]), words

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

    async def _score(self, question: str, found: _Found, scope: Scope) -> list[Scored]:
        """All candidates, best first, the best of them looked at sentence by sentence."""
        passages = list(found.passages.values())
        dense = await self._dense.complete(
            found.query, found.cosines, [p.text_hash for p in passages]
        )
        hits = {hit.passage_id: hit for hit in found.words.hits}
        scoring = _Scoring(language_of(question), scope.stage, dense, hits)
        first = _best_first(scoring.scored(passage) for passage in passages)
        if self._closest is None:
            return first
        looked_at = [scored.passage for scored in first[:LOOKED_AT]]
        units = await self._closest.cosines(found.query.of, looked_at)
        return _best_first(scoring.scored(p, units.get(p.text_hash, ())) for p in passages)


@dataclass(frozen=True)
class _Scoring:
    """What a candidate's score is made of, for one question."""

    language: Language
    stage: str | None
    dense: Mapping[str, float]
    hits: Mapping[int, LexicalHit]

    def scored(self, passage: Passage, units: tuple[float, ...] = ()) -> Scored:
        same = passage.language == self.language
        favoured = self.stage is not None and self.stage in passage.stages
        hit = self.hits.get(passage.id, NO_WORDS)
        words = words_of(hit, same_language=same)
        cosine = self.dense.get(passage.text_hash)
        if cosine is None:
            score = fuse_words_only(hit, same_language=same, favoured=favoured)
            return Scored(passage, score, 0.0, words)
        near = nearness(cosine, units)
        score = fuse(near, hit, same_language=same, favoured=favoured)
        return Scored(passage, score, near, words, units)


def _best_first(scored: Iterable[Scored]) -> list[Scored]:
    """Ties by id: the last digits of a cosine depend on who computed it."""
    return sorted(scored, key=lambda s: (-round(s.score, ALIKE), s.passage.id))


def _visible(passages: Iterable[Passage], scope: Scope) -> list[Passage]:
    return [p for p in passages if scope.playbooks is None or p.playbook in scope.playbooks]


def _evidence(
    question: str, results: tuple[Scored, ...], verdict: Verdict, scope: Scope
) -> Evidence:
    return Evidence(
        question, results, verdict.confidence, verdict.outcome, verdict.reason, scope.stage
    )
