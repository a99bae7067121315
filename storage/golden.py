"""Golden questions, and what came of asking them: runs and their results."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.statements import insert
from storage.tables.columns import utc_now
from storage.tables.exchanges import CitationRow, ExchangeRow, FeedbackRow
from storage.tables.learning import GoldenQuestionRow, GoldenResultRow, GoldenRunRow
from storage.tables.playbooks import DocumentRow, PassageRow, PlaybookRow, PlaybookVersionRow

Trigger = Literal["demand", "activation", "preview"]


@dataclass(frozen=True)
class GoldenQuestion:
    """`playbook` (slug) and `section` must answer it ("" for any section); the answer must make
    every one of `points`."""

    id: int
    question: str
    playbook: str
    section: str
    points: tuple[str, ...]
    stage: str | None = None


@dataclass(frozen=True)
class GoldenResult:
    """`rank` counts from 1 where the expected section stood; None: it was not found."""

    golden_id: int
    rank: int | None
    outcome: str
    points_met: int
    points_total: int
    passed: bool
    answer: str


@dataclass(frozen=True)
class GoldenRun:
    id: int
    trigger: Trigger
    version_id: int | None
    passed: int
    total: int
    finished_at: datetime | None


def question_key(question: str) -> str:
    """The same for questions that differ in case, width and spaces only."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    return hashlib.sha256("".join(folded.split()).encode()).hexdigest()


async def keep(
    session: AsyncSession, new: GoldenQuestion, by: int | None, exchange_id: int | None = None
) -> int | None:
    """Keep a golden question (its id is ignored), or replace the one that asks the same.

    None if there is no such playbook.
    """
    playbook_id = await session.scalar(
        select(col(PlaybookRow.id)).where(col(PlaybookRow.slug) == new.playbook)
    )
    if playbook_id is None:
        return None
    values = {
        "question": new.question,
        "playbook_id": playbook_id,
        "section": new.section,
        "points": list(new.points),
        "stage": new.stage,
        "exchange_id": exchange_id,
        "created_by": by or None,
        "created_at": utc_now(),
        "retired_at": None,
    }
    statement = (
        insert(session, GoldenQuestionRow)
        .values(question_key=question_key(new.question), **values)
        .on_conflict_do_update(index_elements=["question_key"], set_=values)
        .returning(col(GoldenQuestionRow.id))
    )
    return cast(int, await session.scalar(statement))


async def set_points(session: AsyncSession, golden_id: int, points: Sequence[str]) -> None:
    await session.execute(
        update(GoldenQuestionRow)
        .where(col(GoldenQuestionRow.id) == golden_id)
        .values(points=list(points))
    )


async def retire(session: AsyncSession, golden_id: int) -> bool:
    """Ask it no more; False if it was not asked anyway. Old results stay."""
    statement = (
        update(GoldenQuestionRow)
        .where(col(GoldenQuestionRow.id) == golden_id, col(GoldenQuestionRow.retired_at).is_(None))
        .values(retired_at=utc_now())
        .returning(col(GoldenQuestionRow.id))
    )
    return await session.scalar(statement) is not None


async def questions(session: AsyncSession) -> list[GoldenQuestion]:
    """Those that are asked, by playbook and age."""
    rows = await session.execute(
        select(GoldenQuestionRow, col(PlaybookRow.slug))
        .join(PlaybookRow, col(PlaybookRow.id) == col(GoldenQuestionRow.playbook_id))
        .where(col(GoldenQuestionRow.retired_at).is_(None))
        .order_by(col(PlaybookRow.slug), col(GoldenQuestionRow.id))
    )
    return [
        GoldenQuestion(
            cast(int, row.id), row.question, slug, row.section, tuple(row.points), row.stage
        )
        for row, slug in rows
    ]


async def begin_run(
    session: AsyncSession, trigger: Trigger, version_id: int | None, by: int | None
) -> int:
    row = GoldenRunRow(trigger=trigger, version_id=version_id, by=by or None)
    session.add(row)
    await session.flush()
    return cast(int, row.id)


async def finish_run(session: AsyncSession, run_id: int, results: Sequence[GoldenResult]) -> None:
    """Keep all results of a run at once: a run that died has none."""
    session.add_all(
        GoldenResultRow(
            run_id=run_id,
            golden_id=result.golden_id,
            rank=result.rank,
            outcome=result.outcome,
            points_met=result.points_met,
            points_total=result.points_total,
            passed=result.passed,
            answer=result.answer,
        )
        for result in results
    )
    await session.execute(
        update(GoldenRunRow)
        .where(col(GoldenRunRow.id) == run_id)
        .values(
            passed=sum(result.passed for result in results),
            total=len(results),
            finished_at=utc_now(),
        )
    )


