"""Any amount, written in the many ways, reads back the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checkins.understanding.money import major, minor, read_sums
from bot.checkins.understanding.numerals import chinese_number
from storage.records import Money

ZH = "零一二三四五六七八九"


def only(words: str) -> tuple[Decimal, str]:
    found = read_sums(words.lower())
    assert len(found) == 1, (words, found)
    return found[0].value, found[0].currency


def spelled(n: int) -> str:
    """Chinese for 1 … 9999."""
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            out += ("零" if zero and out else "") + ZH[digit] + name
            zero = False
        else:
            zero = True
    return out


@given(st.integers(1, 9999))
def test_chinese_numbers_read_back(n: int) -> None:
    assert chinese_number(spelled(n)) == n
    assert chinese_number(spelled(n) + "万") == n * 10_000


@settings(max_examples=150)
@given(
    st.integers(1, 9999),
    st.sampled_from(
        [("", ""), ("¥", "¥"), ("$", "$"), ("€", "EUR"), ("usd ", "USD"), ("s$", "SGD")]
    ),
)
def test_thousands_read_back(n: int, sign: tuple[str, str]) -> None:
    prefix, currency = sign
    value = Decimal(n * 1000)
    wan = Decimal(n) / 10
    for words in (
        f"{n}k",
        f"{n * 1000:,}",
        f"{wan}万",
        f"{wan}w",
        f"{Decimal(n) / 1000}m",
        f"{n} thousand",
    ):
        assert only(prefix + words) == (value, currency), prefix + words


@given(st.integers(1, 999))
def test_currencies_after_the_number_read_back(n: int) -> None:
    for words, code in (
        ("万美金", "USD"),
        ("万欧元", "EUR"),
        ("万新币", "SGD"),
        ("万人民币", "CNY"),
        ("万元", ""),
    ):
        assert only(f"{n}{words}") == (Decimal(n * 10_000), code)
        assert only(f"{spelled(n)}{words}") == (Decimal(n * 10_000), code)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("80万", 800000), ("一百二十万", 1200000), ("八十来万", 800000), ("2.6百万", 2600000),
        ("1.2m", 1200000), ("12.5k", 12500), ("480,000", 480000), ("480.000 €", 480000),
        ("三万五", 35000), ("12万5", 125000), ("1个亿", 100000000), ("80多万", 800000),
        ("百来万", 1000000), ("五千块", 5000), ("1.5亿", 150000000), ("us$45k", 45000),
    ],
)  # fmt: skip
def test_what_reps_say(words: str, value: int) -> None:
    assert only(words)[0] == value


@pytest.mark.parametrize(
    "words",
    [
        "300台",
        "打9折",
        "10%",
        "5个点",
        "30 seats",
        "500 users",
        "3000/月",
        "$30 per seat",
        "十几万",
        "几十万",
        "两三百万",
        "百分之十",
    ],
)
def test_what_is_no_sum(words: str) -> None:
    assert read_sums(words) == ()


@pytest.mark.parametrize(
    ("words", "values"), [("80万降到68", [800000, 680000]), ("from 120 to 135k", [120000, 135000])]
)
def test_unit_said_once_counts_twice(words: str, values: list[int]) -> None:
    assert [s.value for s in read_sums(words)] == values


@given(st.integers(0, 10**12), st.sampled_from(["CNY", "USD", "JPY"]))
def test_minor_units_read_back(n: int, currency: str) -> None:
    assert minor(major(Money(n, currency)), currency) == n


@given(st.text(max_size=80))
def test_never_raises(words: str) -> None:
    for found in read_sums(words):
        assert 0 <= found.start < found.end <= len(words)
