"""What was asked, answered and cited in a period. No names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.exchanges import NO_QUESTION
from storage.statements import batches
from storage.tables.exchanges import CitationRow, ExchangeRow, FeedbackRow
from storage.tables.playbooks import DocumentRow, PassageRow, PlaybookRow, PlaybookVersionRow


@dataclass(frozen=True)
class Section:
    """A section of a document, whatever the version. `title` is the playbook's."""

    playbook: str
    title: str
    document: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Usage:
    """`stages` counts questions by the stage they were about, "" where none was known; `cited`
    answers by section. `unused` are sections that answer now and were cited by none."""

    questions: int
    outcomes: dict[str, int]
    votes: dict[str, int]
    passed_on: int
    stages: dict[str, int]
    cited: dict[Section, int]
    unused: list[Section]

    @property
    def playbooks(self) -> dict[tuple[str, str], int]:
        """Citations by (slug, title)."""
        counted: Counter[tuple[str, str]] = Counter()
        for section, count in self.cited.items():
            counted[section.playbook, section.title] += count
        return dict(counted)


async def usage(session: AsyncSession, since: datetime) -> Usage:
    asked = (col(ExchangeRow.asked_at) >= since, col(ExchangeRow.reason).not_in(NO_QUESTION))
    outcomes = await session.execute(
        select(col(ExchangeRow.outcome), func.count()).where(*asked).group_by(ExchangeRow.outcome)
    )
    stages = await session.execute(
        select(col(ExchangeRow.stage), func.count()).where(*asked).group_by(ExchangeRow.stage)
    )
    voted = await session.execute(
        select(col(FeedbackRow.vote), func.count(), func.count(col(FeedbackRow.passed_on_at)))
        .join(ExchangeRow, col(ExchangeRow.id) == col(FeedbackRow.exchange_id))
        .where(*asked)
        .group_by(col(FeedbackRow.vote))
    )
    votes = list(voted)
    by_outcome = dict(outcomes.all())
    cited = await _cited(session, since)
    active = await _active_sections(session)
    return Usage(
        questions=sum(by_outcome.values()),
        outcomes=by_outcome,
        votes={vote: count for vote, count, _ in votes if vote},
        passed_on=sum(passed_on for _, _, passed_on in votes),
        stages={stage or "": count for stage, count in stages},
        cited=cited,
        unused=[section for section in active if section not in cited],
    )


async def _cited(session: AsyncSession, since: datetime) -> dict[Section, int]:
    """How many answers cited each section, most first."""
    rows = await session.execute(
        select(col(CitationRow.passage_id), col(CitationRow.exchange_id))
        .join(ExchangeRow, col(ExchangeRow.id) == col(CitationRow.exchange_id))
        .where(col(ExchangeRow.asked_at) >= since)
        .distinct()
    )
    pairs = rows.all()
    where = await _sections(session, [passage_id for passage_id, _ in pairs])
    answers = {(where[passage_id], exchange_id) for passage_id, exchange_id in pairs}
    return dict(Counter(section for section, _ in answers).most_common())


async def _sections(session: AsyncSession, passage_ids: list[int]) -> dict[int, Section]:
    found: dict[int, Section] = {}
    for some in batches(passage_ids):
        rows = await session.execute(_SECTION.where(col(PassageRow.id).in_(some)))
        found |= {cast(int, row[0]): _section(*row[1:]) for row in rows}
    return found


async def _active_sections(session: AsyncSession) -> list[Section]:
    """Each once, in reading order."""
    rows = await session.execute(
        _SECTION.where(col(PlaybookVersionRow.status) == "active").order_by(
            col(PlaybookRow.slug), col(DocumentRow.path), col(PassageRow.ordinal)
        )
    )
    return list(dict.fromkeys(_section(*row[1:]) for row in rows))


def _section(slug: str, title: str, document: str, path: list[str]) -> Section:
    return Section(slug, title, document, tuple(path))


_SECTION = (
    select(
        col(PassageRow.id),
        col(PlaybookRow.slug),
        col(PlaybookRow.title),
        col(DocumentRow.path),
        col(PassageRow.heading_path),
    )
    .join(DocumentRow, col(DocumentRow.id) == col(PassageRow.document_id))
    .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id))
    .join(PlaybookRow, col(PlaybookRow.id) == col(PlaybookVersionRow.playbook_id))
)
