"""Persons, identities, grants, teams and invites."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.records import Grant, Language, Person, Role, Team
from storage.statements import insert
from storage.tables.columns import utc_now
from storage.tables.people import (
    GrantRow,
    IdentityRow,
    InviteRow,
    OrganisationSettingRow,
    PersonRow,
    TeamRow,
)


class InviteRefused(Exception):
    """The token is unknown, used up or expired; which one is nobody's business."""


def _in_force(at: datetime) -> ColumnElement[bool]:
    return and_(
        col(GrantRow.granted_from) <= at,
        or_(col(GrantRow.granted_to).is_(None), col(GrantRow.granted_to) > at),
    )


async def _with_grants(session: AsyncSession, rows: list[PersonRow]) -> list[Person]:
    ids = [row.id for row in rows]
    granted = await session.scalars(
        select(GrantRow).where(col(GrantRow.person_id).in_(ids), _in_force(utc_now()))
    )
    held: dict[int, list[Grant]] = {}
    for grant in granted:
        held.setdefault(grant.person_id, []).append(Grant(Role(grant.role), grant.team_id))
    return [
        Person(
            id=cast(int, row.id),
            name=row.name,
            language=cast(Language, row.language),
            timezone=row.timezone,
            grants=tuple(held.get(cast(int, row.id), ())),
            active=row.active,
        )
        for row in rows
    ]


async def person(session: AsyncSession, person_id: int) -> Person | None:
    row = await session.get(PersonRow, person_id)
    return (await _with_grants(session, [row]))[0] if row else None


async def everyone(session: AsyncSession) -> list[Person]:
    """All active persons, by name."""
    rows = await session.scalars(
        select(PersonRow).where(col(PersonRow.active)).order_by(col(PersonRow.name))
    )
    return await _with_grants(session, list(rows))


async def by_identity(session: AsyncSession, channel: str, external_id: str) -> Person | None:
    """The active person behind an account of a channel; None for a stranger."""
    row = await session.scalar(
        select(PersonRow)
        .join(IdentityRow, col(IdentityRow.person_id) == col(PersonRow.id))
        .where(
            col(IdentityRow.channel) == channel,
            col(IdentityRow.external_id) == external_id,
            col(PersonRow.active),
        )
    )
    return (await _with_grants(session, [row]))[0] if row else None


async def by_name(session: AsyncSession, name: str) -> Person | None:
    """The one active person of that name; None if there is none or there are several."""
    found = [p for p in await everyone(session) if p.name.casefold() == name.strip().casefold()]
    return found[0] if len(found) == 1 else None


async def administrator(session: AsyncSession) -> Person | None:
    """The first administrator; the shell acts as that person unless told otherwise."""
    found = [p for p in await everyone(session) if Role.ADMIN in p.roles]
    return min(found, key=lambda p: p.id, default=None)


async def add_person(session: AsyncSession, name: str, language: Language, timezone: str) -> Person:
    row = PersonRow(name=name, language=language, timezone=timezone)
    session.add(row)
    await session.flush()
    return Person(cast(int, row.id), name, language, timezone, ())


async def grant(
    session: AsyncSession, person_id: int, role: Role, team_id: int | None, by: int | None
) -> None:
    """Give a role from now on; a grant that is already in force is left as it is."""
    held = await session.scalar(
        select(GrantRow).where(
            col(GrantRow.person_id) == person_id,
            col(GrantRow.role) == role.value,
            col(GrantRow.team_id).is_(None)
            if team_id is None
            else col(GrantRow.team_id) == team_id,
            _in_force(utc_now()),
        )
    )
    if held is None:
        session.add(GrantRow(person_id=person_id, role=role.value, team_id=team_id, granted_by=by))
        await session.flush()


async def revoke(session: AsyncSession, person_id: int) -> None:
    """End all grants, those that have yet to begin too, and deactivate; history stays."""
    now = utc_now()
    await session.execute(
        update(GrantRow)
        .where(
            col(GrantRow.person_id) == person_id,
            or_(col(GrantRow.granted_to).is_(None), col(GrantRow.granted_to) > now),
        )
        .values(granted_to=now)
    )
    await session.execute(
        update(PersonRow).where(col(PersonRow.id) == person_id).values(active=False)
    )


