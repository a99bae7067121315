"""The figures in a text, with what they measure: 3 working days are not 3 days, nor 3 万 just 3."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import inf

from knowledge.text import normalise
from knowledge.text.numerals import NUMERAL, chinese_number

_WORDS = dict(
    zip(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(2, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_ORDINALS = dict(
    zip(
        ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
        range(2, 11),
        strict=True,
    )
)  # fmt: skip
_MONTHS = dict(
    zip(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        range(1, 13),
        strict=True,
    )
)
_MONTH = "|".join((*_MONTHS, *(m[:3] for m in _MONTHS if m != "may"), "sept"))
_ENGLISH = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(('one', *_WORDS))}))?|({'|'.join(_WORDS)}))\b"
)
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})\b|\b(\d+)(?:st|nd|rd|th)\b")
_CHINESE = re.compile(
    rf"(?<![\d.])(?<!\d\s)(第?)(?![百千万亿])({NUMERAL})(?=\s?(?:个|天|日|周|月|年|小时|分钟|元|人|家|台|套|位|次|条|款|"
    r"章|节|项|级|份|页|种|类|倍|步|轮|档|名|场|封|通|遍|门|组|座|班|批|期|只|件|万|%|季))"
)
_FRACTIONS = (
    (re.compile(r"半个?小时|半个?钟头|half an hour|half-hour"), "30分钟"),
    (re.compile(r"半个工作日|half a (?:working|business) day"), "0.5工作日"),
    (re.compile(r"半天|half a day"), "0.5天"),
    (re.compile(r"半年|half a year|six months"), "6个月"),
    (re.compile(r"四分之三|three[- ]quarters"), "75%"),
    (re.compile(r"三分之二|two[- ]thirds"), "66.7%"),
    (re.compile(r"四分之一|(?:one|a)[- ]quarter(?= of)"), "25%"),
    (re.compile(r"三分之一|(?:one|a)[- ]third(?= of)"), "33.3%"),
    (re.compile(r"一半|\bhalf(?! staff)\b"), "50%"),
    (re.compile(r"\btwice\b|两次|两遍"), "2次"),
    (re.compile(r"一次(?![付性])|\bonce(?=[,.;]| an? | per |$)"), "1次"),
    (re.compile(r"\bthrice\b|三次"), "3次"),
    (re.compile(r"\ba year\b(?= (?:ago|of|old))|不满一年|一年内"), "1年"),
    (re.compile(r"\bfortnight\b"), "2周"),
    (
        re.compile(r"(?<!-)\bone(?=[- ](?:year|month|week|day|hour|working|business|person-day))"),
        "1",
    ),
    (re.compile(r"一(?=个(?:月|工作日|小时|人天))"), "1"),
    (re.compile(r"\b(?:a )?dozen\b"), "12"),
)
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\b(?:,? (\d{{4}})\b)?")
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (\d{{4}})\b)?")
_HAN_DATE = re.compile(r"(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]")
_INCLUDED = re.compile(r"\((?:含|包含|including|incl\.?)\s?\d[\d.]*\s?%?\)")
_CLOCK = re.compile(r"\b(\d{1,2})[:点](\d{2})\b")
_CURRENCIES = (
    ("cny", r"¥|cny|rmb|人民币|元人民币|yuan"),
    ("usd", r"us\$|usd|美元|美金|\$|us dollars?|dollars?"),
    ("eur", r"€|eur|欧元|euros?"),
    ("sgd", r"s\$|sgd|新加坡元|新元|新币"),
    ("gbp", r"£|gbp|英镑|pounds?"),
    ("hkd", r"hk\$|hkd|港币|港元"),
    ("jpy", r"jpy|日元|yen"),
)
_MEASURES = (
    ("%", r"%|个?百分点|percentage points?|percent|per cent|个点"),
    ("workday", r"个?工作日|working[- ]days?|business[- ]days?"),
    ("workhour", r"个?工作小时|working[- ]hours?|business[- ]hours?"),
    ("personday", r"个?人天|person-days?|man-days?"),
    ("day", r"天|日(?!元)|calendar days?|days?"),
    ("week", r"周|个?星期|weeks?"),
    ("month", r"个月|months?"),
    ("year", r"年(?!\d)|years?"),
    ("hour", r"个?小时|个钟头|hours?"),
    ("minute", r"分钟|minutes?|-minute"),
    ("second", r"秒钟?|seconds?"),
    ("times", r"次|遍|times"),
    ("money", r"元|块"),
    ("gb", r"gb\b"),
    ("km", r"公里|km\b"),
    ("m2", r"平方米|square met\w+"),
    ("section", r"条|款|节|章(?!程)"),
)
_UNITS = (*_CURRENCIES, *_MEASURES)
_SCALES = {"万": 1e4, "千": 1e3, "百万": 1e6, "千万": 1e7, "亿": 1e8, "k": 1e3, "m": 1e6,
           "million": 1e6, "thousand": 1e3, "billion": 1e9, "bn": 1e9}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![a-z0-9.])(?<![a-z]-)(?<!\d[/:])"
    r"(?P<before>(?:us\$|s\$|hk\$|[¥$€£]|\b(?:cny|usd|eur|sgd|gbp|hkd|rmb|jpy))\s?)?"
    r"(?P<digits>\d+(?:\.\d+)*)\s?"
    r"(?P<scale>百万|千万|万|千|亿|k\b|m\b|million\b|thousand\b|billion\b|bn\b)?[\s-]?"
    rf"(?P<unit>{'|'.join(f'(?:{p})(?![a-z])' for _, p in _UNITS)})?"
    r"(?P<after>人民币|\s?cny|\s?rmb)?(?![a-z]*\d)"
)
_JOINS = re.compile(r"\s?(?:-|至|到|~|to|and)\s?(?:below |不到|under )?")
_CHAPTER = re.compile(r"(?:section|chapter|clause|article|sections|chapters|§|条款)\s?$")
_BRACKETED = re.compile(r"^\s?\([^()]{1,30}\)")
_UP = re.compile(
    r"(?:>=?|≥|超过|超出|高于|大于|多于|至少|最少|最低|不少于|不低于|不得少于|不得低于|满|逾|above|over|"
    r"more than|at least|exceed\w*|greater than|beyond|minimum(?: of)?|no less than|"
    r"not less than|no fewer than|older than|longer than|later than)\s?$"
)
_DOWN = re.compile(
    r"(?:<=?|≤|不超过|不高于|不多于|不得超过|不得高于|最多|至多|最长|最高|最大|低于|少于|小于|不足|不到|不满|"
    r"未满|up to|at most|no more than|not more than|not exceed\w*|less than|fewer than|under|"
    r"below|maximum(?: of)?|max\.?|no longer than|not later than|within)"
    r"(?:可以?|能)?(?:到|达|为|是)?\s?$"
)
_UP_AFTER = re.compile(
    r"\s?[只台个家人位份次条]?\s?(?:及?以上|之上|起|or more|or above|and above|and over|"
    r"or later|or older|\+|at least|"
    r"minimum)"
)
_DOWN_AFTER = re.compile(
    r"\s?[只台个家人位份次条]?\s?(?:及?以下|及?以内|之内|之下|or less|or fewer|or below|"
    r"and below|or under|at most|封顶|"
    r"为限|上限|maximum|at the most)"
)
_NEGATED_UP = re.compile(r"(?:不|不得|不能|不可|no|not|never|cannot|may not)\s?$")


@dataclass(frozen=True)
class Figure:
    """The numbers from `low` to `high` of a `measure` ("" if none is said).

    `bound`: "up" (at least, more than), "down" (at most, less than) or "". `start` is a position
    in the text that `prepared` makes.
    """

    low: float
    high: float
    measure: str
    bound: str
    start: int

    @property
    def single(self) -> bool:
        return self.low == self.high


def prepared(text: str) -> str:
    """`text` in its normal form, its numbers in digits, its dates as 2027-01-01 or 01-01."""
    text = _INCLUDED.sub("", normalise(text))
    for pattern, digits in _FRACTIONS:
        text = pattern.sub(digits, text)
    text = _CHINESE.sub(_han_digits, text)
    text = _DAY_MONTH.sub(lambda m: _date(m[3], m[2], m[1]), text)
    text = _MONTH_DAY.sub(lambda m: _date(m[3], m[1], m[2]), text)
    text = _HAN_DATE.sub(lambda m: _date(m[1], m[2], m[3]), text)
    text = _ORDINAL.sub(lambda m: str(_ORDINALS[m[1]]) if m[1] else m[2], text)
    return _ENGLISH.sub(_digits, text)


def _han_digits(match: re.Match[str]) -> str:
    value = chinese_number(match[2])
    if value is None or (value == 1 and not match[1]):
        return match.group()
    return f"{match[1]}{value:.10g}"


def _digits(match: re.Match[str]) -> str:
    if match[3]:
        return str(_WORDS[match[3]])
    return str(_TENS[match[1]] + {"one": 1, **_WORDS}.get(match[2] or "", 0))


def _date(year: str | None, month: str, day: str) -> str:
    if month.isdigit():
        number = int(month)
    else:
        number = next(n for name, n in _MONTHS.items() if name.startswith(month[:3]))
    dated = f" {number:02d}~{int(day):02d} "
    return f" {year} {dated}" if year else dated


_DATE = re.compile(r"(?<!\d)(\d{2})~(\d{2})(?!\d)")


def figures(text: str, label: str = "") -> list[Figure]:
    """The figures in a text that `prepared` made; `label` heads the cell it stands in."""
    found: list[Figure] = []
    text, dates = _without_dates(text)
    named = _measure_of(label)
    ended = 0
    for match in _NUMBER.finditer(text):
        digits = match["digits"]
        if digits.count(".") > 1:
            continue
        value = float(digits) * _SCALES.get(match["scale"] or "", 1)
        before = text[max(0, match.start() - 22) : match.start()]
        after = _BRACKETED.sub("", text[match.end() : match.end() + 60])
        measure = _measure(match, before) or ("" if match["unit"] else named)
        bound = _bound(before, after)
        joined = _JOINS.fullmatch(text, ended, match.start())
        previous = found[-1] if found else None
        ended = match.end()
        if joined and previous:
            found[-1] = _range(previous, value, measure, match["scale"], "and" in joined.group())
            if "and" in joined.group():
                found.append(Figure(value, value, measure, bound, match.start()))
            continue
        found.append(Figure(value, value, measure, bound, match.start()))
    return found + dates


def _range(low: Figure, value: float, measure: str, scale: str | None, separate: bool) -> Figure:
    """The range up to `value`; "1 and 2" stay two figures, which share a measure."""
    if separate:
        return Figure(low.low, low.high, low.measure or measure, low.bound, low.start)
    start = low.low * (_SCALES.get(scale or "", 1) if low.low * 100 < value else 1)
    return Figure(start, value, low.measure or measure, "", low.start)


def _without_dates(text: str) -> tuple[str, list[Figure]]:
    """The text with its dates blanked, and the dates as figures of month * 100 + day."""
    dates: list[Figure] = []

    def take(match: re.Match[str], month: int, day: int) -> str:
        number = int(match[month]) * 100 + int(match[day])
        dates.append(Figure(number, number, "date", "", match.start()))
        return " " * len(match.group())

    def clock(match: re.Match[str]) -> str:
        number = int(match[1]) * 100 + int(match[2])
        dates.append(Figure(number, number, "clock", "", match.start()))
        return " " * len(match.group())

    text = _CLOCK.sub(clock, text)
    text = _ISO_DATE.sub(lambda m: f"{m[1]} " + take(m, 2, 3)[5:], text)
    return _DATE.sub(lambda m: take(m, 1, 2), text), dates


def _measure(match: re.Match[str], before: str) -> str:
    if match["before"]:
        return _measure_of(match["before"])
    if match["after"]:
        return "cny"
    if _CHAPTER.search(before) and _measure_of(match["unit"] or "") in ("", "section"):
        return "section"
    if before.endswith(("第", "第 ")) and _measure_of(match["unit"] or "") == "section":
        return "section"
    found = _measure_of(match["unit"] or "")
    return "" if found == "section" else found


def _measure_of(words: str) -> str:
    words = normalise(words).strip()
    if not words:
        return ""
    for measure, pattern in _UNITS:
        if re.search(rf"(?<![a-z])(?:{pattern})(?![a-z])", words):
            return measure
    return ""


def _bound(before: str, after: str) -> str:
    if _DOWN.search(before):
        return "down"
    if up := _UP.search(before):
        return "down" if _NEGATED_UP.search(before[: up.start()]) else "up"
    if _DOWN_AFTER.match(after):
        return "down"
    return "up" if _UP_AFTER.match(after) else ""


_MONEY = frozenset(name for name, _ in _CURRENCIES) | {"money"}


def comparable(one: str, other: str) -> bool:
    """Whether figures of these measures can be the same thing."""
    if one == other:
        return True
    if "section" in (one, other) or "date" in (one, other) or "clock" in (one, other):
        return False
    if "" in (one, other):
        return True
    if one in _MONEY and other in _MONEY:
        return "money" in (one, other)
    return False


def bears(held: Figure, claimed: Figure) -> bool:
    """Whether a figure of the passage bears one of a sentence out: the same, or a case of it."""
    return same(held, claimed) or instance(held, claimed)


def same(held: Figure, claimed: Figure) -> bool:
    """The same number, bound in no other direction; a year is twelve months, a week seven days."""
    pairs = ((held, claimed), (_smaller(held), _smaller(claimed)))
    return any(_equal(one, other) for one, other in pairs)


def _equal(one: Figure, other: Figure) -> bool:
    if not comparable(one.measure, other.measure):
        return False
    if _near(one.low, other.low) and _near(one.high, other.high):
        return {one.bound, other.bound} != {"up", "down"}
    ends = _near(other.low, one.low) or _near(other.low, one.high)
    return other.single and ends and not one.single and not other.bound


def instance(held: Figure, claimed: Figure) -> bool:
    """A case of a range or bound ("13%" of "10%–15%")."""
    if not claimed.single or claimed.bound or not comparable(held.measure, claimed.measure):
        return False
    if held.measure != claimed.measure and held.measure == "":
        return False
    low, high = held.low, held.high
    if held.single:
        if not held.bound:
            return False
        low, high = (-inf, high) if held.bound == "down" else (low, inf)
    return low <= claimed.low <= high and claimed.measure not in ("date", "clock", "section")


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.001 * max(abs(one), abs(other))


_SMALLER = {"year": ("month", 12), "week": ("day", 7)}


def _smaller(figure: Figure) -> Figure:
    """The figure in the next smaller measure, where that is exact."""
    if figure.measure not in _SMALLER:
        return figure
    measure, times = _SMALLER[figure.measure]
    return replace(figure, low=figure.low * times, high=figure.high * times, measure=measure)
