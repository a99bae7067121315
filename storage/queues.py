"""Inbox, outbox, jobs and due items: what survives the process."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.statements import insert
from storage.tables.columns import utc_now
from storage.tables.queues import DueRow, InboxRow, JobRow, OutboxRow

Payload = dict[str, Any]
OPEN = ("running", "queued")
"""The statuses of a job that is still to be done."""
PAST_CANCELLING = "done"
"""The phase of a job whose effect is committed."""


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
    """`message` is the outbox id of the reply that is edited while the job is worked on.

    `result` of a job that is not done is what it need not do again.
    """

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
    phase: str
    cancel_requested: bool
    message: int | None
    created_at: datetime

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


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


async def send_or_replace(
    session: AsyncSession, outbox_id: int | None, channel: str, chat: str, payload: Payload
) -> int:
    """Send this instead of an earlier reply, whether that one still waits or was sent; its id."""
    replaced = await session.scalar(
        update(OutboxRow)
        .where(col(OutboxRow.id) == outbox_id)
        .values(payload=payload, state="waiting", attempts=0)
        .returning(col(OutboxRow.id))
    )
    return replaced or await send(session, channel, chat, payload)


async def message_of(session: AsyncSession, outbox_id: int) -> str | None:
    """The channel's id of the message that a reply became; None if it has not been sent."""
    row = await session.get(OutboxRow, outbox_id)
    return row.external_id if row else None


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
        row.requested_by, row.reply_channel, row.reply_chat, row.phase, row.cancel_requested,
        row.progress_outbox_id, row.created_at,
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


async def job(session: AsyncSession, job_id: int, *, lock: bool = False) -> Job | None:
    """`lock`: nobody else changes the job until the end of this transaction, which writes."""
    statement = select(JobRow).where(col(JobRow.id) == job_id)
    row = await session.scalar(statement.with_for_update() if lock else statement)
    return _job(row) if row else None


async def jobs(session: AsyncSession, limit: int) -> list[Job]:
    """Those that are still to be done, in their order, then the newest of the others."""
    rows = await session.scalars(
        select(JobRow)
        .order_by(
            case((col(JobRow.status).in_(OPEN), 0), else_=1),
            case((col(JobRow.status).in_(OPEN), col(JobRow.id)), else_=-col(JobRow.id)),
        )
        .limit(limit)
    )
    return [_job(row) for row in rows]


async def open_jobs(session: AsyncSession, kind: str) -> list[Job]:
    rows = await session.scalars(
        select(JobRow)
        .where(col(JobRow.kind) == kind, col(JobRow.status).in_(OPEN))
        .order_by(col(JobRow.id))
    )
    return [_job(row) for row in rows]


async def last_done(session: AsyncSession, kind: str, key: str, value: int) -> Job | None:
    """The newest job that was done with this number under `key` in its result."""
    row = await session.scalar(
        select(JobRow)
        .where(
            col(JobRow.kind) == kind,
            col(JobRow.status) == "done",
            col(JobRow.result)[key].as_integer() == value,
        )
        .order_by(col(JobRow.id).desc())
        .limit(1)
    )
    return _job(row) if row else None


async def next_job(session: AsyncSession) -> Job | None:
    """The oldest job to work on; one left running by a process that died comes first."""
    row = await session.scalar(
        select(JobRow)
        .where(col(JobRow.status).in_(OPEN))
        .order_by(col(JobRow.status) != "running", col(JobRow.id))
        .limit(1)
        .with_for_update()
    )
    if row is None:
        return None
    row.status = "running"
    await session.flush()
    return _job(row)


async def job_progress(
    session: AsyncSession, job_id: int, done: int, total: int, phase: str = ""
) -> None:
    """Nothing is said any more of a job that is past cancelling."""
    await session.execute(
        update(JobRow)
        .where(col(JobRow.id) == job_id, col(JobRow.phase) != PAST_CANCELLING)
        .values(done=done, total=total, phase=phase)
    )


async def show_in(session: AsyncSession, job_id: int, outbox_id: int) -> None:
    """Have the message of this reply edited while the job is worked on."""
    await session.execute(
        update(JobRow).where(col(JobRow.id) == job_id).values(progress_outbox_id=outbox_id)
    )


async def keep_result(session: AsyncSession, job_id: int, result: Payload) -> None:
    """What the job need not do again if it is interrupted."""
    await session.execute(update(JobRow).where(col(JobRow.id) == job_id).values(result=result))


async def request_cancel(session: AsyncSession, job_id: int) -> bool:
    """Ask for the job to be cancelled; False if it is too late."""
    statement = (
        update(JobRow)
        .where(
            col(JobRow.id) == job_id,
            col(JobRow.status).in_(OPEN),
            col(JobRow.phase) != PAST_CANCELLING,
        )
        .values(cancel_requested=True)
        .returning(col(JobRow.id))
    )
    return await session.scalar(statement) is not None


async def cancel_requested(session: AsyncSession, job_id: int) -> bool:
    statement = select(col(JobRow.cancel_requested)).where(col(JobRow.id) == job_id)
    return bool(await session.scalar(statement))


async def pass_cancelling(session: AsyncSession, job_id: int) -> bool:
    """From this transaction on the job can't be cancelled; False if it was asked to be."""
    statement = (
        update(JobRow)
        .where(col(JobRow.id) == job_id, col(JobRow.cancel_requested).is_(False))
        .values(phase=PAST_CANCELLING)
        .returning(col(JobRow.id))
    )
    return await session.scalar(statement) is not None


async def finish_job(session: AsyncSession, job_id: int, status: str, result: Payload) -> None:
    await session.execute(
        update(JobRow)
        .where(col(JobRow.id) == job_id)
        .values(status=status, result=result, phase="", finished_at=utc_now())
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
    jobs = select(func.count()).select_from(JobRow).where(col(JobRow.status).in_(OPEN))
    return {
        "inbox": await session.scalar(inbox) or 0,
        "outbox": await session.scalar(outbox) or 0,
        "undeliverable": await session.scalar(failed_) or 0,
        "jobs": await session.scalar(jobs) or 0,
    }
