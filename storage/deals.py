"""Deals and their ledger. Every change goes through `record`, which keeps the history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.records import Deal, DealField, DealStatus, LedgerEntry, Money
from storage.statements import insert
from storage.tables.checkins import MessageRow
from storage.tables.deals import AccountRow, DealChangeRow, DealRow, StageVisitRow

_DealSelect = Select[DealRow, AccountRow, StageVisitRow]


class OutdatedChange(Exception):
    """The deal no longer has the value that the change starts from."""

    def __init__(self, deal_id: int, field: DealField, present: str) -> None:
        super().__init__(f"deal {deal_id}: {field} is now {present!r}")
        self.deal_id, self.field, self.present = deal_id, field, present


@dataclass(frozen=True)
class Source:
    """Who changed what, when it happened, and the words it rests on."""

    by_id: int
    happened_on: date
    checkin_id: int | None = None
    message_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class FieldChange:
    """`old` and `new` as the ledger writes them: see `written`."""

    field: DealField
    old: str
    new: str
    evidence: tuple[int, int] = (0, 0)


def written_money(money: Money | None) -> str:
    return "" if money is None else f"{money.minor} {money.currency}"


def read_money(text: str) -> Money | None:
    if not text:
        return None
    minor, currency = text.split(" ")
    return Money(int(minor), currency)


def written(deal: Deal, field: DealField) -> str:
    """The present value of a field as the ledger writes it.

    Dates in ISO form, amounts as "MINOR CURRENCY", nothing as the empty string.
    """
    match field:
        case DealField.AMOUNT:
            return written_money(deal.amount)
        case DealField.EXPECTED_CLOSE | DealField.NEXT_STEP_DUE:
            day: date | None = getattr(deal, field)
            return day.isoformat() if day else ""
        case _:
            return str(getattr(deal, field))


def _deals() -> _DealSelect:
    return (
        select(DealRow, AccountRow, StageVisitRow)
        .join(AccountRow, col(AccountRow.id) == col(DealRow.account_id))
        .outerjoin(
            StageVisitRow,
            and_(
                col(StageVisitRow.deal_id) == col(DealRow.id),
                col(StageVisitRow.left_on).is_(None),
            ),
        )
    )


async def _fetch(session: AsyncSession, statement: _DealSelect) -> list[Deal]:
    rows = await session.execute(statement)
    return [_deal(row, account.name, visit) for row, account, visit in rows]


def _deal(row: DealRow, account: str, visit: StageVisitRow | None) -> Deal:
    amount = None if row.amount_minor is None else Money(row.amount_minor, row.currency)
    return Deal(
        id=cast(int, row.id),
        name=row.name,
        account=account,
        owner_id=row.owner_id,
        stage=row.stage,
        status=DealStatus(row.status),
        amount=amount,
        currency=row.currency,
        expected_close=row.expected_close,
        actual_close=row.actual_close,
        next_step=row.next_step,
        next_step_due=row.next_step_due,
        blocker=row.blocker,
        lost_reason=row.lost_reason,
        process_id=row.process_id,
        version=row.version,
        last_activity_on=row.last_activity_on,
        stage_entered_on=visit.entered_on if visit else None,
        external_id=row.external_id,
    )


async def deal(session: AsyncSession, deal_id: int) -> Deal | None:
    found = await _fetch(session, _deals().where(col(DealRow.id) == deal_id))
    return found[0] if found else None


async def deals(
    session: AsyncSession,
    owners: Collection[int] | None = None,
    statuses: Collection[DealStatus] = tuple(DealStatus),
) -> list[Deal]:
    """Deals by id; of these owners, or of everybody where `owners` is None."""
    statement = _deals().where(col(DealRow.status).in_([s.value for s in statuses]))
    if owners is not None:
        statement = statement.where(col(DealRow.owner_id).in_(owners))
    return await _fetch(session, statement.order_by(col(DealRow.id)))


@dataclass(frozen=True)
class NewDeal:
    name: str
    account: str
    owner_id: int
    process_id: int
    stage: str
    currency: str
    external_id: str | None = None


async def add(session: AsyncSession, new: NewDeal, source: Source) -> Deal:
    row = DealRow(
        name=new.name,
        account_id=await _account(session, new.account),
        owner_id=new.owner_id,
        process_id=new.process_id,
        stage=new.stage,
        currency=new.currency,
        external_id=new.external_id,
        last_activity_on=source.happened_on,
    )
    session.add(row)
    await session.flush()
    deal_id = cast(int, row.id)
    _enter(session, deal_id, new.process_id, new.stage, source.happened_on)
    entered = FieldChange(DealField.STAGE, "", new.stage)
    session.add(_change_row(deal_id, "created", entered, source))
    await session.flush()
    return cast(Deal, await deal(session, deal_id))


async def _account(session: AsyncSession, name: str) -> int:
    """The id of the account of that name, made if there is none."""
    await session.execute(
        insert(session, AccountRow)
        .values(name=name)
        .on_conflict_do_nothing(index_elements=["name"])
    )
    found = await session.scalars(select(col(AccountRow.id)).where(col(AccountRow.name) == name))
    return cast(int, found.one())


def _enter(session: AsyncSession, deal_id: int, process_id: int, stage: str, on: date) -> None:
    session.add(StageVisitRow(deal_id=deal_id, process_id=process_id, stage=stage, entered_on=on))


def _change_row(deal_id: int, field: str, change: FieldChange, source: Source) -> DealChangeRow:
    return DealChangeRow(
        deal_id=deal_id,
        field=field,
        old=change.old,
        new=change.new,
        by_id=source.by_id,
        checkin_id=source.checkin_id,
        message_id=source.message_id,
        evidence_start=change.evidence[0],
        evidence_end=change.evidence[1],
        reason=source.reason,
        happened_on=source.happened_on,
    )


async def record(session: AsyncSession, deal_id: int, change: FieldChange, source: Source) -> None:
    """Change one field and write it in the ledger.

    Raises OutdatedChange, having changed nothing, if the deal has moved on from `change.old`.
    """
    before = await _locked(session, deal_id)
    present = written(before, change.field)
    if present != change.old:
        raise OutdatedChange(deal_id, change.field, present)
    touched = await session.scalar(
        update(DealRow)
        .where(col(DealRow.id) == deal_id, col(DealRow.version) == before.version)
        .values(
            **_columns(change, source),
            version=before.version + 1,
            last_activity_on=max(before.last_activity_on or source.happened_on,
                                 source.happened_on),
        )
        .returning(col(DealRow.id))
    )  # fmt: skip
    if touched is None:
        raise OutdatedChange(deal_id, change.field, present)
    session.add(_change_row(deal_id, change.field.value, change, source))
    if change.field is DealField.STAGE:
        await session.execute(
            update(StageVisitRow)
            .where(col(StageVisitRow.deal_id) == deal_id, col(StageVisitRow.left_on).is_(None))
            .values(left_on=source.happened_on)
        )
        _enter(session, deal_id, before.process_id, change.new, source.happened_on)
    await session.flush()


async def _locked(session: AsyncSession, deal_id: int) -> Deal:
    """The deal as it stands now, kept so until this transaction ends."""
    statement = (
        _deals()
        .where(col(DealRow.id) == deal_id)
        .with_for_update(of=DealRow)
        .execution_options(populate_existing=True)
    )
    found = await _fetch(session, statement)
    if not found:
        raise LookupError(f"no deal {deal_id}")
    return found[0]


def _columns(change: FieldChange, source: Source) -> dict[str, Any]:
    match change.field:
        case DealField.AMOUNT:
            money = read_money(change.new)
            if money is None:
                return {"amount_minor": None}
            return {"amount_minor": money.minor, "currency": money.currency}
        case DealField.EXPECTED_CLOSE | DealField.NEXT_STEP_DUE:
            day = date.fromisoformat(change.new) if change.new else None
            return {change.field.value: day}
        case DealField.STATUS:
            closed = change.new != DealStatus.OPEN.value
            return {"status": change.new, "actual_close": source.happened_on if closed else None}
        case _:
            return {change.field.value: change.new}


async def touch(session: AsyncSession, deal_id: int, on: date) -> None:
    """The rep spoke of the deal, though nothing changed."""
    await session.execute(
        update(DealRow)
        .where(
            col(DealRow.id) == deal_id,
            col(DealRow.last_activity_on).is_(None) | (col(DealRow.last_activity_on) < on),
        )
        .values(last_activity_on=on)
    )


async def hand_over(session: AsyncSession, from_id: int, to_id: int) -> int:
    """Give all open deals of one person to another; how many."""
    moved = await session.scalars(
        update(DealRow)
        .where(col(DealRow.owner_id) == from_id, col(DealRow.status) == "open")
        .values(owner_id=to_id, version=col(DealRow.version) + 1)
        .returning(col(DealRow.id))
    )
    return len(list(moved))


async def ledger(
    session: AsyncSession,
    *,
    owners: Collection[int] | None = None,
    deal_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[LedgerEntry]:
    """Confirmed changes, oldest first, by the day they happened (both ends included)."""
    statement = (
        select(DealChangeRow, DealRow, AccountRow, MessageRow)
        .join(DealRow, col(DealRow.id) == col(DealChangeRow.deal_id))
        .join(AccountRow, col(AccountRow.id) == col(DealRow.account_id))
        .outerjoin(MessageRow, col(MessageRow.id) == col(DealChangeRow.message_id))
        .order_by(col(DealChangeRow.happened_on), col(DealChangeRow.id))
    )
    if owners is not None:
        statement = statement.where(col(DealRow.owner_id).in_(owners))
    if deal_id is not None:
        statement = statement.where(col(DealChangeRow.deal_id) == deal_id)
    if since is not None:
        statement = statement.where(col(DealChangeRow.happened_on) >= since)
    if until is not None:
        statement = statement.where(col(DealChangeRow.happened_on) <= until)
    rows = await session.execute(statement)
    return [_entry(change, row, account.name, message) for change, row, account, message in rows]


def _entry(
    change: DealChangeRow, row: DealRow, account: str, message: MessageRow | None
) -> LedgerEntry:
    words = message.text[change.evidence_start : change.evidence_end] if message else ""
    return LedgerEntry(
        id=cast(int, change.id),
        deal_id=change.deal_id,
        deal_name=row.name,
        account=account,
        owner_id=row.owner_id,
        field=change.field,
        old=change.old,
        new=change.new,
        by_id=change.by_id,
        happened_on=change.happened_on,
        recorded_at=change.recorded_at,
        words=words,
        message_id=change.message_id,
    )
