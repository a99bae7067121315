"""Messages, check-ins, proposed changes and where a dialogue stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.records import CheckInRecord, DealField
from storage.statements import insert
from storage.tables.checkins import CheckInRow, DialogueRow, MessageRow, ProposedChangeRow
from storage.tables.columns import utc_now


@dataclass(frozen=True)
class StoredMessage:
    id: int
    person_id: int
    text: str
    sent_at: datetime


@dataclass(frozen=True)
class ProposedChange:
    """One line of the diff that waits for the rep."""

    id: int
    checkin_id: int
    message_id: int
    update_number: int
    deal_id: int | None
    new_deal: str
    new_account: str
    field: DealField
    old: str
    new: str
    evidence: tuple[int, int]
    state: str


@dataclass(frozen=True)
class NewProposal:
    update_number: int
    deal_id: int | None
    new_deal: str
    new_account: str
    field: DealField
    old: str
    new: str
    evidence: tuple[int, int]


@dataclass(frozen=True)
class CheckIn:
    id: int
    person_id: int
    local_date: date
    status: str
    message_id: int | None


# --- messages ----------------------------------------------------------------------------------


async def keep_message(
    session: AsyncSession,
    person_id: int,
    channel: str,
    chat: str,
    external_id: str,
    text: str,
    sent_at: datetime,
) -> int:
    """Keep a person's words; an edit of an earlier message points to it."""
    earlier = await message_by_external_id(session, channel, chat, external_id)
    row = MessageRow(
        person_id=person_id,
        channel=channel,
        chat=chat,
        external_id=external_id,
        text=text,
        sent_at=sent_at,
        edits_id=earlier.id if earlier else None,
    )
    session.add(row)
    await session.flush()
    return cast(int, row.id)


async def message_by_external_id(
    session: AsyncSession, channel: str, chat: str, external_id: str
) -> StoredMessage | None:
    """The newest wording of a message of the channel."""
    if not external_id:
        return None
    row = await session.scalar(
        select(MessageRow)
        .where(
            col(MessageRow.channel) == channel,
            col(MessageRow.chat) == chat,
            col(MessageRow.external_id) == external_id,
        )
        .order_by(col(MessageRow.id).desc())
        .limit(1)
    )
    return _message(row) if row else None


async def message(session: AsyncSession, message_id: int) -> StoredMessage | None:
    row = await session.get(MessageRow, message_id)
    return _message(row) if row else None


def _message(row: MessageRow) -> StoredMessage:
    return StoredMessage(cast(int, row.id), row.person_id, row.text, row.sent_at)


# --- check-ins ---------------------------------------------------------------------------------


async def begin(
    session: AsyncSession,
    person_id: int,
    local_date: date,
    message_id: int,
    proposals: Sequence[NewProposal],
) -> int:
    """A check-in with its proposed changes, waiting for the rep's yes."""
    row = CheckInRow(
        person_id=person_id, local_date=local_date, status="pending", message_id=message_id
    )
    session.add(row)
    await session.flush()
    await propose(session, cast(int, row.id), message_id, proposals)
    return cast(int, row.id)


async def propose(
    session: AsyncSession, checkin_id: int, message_id: int, proposals: Sequence[NewProposal]
) -> None:
    session.add_all(
        ProposedChangeRow(
            checkin_id=checkin_id,
            message_id=message_id,
            update_number=new.update_number,
            deal_id=new.deal_id,
            new_deal=new.new_deal,
            new_account=new.new_account,
            field=new.field.value,
            old=new.old,
            new=new.new,
            evidence_start=new.evidence[0],
            evidence_end=new.evidence[1],
        )
        for new in proposals
    )
    await session.flush()


async def checkin(session: AsyncSession, checkin_id: int) -> CheckIn | None:
    row = await session.get(CheckInRow, checkin_id)
    return _checkin(row) if row else None


async def pending(session: AsyncSession, person_id: int) -> CheckIn | None:
    """The newest check-in that waits for the person's yes."""
    row = await session.scalar(
        select(CheckInRow)
        .where(col(CheckInRow.person_id) == person_id, col(CheckInRow.status) == "pending")
        .order_by(col(CheckInRow.id).desc())
        .limit(1)
    )
    return _checkin(row) if row else None


async def of_message(session: AsyncSession, message_id: int) -> CheckIn | None:
    row = await session.scalar(
        select(CheckInRow)
        .where(col(CheckInRow.message_id) == message_id)
        .order_by(col(CheckInRow.id).desc())
        .limit(1)
    )
    return _checkin(row) if row else None


def _checkin(row: CheckInRow) -> CheckIn:
    return CheckIn(cast(int, row.id), row.person_id, row.local_date, row.status, row.message_id)


@dataclass(frozen=True)
class Reported:
    """What a person last reported: their words, and the deals (ids) that it changed."""

    at: datetime
    text: str
    deals: tuple[int, ...]


