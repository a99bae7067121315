"""Numbers written in Chinese characters."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
NUMERAL = "[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二两三四五六七八九]+)?"
_PERCENT = re.compile(rf"百分之(?:({NUMERAL})|(?=\d))")
_DIGIT_PERCENT = re.compile(r"百分之(\d+(?:\.\d+)?)")


def chinese_number(text: str) -> float | None:
    """The value of a Chinese numeral such as 三十五, 一百二十 or 一点五; None if it is none."""
    whole, _, fraction = text.partition("点")
    total = group = digit = 0
    for character in whole:
        if character in _DIGITS:
            digit = digit * 10 + _DIGITS[character]
        elif character in _UNITS:
            group += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in _GROUPS:
            total = (total + group + digit) * _GROUPS[character]
            group = digit = 0
        else:
            return None
    value = float(total + group + digit)
    for place, character in enumerate(fraction, start=1):
        if character not in _DIGITS:
            return None
        value += _DIGITS[character] / 10**place
    return value


def chinese_percentages(text: str) -> str:
    """`text` with 百分之十五 and 百分之15 written as 15%."""
    if "百分之" not in text:
        return text
    text = _DIGIT_PERCENT.sub(r"\1%", text)
    return _PERCENT.sub(lambda match: _percentage(match.group(1), match.group()), text)


def _percentage(numeral: str | None, whole: str) -> str:
    value = chinese_number(numeral) if numeral else None
    return whole if value is None else f"{value:g}%"
