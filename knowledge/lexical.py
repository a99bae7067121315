"""BM25 on an absolute scale, from candidates that a database nominates.

The databases only say which passages hold a word (their own ranks differ, and PostgreSQL's knows
no idf), so order and score are the same on both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from knowledge.ports import LexicalIndex, LexicalStatistics, Nominee
from knowledge.text import content_words, segment

K1 = 1.2
B = 0.75
NOMINATION_CAP = 400


@dataclass(frozen=True)
class LexicalHit:
    """`score` is BM25 as a share of the most the query could score, in [0, 1]."""

    passage_id: int
    score: float


@dataclass(frozen=True)
class LexicalFindings:
    """`hits` best first; `weights` how telling each term of the question is (its idf);
    `passages` how many are active at all."""

    hits: tuple[LexicalHit, ...]
    weights: Mapping[str, float]
    passages: int


class LexicalSearch:
    """Ranks passages by the words they share with a question."""

    def __init__(self, index: LexicalIndex, *, cap: int = NOMINATION_CAP) -> None:
        self._index = index
        self._cap = cap

    async def search(self, question: str) -> LexicalFindings:
        """Passages with a word of the question, best first.

        Only content words count, unless there are none: how rare "谁" or "who" is in a few
        documents says nothing of what the question is about. A number that occurs nowhere does not
        count either: a table of ranges answers it without naming it.
        """
        terms = content_words(question) or list(dict.fromkeys(segment(question)))
        statistics = await self._index.statistics(terms)
        terms = [t for t in terms if statistics.frequency.get(t, 0) > 0 or not t[0].isdigit()]
        weights = {term: idf(term, statistics) for term in terms}
        chosen = nominating_terms(terms, statistics, self._cap)
        if not chosen:
            return LexicalFindings((), weights, statistics.passages)
        limit = max(self._cap, statistics.frequency[chosen[0]])
        nominees = await self._index.nominate(chosen, limit)
        return LexicalFindings(
            tuple(rank(terms, nominees, statistics)), weights, statistics.passages
        )


def nominating_terms(terms: Iterable[str], statistics: LexicalStatistics, cap: int) -> list[str]:
    """The rarest terms that together nominate at most `cap` passages; at least one that occurs.

    A term of nearly every passage would nominate them all and tells them apart least.
    """
    occurring = [t for t in terms if statistics.frequency.get(t, 0) > 0]
    occurring.sort(key=lambda t: (statistics.frequency[t], t))
    chosen: list[str] = []
    total = 0
    for term in occurring:
        total += statistics.frequency[term]
        if chosen and total > cap:
            break
        chosen.append(term)
    return chosen


def idf(term: str, statistics: LexicalStatistics) -> float:
    """How rare a term is; never negative, largest for a term that no passage holds."""
    frequency = statistics.frequency.get(term, 0)
    return log(1 + (statistics.passages - frequency + 0.5) / (frequency + 0.5))


def rank(
    terms: Sequence[str], nominees: Iterable[Nominee], statistics: LexicalStatistics
) -> list[LexicalHit]:
    """`nominees` scored and sorted, best first; ties by id, so that the order is always the same.

    The scale is absolute: the denominator counts every term of the question, those that occur
    nowhere too, each as if it stood in a passage often and alone.
    """
    weights = {term: idf(term, statistics) for term in terms}
    most = sum(weights.values()) * (K1 + 1)
    if most <= 0:
        return []
    hits = [
        LexicalHit(n.passage_id, _bm25(weights, n.terms, statistics.mean_length) / most)
        for n in nominees
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))


def _bm25(weights: Mapping[str, float], terms: Sequence[str], mean_length: float) -> float:
    counts = Counter(term for term in terms if term in weights)
    length = 1 - B + B * len(terms) / max(mean_length, 1.0)
    return sum(
        weights[term] * count * (K1 + 1) / (count + K1 * length) for term, count in counts.items()
    )