async def last_reported(session: AsyncSession, person_id: int, since: datetime) -> Reported | None:
    """The newest check-in that the person confirmed; None if none was since then."""
    found = (
        await session.execute(
            select(CheckInRow, MessageRow)
            .join(MessageRow, col(MessageRow.id) == col(CheckInRow.message_id))
            .where(
                col(CheckInRow.person_id) == person_id,
                col(CheckInRow.status) == "submitted",
                col(CheckInRow.submitted_at) >= since,
            )
            .order_by(col(CheckInRow.submitted_at).desc(), col(CheckInRow.id).desc())
            .limit(1)
        )
    ).one_or_none()
    if found is None:
        return None
    row, message = found
    changed = await session.scalars(
        select(col(ProposedChangeRow.deal_id)).where(
            col(ProposedChangeRow.checkin_id) == row.id,
            col(ProposedChangeRow.state) == "accepted",
            col(ProposedChangeRow.deal_id).is_not(None),
        )
    )
    ids = tuple(sorted({deal_id for deal_id in changed if deal_id is not None}))
    return Reported(cast(datetime, row.submitted_at), message.text, ids)


async def settle(session: AsyncSession, checkin_id: int, status: str) -> bool:
    """Move a pending check-in to `status`; False if it is not pending any more."""
    values: dict[str, Any] = {"status": status}
    if status == "submitted":
        values["submitted_at"] = utc_now()
    statement = (
        update(CheckInRow)
        .where(col(CheckInRow.id) == checkin_id, col(CheckInRow.status) == "pending")
        .values(**values)
        .returning(col(CheckInRow.id))
    )
    return await session.scalar(statement) is not None


async def proposed(session: AsyncSession, checkin_id: int) -> list[ProposedChange]:
    rows = await session.scalars(
        select(ProposedChangeRow)
        .where(col(ProposedChangeRow.checkin_id) == checkin_id)
        .order_by(col(ProposedChangeRow.update_number), col(ProposedChangeRow.id))
    )
    return [
        ProposedChange(
            id=cast(int, row.id),
            checkin_id=row.checkin_id,
            message_id=row.message_id,
            update_number=row.update_number,
            deal_id=row.deal_id,
            new_deal=row.new_deal,
            new_account=row.new_account,
            field=DealField(row.field),
            old=row.old,
            new=row.new,
            evidence=(row.evidence_start, row.evidence_end),
            state=row.state,
        )
        for row in rows
    ]


async def checkin_of_change(session: AsyncSession, change_id: int) -> int | None:
    row = await session.get(ProposedChangeRow, change_id)
    return row.checkin_id if row else None


async def decide(session: AsyncSession, change_id: int, state: str) -> None:
    await session.execute(
        update(ProposedChangeRow)
        .where(col(ProposedChangeRow.id) == change_id)
        .values(state=state, decided_at=utc_now())
    )


async def correct(
    session: AsyncSession, change_id: int, new: str, message_id: int, evidence: tuple[int, int]
) -> None:
    """Replace what is proposed by what the rep said instead, with the words of the correction."""
    await session.execute(
        update(ProposedChangeRow)
        .where(col(ProposedChangeRow.id) == change_id)
        .values(
            new=new,
            message_id=message_id,
            evidence_start=evidence[0],
            evidence_end=evidence[1],
            state="proposed",
        )
    )


async def in_period(
    session: AsyncSession, people: Collection[int] | None, since: date, until: date
) -> list[CheckInRecord]:
    """Submitted check-ins by local date, both ends included."""
    statement = select(CheckInRow).where(
        col(CheckInRow.local_date).between(since, until), col(CheckInRow.status) == "submitted"
    )
    if people is not None:
        statement = statement.where(col(CheckInRow.person_id).in_(people))
    rows = await session.scalars(statement.order_by(col(CheckInRow.id)))
    return [
        CheckInRecord(
            id=cast(int, row.id),
            person_id=row.person_id,
            local_date=row.local_date,
            status=row.status,
            submitted_at=row.submitted_at,
        )
        for row in rows
    ]


# --- dialogues ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dialogue:
    kind: str
    state: dict[str, Any]


async def dialogue(session: AsyncSession, person_id: int, channel: str) -> Dialogue | None:
    row = await session.get(DialogueRow, (person_id, channel), populate_existing=True)
    return Dialogue(row.kind, row.state) if row else None


async def set_dialogue(
    session: AsyncSession, person_id: int, channel: str, kind: str, state: dict[str, Any]
) -> None:
    stands = {"kind": kind, "state": state, "updated_at": utc_now()}
    await session.execute(
        insert(session, DialogueRow)
        .values(person_id=person_id, channel=channel, **stands)
        .on_conflict_do_update(index_elements=["person_id", "channel"], set_=stands)
    )


async def end_dialogue(session: AsyncSession, person_id: int, channel: str) -> None:
    await session.execute(
        delete(DialogueRow).where(
            col(DialogueRow.person_id) == person_id, col(DialogueRow.channel) == channel
        )
    )
