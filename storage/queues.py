"""Inbox, outbox, jobs and due items: what survives the process."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.statements import insert
from storage.tables.columns import utc_now
from storage.tables.queues import DueRow, InboxRow, JobRow, OutboxRow

Payload = dict[str, Any]


@dataclass(frozen=True)
class Received:
    """An update waiting in the inbox."""

    id: int
    channel: str
    update_id: str
    payload: Payload
    attempts: int
    received_at: datetime


@dataclass(frozen=True)
class Outgoing:
    """A reply waiting to be delivered."""

    id: int
    channel: str
    chat: str
    payload: Payload
    attempts: int
    not_before: datetime | None


@dataclass(frozen=True)
class Job:
    id: int
    kind: str
    payload: Payload
    status: str
    done: int
    total: int
    result: Payload
    requested_by: int | None
    reply_channel: str
    reply_chat: str


@dataclass(frozen=True)
class Due:
    id: int
    kind: str
    key: str
    payload: Payload


# --- inbox -------------------------------------------------------------------------------------


async def receive(
    session: AsyncSession, channel: str, update_id: str, payload: Payload
) -> int | None:
    """Keep an update; its inbox id, or None if this update was received before."""
    statement = (
        insert(session, InboxRow)
        .values(
            channel=channel,
            update_id=update_id,
            payload=payload,
            received_at=utc_now(),
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["channel", "update_id"])
        .returning(col(InboxRow.id))
    )
    return cast("int | None", await session.scalar(statement))


async def open_inbox(session: AsyncSession, channel: str) -> list[Received]:
    """Updates not handled yet, in the order they came."""
    rows = await session.scalars(
        select(InboxRow)
        .where(col(InboxRow.channel) == channel, col(InboxRow.done_at).is_(None))
        .order_by(col(InboxRow.id))
    )
    return [
        Received(cast(int, r.id), r.channel, r.update_id, r.payload, r.attempts, r.received_at)
        for r in rows
    ]


async def begin_attempt(session: AsyncSession, inbox_id: int) -> int | None:
    """Count one more attempt; the count so far, or None if the update is done already."""
    statement = (
        update(InboxRow)
        .where(col(InboxRow.id) == inbox_id, col(InboxRow.done_at).is_(None))
        .values(attempts=col(InboxRow.attempts) + 1)
        .returning(col(InboxRow.attempts))
    )
    return cast("int | None", await session.scalar(statement))


async def finish(session: AsyncSession, inbox_id: int) -> bool:
    """Mark an update as handled; False if somebody else did, so its effect must be dropped."""
    statement = (
        update(InboxRow)
        .where(col(InboxRow.id) == inbox_id, col(InboxRow.done_at).is_(None))
        .values(done_at=utc_now())
        .returning(col(InboxRow.id))
    )
    return await session.scalar(statement) is not None


# --- outbox ------------------------------------------------------------------------------------


async def send(session: AsyncSession, channel: str, chat: str, payload: Payload) -> int:
    row = OutboxRow(channel=channel, chat=chat, payload=payload)
    session.add(row)
    await session.flush()
    return cast(int, row.id)


async def waiting(
    session: AsyncSession, channel: str, excluded_chats: Collection[str] = (), limit: int = 500
) -> list[Outgoing]:
    """Replies not delivered yet, oldest first, those of chats in hand left out."""
    rows = await session.scalars(
        select(OutboxRow)
        .where(
            col(OutboxRow.channel) == channel,
            col(OutboxRow.state) == "waiting",
            col(OutboxRow.chat).not_in(excluded_chats),
        )
        .order_by(col(OutboxRow.id))
        .limit(limit)
    )
    return [
        Outgoing(cast(int, r.id), r.channel, r.chat, r.payload, r.attempts, r.not_before)
        for r in rows
    ]


async def sent(session: AsyncSession, outbox_id: int, external_id: str | None) -> None:
    await session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.id) == outbox_id)
        .values(state="sent", sent_at=utc_now(), external_id=external_id)
    )


async def keep_rest(session: AsyncSession, outbox_id: int, payload: Payload) -> None:
    """The first message of a reply is delivered: this is what is still to be sent."""
    await session.execute(
        update(OutboxRow).where(col(OutboxRow.id) == outbox_id).values(payload=payload)
    )


async def failed(session: AsyncSession, outbox_id: int) -> None:
    """Give up on a reply that can never be delivered."""
    await session.execute(
        update(OutboxRow).where(col(OutboxRow.id) == outbox_id).values(state="failed")
    )


async def retry_later(session: AsyncSession, outbox_id: int, delay: timedelta) -> None:
    await session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.id) == outbox_id)
        .values(attempts=col(OutboxRow.attempts) + 1, not_before=utc_now() + delay)
    )


# --- jobs --------------------------------------------------------------------------------------


def _job(row: JobRow) -> Job:
    return Job(
        cast(int, row.id), row.kind, row.payload, row.status, row.done, row.total, row.result,
        row.requested_by, row.reply_channel, row.reply_chat,
    )  # fmt: skip


async def queue_job(
    session: AsyncSession,
    kind: str,
    payload: Payload,
    requested_by: int | None = None,
    reply_to: tuple[str, str] = ("", ""),
) -> int:
    row = JobRow(
        kind=kind,
        payload=payload,
        requested_by=requested_by,
        reply_channel=reply_to[0],
        reply_chat=reply_to[1],
    )
    session.add(row)
    await session.flush()
    return cast(int, row.id)


async def job(session: AsyncSession, job_id: int) -> Job | None:
    row = await session.get(JobRow, job_id)
    return _job(row) if row else None


async def next_job(session: AsyncSession) -> Job | None:
    """The oldest job to work on; one left running by a process that died comes first."""
    row = await session.scalar(
        select(JobRow)
        .where(col(JobRow.status).in_(("running", "queued")))
        .order_by(col(JobRow.status) != "running", col(JobRow.id))
        .limit(1)
    )
    if row is None:
        return None
    row.status = "running"
    await session.flush()
    return _job(row)


async def job_progress(session: AsyncSession, job_id: int, done: int, total: int) -> None:
    await session.execute(
        update(JobRow).where(col(JobRow.id) == job_id).values(done=done, total=total)
    )


async def finish_job(session: AsyncSession, job_id: int, status: str, result: Payload) -> None:
    await session.execute(
        update(JobRow)
        .where(col(JobRow.id) == job_id)
        .values(status=status, result=result, finished_at=utc_now())
    )


# --- due items ---------------------------------------------------------------------------------


async def set_due(
    session: AsyncSession, kind: str, key: str, due_at: datetime, payload: Payload
) -> None:
    """Have something done at `due_at`; a key that is set already stays as it was."""
    await session.execute(
        insert(session, DueRow)
        .values(kind=kind, key=key, due_at=due_at, payload=payload)
        .on_conflict_do_nothing(index_elements=["key"])
    )


async def due_now(session: AsyncSession, now: datetime, limit: int = 500) -> list[Due]:
    rows = await session.scalars(
        select(DueRow)
        .where(col(DueRow.done_at).is_(None), col(DueRow.due_at) <= now)
        .order_by(col(DueRow.due_at), col(DueRow.id))
        .limit(limit)
    )
    return [Due(cast(int, r.id), r.kind, r.key, r.payload) for r in rows]


async def finish_due(session: AsyncSession, due_id: int) -> bool:
    """Mark a due item as done; False if it was done already."""
    statement = (
        update(DueRow)
        .where(col(DueRow.id) == due_id, col(DueRow.done_at).is_(None))
        .values(done_at=utc_now())
        .returning(col(DueRow.id))
    )
    return await session.scalar(statement) is not None


async def depth(session: AsyncSession) -> dict[str, int]:
    """How much is waiting, for `coach doctor`."""
    inbox = select(func.count()).select_from(InboxRow).where(col(InboxRow.done_at).is_(None))
    outbox = select(func.count()).select_from(OutboxRow).where(col(OutboxRow.state) == "waiting")
    failed_ = select(func.count()).select_from(OutboxRow).where(col(OutboxRow.state) == "failed")
    jobs = (
        select(func.count())
        .select_from(JobRow)
        .where(col(JobRow.status).in_(("queued", "running")))
    )
    return {
        "inbox": await session.scalar(inbox) or 0,
        "outbox": await session.scalar(outbox) or 0,
        "undeliverable": await session.scalar(failed_) or 0,
        "jobs": await session.scalar(jobs) or 0,
    }
