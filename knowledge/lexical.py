"""BM25 on an absolute scale, from candidates that a database nominates.

The databases only say which passages hold a word (their own ranks differ, and PostgreSQL's knows
no idf), so order and score are the same on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from knowledge.lexicon import translations
from knowledge.ports import LexicalIndex, LexicalStatistics, Nominee
from knowledge.text import content_words, segment
from knowledge.text.language import language_of

K1 = 1.2
B = 0.75
NOMINATION_CAP = 400
WINDOW = 60
"""Terms, of which Chinese has more than words: two or three sentences."""


@dataclass(frozen=True)
class LexicalHit:
    """Shares of the most the question could score, in [0, 1].

    `score` is BM25, `closeness` the share of the question in one stretch of `WINDOW` terms,
    `translated` BM25 with each word standing for its translations too.
    """

    passage_id: int
    score: float
    closeness: float = 0.0
    translated: float = 0.0


@dataclass(frozen=True)
class LexicalFindings:
    """`hits` best first; `weights` how telling each term of the question is (its idf);
    `passages` how many are active at all."""

    hits: tuple[LexicalHit, ...]
    weights: Mapping[str, float]
    passages: int


class LexicalSearch:
    """Ranks passages by the words they share with a question, or with its translations."""

    def __init__(self, index: LexicalIndex, *, cap: int = NOMINATION_CAP) -> None:
        self._index = index
        self._cap = cap

    async def search(self, question: str) -> LexicalFindings:
        """Passages with a word of the question, best first, then those with its translations.

        Only content words count, unless there are none: how rare "谁" or "who" is in a few
        documents says nothing of what the question is about. A number that occurs nowhere does not
        count either: a table of ranges answers it without naming it.
        """
        terms = content_words(question) or list(dict.fromkeys(segment(question)))
        language = language_of(question)
        foreign = {term: translations(term, language) for term in terms}
        others = list(dict.fromkeys(t for said in foreign.values() for t in said))
        statistics = await self._index.statistics([*terms, *others])
        terms = [t for t in terms if statistics.frequency.get(t, 0) > 0 or not t[0].isdigit()]
        weights = {term: idf(term, statistics) for term in terms}
        chosen = [
            nominating_terms(words, statistics, self._cap)
            for words in (terms, [t for t in others if t not in weights])
        ]
        limit = sum(
            max(self._cap, statistics.frequency[words[0]]) if words else 0 for words in chosen
        )
        nominees = await self._index.nominate([t for words in chosen for t in words], limit)
        groups = [Group(term, foreign[term], statistics) for term in terms]
        hits = rank(terms, nominees, statistics, groups)
        return LexicalFindings(tuple(hits), weights, statistics.passages)


class Group:
    """A word of the question with its translations, as one term: occurring where any of them does.

    This is Pirkola's structured query (SIGIR 1998): a word with ten translations weighs no more
    than one with a single one, and no less for those that occur nowhere.
    """

    def __init__(
        self, term: str, translated: Mapping[str, float], statistics: LexicalStatistics
    ) -> None:
        held_by = statistics.frequency
        self.of = {t: w for t, w in {**translated, term: 1.0}.items() if held_by.get(t, 0)}
        held = sum(w * held_by[t] for t, w in self.of.items())
        self.idf = _idf(min(held, statistics.passages), statistics.passages)

    def count(self, counts: Mapping[str, int]) -> float:
        """How often it occurs among the terms of a passage that `counts` counts."""
        return sum(w * counts[t] for t, w in self.of.items() if t in counts)


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
    return _idf(statistics.frequency.get(term, 0), statistics.passages)


def _idf(frequency: float, passages: int) -> float:
    return log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


def rank(
    terms: Sequence[str],
    nominees: Iterable[Nominee],
    statistics: LexicalStatistics,
    groups: Sequence[Group] = (),
) -> list[LexicalHit]:
    """`nominees` scored and sorted, best first; ties by id, so that the order is always the same.

    The scale is absolute: the denominator counts every term of the question, those that occur
    nowhere too, each as if it stood in a passage often and alone.
    """
    weights = {term: idf(term, statistics) for term in terms}
    total, whole = sum(weights.values()), sum(group.idf for group in groups)
    if total <= 0:
        return []
    wanted = {t for group in groups for t in group.of} | weights.keys()
    hits = []
    for nominee in nominees:
        found = [(at, term) for at, term in enumerate(nominee.terms) if term in wanted]
        counts: dict[str, int] = {}
        for _, term in found:
            counts[term] = counts.get(term, 0) + 1
        length = 1 - B + B * len(nominee.terms) / max(statistics.mean_length, 1.0)
        own = sum(w * _saturated(counts[t], length) for t, w in weights.items() if t in counts)
        said = sum(g.idf * _saturated(g.count(counts), length) for g in groups)
        near = _closest(found, weights) if own else 0.0
        hits.append(LexicalHit(nominee.passage_id, own / total, near / total, said / (whole or 1)))
    return sorted(hits, key=lambda hit: (-hit.score, -hit.translated, hit.passage_id))


def _saturated(count: float, length: float) -> float:
    """A term's part of its weight, in [0, 1): the first occurrence says most."""
    return count / (count + K1 * length)


def _closest(found: Iterable[tuple[int, str]], weights: Mapping[str, float]) -> float:
    """The greatest weight of different words within one stretch of `WINDOW` terms.

    `found` are terms with their places, in order.
    """
    said = [(at, term) for at, term in found if term in weights]
    held = dict.fromkeys(weights, 0)
    weight, best, first = 0.0, 0.0, 0
    for at, term in said:
        held[term] += 1
        if held[term] == 1:
            weight += weights[term]
        while said[first][0] <= at - WINDOW:
            gone = said[first][1]
            held[gone] -= 1
            if not held[gone]:
                weight -= weights[gone]
            first += 1
        best = max(best, weight)
    return best
