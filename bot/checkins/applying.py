"""Writing what the rep accepted: deals, ledger and reminders in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from storage import checkins, deals, queues
from storage.checkins import CheckIn, ProposedChange
from storage.database import Session
from storage.deals import FieldChange, NewDeal, OutdatedChange, Source
from storage.records import DealField, Person, Process

REMINDER = "next_step"
REMIND_AT = time(9, 0)


@dataclass
class Applied:
    """What was written, and what was not because the deal had moved on meanwhile."""

    written: list[ProposedChange] = field(default_factory=list)
    outdated: list[tuple[ProposedChange, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Applying:
    """Who accepts which check-in, and what a new deal gets that was not said."""

    person: Person
    checkin: CheckIn
    process: Process
    currency: str

    def source(self, message_id: int) -> Source:
        return Source(self.person.id, self.checkin.local_date, self.checkin.id, message_id)


async def apply(session: Session, by: Applying, mentioned: Collection[int]) -> Applied | None:
    """Submit a pending check-in; None if it is not pending any more (nothing is written)."""
    if not await checkins.settle(session, by.checkin.id, "submitted"):
        return None
    proposed = await checkins.proposed(session, by.checkin.id)
    changes = [change for change in proposed if change.state == "proposed"]
    applied = Applied()
    for _, group in groupby(changes, key=lambda change: change.update_number):
        await _apply_to_one_deal(session, by, list(group), applied)
    for deal_id in mentioned:
        await deals.touch(session, deal_id, by.checkin.local_date)
    return applied


async def _apply_to_one_deal(
    session: Session, by: Applying, changes: Sequence[ProposedChange], applied: Applied
) -> None:
    deal_id = changes[0].deal_id
    if deal_id is None:
        deal_id = await _add_deal(session, by, changes)
    for change in changes:
        try:
            if change.deal_id is not None or change.field is not DealField.STAGE:
                written = FieldChange(change.field, change.old, change.new, change.evidence)
                await deals.record(session, deal_id, written, by.source(change.message_id))
        except OutdatedChange as outdated:
            await checkins.decide(session, change.id, "outdated")
            applied.outdated.append((change, outdated.present))
            continue
        await checkins.decide(session, change.id, "accepted")
        applied.written.append(change)
    await _remind(session, by.person, deal_id)


async def _add_deal(session: Session, by: Applying, changes: Sequence[ProposedChange]) -> int:
    said = {change.field: change.new for change in changes}
    amount = deals.read_money(said.get(DealField.AMOUNT, ""))
    new = NewDeal(
        name=changes[0].new_deal or changes[0].new_account,
        account=changes[0].new_account or changes[0].new_deal,
        owner_id=by.person.id,
        process_id=by.process.id,
        stage=said.get(DealField.STAGE, by.process.stages[0].key),
        currency=amount.currency if amount else by.currency,
    )
    return (await deals.add(session, new, by.source(changes[0].message_id))).id


async def _remind(session: Session, person: Person, deal_id: int) -> None:
    """On the morning of the next step's day, in the rep's zone; one reminder a deal and day."""
    deal = await deals.deal(session, deal_id)
    if deal is None or deal.next_step_due is None:
        return
    due_at = datetime.combine(deal.next_step_due, REMIND_AT, ZoneInfo(person.timezone))
    payload = {"deal": deal_id, "day": deal.next_step_due.isoformat()}
    key = f"{REMINDER}:{deal_id}:{deal.next_step_due.isoformat()}"
    await queues.set_due(session, REMINDER, key, due_at, payload)
