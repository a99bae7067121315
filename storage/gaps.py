"""The gap queue: questions that no playbook answers, and the clusters they form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.records import Language
from storage.statements import insert
from storage.tables.columns import utc_now
from storage.tables.exchanges import CitationRow, ExchangeRow, FeedbackRow
from storage.tables.learning import GapQuestionRow, GapRow, StandardAnswerRow
from storage.tables.people import PersonRow
from storage.tables.playbooks import DocumentRow, PassageRow, PlaybookRow, PlaybookVersionRow

Status = Literal["open", "answered", "dismissed"]


@dataclass(frozen=True)
class Gap:
    """`question` stands for all. `answered_by` names the version, "title v3"; `closed_by` the
    person, "" where the coach found the answer itself."""

    id: int
    status: Status
    question: str
    language: Language
    count: int
    first_seen: datetime
    last_seen: datetime
    answered_by: str = ""
    closed_by: str = ""
    closed_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Example:
    """A question of a gap. `passed_on_by` is the asker's name only where they handed it over."""

    exchange_id: int
    question: str
    outcome: str
    vote: str
    why: str
    comment: str
    passed_on_by: str
    at: datetime


@dataclass(frozen=True)
class Waiting:
    """A question that belongs to no gap yet, as it was searched for."""

    id: int
    question: str
    at: datetime


@dataclass(frozen=True)
class Cluster:
    """Where a gap lies: `centroid` is the little-endian float32 mean of its questions."""

    id: int
    status: Status
    language: Language
    encoder_id: str
    centroid: bytes
    count: int


# --- questions ---------------------------------------------------------------------------------


async def note(session: AsyncSession, exchange_id: int) -> None:
    """The exchange shows a gap; noting it twice changes nothing."""
    await session.execute(
        insert(session, GapQuestionRow)
        .values(exchange_id=exchange_id, at=utc_now())
        .on_conflict_do_nothing(index_elements=["exchange_id"])
    )


async def withdraw(session: AsyncSession, exchange_id: int) -> None:
    """The exchange shows no gap after all; an open gap that it alone had made is deleted."""
    of_exchange = col(GapQuestionRow.exchange_id) == exchange_id
    while True:
        gap = None
        found = await session.execute(select(col(GapQuestionRow.gap_id)).where(of_exchange))
        row = found.one_or_none()
        if row is None:
            return
        if row.gap_id is not None:
            gap = await _locked(session, row.gap_id)
            if gap is None:
                continue
        same = col(GapQuestionRow.gap_id).is_not_distinct_from(row.gap_id)
        statement = delete(GapQuestionRow).where(of_exchange, same)
        if await session.scalar(statement.returning(col(GapQuestionRow.id))) is not None:
            break
    if gap is not None:
        await _lose_one(session, gap)


async def _locked(session: AsyncSession, gap_id: int) -> GapRow | None:
    """The gap, which nobody else changes until this transaction ends; None if it is gone.

    Whoever changes a gap and its questions locks the gap first.
    """
    return await session.get(GapRow, gap_id, with_for_update=True, populate_existing=True)


async def _lose_one(session: AsyncSession, row: GapRow) -> None:
    row.count -= 1
    await session.flush()
    if (
        not row.count
        and row.status == "open"
        and not await _has_answers(session, cast(int, row.id))
    ):
        await session.delete(row)
        await session.flush()


async def _has_answers(session: AsyncSession, gap_id: int) -> bool:
    written = select(func.count()).where(col(StandardAnswerRow.gap_id) == gap_id)
    return bool(await session.scalar(written))


async def waiting(session: AsyncSession, limit: int) -> list[Waiting]:
    """Questions that belong to no gap yet, in the order they came."""
    rows = await session.execute(
        select(col(GapQuestionRow.id), col(ExchangeRow.standalone_question), col(GapQuestionRow.at))
        .join(ExchangeRow, col(ExchangeRow.id) == col(GapQuestionRow.exchange_id))
        .where(col(GapQuestionRow.gap_id).is_(None))
        .order_by(col(GapQuestionRow.id))
        .limit(limit)
    )
    return [Waiting(cast(int, question_id), question, at) for question_id, question, at in rows]


async def questions(session: AsyncSession, gap_id: int) -> list[str]:
    """All questions of a gap as they were searched for, in the order they came."""
    rows = await session.scalars(
        select(col(ExchangeRow.standalone_question))
        .join(GapQuestionRow, col(GapQuestionRow.exchange_id) == col(ExchangeRow.id))
        .where(col(GapQuestionRow.gap_id) == gap_id)
        .order_by(col(GapQuestionRow.id))
    )
    return list(rows)


# --- clusters ----------------------------------------------------------------------------------


