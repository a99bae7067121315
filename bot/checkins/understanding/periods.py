"""Calendar arithmetic: weeks, parts of months, quarters, holidays."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import calendar
from datetime import date, timedelta

from .libraries import chinese_day, holidays_of

REMEMBERED = 45
"""A day this many days ago or fewer is taken as past; an earlier one as next year's."""


def last_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted_month(day: date, months: int) -> tuple[int, int]:
    """(year, month) `months` after that of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1


def add_months(day: date, months: int) -> date:
    year, month = shifted_month(day, months)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def coming(month: int, day: int, today: date) -> date | None:
    """Month and day without a year: this year's, or next year's if that is long gone."""
    this = safe_date(today.year, month, day)
    if this is None or this < today - timedelta(days=REMEMBERED):
        return safe_date(today.year + 1, month, day) or this
    if this > today + timedelta(days=365 - REMEMBERED):
        return safe_date(today.year - 1, month, day) or this
    return this


def coming_month(month: int, today: date) -> tuple[int, int]:
    """(year, month) of the coming month of that number; last month is still last month."""
    back = (today.month - month) % 12
    year = today.year + 1 if month < today.month else today.year
    if back == 1:
        year = today.year if month < today.month else today.year - 1
    return year, month


def coming_day(day: int, today: date) -> date | None:
    """The next date with that number in its month, today included."""
    for ahead in range(4):
        year, month = shifted_month(today, ahead)
        found = safe_date(year, month, day)
        if found and found >= today:
            return found
    return None


def part_of_month(year: int, month: int, part: str) -> date:
    """A day that stands for a part: early → 5th, mid → 15th, late → 25th, end → the last."""
    if part in {"初", "上旬", "early", "beginning", "start", "first week"}:
        return date(year, month, 5)
    if part in {"中", "中旬", "mid", "middle"}:
        return date(year, month, 15)
    if part in {"下旬", "late", "last week"}:
        return date(year, month, 25)
    return last_of_month(year, month)


def weekday_of(today: date, weeks: int, weekday: int) -> date:
    """`weekday` (Monday 0) of the week `weeks` after this one; weeks begin on Monday."""
    return today - timedelta(days=today.weekday()) + timedelta(days=7 * weeks + weekday)


def quarter_end(year: int, quarter: int) -> date:
    return last_of_month(year, quarter * 3)


def part_of_quarter(year: int, quarter: int, part: str) -> date:
    if part in {"初", "early", "beginning", "start"}:
        return date(year, quarter * 3 - 2, 5)
    if part in {"中", "mid", "middle"}:
        return date(year, quarter * 3 - 1, 15)
    return quarter_end(year, quarter)


FIXED = {
    "christmas": (12, 25), "xmas": (12, 25), "圣诞": (12, 25), "new year": (1, 1), "元旦": (1, 1),
    "may day": (5, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "十一": (10, 1),
    "golden week": (10, 1), "双十一": (11, 11), "双11": (11, 11), "618": (6, 18),
    "双十二": (12, 12), "双12": (12, 12), "independence day": (7, 4), "july 4th": (7, 4),
    "4th of july": (7, 4), "halloween": (10, 31), "valentine": (2, 14), "oktoberfest": (9, 19),
    "儿童节": (6, 1), "情人节": (2, 14), "万圣节": (10, 31),
}  # fmt: skip
LUNAR = {"春节": "春节", "过年": "春节", "年前": "春节", "端午": "端午", "中秋": "中秋",
         "清明": "清明", "元宵": "元宵", "重阳": "重阳"}  # fmt: skip
NAMED = {
    "thanksgiving": ("US", "Thanksgiving Day"), "感恩节": ("US", "Thanksgiving Day"),
    "labor day": ("US", "Labor Day"), "labour day": ("SG", "Labor Day"),
    "memorial day": ("US", "Memorial Day"), "good friday": ("SG", "Good Friday"),
    "easter": ("DE", "Easter Monday"), "复活节": ("DE", "Easter Monday"),
    "national day": ("SG", "National Day"), "新加坡国庆": ("SG", "National Day"),
    "diwali": ("SG", "Diwali"), "deepavali": ("SG", "Diwali"), "屠妖节": ("SG", "Diwali"),
    "vesak": ("SG", "Vesak Day"), "hari raya": ("SG", "Eid al-Fitr"), "开斋节": ("SG", "Eid al-Fitr"),
    "chinese new year": ("SG", "Chinese New Year"), "lunar new year": ("SG", "Chinese New Year"),
    "cny": ("SG", "Chinese New Year"), "spring festival": ("SG", "Chinese New Year"),
    "mid-autumn": ("CN", "Mid-Autumn Festival"), "dragon boat": ("CN", "Dragon Boat Festival"),
    "pentecost": ("DE", "Pentecost Monday"), "juneteenth": ("US", "Juneteenth National Independence Day"),
}  # fmt: skip
LONG_BREAKS = {"国庆": 7, "十一": 7, "五一": 5, "劳动节": 5, "春节": 7, "过年": 7, "golden week": 7}


def holiday(name: str, today: date) -> date | None:
    """The coming first day of a holiday."""
    for year in (today.year, today.year + 1):
        found = _holiday_in(name, year)
        if found and found >= today:
            return found
    return None


def _holiday_in(name: str, year: int) -> date | None:
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in LUNAR:
        read = chinese_day(f"{year}年{LUNAR[name]}", date(year, 1, 1))
        return read[0] if read else None
    country, official = NAMED[name]
    days = [
        day for day, label in holidays_of(country, year).items() if official in label.split("; ")
    ]
    return min(days) if days else None
