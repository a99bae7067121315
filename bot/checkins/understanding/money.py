"""Sums of money as reps write them: where, how much, in which currency.

Only the reading of single sums is here; which of them is the deal's amount is `amounts`.
"""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from storage.records import Money

from .numerals import EN_NUMBER, ZH_NUMBER, chinese_number, english_number

DOLLARS = frozenset({"USD", "SGD", "HKD", "AUD", "CAD", "NZD", "TWD"})

_CODES = {
    "CNY": ("cny", "rmb", "yuan", "人民币", "cn¥", "元人民币"),
    "USD": ("usd", "us\\$", "us dollars?", "美元", "美金", "美刀", "刀", "u\\.s\\. dollars?", "u"),
    "EUR": ("eur", "euros?", "€", "欧元", "欧"),
    "SGD": ("sgd", "s\\$", "sing dollars?", "新币", "新元", "坡币", "新加坡元", "新加坡币"),
    "GBP": ("gbp", "£", "pounds?", "quid", "英镑"),
    "HKD": ("hkd", "hk\\$", "港币", "港元", "港纸"),
    "JPY": ("jpy", "yen", "日元", "円"),
    "AUD": ("aud", "a\\$", "au\\$", "澳元", "澳币"),
    "CAD": ("cad", "c\\$", "ca\\$", "加元"),
    "CHF": ("chf", "francs?", "瑞郎", "瑞士法郎"),
    "MYR": ("myr", "ringgit", "林吉特", "马币"),
    "THB": ("thb", "baht", "泰铢"),
    "IDR": ("idr",),
    "INR": ("inr", "rupees?", "₹", "卢比"),
    "KRW": ("krw", "韩元"),
    "TWD": ("twd", "ntd", "nt\\$", "台币", "新台币"),
    "VND": ("vnd", "越南盾"),
    "AED": ("aed", "dirhams?"),
    "SEK": ("sek",),
    "$": ("\\$", "dollars?", "bucks?", "美?块钱?美金"),
    "¥": ("¥",),
    "": ("元整", "元", "块钱", "块"),
}  # fmt: skip
_WORDS = sorted(
    ((word, code) for code, words in _CODES.items() for word in words),
    key=lambda pair: -len(pair[0]),
)
_COMPILED = tuple((re.compile(word), code) for word, code in _WORDS)
_SIGN = "|".join(
    word for word, _ in _WORDS if word not in {"u", "刀", "欧", "元", "块", "块钱", "元整"}
)
_LATIN_END = r"(?![a-z])"
_SCALES = {
    "k": 10**3, "thousand": 10**3, "grand": 10**3, "tsd": 10**3, "千": 10**3, "m": 10**6,
    "mm": 10**6, "mn": 10**6, "mio": 10**6, "mil": 10**6, "mill": 10**6, "million": 10**6,
    "millions": 10**6, "百万": 10**6, "千万": 10**7, "十万": 10**5, "万": 10**4, "w": 10**4,
    "b": 10**9, "bn": 10**9, "billion": 10**9, "亿": 10**8, "个亿": 10**8, "百": 100,
}  # fmt: skip
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d\d)?|\d+(?:\.\d+)?"
_VAGUE = "来|多|余|几"
_ZH = f"[{ZH_NUMBER}]"

_SUM = re.compile(
    rf"(?<![\d.a-z几])(?<!几[十百千])(?:(?P<sign>{_SIGN})\s?)?"
    rf"(?:(?P<number>{_NUMBER})(?P<vague1>{_VAGUE})?\s?(?P<scale>{_SCALE})?(?P<vague2>{_VAGUE})?(?P<tail>(?<=万)\d(?![\d月号日/个家台年天周点]))?"
    rf"|(?P<en>{EN_NUMBER})[\s-](?P<enscale>thousand|k|grand|million|mil|mill)"
    rf"|(?P<zh>{_ZH}+(?:{_VAGUE})?{_ZH}*(?:{_VAGUE})?))"
    rf"\s?(?:(?P<code>{'|'.join(w for w, _ in _WORDS)}){_LATIN_END})?{_LATIN_END}(?!(?<=\d)\d|[.,]\d)"
)
_COUNTED = re.compile(
    r"\s?(?:%|％|percent|pct|折|个点|个百分点|成(?!交)|个?(?:台|家|套|人|用户|门店|店|座|坐席|席位|账号|license|点位|员工|学员|机构|网点|仓|车|辆|公里|平米?|"
    r"天|周|星期|月|年|小时|分钟|次|轮|期|倍|条|张|份|吨|件|个|位|号|日|点|楼|层|级|代|版|项|页|亩|米)(?!元|块)"
    r"|[\s-]*(?:seats?|users?|licen[cs]es?|stores?|sites?|units?|people|employees|headcount|devices?|robots?|vehicles?|trucks?|kiosks?|rooms?|"
    r"branches|locations?|agents?|sensors?|tickets?|records?|customers|patients|students|hotels|warehouses|machines|days?|weeks?|wks?|months?|mos?|"
    r"years?|yrs?|hours?|hrs?|minutes?|mins?|times?|x|th|st|nd|rd|am|pm|o'clock|points?|pts|bps|gb|tb|km|sqm|pax|slides?|pages?|rows|"
    r"transactions|orders|calls|emails|miles|skus|items|products|pieces|pcs|downloads|visits|messages|documents|docs|contacts|leads|endpoints|nodes|servers|desks|beds|cars|packages|parcels|shipments|requests|queries|members|subscribers|policies|claims|invoices)(?![a-z]))"
)
_RATE = re.compile(
    r"\s?(?:每|/|一)?\s?(?:per|a|each|/|p)\s?\.?(?:month|mo|seat|user|unit|head|day|store|site|room|device|m)(?![a-z])|\s?(?:/|每|一个?)(?:月|人|台|套|家|店|天|用户|座|点)"
    r"|\s?each(?![a-z])"
)


