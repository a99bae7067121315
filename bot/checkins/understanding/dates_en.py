"""English dates."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from datetime import date, timedelta

from . import periods
from .dates import Found, Rule
from .libraries import english_day
from .numerals import count

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_M = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?![a-z])"
_WD = r"(?P<wd>monday|mon|tuesday|tues|tue|wednesday|weds|wed|thursday|thurs|thur|thu|friday|fri)(?![a-z])"
_WE = r"(?P<wd>saturday|sunday|sat|sun)(?![a-z])"
_PRE = r"(?:(?:no later than|before|by|until|till|til|on|at|in|for|around|about|from|to|due|latest)\s+(?:the\s+)?)?(?:(?:eod|cob|end of (?:the )?day)\s+(?:on\s+)?(?=\w))?"
_BEFORE = r"(?:(?P<pre>no later than|before|by|until|till|til|on|around|about|after|over|for|to|past|ahead of)\s+(?:the\s+)?)?"
_PART = r"(?P<part>end|mid|middle|early|late|beginning|start|first week|last week)(?:[\s-]+of)?[\s-]*(?:the\s+)?"
_N = r"\d{1,3}|a couple of|a couple|couple of|couple|a few|few|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve"
_TIME = r"(?:\s+(?:morning|afternoon|evening|am|pm|night|eod))?"


def _month_number(words: str) -> int:
    return _MONTHS.index(words[:3]) + 1


def _month_day(match: re.Match[str], today: date) -> Found | None:
    words = f"{match['month']} {match['day']}"
    if match["year"]:
        value = english_day(f"{words} {match['year']}", today)
    else:
        value = periods.coming(_month_number(match["month"]), int(match["day"]), today)
    return Found(value) if value else None


def _numeric(match: re.Match[str], today: date) -> Found | None:
    first, second = int(match["a"]), int(match["b"])
    month, day = (second, first) if first > 12 else (first, second)
    if not 1 <= month <= 12:
        return None
    if match["y"]:
        year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
        value = periods.safe_date(year, month, day)
    else:
        value = periods.coming(month, day, today)
        other = periods.coming(day, month, today) if day <= 12 else None
        if value and other and value.year > today.year == other.year and other >= today:
            value = other
    return Found(value) if value else None


def _dotted(match: re.Match[str], today: date) -> Found | None:
    day, month = int(match["a"]), int(match["b"])
    if not 1 <= month <= 12:
        return None
    year = int(match["y"]) if match["y"] else 0
    value = periods.safe_date(year, month, day) if year else periods.coming(month, day, today)
    return Found(value) if value else None


def _weekday(match: re.Match[str], today: date) -> Found | None:
    weekday = _DAYS.index(match["wd"][:3])
    said = re.sub(r"\s+", " ", match["which"] or "")
    if said in {"last", "past"}:
        back = (today.weekday() - weekday) % 7 or 7
        return Found(today - timedelta(days=back), "weekday", week_said=True)
    if said in {"next", "following", "a week on"}:
        return Found(periods.weekday_of(today, 1, weekday), "weekday", week_said=True)
    if said == "this" and periods.weekday_of(today, 0, weekday) >= today:
        return Found(periods.weekday_of(today, 0, weekday), "weekday", week_said=True)
    value = english_day(_FULL[weekday], today)
    if value and said.startswith("week after"):
        value += timedelta(days=7)
    if value is None:
        return None
    return Found(value, "weekday", said == "this" or value > periods.weekday_of(today, 0, 6))


_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _week_weekday(match: re.Match[str], today: date) -> Found:
    weeks = 1 if match["which"] == "next" else 0
    value = periods.weekday_of(today, weeks, _DAYS.index(match["wd"][:3]))
    return Found(value, "weekday", week_said=True)


def _offset(match: re.Match[str], today: date) -> Found | None:
    n = count(match["n"])
    if n is None:
        return None
    unit = match["unit"]
    if unit.startswith("quarter"):
        return Found(periods.add_months(today, 3 * n), "offset")
    if unit.startswith("fortnight"):
        return Found(today + timedelta(days=14 * n), "offset")
    if unit.startswith("business"):
        return Found(_working_days_after(today, n), "offset")
    value = english_day(f"in {n} {unit}", today)
    return Found(value, "offset") if value else None


def _working_days_after(today: date, n: int) -> date:
    while n > 0:
        today += timedelta(days=1)
        n -= today.weekday() < 5
    return today


def _word(match: re.Match[str], today: date) -> Found | None:
    words = match["word"]
    if words.startswith("day after"):
        return Found(today + timedelta(days=2))
    if words in {
        "tmr",
        "tmrw",
        "tmw",
        "tmrrw",
        "tomorow",
        "tommorow",
        "tommorrow",
        "2moro",
        "tomoz",
    }:
        words = "tomorrow"
    if words.startswith(("this ", "later ")) or words in {"tonight", "eod", "cob"}:
        words = "today"
    value = english_day(words, today)
    return Found(value) if value else None


def _eo(match: re.Match[str], today: date) -> Found:
    unit = match["unit"][-1]
    if unit == "w":
        return Found(max(today, periods.weekday_of(today, 0, 4)), "period")
    return Found(_end_of({"m": "month", "q": "quarter", "y": "year"}[unit], 0, today), "period")


def _end_of(unit: str, ahead: int, today: date) -> date:
    if unit == "week":
        value = periods.weekday_of(today, ahead, 4)
        return max(value, today) if ahead == 0 else value
    if unit == "month":
        return periods.last_of_month(*periods.shifted_month(today, ahead))
    if unit == "quarter":
        year, month = periods.shifted_month(today, 3 * ahead)
        return periods.quarter_end(year, (month - 1) // 3 + 1)
    return date(today.year + ahead, 12, 31)


def _part_of_unit(match: re.Match[str], today: date) -> Found:
    part, unit = match["part"], match["unit"]
    ahead = 1 if match["which"] in {"next", "coming", "following"} else 0
    end = _end_of(unit, ahead, today)
    if part in {"end", "late", "last week"}:
        return Found(end, "period")
    if unit == "month":
        return Found(periods.part_of_month(end.year, end.month, part), "period")
    if unit == "quarter":
        return Found(periods.part_of_quarter(end.year, end.month // 3, part), "period")
    if unit == "week":
        weekday = 2 if part in {"mid", "middle"} else 0
        return Found(periods.weekday_of(today, ahead, weekday), "period", week_said=True)
    return Found(
        date(end.year, 6, 30) if part in {"mid", "middle"} else date(end.year, 1, 15), "period"
    )


def _unit_end(match: re.Match[str], today: date) -> Found:
    return Found(_end_of(match["unit"], 0, today), "period")


def _relative_unit(match: re.Match[str], today: date) -> Found | None:
    if match["which"] in {"last", "past"}:
        return Found(today - timedelta(days=7))
    ahead = 1 if match["which"] in {"next", "coming", "following"} else 0
    value = _end_of(match["unit"], ahead, today)
    if (match["pre"] or "") in {"before"} and match["unit"] != "week":
        value = _end_of(match["unit"], ahead - 1, today)
    return Found(value, "week" if match["unit"] == "week" else "month", match["unit"] == "week")


def _part_of_month(match: re.Match[str], today: date) -> Found:
    year, month = periods.coming_month(_month_number(match["month"]), today)
    year = int(match["year"]) if match["year"] else year
    return Found(periods.part_of_month(year, month, match["part"]), "period")


def _quarter(match: re.Match[str], today: date) -> Found:
    quarter = int(match["q"])
    current = (today.month - 1) // 3 + 1
    year = int(match["year"]) if match["year"] else today.year + (quarter < current)
    if match["pre"] == "before" and not match["part"]:
        return Found(date(year, quarter * 3 - 2, 1) - timedelta(days=1), "period")
    return Found(periods.part_of_quarter(year, quarter, match["part"] or ""), "period")


def _half(match: re.Match[str], today: date) -> Found:
    return Found(
        date(today.year, 6, 30) if match["h"] == "1" else date(today.year, 12, 31), "period"
    )


def _month(match: re.Match[str], today: date) -> Found:
    year, month = periods.coming_month(_month_number(match["month"]), today)
    year = int(match["year"]) if match["year"] else year
    if match["pre"] in {"before", "ahead of"}:
        return Found(date(year, month, 1) - timedelta(days=1), "month")
    return Found(periods.last_of_month(year, month), "month")


def _day_of_month(match: re.Match[str], today: date) -> Found | None:
    value = periods.coming_day(int(match["day"]), today)
    return Found(value) if value else None


def _holiday(match: re.Match[str], today: date) -> Found | None:
    name = re.sub(r"\s+", " ", match["name"])
    value = periods.holiday(name, today)
    if value is None:
        return None
    if match["pre"] in {"before", "ahead of"}:
        value -= timedelta(days=1)
    if match["pre"] in {"after", "past"}:
        value += timedelta(days=periods.LONG_BREAKS.get(name, 1))
    return Found(value, "holiday")


_HOLIDAYS = "|".join(
    re.escape(n).replace(r"\ ", r"\s+")
    for n in sorted((*periods.FIXED, *periods.NAMED), key=len, reverse=True)
    if n[0].isascii() and n != "618"
)
_B, _E = r"(?<![a-z0-9])", r"(?![a-z0-9])"
_D = r"(?P<day>3[01]|[12]\d|0?[1-9])"

RULES = tuple(
    Rule(re.compile(_B + pattern), read)
    for pattern, read in (
        (rf"(?<!\d ){_PRE}(?P<core>){_M}\s*{_D}(?:st|nd|rd|th)?{_E}(?![.,:]?\d|\s?[k%])(?:\s?-\s?\d{{1,2}}(?!\d|[/.]))?(?:,?\s*(?P<year>20\d\d))?", _month_day),
        (rf"{_PRE}(?P<core>){_D}(?:st|nd|rd|th)?\s*(?:of\s+)?{_M}(?:,?\s*(?P<year>20\d\d))?", _month_day),
        (rf"{_PRE}(?P<core>)(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?:/(?P<y>20\d\d|\d\d))?{_E}(?!/)", _numeric),
        (rf"{_PRE}(?P<core>)(?<!\.)(?P<a>\d{{1,2}})\.(?P<b>\d{{1,2}})\.(?P<y>20\d\d)?(?!\d)", _dotted),
        (rf"{_PRE}(?P<core>){_WD}\s+(?P<which>next|this)\s+week", _week_weekday),
        (rf"{_PRE}(?P<core>)(?P<which>next|this|coming|last|past|following)\s+week\s+(?:on\s+)?{_WD}", _week_weekday),
        (rf"{_PRE}(?P<core>)(?:(?P<which>next|this|coming|last|past|following|week after)\s+)?{_WD}(?!\s*-?\s*to\s)(?!')(?:[\s,]+(?:morning|afternoon|evening|am|pm))?", _weekday),
        (rf"(?:(?:on|by|until|before)\s+|(?=this|next|last))(?P<core>)(?:(?P<which>next|this|coming|last|past)\s+)?{_WE}", _weekday),
        (rf"(?P<core>)(?P<which>){_WE}(?=\s+(?:morning|afternoon|evening|am|pm|night)(?![a-z]))", _weekday),
        (rf"(?:with)?in\s+(?:the\s+next\s+|about\s+|around\s+)?(?P<n>{_N})\s*(?P<unit>business\s+days?|days?|weeks?|wks?|months?|quarters?|fortnights?|years?)(?:'\s+time|\s+time)?{_E}", _offset),
        (rf"(?P<n>{_N})\s*(?P<unit>business\s+days?|days?|weeks?|wks?|months?|fortnights?)\s+(?:from\s+(?:now|today)|later|out){_E}", _offset),
        (rf"{_PRE}(?P<core>)(?P<word>(?:the\s+)?day after tomorrow|today|tonight|tomorrow|tomorow|tommorow|tommorrow|tmrrw|tmrw|tmr|tmw|2moro|tomoz|yesterday|this (?:morning|afternoon|evening)|later today|eod|cob){_E}{_TIME}", _word),
        (rf"{_PRE}(?P<core>)(?P<unit>eom|eow|eoq|eoy){_E}", _eo),
        (rf"{_PRE}(?P<core>){_PART}(?P<which>this|next|coming|following|current)?\s*(?P<unit>week|month|quarter|year){_E}", _part_of_unit),
        (rf"{_PRE}(?P<core>)(?P<unit>week|month|quarter|year)[\s-]+end{_E}", _unit_end),
        (rf"{_PRE}(?P<core>){_PART}(?:in\s+)?{_M}(?:,?\s*(?P<year>20\d\d))?", _part_of_month),
        (rf"{_BEFORE}(?P<core>)(?:{_PART})?q(?P<q>[1-4])(?:\s*end)?{_E}(?:[\s,]*(?P<year>20\d\d))?", _quarter),
        (rf"{_PRE}(?P<core>)h(?P<h>[12]){_E}", _half),
        (rf"(?:(?P<pre>before|by|until|till|within|during|in|for|to|over)\s+)?(?P<core>)(?P<which>this|next|coming|following|last|past)\s+(?P<unit>week|month|quarter|year){_E}", _relative_unit),
        (rf"(?:(?P<pre>in|by|until|till|til|to|into|for|before|this|next|around|about|ahead of)\s+)(?P<core>){_M}(?:,?\s*(?P<year>20\d\d))?(?!\s+(?!or|and|at|if|but|now|latest)[a-z]*(?:ing|ed)\b)", _month),
        (rf"(?:by|on|until|before|for|to)?\s*(?P<core>)the\s+{_D}(?:st|nd|rd|th){_E}", _day_of_month),
        (rf"(?:(?:by|on|until|before|to|for|now)\s+|(?<='s )|(?<='s))(?P<core>){_D}(?:st|nd|rd|th){_E}", _day_of_month),
        (rf"{_BEFORE}(?P<core>)(?P<name>{_HOLIDAYS}){_E}", _holiday),
    )
)  # fmt: skip
