"""Whether an answer makes a point: all its numbers and most of its words, in one line."""

from __future__ import annotations

import re
from math import isfinite

from knowledge.text import content_words, normalise, quantities

_MARK = re.compile(r"\[\d{1,3}\]")
WORDS_NEEDED = 0.8
"""Share of a point's content words that the answer must hold: of a rule whose approver changed
two thirds still stand there."""


def makes_point(answer: str, point: str) -> bool:
    """True if every line of `point` is made by one line of `answer`, citation marks aside.

    A line makes it if it holds every number and enough of the content words; one of a few words
    without a number ("销售总监") must stand there as it is written.
    """
    said = [line for line in _MARK.sub(" ", answer).splitlines() if line.strip()]
    wanted = [line for line in point.splitlines() if line.strip()]
    return all(any(_makes(line, one) for line in said) for one in wanted) and bool(wanted)


def _makes(said: str, point: str) -> bool:
    wanted = _numbers(point)
    if not wanted <= _numbers(said):
        return False
    if "".join(normalise(point).split()) in "".join(normalise(said).split()):
        return True
    words = {word for word in content_words(point) if not word[0].isdigit()}
    if not words:
        return bool(wanted)
    held = len(words & set(content_words(said))) / len(words)
    return held >= WORDS_NEEDED if len(words) > 2 or wanted else held == 1


def _numbers(text: str) -> set[float]:
    """Both ends of every quantity; "within 24 months" has one."""
    ends = (end for quantity in quantities(text) for end in (quantity.low, quantity.high))
    return {end for end in ends if isfinite(end)}


def points_made(answer: str, points: tuple[str, ...]) -> int:
    return sum(makes_point(answer, point) for point in points)