async def readmit(session: AsyncSession, channel: str, external_id: str) -> Person | None:
    """Activate the person behind an account again, without any role; None if there was none."""
    row = await session.scalar(
        select(PersonRow)
        .join(IdentityRow, col(IdentityRow.person_id) == col(PersonRow.id))
        .where(col(IdentityRow.channel) == channel, col(IdentityRow.external_id) == external_id)
    )
    if row is None:
        return None
    row.active = True
    await session.flush()
    return (await _with_grants(session, [row]))[0]


async def set_language(session: AsyncSession, person_id: int, language: Language) -> None:
    await session.execute(
        update(PersonRow).where(col(PersonRow.id) == person_id).values(language=language)
    )


async def set_timezone(session: AsyncSession, person_id: int, timezone: str) -> None:
    await session.execute(
        update(PersonRow).where(col(PersonRow.id) == person_id).values(timezone=timezone)
    )


# --- identities --------------------------------------------------------------------------------


async def add_identity(
    session: AsyncSession, person_id: int, channel: str, external_id: str, chat: str
) -> None:
    session.add(
        IdentityRow(person_id=person_id, channel=channel, external_id=external_id, chat=chat)
    )
    await session.flush()


async def chats(session: AsyncSession, person_id: int) -> list[tuple[str, str]]:
    """Where the person can be written to now, as (channel, chat)."""
    rows = await session.scalars(
        select(IdentityRow).where(
            col(IdentityRow.person_id) == person_id, col(IdentityRow.unreachable_since).is_(None)
        )
    )
    return [(row.channel, row.chat) for row in rows]


async def set_reachable(session: AsyncSession, channel: str, chat: str, *, reachable: bool) -> None:
    """Record that the person blocked the bot, or is back."""
    await session.execute(
        update(IdentityRow)
        .where(
            col(IdentityRow.channel) == channel,
            col(IdentityRow.chat) == chat,
            col(IdentityRow.unreachable_since).is_not(None)
            if reachable
            else col(IdentityRow.unreachable_since).is_(None),
        )
        .values(unreachable_since=None if reachable else utc_now())
    )


# --- teams -------------------------------------------------------------------------------------


def _team(row: TeamRow) -> Team:
    return Team(cast(int, row.id), row.key, row.name_zh, row.name_en)


async def teams(session: AsyncSession) -> list[Team]:
    rows = await session.scalars(select(TeamRow).order_by(col(TeamRow.id)))
    return [_team(row) for row in rows]


async def team(session: AsyncSession, key: str, name_zh: str = "", name_en: str = "") -> Team:
    """The team with that key, made if there is none."""
    await session.execute(
        insert(session, TeamRow)
        .values(key=key, name_zh=name_zh or name_en or key, name_en=name_en or name_zh or key)
        .on_conflict_do_nothing(index_elements=["key"])
    )
    found = await session.scalars(select(TeamRow).where(col(TeamRow.key) == key))
    return _team(found.one())


async def members(session: AsyncSession, team_id: int) -> list[Person]:
    """Active persons who hold a grant in the team now, by name."""
    return [p for p in await everyone(session) if team_id in p.member_of]


# --- invites -----------------------------------------------------------------------------------


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def invite(
    session: AsyncSession,
    role: Role,
    team_id: int | None,
    by: int | None,
    valid_for: timedelta,
    person_id: int | None = None,
) -> str:
    """A new single-use token; only its hash is stored."""
    token = secrets.token_urlsafe(18)
    session.add(
        InviteRow(
            token_hash=_hash(token),
            role=role.value,
            team_id=team_id,
            person_id=person_id,
            created_by=by,
            expires_at=utc_now() + valid_for,
        )
    )
    await session.flush()
    return token


async def use_invite(session: AsyncSession, token: str) -> InviteRow:
    """Take the invite out of use and return it. Raises InviteRefused."""
    now = utc_now()
    row = await session.scalar(
        select(InviteRow)
        .where(
            col(InviteRow.token_hash) == _hash(token),
            col(InviteRow.used_at).is_(None),
            col(InviteRow.expires_at) > now,
        )
        .with_for_update()
    )
    if row is None:
        raise InviteRefused
    row.used_at = now
    return row


# --- settings of the organisation --------------------------------------------------------------


async def setting(session: AsyncSession, key: str) -> str | None:
    row = await session.get(OrganisationSettingRow, key, populate_existing=True)
    return row.value if row else None


async def set_setting(session: AsyncSession, key: str, value: str) -> None:
    await session.execute(
        insert(session, OrganisationSettingRow)
        .values(key=key, value=value)
        .on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )
