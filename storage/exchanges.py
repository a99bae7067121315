"""Questions asked, answers given, and the passages they cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.records import Answered, Turn
from storage.tables.exchanges import CitationRow, ExchangeRow


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
    found = (
        await session.execute(
            select(CitationRow, ExchangeRow)
            .join(ExchangeRow, col(ExchangeRow.id) == col(CitationRow.exchange_id))
            .where(col(CitationRow.exchange_id) == exchange_id, col(CitationRow.number) == number)
        )
    ).one_or_none()
    if found is None:
        return None
    cited, exchange = found
    return Cited(exchange_id, exchange.person_id, number, cited.passage_id, cited.quote)


async def history(session: AsyncSession, person_id: int, exchanges: int = 3) -> list[Turn]:
    """The person's last questions and answers, oldest first."""
    rows = await session.scalars(
        select(ExchangeRow)
        .where(col(ExchangeRow.person_id) == person_id)
        .order_by(col(ExchangeRow.id).desc())
        .limit(exchanges)
    )
    return [
        turn
        for row in reversed(list(rows))
        for turn in (Turn("user", row.question), Turn("assistant", row.answer))
    ]
