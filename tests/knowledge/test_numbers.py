"""Numbers, ranges and bounds as playbooks write them."""

from __future__ import annotations

from math import inf

import pytest

from knowledge.text import quantities
from knowledge.text.numerals import chinese_number


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("10%–15%", 10, 15, "%"),
        ("10 % to 15 %", 10, 15, "%"),
        ("不得超过 25%", -inf, 25, "%"),
        ("5% 以内（含 5%）", -inf, 5, "%"),
        ("20% 以上", 20, inf, "%"),
        ("at most 3 days", -inf, 3, "day"),
        ("30 个工作日", 30, 30, "day"),
        ("1 year or more", 1, inf, "year"),
        ("50 万元及以上", 500_000, inf, "money"),
        ("300k", 300_000, 300_000, ""),
        ("over 300 users", 300, inf, "user"),
        ("八五折", 15, 15, "%"),
        ("打8折", 20, 20, "%"),
        ("三个月", 3, 3, "month"),
        ("15个点", 15, 15, "%"),
    ],
)
def test_reads(text: str, low: float, high: float, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.low, found.high, found.unit) == (low, high, unit)


@pytest.mark.parametrize("text", ["S2 to S4", "A-100", "一个仓", "G2", "ISO27001"])
def test_codes_and_a_mere_one_are_no_quantities(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("row", "asked", "met"),
    [
        ("10%–15%（含 15%）", "15%", True),
        ("15%–20%（含 20%）", "15%", False),
        ("15%–20%（含 20%）", "17%", True),
        ("above 20%", "20%", False),
        ("20% 以上", "25%", True),
        ("98.0 % to below 99.0 %", "99%", False),
        ("31–60 天", "45天", True),
        ("10%–15%", "12 days", False),
        ("at least 3 days", "80万的合同", False),
        ("50 万元及以上", "80万", True),
        ("up to 500 users", "300 users", True),
    ],
)
def test_covers(row: str, asked: str, met: bool) -> None:
    (held,), (wanted,) = quantities(row), quantities(asked)
    assert held.covers(wanted) is met


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十五", 15), ("一百二十", 120), ("两万三千", 23_000), ("一点五", 1.5), ("亿万吗", None)],
)
def test_chinese_numerals(numeral: str, value: float | None) -> None:
    assert chinese_number(numeral) == value
