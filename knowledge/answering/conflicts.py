"""Where documents disagree with each other, or with what a question takes for granted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite

from knowledge.answering.asking import suits
from knowledge.answering.scoring import Ranked, SentenceSimilarity
from knowledge.text import Quantity, normalise, quantities

_CONFIRMS = re.compile(
    r"(?:吧|对吧|是吧|对不对?|是不是|没错吧?|对吗|是吗|可以吧|行吧|"
    r"\b(?:right|correct|yes|yeah|isn't it|aren't we|don't we|doesn't it|is it true))"
    r"\s*[?？!。.]*\s*$"
    r"|^\s*(?:is it true|am i right|so )"
)
RIVAL = 0.45
"""Another document's say counts if its score is at least this share of the best one's."""
NEAR_THE_QUESTION, NEAR_EACH_OTHER = 0.3, 0.3
"""How near two rules about the same thing are, at least (cosines)."""
MOST_RIVALS, LONGEST = 6, 300
LARGE = 100
"""A number without a unit counts from here on: "3" may be a heading's."""


def takes_for_granted(question: str) -> list[Quantity]:
    """The numbers that a question which only wants a yes asserts."""
    return quantities(question) if _CONFIRMS.search(normalise(question)) else []


def corrects(question: str, shown: str) -> bool:
    """Whether `shown`, the answer's first point, has another number than the question asserts.

    A number that the rule is about ("15%" in "15%的折扣总监批要3天对吧") is no assertion as long as
    another one differs.
    """
    held = quantities(shown)
    return any(
        same and not any(h.covers(a) or a.covers(h) for h in same)
        for a in takes_for_granted(question)
        if (same := [h for h in held if h.unit == a.unit and a.unit])
    )


def states_a_figure(question: str, best: Ranked) -> bool:
    """Whether the answer is a figure that was asked for, so that others may give another."""
    return _main_figure(best) is not None and bool(suits(question, _shown(best)))


def rival(
    question: str, best: Ranked, others: Sequence[Ranked], similarity: SentenceSimilarity
) -> Ranked | None:
    """The best unit of another document that gives another number for the same thing.

    `best` states a figure. That two rules share a number's unit says too little: they have to be
    near each other as well.
    """
    found = [other for other in others if _may_rival(question, best, other)][:MOST_RIVALS]
    near = similarity(_shown(best), [_shown(other) for other in found])
    return next((o for o, n in zip(found, near, strict=True) if n >= NEAR_EACH_OTHER), None)


def _may_rival(question: str, best: Ranked, other: Ranked) -> bool:
    one, two = best.candidate, other.candidate
    if one.passage.document_id == two.passage.document_id or one.unit.cells or two.unit.cells:
        return False  # rows of two tables are two cases more often than two opinions
    near = [held.near for held in (one, two)]
    return (
        other.score >= RIVAL * best.score
        and all(cosine is not None and cosine >= NEAR_THE_QUESTION for cosine in near)
        and bool(suits(question, _shown(other)))
        and _differ(_main_figure(best), _main_figure(other))
    )


def _main_figure(ranked: Ranked) -> Quantity | None:
    """The first one that is more than a bare small number: what a rule says before its details."""
    return next((q for q in quantities(_shown(ranked)) if q.unit or q.low >= LARGE), None)


def _differ(one: Quantity | None, other: Quantity | None) -> bool:
    if one is None or other is None or one.unit != other.unit:
        return False
    return _said(one) != _said(other)


def _said(quantity: Quantity) -> tuple[float, float]:
    """Its ends; "within 3 days" says 3."""
    ends = [end for end in (quantity.low, quantity.high) if isfinite(end)]
    return (min(ends), max(ends)) if ends else (0.0, 0.0)


def _shown(ranked: Ranked) -> str:
    return ranked.candidate.unit.shown()[:LONGEST]
