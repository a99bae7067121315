"""What askers thought of the answers they got, and what they handed to the trainers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.records import Outcome, Reason
from storage.statements import insert
from storage.tables.columns import utc_now
from storage.tables.exchanges import CitationRow, ExchangeRow, FeedbackRow

Vote = Literal["", "up", "down"]
Why = Literal["", "wrong", "outdated", "incomplete", "other_question"]


@dataclass(frozen=True)
class Feedback:
    """One an exchange. `why` is said of a vote down only."""

    vote: Vote = ""
    why: Why = ""
    comment: str = ""
    passed_on_at: datetime | None = None


@dataclass(frozen=True)
class Exchange:
    """A question and its answer as recorded. `numbers` are those of its citations; `stage` is None
    where it was any or not known, which `stage_source` tells."""

    id: int
    person_id: int
    question: str
    answer: str
    outcome: Outcome
    reason: Reason
    numbers: tuple[int, ...]
    stage: str | None = None
    stage_source: str = ""


async def exchange(session: AsyncSession, exchange_id: int) -> Exchange | None:
    row = await session.get(ExchangeRow, exchange_id)
    if row is None:
        return None
    numbers = await session.scalars(
        select(col(CitationRow.number))
        .where(col(CitationRow.exchange_id) == exchange_id)
        .order_by(col(CitationRow.number))
    )
    return Exchange(
        id=exchange_id,
        person_id=row.person_id,
        question=row.question,
        answer=row.answer,
        outcome=Outcome(row.outcome),
        reason=Reason(row.reason),
        numbers=tuple(numbers),
        stage=row.stage,
        stage_source=row.stage_source,
    )


async def of(session: AsyncSession, exchange_id: int) -> Feedback:
    """What was said of the answer so far; an empty one if nothing was."""
    row = await session.scalar(
        select(FeedbackRow).where(col(FeedbackRow.exchange_id) == exchange_id)
    )
    if row is None:
        return Feedback()
    return Feedback(cast(Vote, row.vote), cast(Why, row.reason), row.comment, row.passed_on_at)


async def vote(session: AsyncSession, exchange_id: int, given: Vote) -> None:
    """The asker's one vote, in place of an earlier one; its reason and words are asked anew."""
    await _set(session, exchange_id, vote=given, reason="", comment="")


async def say_why(session: AsyncSession, exchange_id: int, why: Why) -> None:
    """A vote down, with its reason."""
    await _set(session, exchange_id, vote="down", reason=why)


async def call_wrong(session: AsyncSession, exchange_id: int) -> bool:
    """Mark that the trainers are told that the answer is wrong; False if they were before."""
    marked = await session.scalar(
        update(FeedbackRow)
        .where(
            col(FeedbackRow.exchange_id) == exchange_id, col(FeedbackRow.called_wrong_at).is_(None)
        )
        .values(called_wrong_at=utc_now())
        .returning(col(FeedbackRow.exchange_id))
    )
    return marked is not None


async def add_comment(session: AsyncSession, exchange_id: int, words: str) -> None:
    await _set(session, exchange_id, comment=words)


async def pass_on(session: AsyncSession, exchange_id: int) -> None:
    await _set(session, exchange_id, passed_on_at=utc_now())


async def _set(session: AsyncSession, exchange_id: int, **values: Any) -> None:
    values["at"] = utc_now()
    empty = {"vote": "", "reason": "", "comment": ""}
    await session.execute(
        insert(session, FeedbackRow)
        .values(exchange_id=exchange_id, **(empty | values))
        .on_conflict_do_update(index_elements=["exchange_id"], set_=values)
    )


async def told(session: AsyncSession, exchange_ids: Sequence[int]) -> None:
    """The askers know now that what they passed on is answered."""
    await session.execute(
        update(FeedbackRow)
        .where(col(FeedbackRow.exchange_id).in_(exchange_ids))
        .values(told_at=utc_now())
    )