async def clusters(session: AsyncSession, *, lock: bool = False) -> list[Cluster]:
    """Every gap by id; with `lock`, nobody else changes one until this transaction ends."""
    statement = select(GapRow).order_by(col(GapRow.id))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return [
        Cluster(
            id=cast(int, row.id),
            status=cast(Status, row.status),
            language=cast(Language, row.language),
            encoder_id=row.encoder_id,
            centroid=row.centroid,
            count=row.count,
        )
        for row in await session.scalars(statement)
    ]


async def place(
    session: AsyncSession, cluster: Cluster, question: Waiting, encoder_id: str, centroid: bytes
) -> bool:
    """Put a question into a gap, whose mean is `centroid` then. One that counted as answered when
    the question was asked is open again. False if the question has been withdrawn meanwhile."""
    if not await _assign(session, question.id, cluster.id):
        return False
    row = await session.get_one(GapRow, cluster.id)
    row.encoder_id, row.centroid, row.count = encoder_id, centroid, row.count + 1
    row.first_seen, row.last_seen = (
        min(row.first_seen, question.at),
        max(row.last_seen, question.at),
    )
    if row.status == "answered" and (row.closed_at is None or question.at > row.closed_at):
        row.status = "open"
    await session.flush()
    return True


async def found(
    session: AsyncSession, question: Waiting, language: Language, encoder_id: str, centroid: bytes
) -> int | None:
    """A new gap with this question; its id, None if the question has been withdrawn meanwhile."""
    row = GapRow(
        question=question.question,
        language=language,
        encoder_id=encoder_id,
        centroid=centroid,
        count=1,
        first_seen=question.at,
        last_seen=question.at,
    )
    session.add(row)
    await session.flush()
    if not await _assign(session, question.id, cast(int, row.id)):
        await session.delete(row)
        await session.flush()
        return None
    return row.id


async def _assign(session: AsyncSession, question_id: int, gap_id: int) -> bool:
    statement = (
        update(GapQuestionRow)
        .where(col(GapQuestionRow.id) == question_id, col(GapQuestionRow.gap_id).is_(None))
        .values(gap_id=gap_id)
        .returning(col(GapQuestionRow.id))
    )
    return await session.scalar(statement) is not None


async def move(session: AsyncSession, gap_id: int, encoder_id: str, centroid: bytes) -> None:
    """Where the gap lies in another encoder's space."""
    await session.execute(
        update(GapRow)
        .where(col(GapRow.id) == gap_id)
        .values(encoder_id=encoder_id, centroid=centroid)
    )


