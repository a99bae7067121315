"""How well each unit of the best passages answers the question."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, log

import numpy as np

from knowledge.answering.asking import is_question, suits
from knowledge.answering.units import Unit
from knowledge.embedding import Encoder, LanguageMeans, centre, language_of
from knowledge.ports import Vectors
from knowledge.text import Quantity, content_words, quantities, segment
from storage.records import Passage, Scored

WORDS, MEANING, PRIOR = 0.4, 0.6, 0.5
NUMBER_MET, NUMBER_MISSED, KIND_MET, SAME_LANGUAGE = 0.5, 0.25, 0.12, 0.08
IS_NAMED, ASKS = 0.15, 0.25
"""For a row whose first cell the question names; against a sentence that is a question."""
FINITE, CROWDED = 0.02, 0.1
"""For a range with both ends; against a sentence of many numbers, one of which happens to fit."""
LABEL_FITS = 0.1
"""For a row whose first cell is the range asked for."""
SMALL = 10
CROSS_WORDS = 0.65
CONTEXT = 0.85
"""What a question's word counts that stands in the heading, lead or labels, not in the unit."""
MOST_EMBEDDED = 24
REMEMBERED = 4_096


@dataclass(frozen=True)
class Candidate:
    """A unit of a passage. `prior` is the passage's score as a share of the best one's;
    `terms` the unit's own, `context` those of the headings, lead and labels above it."""

    passage: Passage
    unit: Unit
    prior: float
    terms: frozenset[str]
    context: frozenset[str]
    near: float | None = None
    """The cosine by the best encoder, where the search has it already."""


@dataclass(frozen=True)
class Ranked:
    """A candidate with its score; `own` is the share of the question in the unit's own words."""

    candidate: Candidate
    score: float
    own: float
    number: float = 0.0


def candidates(results: Sequence[Scored], of: Mapping[int, Sequence[Unit]]) -> list[Candidate]:
    """Every unit of the passages in `results`, best passage first."""
    best = results[0].score or 1.0
    return [
        Candidate(
            result.passage,
            unit,
            result.score / best,
            frozenset(segment(unit.text)),
            frozenset(segment(" ".join((*result.passage.heading_path, unit.lead, *unit.labels)))),
            near,
        )
        for result in results
        for unit, near in _with_nearness(result, of[result.passage.id])
    ]


def _with_nearness(result: Scored, units: Sequence[Unit]) -> Iterable[tuple[Unit, float | None]]:
    if len(result.units) == len(units):
        return zip(units, result.units, strict=True)
    return ((unit, None) for unit in units)


class SentenceSimilarity:
    """Cosines between a question and short texts, from the small encoder, remembered."""

    def __init__(self, encoder: Encoder, means: LanguageMeans | None) -> None:
        self._encoder = encoder
        self._means = means
        self._known: OrderedDict[str, Vectors] = OrderedDict()

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        """One cosine in [-1, 1] for each text. Blocking; one thread at a time."""
        if not texts:
            return []
        asked = self._encoder.embed_queries([question])
        if self._means:
            asked = centre(asked, [language_of(question)], self._means.queries)
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            vectors = self._centred(missing, self._encoder.embed_passages(missing))
            self._known.update(zip(missing, vectors, strict=True))
        found = [float(np.dot(self._known[text], asked[0])) for text in texts]
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    def _centred(self, texts: Sequence[str], vectors: Vectors) -> Vectors:
        if self._means is None:
            return vectors
        return centre(vectors, [language_of(text) for text in texts], self._means.passages)


def score(
    question: str, among: Sequence[Candidate], similarity: SentenceSimilarity | None
) -> list[Ranked]:
    """The candidates ranked, best first."""
    asked = content_words(question)
    weights = _rarity(asked, among)
    numbers = quantities(question)
    language = language_of(question)
    first = sorted(
        (_by_words(question, c, weights, numbers, language) for c in among),
        key=lambda r: -r.score,
    )
    unknown = [r for r in first if r.candidate.near is None][:MOST_EMBEDDED] if similarity else []
    texts = [r.candidate.unit.shown()[:300] for r in unknown]
    cosines = similarity(question, texts) if similarity else []
    known = {id(r): r.candidate.near for r in first if r.candidate.near is not None}
    known |= {id(r): cosine for r, cosine in zip(unknown, cosines, strict=True)}
    return sorted(
        (_nearer(r, known[id(r)], language) if id(r) in known else r for r in first),
        key=_order,
    )


