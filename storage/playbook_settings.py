"""What is set on a playbook whatever its version: who owns it, when it is reviewed, who sees it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.tables.playbooks import PlaybookRow, PlaybookVersionRow


@dataclass(frozen=True)
class PlaybookSettings:
    """`roles` and `teams` (ids) may see it; empty means all of them. `review_on` is the day from
    which it counts as overdue."""

    id: int
    slug: str
    title: str
    owner_id: int | None
    review_on: date | None
    roles: frozenset[str]
    teams: frozenset[int]

    @property
    def restricted(self) -> bool:
        return bool(self.roles or self.teams)


def _settings(row: PlaybookRow) -> PlaybookSettings:
    return PlaybookSettings(
        id=cast(int, row.id),
        slug=row.slug,
        title=row.title,
        owner_id=row.owner_id,
        review_on=row.review_on,
        roles=frozenset(row.roles),
        teams=frozenset(row.teams),
    )


async def every(session: AsyncSession) -> list[PlaybookSettings]:
    """Of every playbook, whether something of it is active or not, by slug."""
    rows = await session.scalars(select(PlaybookRow).order_by(col(PlaybookRow.slug)))
    return [_settings(row) for row in rows]


async def of(session: AsyncSession, slug: str) -> PlaybookSettings | None:
    row = await session.scalar(select(PlaybookRow).where(col(PlaybookRow.slug) == slug))
    return _settings(row) if row else None


async def overdue(session: AsyncSession, today: date) -> list[PlaybookSettings]:
    """Those with an active version whose day of review has come, the longest overdue first."""
    rows = await session.scalars(
        select(PlaybookRow)
        .join(PlaybookVersionRow, col(PlaybookVersionRow.playbook_id) == col(PlaybookRow.id))
        .where(col(PlaybookVersionRow.status) == "active", col(PlaybookRow.review_on) <= today)
        .order_by(col(PlaybookRow.review_on), col(PlaybookRow.slug))
    )
    return [_settings(row) for row in rows]


async def set_owner(session: AsyncSession, playbook_id: int, person_id: int | None) -> None:
    await _set(session, playbook_id, owner_id=person_id)


async def set_review(session: AsyncSession, playbook_id: int, review_on: date | None) -> None:
    await _set(session, playbook_id, review_on=review_on)


async def set_audience(
    session: AsyncSession, playbook_id: int, roles: Collection[str], teams: Collection[int]
) -> None:
    """From now on only these roles and teams see the playbook; empty means all of them."""
    await _set(session, playbook_id, roles=sorted(roles), teams=sorted(teams))


async def _set(session: AsyncSession, playbook_id: int, **values: Any) -> None:
    await session.execute(
        update(PlaybookRow).where(col(PlaybookRow.id) == playbook_id).values(**values)
    )