async def run_before(session: AsyncSession, run_id: int) -> int | None:
    """The finished run over what was active that came before."""
    return await session.scalar(
        select(func.max(col(GoldenRunRow.id))).where(
            col(GoldenRunRow.id) < run_id,
            col(GoldenRunRow.trigger) != "preview",
            col(GoldenRunRow.finished_at).is_not(None),
        )
    )


async def runs(session: AsyncSession, limit: int = 10) -> list[GoldenRun]:
    """Finished runs over what was active, newest first: previews are not part of the trend."""
    rows = await session.scalars(
        select(GoldenRunRow)
        .where(col(GoldenRunRow.finished_at).is_not(None), col(GoldenRunRow.trigger) != "preview")
        .order_by(col(GoldenRunRow.id).desc())
        .limit(limit)
    )
    return [
        GoldenRun(
            cast(int, row.id), cast(Trigger, row.trigger), row.version_id, row.passed, row.total,
            row.finished_at,
        )
        for row in rows
    ]  # fmt: skip


async def last_preview(session: AsyncSession, version_id: int) -> tuple[int, int] | None:
    """The newest finished preview of a version: the run of what answered then, and the draft's."""
    preview = select(col(GoldenRunRow.id)).where(
        col(GoldenRunRow.trigger) == "preview", col(GoldenRunRow.finished_at).is_not(None)
    )
    newest_first = preview.order_by(col(GoldenRunRow.id).desc()).limit(1)
    after = await session.scalar(newest_first.where(col(GoldenRunRow.version_id) == version_id))
    before = await session.scalar(
        newest_first.where(
            col(GoldenRunRow.version_id).is_(None), col(GoldenRunRow.id) < (after or 0)
        )
    )
    return (before, after) if before is not None and after is not None else None


async def results(session: AsyncSession, run_id: int) -> dict[int, GoldenResult]:
    """By golden question."""
    rows = await session.scalars(
        select(GoldenResultRow).where(col(GoldenResultRow.run_id) == run_id)
    )
    return {
        row.golden_id: GoldenResult(
            row.golden_id, row.rank, row.outcome, row.points_met, row.points_total, row.passed,
            row.answer,
        )
        for row in rows
    }  # fmt: skip


async def any_questions(session: AsyncSession) -> bool:
    statement = select(func.count()).where(col(GoldenQuestionRow.retired_at).is_(None))
    return bool(await session.scalar(statement))


async def suggestion(session: AsyncSession, exchange_id: int, by: int) -> GoldenQuestion | None:
    """The golden question that an answer makes: its first citation's section, its quotes as
    points. The id is 0. None if it cited nothing, or if it is neither the own answer of whoever
    wants to keep it nor one that its asker voted up."""
    voted = select(col(FeedbackRow.exchange_id)).where(col(FeedbackRow.vote) == "up")
    rows = (
        await session.execute(
            select(ExchangeRow, CitationRow, col(PassageRow.heading_path), col(PlaybookRow.slug))
            .join(CitationRow, col(CitationRow.exchange_id) == col(ExchangeRow.id))
            .join(PassageRow, col(PassageRow.id) == col(CitationRow.passage_id))
            .join(DocumentRow, col(DocumentRow.id) == col(PassageRow.document_id))
            .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id))
            .join(PlaybookRow, col(PlaybookRow.id) == col(PlaybookVersionRow.playbook_id))
            .where(
                col(ExchangeRow.id) == exchange_id,
                or_(col(ExchangeRow.person_id) == by, col(ExchangeRow.id).in_(voted)),
            )
            .order_by(col(CitationRow.number))
        )
    ).all()
    if not rows:
        return None
    exchange, _, path, slug = rows[0]
    points = dict.fromkeys(
        cited.quote.strip() for _, cited, at, of in rows if (at, of) == (path, slug)
    )
    return GoldenQuestion(
        0, exchange.standalone_question, slug, " › ".join(path), tuple(points), exchange.stage
    )


async def voted_up(session: AsyncSession, limit: int = 20) -> list[tuple[int, str]]:
    """Exchanges that their asker found right and no golden question was kept from, newest first:
    (id, question)."""
    kept = select(col(GoldenQuestionRow.exchange_id)).where(
        col(GoldenQuestionRow.exchange_id).is_not(None)
    )
    rows = await session.execute(
        select(col(ExchangeRow.id), col(ExchangeRow.standalone_question))
        .join(FeedbackRow, col(FeedbackRow.exchange_id) == col(ExchangeRow.id))
        .where(col(FeedbackRow.vote) == "up", col(ExchangeRow.id).not_in(kept))
        .where(col(ExchangeRow.outcome) == "answered")
        .order_by(col(ExchangeRow.id).desc())
        .limit(limit)
    )
    return [(cast(int, exchange_id), question) for exchange_id, question in rows]