@dataclass(frozen=True)
class Sum:
    """`currency` is an ISO code, "$" or "¥" where the sign fits several, "" where none was said."""

    start: int
    end: int
    value: Decimal
    currency: str = ""
    bare: bool = False
    """A plain number: money only where something beside it says so."""
    scale: int = 1


def read_sums(text: str, taken: Iterable[tuple[int, int]] = ()) -> tuple[Sum, ...]:
    """Every sum in folded `text` outside the `taken` stretches (dates), in order."""
    barred = tuple(taken)
    sums: list[Sum] = []
    for match in _SUM.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in barred):
            continue
        found = _sum(match)
        if found and not _counted(text, found):
            sums.append(found)
    return tuple(_shared_scale(sums, text))


def currency_of(words: str) -> str | None:
    """The code of a currency word; None if it is none."""
    return next((code for pattern, code in _COMPILED if pattern.fullmatch(words)), None)


def _counted(text: str, found: Sum) -> bool:
    after = text[found.end : found.end + 16]
    if _RATE.match(after):
        return True
    return not found.currency and bool(_COUNTED.match(after))


def _sum(match: re.Match[str]) -> Sum | None:
    value, scale = _value(match)
    if value is None or not value.is_finite() or value <= 0 or value >= 10**15:
        return None
    currency = _currency(match)
    spelled = bool(match["zh"]) and scale < 10**4 and match["code"] is None
    if spelled and not match["sign"]:
        return None
    plain = match["number"] and scale == 1 and not currency and match["code"] is None
    grouped = plain and re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", match["number"])
    return Sum(match.start(), match.end(), value, currency, bool(plain) and not grouped, scale)


def _value(match: re.Match[str]) -> tuple[Decimal | None, int]:
    if match["zh"]:
        return _zh_value(match["zh"])
    if match["en"] is None:
        return _latin_value(match)
    scale = _SCALES[match["enscale"]]
    spelled = english_number(match["en"])
    lone = match["en"] in {"a", "few", "couple"}  # a million things to do
    return (None if spelled is None or lone else spelled * scale), scale


def _latin_value(match: re.Match[str]) -> tuple[Decimal | None, int]:
    words = match["number"]
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d\d)?", words) and (
        (match["scale"] is None and _currency(match) in {"EUR", "CHF"}) or words.count(".") > 1
    ):
        words = words.replace(".", "").replace(",", ".")
    if match["vague1"] == "几" or match["vague2"] == "几":
        return None, 1
    scale = _SCALES[match["scale"]] if match["scale"] else 1
    if scale == 100:
        return None, 1
    value = Decimal(words.replace(",", "")) * scale
    if match["tail"]:
        value += Decimal(match["tail"]) * scale / 10
    return value, scale


def _zh_value(words: str) -> tuple[Decimal | None, int]:
    if "几" in words:
        return None, 1
    core = re.sub("[来多余]", "", words)
    if re.search("[一二两三四五六七八九]{2,}[十百千万亿]", core):  # 两三百万: nobody knows
        return None, 1
    if core[:1] in {"百", "千", "万"} and len(core) > 1:
        core = "一" + core
    scale = 10**8 if "亿" in core else 10**4 if "万" in core else 1
    return chinese_number(core), scale


def _currency(match: re.Match[str]) -> str:
    for words in (match["code"], match["sign"]):
        if words:
            code = currency_of(words)
            if code:
                return code
    return ""


_JOINED = re.compile(
    r"\s?(?:万|万元)?\s?(?:->|→|-|~|到|至|降到|降至|涨到|涨至|改到|改成|提到|加到|谈到|砍到|压到|to|down to|up to|and|or|和|或)(?:了)?\s?"
)


def _shared_scale(sums: list[Sum], text: str) -> Iterable[Sum]:
    """The unit said once counts for both ends: 80到100万, from 120 to 135k, 80万降到68."""
    for i, found in enumerate(sums):
        before = sums[i - 1] if i else None
        after = sums[i + 1] if i + 1 < len(sums) else None
        for other in (after, before):
            if other is None or not found.bare or other.scale == 1 or found.value >= 10**4:
                continue
            low, high = sorted((found, other), key=lambda s: s.start)
            if _JOINED.fullmatch(text[low.end : high.start]):
                found = replace(
                    found,
                    value=found.value * other.scale,
                    scale=other.scale,
                    bare=False,
                    currency=found.currency or other.currency,
                )
        yield found


_NO_MINOR = frozenset({"JPY", "KRW", "VND"})


def major(money: Money) -> Decimal:
    """The amount in major units."""
    return Decimal(money.minor) / (1 if money.currency in _NO_MINOR else 100)


def minor(amount: Decimal, currency: str) -> int:
    """Whole minor units of an amount in major ones."""
    return int(amount * (1 if currency in _NO_MINOR else 100))


def resolve_currency(code: str, own: str | None) -> str | None:
    """The ISO code meant, given the deal's own currency; None if the words name none."""
    if code == "$":
        return own if own in DOLLARS else "USD"
    if code == "¥":
        return own if own in {"JPY", "CNY"} else "CNY"
    return code or None
