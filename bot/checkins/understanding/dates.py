"""Dates as reps write them, relative to a given today.

`jionlp` reads weekdays, day words and lunar festivals in Chinese, `dateparser` days in English;
what neither reads (parts of months, quarters, weeks, deadlines) is the thin layer in `dates_zh`
and `dates_en`. A period without a day stands for its last working moment: 下周 is Friday, in June
the 30th, Q2 the 30th of June; mid is the 15th, early the 5th, late the 25th.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Kind = Literal["day", "weekday", "week", "month", "period", "holiday", "offset"]
Reader = Callable[["re.Match[str]", date], "Found | None"]


@dataclass(frozen=True)
class Found:
    """What a rule reads: the day, and how it was said."""

    value: date
    kind: Kind = "day"
    week_said: bool = False
    """Whether a weekday came with its week (下周三, next wed)."""


@dataclass(frozen=True)
class DateMention:
    start: int
    end: int
    value: date
    kind: Kind
    week_said: bool = False
    core: int = 0
    """Where the date itself begins, after by, until, before …"""


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern[str]
    read: Reader


def read_dates(
    text: str, today: date, names: Sequence[tuple[int, int]] = ()
) -> tuple[DateMention, ...]:
    """Every date in folded `text`, in order, none overlapping or inside one of `names`."""
    from . import dates_en, dates_zh

    found: list[DateMention] = []
    for rule in (*dates_zh.RULES, *dates_en.RULES):
        for match in rule.pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in names):
                continue
            if any(m.start < match.end() and match.start() < m.end for m in found):
                continue
            read = _safely(rule.read, match, today)
            if read is not None:
                found.append(_mention(match, read))
    return tuple(_sequenced(sorted(found, key=lambda m: m.start), text, names))


def _safely(read: Reader, match: re.Match[str], today: date) -> Found | None:
    try:
        return read(match, today)
    except (ValueError, OverflowError):  # beyond the calendar
        return None


def _mention(match: re.Match[str], read: Found) -> DateMention:
    core = match.start("core") if "core" in match.re.groupindex else match.start()
    return DateMention(match.start(), match.end(), read.value, read.kind, read.week_said, core)


_CLOSED = re.compile(r"[。;；\n!！?？]")


def _sequenced(
    mentions: Iterable[DateMention], text: str, names: Sequence[tuple[int, int]]
) -> Iterable[DateMention]:
    """A bare weekday after one of a later week is in that week: 下周三签，不对，周四签.

    Only within a sentence, and only as long as no other deal is named.
    """
    last: DateMention | None = None
    for mention in mentions:
        if last and mention.kind == "weekday" and not mention.week_said:
            same_line = not _CLOSED.search(text[last.end : mention.start])
            same_line &= not any(last.end <= a < mention.start for a, _ in names)
            if same_line and last.week_said and mention.value < last.value:
                week = last.value - timedelta(days=last.value.weekday())
                later = week + timedelta(days=mention.value.weekday())
                mention = replace(mention, value=later, week_said=True)
        yield mention
        last = mention
