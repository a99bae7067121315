"""Quantities and ranges in a text, so that "15%" finds the row that says "10%–15%"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from knowledge.text import wording
from knowledge.text.normalising import normalise
from knowledge.text.numerals import chinese_number


@dataclass(frozen=True)
class Quantity:
    """The numbers from `low` to `high` (equal for a single one) in `unit` ("" if none is said).

    `open_low` and `open_high` leave the bound itself out ("above 20%"). `start` and `end` are
    positions in the normalised text.
    """

    low: float
    high: float
    unit: str = ""
    open_low: bool = False
    open_high: bool = False
    start: int = 0
    end: int = 0

    @property
    def single(self) -> bool:
        return self.low == self.high

    def covers(self, other: Quantity) -> bool:
        """Whether every number of `other` lies within, in a unit that can be the same."""
        if not self._comparable(other):
            return False
        above = self.low < other.low or (
            self.low == other.low and (not self.open_low or other.open_low)
        )
        below = other.high < self.high or (
            self.high == other.high and (not self.open_high or other.open_high)
        )
        return above and below

    def _comparable(self, other: Quantity) -> bool:
        """A percentage is always said to be one; an open range takes no number of unsaid unit
        unless it is of things or money ("at least 3 days" says nothing of 800,000)."""
        if self.unit == other.unit:
            return True
        if "%" in (self.unit, other.unit) or (self.unit and other.unit):
            return False
        bounded = self.low > -inf and self.high < inf
        return bounded or self.unit in ("", "money", "user")


def quantities(text: str) -> list[Quantity]:
    """The quantities in `text`, in order: numbers, ranges ("10%–15%"), bounds ("above 20%").

    八五折 is read as 15% off, 三个月 as 3 months.
    """
    text = wording.TENTHS.sub(_off, normalise(text))
    text = wording.WRITTEN.sub(_digits, text)
    found, at = [], 0
    while match := wording.SINGLE.search(text, at):
        pair = wording.RANGE.match(text, match.start())
        quantity, at = _between(text, pair) if pair else _single(text, match)
        found.append(quantity)
    return found


def _off(match: re.Match[str]) -> str:
    """八折 → 20%: what is taken off the price."""
    digits = match.group(1)
    if not digits[0].isdigit():
        digits = ".".join(f"{chinese_number(d):g}" for d in digits)
    return f"{round(100 - float(digits) * (1 if float(digits) >= 10 else 10), 2):g}%"


def _digits(match: re.Match[str]) -> str:
    value = chinese_number(match.group(1))
    return match.group() if value is None else f"{value:g}"


def _between(text: str, match: re.Match[str]) -> tuple[Quantity, int]:
    low, low_scale, low_unit, _, high, high_scale, high_unit = match.groups()
    top = float(high) * wording.SCALES.get(high_scale, 1)
    bottom = float(low) * wording.SCALES.get(low_scale or high_scale, 1)
    included = wording.INCLUDED.match(text, match.end())
    end = included.end() if included else match.end()
    quantity = Quantity(
        min(bottom, top), max(bottom, top), _unit(high_unit or low_unit),
        open_low=bool(included), open_high=bool(match.group("open")), start=match.start(), end=end,
    )  # fmt: skip
    return quantity, end


def _single(text: str, match: re.Match[str]) -> tuple[Quantity, int]:
    digits, scale, unit = match.groups()
    value = float(digits) * wording.SCALES.get(scale, 1)
    before, after = text[max(0, match.start() - 16) : match.start()], text[match.end() :]
    low, high, end = value, value, match.end()
    suffix = None
    if wording.BELOW.search(before) or (suffix := wording.BELOW_AFTER.match(after)):
        low = -inf
    elif wording.ABOVE.search(before) or (suffix := wording.ABOVE_AFTER.match(after)):
        high = inf
    end += suffix.end() if suffix else 0
    included = wording.INCLUDED.match(text, end)
    strict = bool(wording.STRICT.search(before)) and not included
    quantity = Quantity(
        low, high, _unit(unit), strict and high == inf, strict and low == -inf, match.start(), end
    )
    return quantity, included.end() if included else end


def _unit(word: str) -> str:
    bare = word.rstrip("s")
    return wording.SYNONYMS.get(bare, bare)
