"""Which version answers: switched in one transaction, and only as the trainer saw it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage import playbooks, standard_answers
from storage.playbook_history import EventKind, record_event
from storage.tables.playbooks import (
    DocumentRow,
    EmbeddingRow,
    PassageRow,
    PlaybookRow,
    PlaybookVersionRow,
)


class Switched(StrEnum):
    """What became of an attempt; all but DONE changed nothing."""

    DONE = "done"
    ALREADY = "already"
    CHANGED = "changed"
    """Another version answers than the one it was compared with."""
    SUPERSEDED = "superseded"
    """A newer draft has been loaded since."""
    INCOMPLETE = "incomplete"
    GONE = "gone"
    STANDARD_ANSWERS = "standard_answers"
    """It holds the standard answers, which are switched one by one (`storage.standard_answers`)."""


@dataclass(frozen=True)
class Attempt:
    """`event` is the id of what was recorded; None unless it was done."""

    outcome: Switched
    event: int | None = None


@dataclass(frozen=True)
class Seen:
    """What answered and what the newest draft was (ids of versions) when a trainer looked."""

    active: int | None
    newest_draft: int | None


async def seen(session: AsyncSession, playbook_id: int) -> Seen:
    """As it is now."""
    version = PlaybookVersionRow
    rows = await session.execute(
        select(col(version.status), func.max(col(version.id)))
        .where(
            col(version.playbook_id) == playbook_id, col(version.status).in_(("active", "draft"))
        )
        .group_by(col(version.status))
    )
    newest = {row[0]: row[1] for row in rows}
    return Seen(newest.get("active"), newest.get("draft"))


@dataclass(frozen=True)
class Named:
    """A version of any status, discarded and failed ones too."""

    id: int
    playbook_id: int
    title: str
    number: int
    status: str


async def named(session: AsyncSession, version_id: int) -> Named | None:
    version, playbook = PlaybookVersionRow, PlaybookRow
    found = await session.execute(
        select(
            col(version.id), col(version.playbook_id), col(playbook.title), col(version.number),
            col(version.status),
        )
        .join(PlaybookRow, col(playbook.id) == col(version.playbook_id))
        .where(col(version.id) == version_id)
    )  # fmt: skip
    row = found.one_or_none()
    return Named(cast(int, row[0]), *row[1:]) if row else None


async def missing_vectors(session: AsyncSession, version_id: int, encoder_id: str) -> int:
    """How many of the version's passages have no vector of this encoder."""
    vector = exists().where(
        col(EmbeddingRow.text_hash) == col(PassageRow.text_hash),
        col(EmbeddingRow.encoder_id) == encoder_id,
    )
    statement = (
        select(func.count())
        .select_from(PassageRow)
        .join(DocumentRow, col(DocumentRow.id) == col(PassageRow.document_id))
        .where(col(DocumentRow.version_id) == version_id, ~vector)
    )
    return await session.scalar(statement) or 0


async def activate(
    session: AsyncSession,
    version_id: int,
    looked: Seen,
    by: int | None,
    *,
    encoder_id: str | None,
    reason: str = "",
) -> Attempt:
    """Have a draft, or a version that answered before, answer from now on instead of the present.

    Only if what the trainer looked at still stands and every passage has a vector of `encoder_id`.
    """
    version = await _locked(session, version_id)
    if version is None or version.status not in ("draft", "retired", "active"):
        return Attempt(Switched.GONE)
    if await _holds_standard_answers(session, version):
        return Attempt(Switched.STANDARD_ANSWERS)
    if version.status == "active":
        return Attempt(Switched.ALREADY)
    present = await seen(session, version.playbook_id)
    if present.active != looked.active:
        return Attempt(Switched.CHANGED)
    if version.status == "draft" and present.newest_draft != looked.newest_draft:
        return Attempt(Switched.SUPERSEDED)
    if not version.passage_count:
        return Attempt(Switched.INCOMPLETE)
    if encoder_id and await missing_vectors(session, version_id, encoder_id):
        return Attempt(Switched.INCOMPLETE)
    kind = await _kind(session, version, present.active)
    await playbooks.finish_version(session, version_id, activate=True)
    event = await record_event(session, version.playbook_id, kind, by, version_id, reason)
    return Attempt(Switched.DONE, event)


async def _kind(
    session: AsyncSession, version: PlaybookVersionRow, active_id: int | None
) -> EventKind:
    if version.status == "retired" and active_id is not None:
        active = await session.get_one(PlaybookVersionRow, active_id)
        if active.number > version.number:
            return "rolled_back"
    return "activated"


async def _locked(session: AsyncSession, version_id: int) -> PlaybookVersionRow | None:
    """The version as it is once nobody else can change what is active of its playbook."""
    version = await session.get(PlaybookVersionRow, version_id)
    if version is not None:
        await playbooks.lock(session, col(PlaybookRow.id) == version.playbook_id)
        await session.refresh(version)
    return version


async def _holds_standard_answers(session: AsyncSession, version: PlaybookVersionRow) -> bool:
    playbook = await session.get_one(PlaybookRow, version.playbook_id)
    return playbook.slug == standard_answers.SLUG


async def retire(
    session: AsyncSession, version_id: int, by: int | None, reason: str = ""
) -> Attempt:
    """Stop this version from answering, if it still does."""
    version = await _locked(session, version_id)
    if version is None or version.status not in ("active", "retired"):
        return Attempt(Switched.GONE)
    if await _holds_standard_answers(session, version):
        return Attempt(Switched.STANDARD_ANSWERS)
    if version.status == "retired":
        return Attempt(Switched.ALREADY)
    await playbooks.retire_row(session, version)
    event = await record_event(session, version.playbook_id, "retired", by, version_id, reason)
    return Attempt(Switched.DONE, event)


async def discard(
    session: AsyncSession, version_id: int, by: int | None, reason: str = ""
) -> Attempt:
    """Put a draft away. Nothing is deleted: its words may have been cited, and it may come back."""
    return await _move(session, version_id, "draft", "discarded", "discarded", by, reason)


async def restore(session: AsyncSession, version_id: int, by: int | None) -> Attempt:
    """Make a discarded draft a draft again."""
    return await _move(session, version_id, "discarded", "draft", "restored", by, "")


async def _move(
    session: AsyncSession,
    version_id: int,
    before: str,
    after: str,
    kind: EventKind,
    by: int | None,
    reason: str,
) -> Attempt:
    version = await _locked(session, version_id)
    if version is None or version.status not in (before, after):
        return Attempt(Switched.GONE)
    if await _holds_standard_answers(session, version):
        return Attempt(Switched.STANDARD_ANSWERS)
    if version.status == after:
        return Attempt(Switched.ALREADY)
    version.status = after
    await session.flush()
    event = await record_event(
        session, version.playbook_id, kind, by, cast(int, version.id), reason
    )
    return Attempt(Switched.DONE, event)
