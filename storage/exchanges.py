"""Questions asked, answers given, and the passages they cite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.records import Answered, Turn
from storage.tables.columns import utc_now
from storage.tables.exchanges import CitationRow, ExchangeRow

NO_QUESTION = ("small_talk", "empty")
"""Reasons of exchanges that asked nothing."""


@dataclass(frozen=True)
class Cited:
    """A citation of an old answer: it opens the very words, whatever became of the version."""

    exchange_id: int
    person_id: int
    number: int
    passage_id: int
    quote: str


@dataclass(frozen=True)
class Asked:
    """A question as it was put and as it was searched for, and the stage it was about."""

    question: str
    standalone: str
    stage: str | None = None
    stage_source: str = ""
    asked_at: datetime | None = None
    """Now where None."""


@dataclass(frozen=True)
class Recent:
    """An exchange of a conversation, as the next question is understood from it."""

    id: int
    person_id: int
    question: str
    standalone: str
    answer: str
    stage: str | None
    stage_source: str
    asked_at: datetime


async def record(
    session: AsyncSession, person_id: int, asked: Asked, answered: Answered, latency_ms: int
) -> int:
    row = ExchangeRow(
        person_id=person_id,
        question=asked.question,
        standalone_question=asked.standalone,
        stage=asked.stage,
        stage_source=asked.stage_source,
        outcome=answered.outcome.value,
        reason=answered.reason.value,
        answer=answered.text,
        confidence=answered.confidence,
        model=answered.model,
        prompt_fingerprint=answered.prompt_fingerprint,
        latency_ms=latency_ms,
        asked_at=asked.asked_at or utc_now(),
    )
    session.add(row)
    await session.flush()
    session.add_all(
        CitationRow(
            exchange_id=cast(int, row.id),
            number=citation.number,
            passage_id=citation.passage.id,
            quote=citation.quote,
        )
        for citation in answered.citations
    )
    await session.flush()
    return cast(int, row.id)


async def citation(session: AsyncSession, exchange_id: int, number: int) -> Cited | None:
    cited = await citations(session, exchange_id)
    return next((one for one in cited if one.number == number), None)


async def citations(session: AsyncSession, exchange_id: int) -> list[Cited]:
    """All that an answer cites, by number."""
    found = await session.execute(
        select(CitationRow, ExchangeRow)
        .join(ExchangeRow, col(ExchangeRow.id) == col(CitationRow.exchange_id))
        .where(col(CitationRow.exchange_id) == exchange_id)
        .order_by(col(CitationRow.number))
    )
    return [
        Cited(exchange_id, exchange.person_id, cited.number, cited.passage_id, cited.quote)
        for cited, exchange in found
    ]


async def recent(
    session: AsyncSession, person_id: int, since: datetime | None = None, limit: int = 8
) -> list[Recent]:
    """The person's last questions, oldest first, without small talk; none asked before `since`."""
    statement = select(ExchangeRow).where(
        col(ExchangeRow.person_id) == person_id, col(ExchangeRow.reason).not_in(NO_QUESTION)
    )
    if since is not None:
        statement = statement.where(col(ExchangeRow.asked_at) >= since)
    rows = await session.scalars(statement.order_by(col(ExchangeRow.id).desc()).limit(limit))
    return [_recent(row) for row in reversed(list(rows))]


async def exchange(session: AsyncSession, exchange_id: int) -> Recent | None:
    row = await session.get(ExchangeRow, exchange_id)
    return _recent(row) if row else None


def _recent(row: ExchangeRow) -> Recent:
    return Recent(
        id=cast(int, row.id),
        person_id=row.person_id,
        question=row.question,
        standalone=row.standalone_question,
        answer=row.answer,
        stage=row.stage,
        stage_source=row.stage_source,
        asked_at=row.asked_at,
    )


def turns(exchanges: Sequence[Recent]) -> list[Turn]:
    """The exchanges as a conversation; the first question stands alone, for what led to it."""
    return [
        turn
        for place, exchange in enumerate(exchanges)
        for turn in (
            Turn("user", exchange.question if place else exchange.standalone),
            Turn("assistant", exchange.answer),
        )
    ]
