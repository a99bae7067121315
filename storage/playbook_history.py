"""Who did what to a playbook, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.tables.people import PersonRow
from storage.tables.playbooks import PlaybookEventRow, PlaybookVersionRow

EventKind = Literal[
    "loaded", "activated", "rolled_back", "retired", "discarded", "owner", "review", "audience",
    "stages", "folded", "restored",
]  # fmt: skip


@dataclass(frozen=True)
class Event:
    """`version` is the number of the version it was done to; `by` the person's name, "" for the
    coach itself. `detail` is what was set or the reason that was given."""

    id: int
    kind: EventKind
    version: int | None
    by: str
    detail: str
    at: datetime


async def record_event(
    session: AsyncSession,
    playbook_id: int,
    kind: EventKind,
    by: int | None,
    version_id: int | None = None,
    detail: str = "",
) -> int:
    """Its id, by which the reason can be given later."""
    row = PlaybookEventRow(
        playbook_id=playbook_id, version_id=version_id, kind=kind, by=by or None, reason=detail
    )
    session.add(row)
    await session.flush()
    return cast(int, row.id)


async def give_reason(session: AsyncSession, event_id: int, by: int, reason: str) -> bool:
    """Why it was done, by whoever did it; False if it was not their doing or they said why."""
    statement = (
        update(PlaybookEventRow)
        .where(
            col(PlaybookEventRow.id) == event_id,
            col(PlaybookEventRow.by) == by,
            col(PlaybookEventRow.reason) == "",
        )
        .values(reason=reason)
        .returning(col(PlaybookEventRow.id))
    )
    return await session.scalar(statement) is not None


async def history(session: AsyncSession, playbook_id: int) -> list[Event]:
    """Newest first."""
    rows = await session.execute(
        select(PlaybookEventRow, col(PlaybookVersionRow.number), col(PersonRow.name))
        .outerjoin(
            PlaybookVersionRow, col(PlaybookVersionRow.id) == col(PlaybookEventRow.version_id)
        )
        .outerjoin(PersonRow, col(PersonRow.id) == col(PlaybookEventRow.by))
        .where(col(PlaybookEventRow.playbook_id) == playbook_id)
        .order_by(col(PlaybookEventRow.id).desc())
    )
    return [
        Event(cast(int, row.id), cast(EventKind, row.kind), number, name or "", row.reason, row.at)
        for row, number, name in rows
    ]
