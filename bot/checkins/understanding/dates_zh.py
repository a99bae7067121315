"""Chinese dates."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from datetime import date, timedelta

from . import periods
from .dates import Found, Rule
from .libraries import chinese_day
from .numerals import count

_N = r"[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
_YEAR = r"(?P<year>今年|明年|后年|20\d\d年|\d\d年)?的?"
_MONTH = r"(?P<month>本月|这个?月|当月|下下个?月|下个?月|上个?月|(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?)"
_TAIL = r"(?P<tail>之前|以前|之后|以后|前后|前|后|以内|之内|内|左右)?"
_WEEKDAY = "一二三四五六日天末"


def _number(words: str) -> int:
    value = count(words)
    if value is None:
        raise ValueError(words)
    return value


def _year(words: str | None, today: date) -> int | None:
    if not words:
        return None
    said = {"今年": 0, "明年": 1, "后年": 2}
    if words in said:
        return today.year + said[words]
    number = int(words.rstrip("年"))
    return number if number > 100 else 2000 + number


def _year_month(match: re.Match[str], today: date) -> tuple[int, int]:
    words = match["month"]
    steps = {"下下": 2, "下": 1, "上": -1, "本": 0, "这": 0, "当": 0}
    for prefix, step in steps.items():
        if words.startswith(prefix):
            return periods.shifted_month(today, step)
    month = _number(words.removesuffix("份").removesuffix("月"))
    year = _year(match["year"], today)
    return (year, month) if year else periods.coming_month(month, today)


def _tailed(value: date, tail: str | None, whole: bool = False) -> date:
    """`whole`: the value is a day that 前 leaves out (a holiday, a month)."""
    if tail in {"前", "之前", "以前"} and whole:
        return value - timedelta(days=1)
    return value


def _iso(match: re.Match[str], _today: date) -> Found | None:
    value = periods.safe_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Found(value) if value else None


def _month_day(match: re.Match[str], today: date) -> Found | None:
    words, day = match["month"], _number(match["day"])
    if match["year"] or (not words[0].isdecimal() and words[0] in "本这当下上"):
        value = periods.safe_date(*_year_month(match, today), day)
    else:
        month = _number(words.removesuffix("份").removesuffix("月"))
        value = periods.coming(month, day, today)
    return Found(value) if value else None


def _weekday(match: re.Match[str], today: date) -> Found | None:
    prefix = (match["week"] or "").replace("个", "")
    if match["day"] == "末":
        value: date | None = periods.weekday_of(today, _weeks(prefix), 5)
        return Found(value, "week", bool(prefix)) if value else None
    digit = "一二三四五六日"[int(match["day"]) - 1] if match["day"].isdecimal() else match["day"]
    read = chinese_day(f"{prefix}周{digit}", today)
    if read is None:
        return None
    value = read[0]
    if not prefix and value <= today:
        value += timedelta(days=7)
    rolled = value > periods.weekday_of(today, 0, 6)
    return Found(value, "weekday", bool(prefix) or rolled)


def _weeks(prefix: str) -> int:
    return {"": 0, "这": 0, "本": 0, "下": 1, "下下": 2, "上": -1, "上上": -2}[prefix]


def _week(match: re.Match[str], today: date) -> Found:
    weeks = _weeks(match["week"].replace("个", ""))
    weekday = {"初": 0, "中": 2}.get(match["part"] or "", 4)
    value = periods.weekday_of(today, weeks, weekday)
    if weeks == 0:
        value = max(value, today)
    return Found(value, "week", week_said=True)


def _day_word(match: re.Match[str], today: date) -> Found | None:
    short = {"明早": "明天", "明晚": "明天", "今早": "今天", "今晚": "今天", "今儿": "今天",
             "明儿": "明天", "后儿": "后天", "当天": "今天", "昨晚": "昨天"}  # fmt: skip
    words = short.get(match["word"], match["word"])
    read = chinese_day(words, today)
    return Found(read[0]) if read else None


def _offset(match: re.Match[str], today: date) -> Found | None:
    words, unit = match["n"], match["unit"]
    half = words == "半" or bool(match["half"])
    n = 0 if words == "半" else _number(words)
    if unit in {"天", "日"}:
        return Found(today + timedelta(days=n), "offset")
    if unit in {"周", "星期", "礼拜"}:
        return Found(today + timedelta(days=7 * n), "offset")
    if unit == "月":
        return Found(periods.add_months(today, n) + timedelta(days=15 * half), "offset")
    if unit == "季度":
        return Found(periods.add_months(today, 3 * n), "offset")
    return Found(periods.add_months(today, 12 * n + 6 * half), "offset")


def _month_part(match: re.Match[str], today: date) -> Found:
    if match["month"]:
        year, month = _year_month(match, today)
    else:
        year, month = today.year, today.month
        if periods.part_of_month(year, month, match["part"]) < today:
            year, month = periods.shifted_month(today, 1)
    return Found(periods.part_of_month(year, month, match["part"]), "period")


def _month(match: re.Match[str], today: date) -> Found:
    year, month = _year_month(match, today)
    if match["tail"] in {"前", "之前", "以前"}:
        return Found(date(year, month, 1) - timedelta(days=1), "month")
    return Found(periods.last_of_month(year, month), "month")


def _quarter(match: re.Match[str], today: date) -> Found:
    words = match["quarter"]
    current = (today.month - 1) // 3 + 1
    year = _year(match["year"], today) or today.year
    if words[0] in "下本这":
        quarter = current + (words[0] == "下")
        year, quarter = (year + 1, 1) if quarter > 4 else (year, quarter)
    else:
        digit = re.search(r"[1-4一二三四]", words)
        quarter = _number(digit.group()) if digit else current
        if not match["year"] and quarter < current:
            year += 1
    if match["tail"] in {"前", "之前", "以前"} and not match["part"]:
        return Found(date(year, quarter * 3 - 2, 1) - timedelta(days=1), "period")
    return Found(periods.part_of_quarter(year, quarter, match["part"] or ""), "period")


def _year_part(match: re.Match[str], today: date) -> Found:
    year = _year(match["year"], today) or today.year
    part = match["part"]
    if part in {"年中", "中", "上半年"}:
        return Found(date(year, 6, 30), "period")
    if part in {"年初", "初"}:
        return Found(date(year if match["year"] else year + 1, 1, 15), "period")
    return Found(date(year, 12, 31), "period")


def _holiday(match: re.Match[str], today: date) -> Found | None:
    name = match["name"]
    value = periods.holiday(name, today)
    if value is None:
        return None
    tail = "前" if name == "年前" else (match["tail"] or "").replace("节", "")
    if tail.endswith("后"):
        value += timedelta(days=periods.LONG_BREAKS.get(name, 1))
    return Found(_tailed(value, tail, whole=True), "holiday")


def _day_of_month(match: re.Match[str], today: date) -> Found | None:
    value = periods.coming_day(_number(match["day"]), today)
    return Found(value) if value else None


def _slashed(match: re.Match[str], today: date) -> Found | None:
    first, second = int(match["a"]), int(match["b"])
    month, day = (second, first) if first > 12 else (first, second)
    value = periods.coming(month, day, today) if 1 <= month <= 12 else None
    return Found(value) if value else None


_HOLIDAYS = "|".join(
    sorted(
        (
            n
            for n in (*periods.FIXED, *periods.LUNAR, *periods.NAMED)
            if not n[0].isascii() or n == "618"
        ),
        key=len,
        reverse=True,
    )
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"

RULES = tuple(
    Rule(re.compile(pattern), read)
    for pattern, read in (
        (rf"(?<!\d)(?P<y>20\d\d)(?:[-/.]|年)(?P<m>\d{{1,2}})(?:[-/.]|月)(?P<d>\d{{1,2}})(?!\d)[日号]?{_TAIL}", _iso),
        (r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)", _iso),
        (rf"{_YEAR}{_MONTH}的?{_DAY}(?![0-9一二三四五六七八九十个])[日号]?{_TAIL}", _month_day),
        (rf"(?P<week>下下个?|下个?|这个?|本|上上个?|上个?)?(?:周|星期|礼拜)(?P<day>[{_WEEKDAY}1-6](?!\d|[个年周天]))(?:上午|下午|晚上|早上|中午|晚|早)?{_TAIL}", _weekday),
        (rf"(?P<word>大后天|后天|大前天|前天|今天|明天|昨天|今日|明日|昨日|明早|明晚|今早|今晚|今儿|明儿|后儿|昨晚)(?:上午|下午|晚上|早上|中午)?{_TAIL}", _day_word),
        (rf"(?:再?过|再等)(?P<n>{_N}|半)(?P<half>个半)?个?(?P<unit>天|日|周|星期|礼拜|月|季度|年)(?!\d|[一二三四五六])", _offset),
        (rf"(?<![第\d])(?P<n>{_N}|半)(?P<half>个半)?个?(?P<unit>天|日|周|星期|礼拜|月|季度|年)(?:之后|以后|后|之内|以内|内)(?!付)", _offset),
        (rf"{_YEAR}{_MONTH}的?(?P<part>初|上旬|中旬|中|下旬|底|末|尾){_TAIL}", _month_part),
        (rf"(?<![\d个一二三四五六七八九十每])(?P<year>)(?P<month>)月(?P<part>初|中旬|中|底|末){_TAIL}", _month_part),
        (r"(?<![\da-z])(?P<year>)(?P<month>)(?P<part>下旬|中旬)", _month_part),
        (rf"{_YEAR}(?P<quarter>(?<![a-z])(?<![a-z] )(?<!-)q[1-4](?!\d|\s?end)|第?[一二三四1-4]个?季度|下个?季度?(?<=季度)|本季度?|这个?季度?(?<=季度))(?P<part>初|中|末|底|尾)?{_TAIL}", _quarter),
        (rf"(?P<year>)(?P<quarter>季)度?(?P<part>末|底){_TAIL}", _quarter),
        (rf"(?<![上])(?P<week>下下个?|下个?|这个?|本)(?:周|星期|礼拜)(?P<part>初|中|末|内)?{_TAIL}", _week),
        (rf"(?:今年|明年)?(?P<name>{_HOLIDAYS})节?(?:假期?|长假)?(?P<tail>节?之前|节?以前|节?前|之后|以后|节?后)?", _holiday),
        (rf"(?P<year>今年|明年|后年|20\d\d年)(?P<part>上半年|下半年|年?底|年?末|年?中|年?初){_TAIL}", _year_part),
        (rf"(?P<year>)(?P<part>上半年|下半年|年底|年末|年中|年初){_TAIL}", _year_part),
        (rf"{_YEAR}{_MONTH}(?!活动|度|结|费|租|薪|报){_TAIL}", _month),
        (rf"(?<![\d.月第])(?P<day>3[01]|[12]\d|[1-9])[号日](?![线楼店码院机])(?:上午|下午|晚上|早上)?{_TAIL}", _day_of_month),
        (rf"(?<![\d月第])(?P<day>三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])[号](?![线楼店码院机]){_TAIL}", _day_of_month),
        (rf"(?<![\d.])(?P<a>\d{{1,2}})\.(?P<b>\d{{1,2}})(?![\d.]|\s*[%万千百亿kmw折个])(?=号|日|前|之前|以前|左右|签|定|见|开|去|交|讲|演|拜|到|出|发|再)[号日]?{_TAIL}", _slashed),
    )
)  # fmt: skip
