"""The facts of a period, each computed by query and each naming its deals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from bot.deals import pipeline
from storage import checkins, deals, processes
from storage.database import Database
from storage.records import Deal, DealField, DealStatus, LedgerEntry, Money, Person, Process, Role


@dataclass(frozen=True)
class Period:
    """Days from `since` to `until`, both included, by when things happened."""

    since: date
    until: date
    span: Literal["today", "week"]

    @classmethod
    def today(cls, today: date) -> Period:
        return cls(today, today, "today")

    @classmethod
    def week(cls, today: date) -> Period:
        """From Monday to today."""
        return cls(today - timedelta(days=today.weekday()), today, "week")


@dataclass(frozen=True)
class Participation:
    person: Person
    checkins: int


@dataclass(frozen=True)
class Stuck:
    """An open deal that needs somebody, and the facts that say so (days; None: does not apply)."""

    deal: Deal
    days_in_stage: int | None = None
    step_overdue_days: int | None = None
    close_overdue_days: int | None = None


@dataclass(frozen=True)
class StageTotal:
    stage: str
    count: int
    amounts: tuple[Money, ...]


@dataclass(frozen=True)
class Facts:
    """`forward` and `back` are stage moves; `slipped` are close dates that moved later."""

    period: Period
    process: Process | None
    participation: tuple[Participation, ...]
    forward: tuple[LedgerEntry, ...] = ()
    back: tuple[LedgerEntry, ...] = ()
    slipped: tuple[LedgerEntry, ...] = ()
    amounts: tuple[LedgerEntry, ...] = ()
    won: tuple[LedgerEntry, ...] = ()
    lost: tuple[LedgerEntry, ...] = ()
    created: tuple[LedgerEntry, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    blocked: tuple[Deal, ...] = ()
    funnel: tuple[StageTotal, ...] = ()
    deals: dict[int, Deal] = field(default_factory=dict)


async def facts(database: Database, scope: Sequence[Person], period: Period) -> Facts:
    """What the ledger and the check-ins say of these people's deals in the period."""
    ids = [person.id for person in scope]
    async with database.read() as session:
        entries = await deals.ledger(session, owners=ids, since=period.since, until=period.until)
        held = await deals.deals(session, ids)
        known = await processes.all_processes(session)
        process = await processes.active(session)
        submitted = await checkins.in_period(session, ids, period.since, period.until)
    open_deals = [deal for deal in held if deal.status is DealStatus.OPEN]
    counted = Counter(record.person_id for record in submitted)
    stuck = (_stuck(deal, known.get(deal.process_id), period.until) for deal in open_deals)
    return Facts(
        period=period,
        process=process,
        participation=tuple(
            Participation(person, counted[person.id])
            for person in scope
            if Role.REP in person.roles
        ),
        **_sorted_entries(entries, {deal.id: deal for deal in held}, known),
        stuck=tuple(sorted((s for s in stuck if s), key=_urgency, reverse=True)),
        blocked=tuple(deal for deal in open_deals if deal.blocker),
        funnel=_funnel(open_deals, process),
        deals={deal.id: deal for deal in held},
    )


def _sorted_entries(
    entries: Sequence[LedgerEntry], held: dict[int, Deal], known: dict[int, Process]
) -> dict[str, tuple[LedgerEntry, ...]]:
    kinds: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        kind = _kind(entry, known.get(held[entry.deal_id].process_id))
        if kind:
            kinds.setdefault(kind, []).append(entry)
    return {kind: tuple(found) for kind, found in kinds.items()}


def _kind(entry: LedgerEntry, process: Process | None) -> str | None:
    match entry.field:
        case "created":
            return "created"
        case DealField.STAGE if process is not None:
            ahead = process.position(entry.new) > process.position(entry.old)
            return "forward" if ahead else "back"
        case DealField.STATUS:
            return entry.new if entry.new in ("won", "lost") else None
        case DealField.EXPECTED_CLOSE if entry.old and entry.new > entry.old:
            return "slipped"
        case DealField.AMOUNT if entry.old:
            return "amounts"
    return None


def _stuck(deal: Deal, process: Process | None, today: date) -> Stuck | None:
    stage = process.stage(deal.stage) if process else None
    in_stage = (today - deal.stage_entered_on).days if deal.stage_entered_on else 0
    stalled = stage is not None and in_stage > stage.stalled_after_days
    late_step = (today - deal.next_step_due).days if pipeline.overdue(deal, today) and (
        deal.next_step_due) else None  # fmt: skip
    late_close = (
        (today - deal.expected_close).days
        if deal.expected_close and deal.expected_close < today
        else None
    )
    if not (stalled or late_step or late_close):
        return None
    return Stuck(deal, in_stage if stalled else None, late_step, late_close)


def _urgency(stuck: Stuck) -> tuple[int, int]:
    days = (stuck.close_overdue_days, stuck.step_overdue_days, stuck.days_in_stage)
    return sum(d is not None for d in days), max(d or 0 for d in days)


def _funnel(open_deals: Sequence[Deal], process: Process | None) -> tuple[StageTotal, ...]:
    if process is None:
        return ()
    totals = []
    for stage in process.stages:
        here = [deal for deal in open_deals if deal.stage == stage.key]
        totals.append(StageTotal(stage.key, len(here), tuple(pipeline.totals(here))))
    return tuple(totals)
