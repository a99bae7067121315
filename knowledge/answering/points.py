"""Whether an answer makes a point: its numbers all, and most of its words."""

from __future__ import annotations

from math import isfinite

from knowledge.text import content_words, normalise, quantities

WORDS_NEEDED = 0.8
"""Share of a point's content words that the answer must hold: of a rule whose approver changed
two thirds still stand there."""


def makes_point(answer: str, point: str) -> bool:
    """True if every number of `point` stands in `answer` and enough of its content words do.

    A point of a few words without a number ("销售总监") must stand there as it is written.
    """
    wanted = _numbers(point)
    if not wanted <= _numbers(answer):
        return False
    if "".join(normalise(point).split()) in "".join(normalise(answer).split()):
        return True
    words = set(content_words(point))
    if not words:
        return bool(wanted)
    held = len(words & set(content_words(answer))) / len(words)
    return held >= WORDS_NEEDED if len(words) > 2 or wanted else held == 1


def _numbers(text: str) -> set[float]:
    """Both ends of every quantity; "within 24 months" has one."""
    ends = (end for quantity in quantities(text) for end in (quantity.low, quantity.high))
    return {end for end in ends if isfinite(end)}


def points_made(answer: str, points: tuple[str, ...]) -> int:
    return sum(makes_point(answer, point) for point in points)
