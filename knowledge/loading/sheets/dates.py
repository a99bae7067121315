"""Dates and times in a cell: days since 1900 or 1904 → as the number format writes them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import pairwise

DATE_PART = re.compile(
    r"(?:\[[HhMmSs]+\]|[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|a{3,4}|e+|AM/PM|A/P|上午/下午)$", re.IGNORECASE
)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  a cell has no time zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_HAN_DAYS = "一二三四五六日"
_HALVES = {"am/pm": ("AM", "PM"), "a/p": ("A", "P"), "上午/下午": ("上午", "下午")}
_CHINESE = re.compile(r"\[\$-(?:[0-9a-fA-F]*0?804|[0-9a-fA-F]*0?404|zh[^\]]*)[^\]]*\]")
_SYSTEM_LONG = re.compile(r"\[\$-(?:[xX]-sysdate|F800)[^\]]*\]")
_SYSTEM_TIME = re.compile(r"\[\$-(?:[xX]-systime|F400)[^\]]*\]")


def in_date_format(tokens: tuple[str, ...], value: float, *, since_1904: bool) -> str:
    """Raises ValueError or OverflowError for a number that is no date."""
    if value < 0:
        raise ValueError("a date before the calendar begins")
    if _SYSTEM_LONG.fullmatch(tokens[0]):
        tokens = ("yyyy", "-", "mm", "-", "dd")
    elif _SYSTEM_TIME.fullmatch(tokens[0]):
        tokens = ("h", ":", "mm", ":", "ss")
    return _Writer(tokens, value, since_1904).write()


class _Writer:
    def __init__(self, tokens: tuple[str, ...], value: float, since_1904: bool) -> None:
        self._tokens = tokens
        self._parts = [token.lower() for token in tokens]
        self._days = value
        grain = 1_000_000 if any(part.startswith("0") for part in self._parts) else 1
        seconds = round(value * 86_400 * grain) / grain
        epoch = _EPOCH_1904 if since_1904 else _EPOCH
        if not since_1904 and value < 60:
            epoch += timedelta(days=1)
        self._moment = epoch + timedelta(seconds=seconds)
        self._minutes = self._which_are_minutes()
        self._halves = next((_HALVES[part] for part in self._parts if part in _HALVES), None)
        self._chinese = any(map(_CHINESE.match, tokens))

    def _which_are_minutes(self) -> frozenset[int]:
        """An m after hours or before seconds is minutes, any other is a month."""
        timed = [(i, part) for i, part in enumerate(self._parts) if DATE_PART.match(part)]
        after_hours = {b for (_, one), (b, _) in pairwise(timed) if one.strip("[")[:1] == "h"}
        before_seconds = {a for (a, _), (_, two) in pairwise(timed) if two.strip("[")[:1] == "s"}
        return frozenset(i for i, part in timed
                         if part.startswith("m") and i in after_hours | before_seconds)  # fmt: skip

    def write(self) -> str:
        return "".join(self._part(i) for i in range(len(self._tokens))).strip()

    def _part(self, i: int) -> str:
        from knowledge.loading.sheets.formats import literal

        token, part = self._tokens[i], self._parts[i]
        if part in _HALVES:
            return _HALVES[part][self._moment.hour >= 12]
        if part.startswith("[") and DATE_PART.match(part):
            return self._elapsed(part[1:-1])
        if part == "0":
            return str(self._moment.microsecond // 100_000)
        if DATE_PART.match(part):
            return self._field(part, i in self._minutes)
        return literal(token)

    def _elapsed(self, unit: str) -> str:
        a_day = {"h": 24, "m": 1440, "s": 86_400}[unit[0]]
        return str(int(self._days * a_day + 1e-7)).zfill(len(unit))

    def _field(self, part: str, minutes: bool) -> str:
        moment = self._moment
        match part[0]:
            case "y":
                return str(moment.year) if len(part) > 2 else f"{moment.year % 100:02}"
            case "e":
                return str(moment.year)
            case "m" if minutes:
                return _padded(moment.minute, part)
            case "m":
                return self._month(part)
            case "d":
                return _padded(moment.day, part) if len(part) < 3 else self._weekday(len(part))
            case "h":
                return _padded(moment.hour % 12 or 12 if self._halves else moment.hour, part)
            case "s":
                return _padded(moment.second, part)
            case _:
                return ("星期" if len(part) > 3 else "") + _HAN_DAYS[moment.weekday()]

    def _month(self, part: str) -> str:
        month = self._moment.month
        if len(part) < 3:
            return _padded(month, part)
        if self._chinese:
            return f"{month}月"
        name = f"{self._moment:%B}"
        return {3: name[:3], 4: name}.get(len(part), name[:1])

    def _weekday(self, length: int) -> str:
        if self._chinese:
            return ("星期" if length > 3 else "周") + _HAN_DAYS[self._moment.weekday()]
        name = f"{self._moment:%A}"
        return name if length > 3 else name[:3]


def _padded(number: int, part: str) -> str:
    return str(number).zfill(min(len(part), 2))