def _order(ranked: Ranked) -> tuple[float, int, int]:
    """Best first; ties by place: the last digits of a cosine depend on who computed it."""
    return -round(ranked.score, 4), ranked.candidate.passage.id, ranked.candidate.unit.start


def _nearer(ranked: Ranked, cosine: float, language: str) -> Ranked:
    """With what its meaning counts."""
    return replace(ranked, score=ranked.score + _weight(ranked, language) * max(cosine, 0.0))


def _weight(ranked: Ranked, language: str) -> float:
    """What nearness counts: more for a unit in the other language, which can share no words."""
    same = ranked.candidate.passage.language == language
    return MEANING if same else MEANING + CROSS_WORDS * WORDS


def _rarity(asked: Sequence[str], among: Sequence[Candidate]) -> dict[str, float]:
    """How well each of the question's words tells the candidates apart."""
    counts = Counter(term for c in among for term in c.terms)
    return {term: log(1 + (len(among) + 1) / (counts[term] + 0.5)) for term in asked}


def _by_words(
    question: str,
    candidate: Candidate,
    weights: Mapping[str, float],
    numbers: Sequence[Quantity],
    language: str,
) -> Ranked:
    total = sum(weights.values()) or 1.0
    own = sum(w for term, w in weights.items() if term in candidate.terms) / total
    above = sum(
        w for t, w in weights.items() if t in candidate.context and t not in candidate.terms
    )
    number = number_fit(numbers, candidate.unit)
    shown = candidate.unit.shown() if candidate.unit.cells else candidate.unit.body
    points = WORDS * (own + CONTEXT * above / total) + PRIOR * candidate.prior
    points += number + KIND_MET * suits(question, shown)
    points += IS_NAMED * named(weights, candidate.unit) - ASKS * _only_asks(candidate.unit)
    points += SAME_LANGUAGE * (candidate.passage.language == language)
    return Ranked(candidate, points, own, number)


def _only_asks(unit: Unit) -> bool:
    return unit.kind == "sentence" and is_question(unit.text)


def named(asked: Mapping[str, float], unit: Unit) -> float:
    """Share of a row's first cell that the question says: what the row is about."""
    if not unit.cells:
        return 0.0
    label = set(content_words(unit.cells[0]))
    return len(label & asked.keys()) / len(label) if label else 0.0


def _meets(asked: Quantity, held: Quantity) -> bool:
    """A small bare number ("level 2") is met by itself only, not by any range around it."""
    if asked.unit == "" and asked.single and asked.low < SMALL:
        return held.single and held.low == asked.low
    return held.covers(asked) or (not asked.single and asked.covers(held))


def number_fit(asked: Sequence[Quantity], unit: Unit) -> float:
    """Whether the unit is about the numbers asked for: "15%" and a row that says "10%–15%".

    A unit with numbers of the same kind that leave the asked one out is about another case.
    """
    if not asked:
        return 0.0
    label = quantities(unit.cells[0]) if unit.cells else []
    held = label or quantities(" ; ".join(unit.cells) if unit.cells else unit.body)
    widths = [h.high - h.low for q in asked for h in held if _meets(q, h)]
    if widths:
        fit = NUMBER_MET + FINITE * (min(widths) < inf) - CROWDED * (len(held) > 2)
        return fit + LABEL_FITS * bool(label)
    if any(q.single and q.low == h.low == h.high for q in asked for h in held):
        return 0.0
    same_kind = any(h.unit == q.unit and h.unit for q in asked for h in held)
    return -NUMBER_MISSED if same_kind else 0.0
