"""Quantities and ranges in a text, so that "15%" finds the row that says "10%–15%"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from knowledge.text.normalising import normalise
from knowledge.text.numerals import NUMERAL, chinese_number

_VALUE = r"\d+(?:\.\d+)?"
_SCALE = r"(?:万|千|亿|k\b|m\b|million|thousand)?"
_UNIT = r"(?:%|‰|个点|个?工作日|天|日|周|个月|月|年|小时|分钟|元|人|家|台|套|用户|users?|seats?|days?|weeks?|months?|years?|hours?|minutes?|usd|cny|rmb)?"
_AMOUNT = rf"(?<![a-z0-9.])(?<![a-z]-)[¥$€£]?\s?({_VALUE})\s?({_SCALE})\s?({_UNIT})(?![a-z0-9])"
_OPEN = r"(?P<open>below|under|less than|不到|不足|未满|低于)?"
_RANGE = re.compile(rf"{_AMOUNT}\s?(?:-|至|到|to)\s?{_OPEN}\s?{_AMOUNT}")
_INCLUDED = re.compile(
    rf"\s?\((?:含|包含|including\s|incl\.?\s)\s?{_VALUE}\s?%?\)|\s?\((?:含|inclusive)\)"
)
_TENTHS = re.compile(rf"({_VALUE}|[一二三四五六七八九]{{1,2}})折(?![扣算线])")
_WRITTEN = re.compile(
    rf"(?<![\d.])(?=[二两三四五六七八九十]|一[十百千万点])({NUMERAL})"
    r"(?=个?(?:点|月|工作日|小时|用户|人)|天|周|年|万?元|家|台|套)"
)
_SINGLE = re.compile(_AMOUNT)
_BELOW = re.compile(
    r"(?:<=?|≤|不[得可能应准会]?(?:超过|超出|高于|大于|多于|超)|最多|至多|低于|少于|小于|不足|不到|up to|at most|no more than|"
    r"not exceed(?:ing)?|less than|fewer than|under|below|within|maximum(?: of)?)\s?$"
)
_ABOVE = re.compile(
    r"(?:>=?|≥|超过|超出|高于|大于|多于|至少|不[得可能应准会]?(?:低于|少于|小于)|满|逾|above|over|more than|at least|exceed(?:s|ing)?|"
    r"greater than|beyond|minimum(?: of)?|from)\s?$"
)
_BELOW_AFTER = re.compile(
    r"\s?(?:以下|以内|之内|之下|及以下|or less|or fewer|or below|and below|or under)"
)
_ABOVE_AFTER = re.compile(r"\s?(?:以上|及以上|之上|起|or more|or above|and above|and over|\+)")
_STRICT = re.compile(
    r"(?:[<>]|(?<!不)(?<!不[得可能应准会])(?:超过|超出|高于|大于|多于|低于|少于|小于)|不足|不到|less than|fewer than|under|"
    r"below|above|over|more than|exceed(?:s|ing)?|greater than|beyond)\s?$"
)
_SCALES = {"万": 1e4, "千": 1e3, "亿": 1e8, "k": 1e3, "m": 1e6, "million": 1e6, "thousand": 1e3}
_SYNONYMS = {
    "个点": "%",     "天": "day", "工作日": "day", "个工作日": "day", "日": "day", "周": "week", "个月": "month", "月": "month", "年": "year",
    "小时": "hour", "分钟": "minute", "用户": "user", "人": "user", "元": "money", "usd": "money",
    "cny": "money", "rmb": "money",
}  # fmt: skip


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
    text = _TENTHS.sub(_off, normalise(text))
    text = _WRITTEN.sub(_digits, text)
    found, at = [], 0
    while match := _SINGLE.search(text, at):
        pair = _RANGE.match(text, match.start())
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
    top = float(high) * _SCALES.get(high_scale, 1)
    bottom = float(low) * _SCALES.get(low_scale or high_scale, 1)
    included = _INCLUDED.match(text, match.end())
    end = included.end() if included else match.end()
    quantity = Quantity(
        min(bottom, top), max(bottom, top), _unit(high_unit or low_unit),
        open_low=bool(included), open_high=bool(match.group("open")), start=match.start(), end=end,
    )  # fmt: skip
    return quantity, end


def _single(text: str, match: re.Match[str]) -> tuple[Quantity, int]:
    digits, scale, unit = match.groups()
    value = float(digits) * _SCALES.get(scale, 1)
    before, after = text[max(0, match.start() - 16) : match.start()], text[match.end() :]
    low, high, end = value, value, match.end()
    suffix = None
    if _BELOW.search(before) or (suffix := _BELOW_AFTER.match(after)):
        low = -inf
    elif _ABOVE.search(before) or (suffix := _ABOVE_AFTER.match(after)):
        high = inf
    end += suffix.end() if suffix else 0
    included = _INCLUDED.match(text, end)
    strict = bool(_STRICT.search(before)) and not included
    quantity = Quantity(
        low, high, _unit(unit), strict and high == inf, strict and low == -inf, match.start(), end
    )
    return quantity, included.end() if included else end


def _unit(word: str) -> str:
    return _SYNONYMS.get(word, word.rstrip("s"))
