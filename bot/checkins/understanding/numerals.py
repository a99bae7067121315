"""Chinese and spelt-out numbers."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "幺": 1}
FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True))
UNITS = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10**4, "亿": 10**8}
ENGLISH = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "couple of": 2, "a couple of": 2,
    "a couple": 2, "three": 3, "few": 3, "a few": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
ZH_NUMBER = "零〇一二两俩三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"


def chinese_number(words: str) -> Decimal | None:
    """The value of 一百二十万, 三万五, 二〇二六 …; None where the words are no number.

    A last digit without a unit counts in tenths of the unit before it, as people say it (三万五 is
    35,000, 一百二 120), unless 零 stands before it.
    """
    words = "".join(FORMAL.get(c, c) for c in words)
    if not words or any(c not in DIGITS and c not in UNITS and c not in GROUPS for c in words):
        return None
    if all(c in DIGITS for c in words):
        return Decimal("".join(str(DIGITS[c]) for c in words))
    total = section = digit = 0
    last_unit = 1
    for c in words:
        if c in DIGITS:
            digit = DIGITS[c]
            last_unit = 1 if digit == 0 else last_unit
        elif c in UNITS:
            section += (digit or (0 if section else 1)) * UNITS[c]
            digit, last_unit = 0, UNITS[c]
        else:
            total = (
                (total + section + digit or 1) * GROUPS[c]
                if c == "亿"
                else (total + (section + digit or 1) * GROUPS[c])
            )
            section = digit = 0
            last_unit = GROUPS[c]
    return Decimal(total + section + digit * (last_unit // 10 if last_unit > 10 else 1))


_EN_WORDS = {word: n for word, n in ENGLISH.items() if " " not in word and len(word) > 2} | {
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_EN_WORD = "|".join(sorted(_EN_WORDS, key=len, reverse=True))
EN_NUMBER = (
    rf"(?:half|(?:a )?quarter(?: of)?) a|(?:a|{_EN_WORD})(?: hundred)?"
    rf"(?:(?: and|-)? ?(?:{_EN_WORD}))?(?: and a half)?"
)
"""What stands before thousand and million: half a, eighty, two hundred and fifty."""


def english_number(words: str) -> Decimal | None:
    """The value of words that `EN_NUMBER` fits; None where they are no number."""
    if re.fullmatch(r"half a|(?:a )?quarter(?: of)? a", words):
        return Decimal("0.5") if words.startswith("half") else Decimal("0.25")
    value = Decimal(0)
    if words.endswith(" and a half"):
        words, value = words.removesuffix(" and a half"), Decimal("0.5")
    last: Decimal | None = None
    for word in re.findall(r"[a-z]+", words):
        if word == "and":
            continue
        if word == "hundred":
            value, last = value * 100, Decimal(100)
            continue
        known = 1 if word == "a" else _EN_WORDS.get(word)
        if known is None or (last is not None and (last < 20 or known >= last)):
            return None
        value, last = value + known, Decimal(known)
    return value


def count(words: str) -> int | None:
    """A small whole number in digits, Chinese or English words."""
    words = words.strip()
    if words.isdecimal():
        return int(words) if len(words) < 7 else None
    if words in ENGLISH:
        return ENGLISH[words]
    value = chinese_number(words)
    return int(value) if value is not None and value < 10**6 else None
