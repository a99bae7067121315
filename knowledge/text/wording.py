"""How amounts, ranges and bounds are written; all of it for normalised text."""

from __future__ import annotations

import re

from knowledge.text.numerals import NUMERAL

_VALUE = r"\d+(?:\.\d+)?"
_SCALE = r"(?:万|千|亿|k\b|m\b|million|thousand)?"
_UNIT = (
    r"(?:%|‰|个点|个?工作日|天|日|周|个月|月|年|小时|分钟|元|人|家|台|套|用户|users?|seats?|"
    r"(?:(?:working|business|calendar) )?days?|weeks?|months?|years?|hours?|minutes?|usd|cny|rmb)?"
)
_AMOUNT = rf"(?<![a-z0-9.])(?<![a-z]-)[¥$€£]?\s?({_VALUE})\s?({_SCALE})\s?({_UNIT})(?![a-z0-9])"
_OPEN = r"(?P<open>below|under|less than|不到|不足|未满|低于)?"
_MORE = "超过|超出|高于|大于|多于"
_LESS = "低于|少于|小于"
_NOT = "不[得可能应准会]?"

SINGLE = re.compile(_AMOUNT)
RANGE = re.compile(rf"{_AMOUNT}\s?(?:-|至|到|to)\s?{_OPEN}\s?{_AMOUNT}")
INCLUDED = re.compile(
    rf"\s?\((?:含|包含|including\s|incl\.?\s)\s?{_VALUE}\s?%?\)|\s?\((?:含|inclusive)\)"
)
"""Behind a range: its upper end belongs to it, and so its lower one to the range below."""
BELOW = re.compile(
    rf"(?:<=?|≤|{_NOT}(?:{_MORE}|超)|最多|至多|{_LESS}|不足|不到|up to|at most|no more than|"
    r"not exceed(?:ing)?|less than|fewer than|under|below|within|maximum(?: of)?)\s?$"
)
ABOVE = re.compile(
    rf"(?:>=?|≥|{_MORE}|至少|{_NOT}(?:{_LESS})|满|逾|above|over|more than|at least|"
    r"exceed(?:s|ing)?|greater than|beyond|minimum(?: of)?|from)\s?$"
)
BELOW_AFTER = re.compile(
    r"\s?(?:以下|以内|之内|之下|及以下|or less|or fewer|or below|and below|or under)"
)
ABOVE_AFTER = re.compile(r"\s?(?:以上|及以上|之上|起|or more|or above|and above|and over|\+)")
STRICT = re.compile(
    rf"(?:[<>]|(?<!不)(?<!{_NOT.removesuffix('?')})(?:{_MORE}|{_LESS})|不足|不到|less than|"
    r"fewer than|under|below|above|over|more than|exceed(?:s|ing)?|greater than|beyond)\s?$"
)
TENTHS = re.compile(rf"({_VALUE}|[一二三四五六七八九]{{1,2}})折(?![扣算线])")
WRITTEN = re.compile(
    rf"(?<![\d.])(?=[二两三四五六七八九十]|一[十百千万点])({NUMERAL})"
    r"(?=个?(?:点|月|工作日|小时|用户|人)|天|周|年|万?元|家|台|套)"
)
"""A number in characters before a unit; a mere 一 is an article more often than a number."""

SCALES = {"万": 1e4, "千": 1e3, "亿": 1e8, "k": 1e3, "m": 1e6, "million": 1e6, "thousand": 1e3}
SYNONYMS = {
    "个点": "%",
    "天": "day",
    "日": "day",
    "工作日": "day",
    **dict.fromkeys(
        (f"{k} day{s}" for k in ("working", "business", "calendar") for s in ("", "s")), "day"
    ),
    "个工作日": "day",
    "周": "week",
    "个月": "month",
    "月": "month",
    "年": "year",
    "小时": "hour",
    "分钟": "minute",
    "用户": "user",
    "人": "user",
    "元": "money",
    "usd": "money",
    "cny": "money",
    "rmb": "money",
}