async def merge(session: AsyncSession, gap_id: int, into: int, centroid: bytes) -> bool:
    """Make one gap of two, whose mean is `centroid`; False if either is gone."""
    statement = (
        select(GapRow)
        .where(col(GapRow.id).in_((gap_id, into)))
        .order_by(col(GapRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = {row.id: row for row in await session.scalars(statement)}
    if len(rows) < 2:
        return False
    gone, kept = rows[gap_id], rows[into]
    for table in (GapQuestionRow, StandardAnswerRow):
        await session.execute(update(table).where(col(table.gap_id) == gap_id).values(gap_id=into))
    kept.count, kept.centroid = kept.count + gone.count, centroid
    kept.first_seen = min(kept.first_seen, gone.first_seen)
    kept.last_seen = max(kept.last_seen, gone.last_seen)
    await session.delete(gone)
    await session.flush()
    return True


# --- what trainers see and do --------------------------------------------------------------------


def _gaps() -> Select[*tuple[Any, ...]]:
    return (
        select(
            GapRow,
            col(PlaybookRow.title),
            col(PlaybookVersionRow.number),
            col(PersonRow.name),
        )
        .outerjoin(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(GapRow.answered_by))
        .outerjoin(PlaybookRow, col(PlaybookRow.id) == col(PlaybookVersionRow.playbook_id))
        .outerjoin(PersonRow, col(PersonRow.id) == col(GapRow.closed_by))
    )


def _gap(row: GapRow, title: str | None, number: int | None, closed_by: str | None) -> Gap:
    return Gap(
        id=cast(int, row.id),
        status=cast(Status, row.status),
        question=row.question,
        language=cast(Language, row.language),
        count=row.count,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        answered_by=f"{title} v{number}" if title else "",
        closed_by=closed_by or "",
        closed_at=row.closed_at,
        reason=row.reason,
    )


async def gaps(
    session: AsyncSession, status: Status | None = "open", offset: int = 0, limit: int | None = None
) -> list[Gap]:
    """The most asked first, of those the last asked; of any status where it is None."""
    statement = (
        _gaps()
        .order_by(col(GapRow.count).desc(), col(GapRow.last_seen).desc(), col(GapRow.id))
        .offset(offset)
    )
    if limit is not None:
        statement = statement.limit(limit)
    if status is not None:
        statement = statement.where(col(GapRow.status) == status)
    return [_gap(*row) for row in await session.execute(statement)]


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many gaps there are of each status; a status without any is missing."""
    rows = await session.execute(
        select(col(GapRow.status), func.count()).group_by(col(GapRow.status))
    )
    return dict(rows.all())


async def gap(session: AsyncSession, gap_id: int) -> Gap | None:
    row = (await session.execute(_gaps().where(col(GapRow.id) == gap_id))).one_or_none()
    return _gap(*row) if row else None


async def gap_of(session: AsyncSession, exchange_id: int) -> int | None:
    """The gap that an exchange was put into; None if it is in none (yet)."""
    return await session.scalar(
        select(col(GapQuestionRow.gap_id)).where(col(GapQuestionRow.exchange_id) == exchange_id)
    )


async def examples(session: AsyncSession, gap_id: int, limit: int) -> list[Example]:
    """The last questions of a gap, newest first; those with words or a name of the asker lead."""
    rows = await session.execute(
        select(ExchangeRow, FeedbackRow, col(PersonRow.name), col(GapQuestionRow.at))
        .join(GapQuestionRow, col(GapQuestionRow.exchange_id) == col(ExchangeRow.id))
        .join(PersonRow, col(PersonRow.id) == col(ExchangeRow.person_id))
        .outerjoin(FeedbackRow, col(FeedbackRow.exchange_id) == col(ExchangeRow.id))
        .where(col(GapQuestionRow.gap_id) == gap_id)
        .order_by(
            col(FeedbackRow.passed_on_at).is_(None),
            func.coalesce(col(FeedbackRow.comment), "") == "",
            col(GapQuestionRow.id).desc(),
        )
        .limit(limit)
    )
    return [_example(*row) for row in rows]


def _example(asked: ExchangeRow, said: FeedbackRow | None, name: str, at: datetime) -> Example:
    return Example(
        exchange_id=cast(int, asked.id),
        question=asked.standalone_question,
        outcome=asked.outcome,
        vote=said.vote if said else "",
        why=said.reason if said else "",
        comment=said.comment if said else "",
        passed_on_by=name if said and said.passed_on_at else "",
        at=at,
    )


async def close(
    session: AsyncSession,
    gap_id: int,
    status: Literal["answered", "dismissed"],
    by: int | None,
    *,
    answered_by: int | None = None,
    reason: str = "",
) -> bool:
    """Answered by a version, or dismissed; False if the gap is not open. `by` None: the coach."""
    statement = (
        update(GapRow)
        .where(col(GapRow.id) == gap_id, col(GapRow.status) == "open")
        .values(
            status=status,
            closed_by=by or None,
            closed_at=utc_now(),
            answered_by=answered_by,
            reason=reason,
        )
        .returning(col(GapRow.id))
    )
    return await session.scalar(statement) is not None


async def reopen(session: AsyncSession, gap_id: int) -> bool:
    """False if the gap is open already, or gone."""
    statement = (
        update(GapRow)
        .where(col(GapRow.id) == gap_id, col(GapRow.status) != "open")
        .values(status="open")
        .returning(col(GapRow.id))
    )
    return await session.scalar(statement) is not None


# --- asking again ------------------------------------------------------------------------------


async def rejected_texts(session: AsyncSession, gap_id: int) -> set[str]:
    """Hashes of the passages cited by answers of this gap that were voted down."""
    rows = await session.scalars(
        select(col(PassageRow.text_hash))
        .join(CitationRow, col(CitationRow.passage_id) == col(PassageRow.id))
        .join(GapQuestionRow, col(GapQuestionRow.exchange_id) == col(CitationRow.exchange_id))
        .join(FeedbackRow, col(FeedbackRow.exchange_id) == col(CitationRow.exchange_id))
        .where(col(GapQuestionRow.gap_id) == gap_id, col(FeedbackRow.vote) == "down")
    )
    return set(rows)


async def version_of(session: AsyncSession, document_id: int) -> int | None:
    return await session.scalar(
        select(col(DocumentRow.version_id)).where(col(DocumentRow.id) == document_id)
    )


@dataclass(frozen=True)
class PassedOn:
    """A question whose asker waits to hear of an answer."""

    exchange_id: int
    person_id: int
    question: str


async def to_tell(session: AsyncSession, gap_id: int) -> list[PassedOn]:
    """The questions of a gap that were passed on and whose askers have not been told yet."""
    rows = await session.execute(
        select(
            col(ExchangeRow.id), col(ExchangeRow.person_id), col(ExchangeRow.standalone_question)
        )
        .join(GapQuestionRow, col(GapQuestionRow.exchange_id) == col(ExchangeRow.id))
        .join(FeedbackRow, col(FeedbackRow.exchange_id) == col(ExchangeRow.id))
        .where(
            col(GapQuestionRow.gap_id) == gap_id,
            col(FeedbackRow.passed_on_at).is_not(None),
            col(FeedbackRow.told_at).is_(None),
        )
        .order_by(col(ExchangeRow.id))
    )
    return [PassedOn(cast(int, i), person_id, question) for i, person_id, question in rows]
