"""Whose deals a person may see, in the order that needs them first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import permissions
from storage import deals, people, processes
from storage.database import Database
from storage.records import Deal, DealStatus, LedgerEntry, Money, Person, Process


@dataclass(frozen=True)
class Pipeline:
    owner: Person
    deals: tuple[Deal, ...]
    processes: dict[int, Process]


@dataclass(frozen=True)
class DealPage:
    deal: Deal
    process: Process | None
    story: tuple[LedgerEntry, ...]


async def visible_people(database: Database, person: Person, verb: str) -> list[Person]:
    """Those whose things the verb reaches for this person, the person first."""
    async with database.read() as session:
        everyone = await people.everyone(session)
    others = [
        other
        for other in everyone
        if other.id != person.id and permissions.may_see_person(person, verb, other)
    ]
    return [person, *others]


async def pipeline(database: Database, owner: Person, today: date) -> Pipeline:
    """The owner's open deals: overdue next steps first, then by expected close."""
    async with database.read() as session:
        open_deals = await deals.deals(session, [owner.id], [DealStatus.OPEN])
        known = await processes.all_processes(session)
    far = date.max
    ordered = sorted(
        open_deals,
        key=lambda d: (
            not overdue(d, today),
            d.next_step_due or far,
            d.expected_close or far,
            d.id,
        ),
    )
    return Pipeline(owner, tuple(ordered), known)


def overdue(deal: Deal, today: date) -> bool:
    return deal.next_step_due is not None and deal.next_step_due < today


def totals(of: Sequence[Deal]) -> list[Money]:
    """The sum of the amounts by currency, largest number first; never across currencies."""
    sums: dict[str, int] = defaultdict(int)
    for deal in of:
        if deal.amount is not None:
            sums[deal.amount.currency] += deal.amount.minor
    return sorted((Money(minor, code) for code, minor in sums.items()), key=lambda m: -m.minor)


async def page(database: Database, person: Person, verb: str, deal_id: int) -> DealPage | None:
    """A deal with its story; None if there is none or the person may not see it."""
    async with database.read() as session:
        found = await deals.deal(session, deal_id)
        owner = await people.person(session, found.owner_id) if found else None
        if found is None or owner is None or not permissions.may_see_person(person, verb, owner):
            return None
        story = await deals.ledger(session, deal_id=deal_id)
        known = await processes.all_processes(session)
    return DealPage(found, known.get(found.process_id), tuple(story))
