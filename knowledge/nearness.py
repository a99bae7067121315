"""A passage's nearness to a question, from its cosine and those of its sentences."""

from __future__ import annotations

from collections.abc import Sequence

from storage.records import Scored

SHARE = 0.6
"""The nearest sentence's part of a passage's nearness."""
EXPECTED_BASE, EXPECTED_SLOPE = 0.05, 1.05
"""The nearest sentence's cosine from the passage's, fitted on the best ten of many questions."""


def nearest_unit(scored: Scored) -> float:
    """The cosine of the passage's nearest unit, or what can be expected of it."""
    return max(scored.units) if scored.units else _expected(scored.dense)


def nearness(passage: float, units: Sequence[float]) -> float:
    """A passage's cosine and its units' as one; what can be expected stands in for no units."""
    nearest = max(units) if units else _expected(passage)
    return (1 - SHARE) * passage + SHARE * nearest


def _expected(passage: float) -> float:
    return EXPECTED_BASE + EXPECTED_SLOPE * passage
