"""Money, dates and numbers as a person reads them, in their language (Babel's CLDR data)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import (
    format_currency,
    format_decimal,
    get_currency_precision,
    get_currency_symbol,
)

from storage.records import Language, Money

_LOCALE = {"zh": "zh_CN", "en": "en_US"}
NO_BREAK_SPACE = "\u00a0"


def to_money(amount: Decimal, currency: str) -> Money:
    """Major units to stored minor units, rounded half to even."""
    exponent = get_currency_precision(currency)
    minor = amount.scaleb(exponent).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return Money(int(minor), currency)


def to_amount(money: Money) -> Decimal:
    """Stored minor units to major units."""
    return Decimal(money.minor).scaleb(-get_currency_precision(money.currency))


def money(value: Money | None, language: Language) -> str:
    """¥680,000, $1,250.50 or SGD 119,000: fractions only where there are any."""
    if value is None:
        return "—"
    amount = to_amount(value)
    whole = amount == amount.to_integral_value()
    symbol = get_currency_symbol(value.currency, locale=_LOCALE[language])
    return format_currency(
        amount,
        value.currency,
        format=_pattern(symbol, 0 if whole else get_currency_precision(value.currency)),
        locale=_LOCALE[language],
        currency_digits=False,
    )


def _pattern(symbol: str, digits: int) -> str:
    """A code such as SGD stands apart from the number, as CLDR wants it; a sign does not."""
    space = NO_BREAK_SPACE if symbol[-1].isalpha() else ""
    return f"¤{space}#,##0" + ("." + "0" * digits if digits else "")


def day(value: date | None, language: Language, *, year: int | None = None) -> str:
    """3月25日 or Mar 25, with the year where it is not `year`."""
    if value is None:
        return "—"
    pattern = (
        {"zh": "M月d日", "en": "MMM d"}
        if value.year == year
        else {
            "zh": "y年M月d日",
            "en": "MMM d, y",
        }
    )
    return format_date(value, pattern[language], locale=_LOCALE[language])


def moment(value: datetime, language: Language, timezone: str) -> str:
    """2026年3月25日 14:05 or Mar 25, 2026, 14:05, on the clocks of a time zone."""
    pattern = {"zh": "y年M月d日 HH:mm", "en": "MMM d, y, HH:mm"}[language]
    return format_datetime(value, pattern, tzinfo=ZoneInfo(timezone), locale=_LOCALE[language])


def number(value: int, language: Language) -> str:
    return format_decimal(value, locale=_LOCALE[language])
