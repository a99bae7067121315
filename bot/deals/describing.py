"""A deal's values in words, in the reader's language."""

from __future__ import annotations

from datetime import date

from bot import formats
from bot.deals import texts
from storage.deals import read_money
from storage.records import Deal, DealField, Language, Process


def field_name(field: str, language: Language) -> str:
    return texts.FIELDS[field](language)


def stage_name(key: str, process: Process | None, language: Language) -> str:
    stage = process.stage(key) if process else None
    return stage.name.in_(language) if stage else key


def value_in_words(
    field: str, written: str, process: Process | None, language: Language, today: date
) -> str:
    """A value as the ledger writes it, as a person reads it."""
    if not written:
        return texts.NOTHING(language)
    match field:
        case DealField.AMOUNT:
            return formats.money(read_money(written), language)
        case DealField.EXPECTED_CLOSE | DealField.NEXT_STEP_DUE:
            return formats.day(date.fromisoformat(written), language, year=today.year)
        case DealField.STAGE | "created":
            return stage_name(written, process, language)
        case DealField.STATUS:
            return texts.STATUS[written](language)
        case _:
            return written


def title(deal: Deal) -> str:
    return f"{deal.account} · {deal.name}"


def headline(deal: Deal, process: Process | None, language: Language, today: date) -> str:
    """Stage, amount and expected close on one line."""
    parts = [stage_name(deal.stage, process, language), formats.money(deal.amount, language)]
    if deal.status != "open":
        parts.insert(0, texts.STATUS[deal.status.value](language))
    if deal.expected_close:
        parts.append(formats.day(deal.expected_close, language, year=today.year))
    return " · ".join(parts)
