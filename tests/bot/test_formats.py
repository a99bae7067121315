"""Money and days as a person reads them, and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import get_currency_precision, list_currencies
from hypothesis import given
from hypothesis import strategies as st

from bot import formats
from storage.records import Language, Money

CURRENCIES = sorted(list_currencies())


@given(
    minor=st.integers(-(10**18), 10**18),
    currency=st.sampled_from([*CURRENCIES, "JPY", "KWD", "CNY", "USD"]),
)
def test_stored_money_survives_being_an_amount_in_every_currency(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert formats.to_money(formats.to_amount(money), currency) == money


@given(
    amount=st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=6),
    currency=st.sampled_from(CURRENCIES),
)
def test_an_amount_is_stored_to_the_nearest_minor_unit(amount: Decimal, currency: str) -> None:
    stored = formats.to_amount(formats.to_money(amount, currency))
    assert abs(stored - amount) * 2 <= Decimal(1).scaleb(-get_currency_precision(currency))


def test_minor_units_follow_the_currency_and_halves_go_to_even() -> None:
    assert formats.to_money(Decimal("1200"), "JPY") == Money(1200, "JPY")
    assert formats.to_money(Decimal("1.2345"), "KWD") == Money(1234, "KWD")
    assert formats.to_money(Decimal("0.125"), "USD") == Money(12, "USD")
    assert formats.to_money(Decimal("0.135"), "USD") == Money(14, "USD")


@pytest.mark.parametrize(
    ("money", "zh", "en"),
    [
        (Money(68_000_000, "CNY"), "¥680,000", "CN¥680,000"),
        (Money(125_050, "USD"), "US$1,250.50", "$1,250.50"),
        (Money(11_900_000, "SGD"), "SGD\u00a0119,000", "SGD\u00a0119,000"),
        (Money(1200, "JPY"), "JP¥1,200", "¥1,200"),
        (Money(1234, "KWD"), "KWD\u00a01.234", "KWD\u00a01.234"),
        (Money(8_150_050, "EUR"), "€81,500.50", "€81,500.50"),
        (Money(0, "CNY"), "¥0", "CN¥0"),
        (Money(-50, "USD"), "-US$0.50", "-$0.50"),
        (None, "—", "—"),
    ],
)
def test_money_reads_as_one_writes_it(money: Money | None, zh: str, en: str) -> None:
    assert formats.money(money, "zh") == zh
    assert formats.money(money, "en") == en


@given(
    minor=st.integers(0, 10**15),
    currency=st.sampled_from(CURRENCIES),
    language=st.sampled_from(["zh", "en"]),
)
def test_no_figure_is_lost_in_writing(minor: int, currency: str, language: Language) -> None:
    shown = formats.money(Money(minor, currency), language)
    digits = "".join(c for c in shown if c.isdecimal())
    whole = minor % 10 ** get_currency_precision(currency) == 0
    amount = formats.to_amount(Money(minor, currency))
    assert int(digits) == (int(amount) if whole else minor)


def test_a_day_names_its_year_only_where_it_is_another() -> None:
    day = date(2026, 3, 25)
    assert formats.day(day, "zh", year=2026) == "3月25日"
    assert formats.day(day, "en", year=2026) == "Mar 25"
    assert formats.day(day, "zh", year=2025) == "2026年3月25日"
    assert formats.day(day, "en") == "Mar 25, 2026"
    assert formats.day(None, "en") == "—"


def test_numbers_are_grouped() -> None:
    assert formats.number(1234567, "zh") == "1,234,567"
    assert formats.number(-1234, "en") == "-1,234"
