"""The ledger: every change with its words, none from an outdated view, and who stood where when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from storage import checkins, deals, processes
from storage.database import Database, Session
from storage.deals import FieldChange, OutdatedChange, Source
from storage.records import Deal, DealField, DealStatus
from storage.tables.deals import StageVisitRow
from tests.storage.making import B2B, TODAY, a_deal, a_person, at_once

DAY = timedelta(days=1)


async def _change(
    session: Session, deal: Deal, field: DealField, old: str, new: str, on: date = TODAY
) -> Deal:
    await deals.record(session, deal.id, FieldChange(field, old, new), Source(deal.owner_id, on))
    found = await deals.deal(session, deal.id)
    assert found is not None
    return found


async def test_a_new_deal_stands_in_its_stage_and_in_the_ledger(database: Database) -> None:
    async with database.write() as session:
        made = await a_deal(session, await a_person(session), external_id="CRM-1")
    async with database.read() as session:
        found = await deals.deal(session, made.id)
        (entry,) = await deals.ledger(session)
    assert found == made
    assert (made.stage, made.stage_entered_on, made.status) == ("lead", TODAY, DealStatus.OPEN)
    assert (made.version, made.last_activity_on, made.external_id) == (1, TODAY, "CRM-1")
    assert (entry.field, entry.old, entry.new, entry.deal_name) == (
        "created", "", "lead", "华星 ERP",
    )  # fmt: skip


async def test_a_change_is_kept_with_old_new_and_the_words_it_rests_on(database: Database) -> None:
    text = "今天拜访了华星, 80万"
    async with database.write() as session:
        who = await a_person(session)
        made = await a_deal(session, who)
        said = await checkins.keep_message(session, who, "t", "1", "1", text, datetime.now(UTC))
        for old, new, words in (("", "5 CNY", "华星"), ("5 CNY", "80000000 CNY", "80万")):
            at = text.index(words)
            change = FieldChange(DealField.AMOUNT, old, new, (at, at + len(words)))
            await deals.record(session, made.id, change, Source(who, TODAY, message_id=said))
    async with database.read() as session:
        last = (await deals.ledger(session, deal_id=made.id))[-1]
        found = await deals.deal(session, made.id)
    assert (last.field, last.old, last.new) == ("amount", "5 CNY", "80000000 CNY")
    assert (last.words, last.by_id, last.message_id) == ("80万", who, said)
    assert found is not None
    assert found.version == 3


@pytest.mark.parametrize(
    ("field", "new"),
    [
        (DealField.NEXT_STEP, "寄合同"),
        (DealField.NEXT_STEP_DUE, "2026-03-09"),
        (DealField.EXPECTED_CLOSE, "2026-06-30"),
        (DealField.BLOCKER, "no budget"),
        (DealField.LOST_REASON, "price"),
        (DealField.CURRENCY, "EUR"),
        (DealField.AMOUNT, "-100 EUR"),
        (DealField.STAGE, "offer"),
        (DealField.STATUS, "lost"),
    ],
)
async def test_each_field_can_be_changed_and_changed_back(
    database: Database, field: DealField, new: str
) -> None:
    async with database.write() as session:
        made = await a_deal(session, await a_person(session))
        old = deals.written(made, field)
        changed = await _change(session, made, field, old, new)
        assert deals.written(changed, field) == new != old
        back = await _change(session, changed, field, new, old)
        assert deals.written(back, field) == old


async def test_a_change_from_an_outdated_value_changes_nothing(database: Database) -> None:
    async with database.write() as session:
        made = await a_deal(session, await a_person(session))
        await _change(session, made, DealField.NEXT_STEP, "", "call")
    with pytest.raises(OutdatedChange) as outdated:
        async with database.write() as session:
            await _change(session, made, DealField.NEXT_STEP, "", "visit")
    assert outdated.value.present == "call"
    async with database.read() as session:
        found = await deals.deal(session, made.id)
        assert found is not None
        assert (found.next_step, found.version) == ("call", 2)
        assert len(await deals.ledger(session)) == 2


async def test_of_two_changes_of_one_value_at_once_the_second_is_told_of_the_first(
    database: Database, beside: Database
) -> None:
    async with database.write() as session:
        made = await a_deal(session, await a_person(session))
    news = iter(["call", "visit"])

    async def change(session: Session) -> str:
        new = next(news)
        await deals.deal(session, made.id)  # as somebody does who checks first
        await _change(session, made, DealField.NEXT_STEP, "", new)
        return new

    results = await at_once(database, beside, change)
    (written,) = [r for r in results if isinstance(r, str)]
    (refused,) = [r for r in results if isinstance(r, OutdatedChange)]
    assert refused.present == written
    async with database.read() as session:
        assert [e.new for e in await deals.ledger(session)] == ["lead", written]


async def test_two_fields_of_a_deal_can_be_changed_at_once(
    database: Database, beside: Database
) -> None:
    async with database.write() as session:
        made = await a_deal(session, await a_person(session))
    changes = iter([(DealField.NEXT_STEP, "call"), (DealField.BLOCKER, "budget")])

    async def change(session: Session) -> int:
        field, new = next(changes)
        return (await _change(session, made, field, "", new)).version

    assert sorted(map(str, await at_once(database, beside, change))) == ["2", "3"]
    async with database.read() as session:
        found = await deals.deal(session, made.id)
    assert found is not None
    assert (found.next_step, found.blocker) == ("call", "budget")


async def test_two_deals_with_a_new_account_can_be_made_at_once(
    database: Database, beside: Database
) -> None:
    async with database.write() as session:
        who = await a_person(session)
        await processes.adopt(session, B2B)
    names = iter(["ERP", "CRM"])
    made = await at_once(database, beside, lambda s: a_deal(s, who, next(names)))
    assert sorted(deal.name for deal in made if isinstance(deal, Deal)) == ["CRM", "ERP"]


async def test_moving_on_closes_one_visit_and_opens_the_next(database: Database) -> None:
    async with database.write() as session:
        made = await a_deal(session, await a_person(session))
        moved = await _change(session, made, DealField.STAGE, "lead", "offer", TODAY + 3 * DAY)
        await _change(session, moved, DealField.STAGE, "offer", "lead", TODAY + 5 * DAY)
        visits = (await session.scalars(select(StageVisitRow).order_by(StageVisitRow.id))).all()  # type: ignore[arg-type]
        held = [(v.stage, v.entered_on, v.left_on) for v in visits]
    assert moved.stage_entered_on == TODAY + 3 * DAY
    assert held == [
        ("lead", TODAY, TODAY + 3 * DAY),
        ("offer", TODAY + 3 * DAY, TODAY + 5 * DAY),
        ("lead", TODAY + 5 * DAY, None),
    ]


@pytest.mark.parametrize("status", [DealStatus.WON, DealStatus.LOST])
async def test_a_deal_closes_on_the_day_it_happened_and_reopening_clears_it(
    database: Database, status: DealStatus
) -> None:
    async with database.write() as session:
        made = await a_deal(session, await a_person(session))
        closed = await _change(session, made, DealField.STATUS, "open", status, TODAY + DAY)
        assert (closed.status, closed.actual_close) == (status, TODAY + DAY)
        assert await deals.deals(session, statuses=[DealStatus.OPEN]) == []
        opened = await _change(session, closed, DealField.STATUS, status, "open", TODAY + 2 * DAY)
    assert (opened.status, opened.actual_close) == (DealStatus.OPEN, None)
    assert opened.stage_entered_on == TODAY, "status is not a stage"


async def test_a_change_told_late_does_not_move_the_last_activity_back(database: Database) -> None:
    async with database.write() as session:
        made = await a_deal(session, await a_person(session))
        late = await _change(session, made, DealField.BLOCKER, "", "x", TODAY - 9 * DAY)
        assert late.last_activity_on == TODAY
        await deals.touch(session, made.id, TODAY - DAY)
        await deals.touch(session, made.id, TODAY + DAY)
        found = await deals.deal(session, made.id)
    assert found is not None
    assert found.last_activity_on == TODAY + DAY


async def test_a_period_holds_what_happened_in_it_both_ends_included(database: Database) -> None:
    async with database.write() as session:
        made = await a_deal(session, await a_person(session))
        old = ""
        for days in (4, 1, 3, 2):  # told in another order than it happened
            made = await _change(
                session, made, DealField.NEXT_STEP, old, f"day {days}", TODAY + days * DAY
            )
            old = f"day {days}"
        found = await deals.ledger(session, since=TODAY + DAY, until=TODAY + 3 * DAY)
        before = await deals.ledger(session, until=TODAY)
    assert [entry.new for entry in found] == ["day 1", "day 2", "day 3"]
    assert [entry.field for entry in before] == ["created"]


async def test_a_rep_sees_only_own_deals_and_their_history(database: Database) -> None:
    async with database.write() as session:
        mine, theirs = await a_person(session, "A"), await a_person(session, "B")
        own = await a_deal(session, mine)
        await a_deal(session, theirs)
    async with database.read() as session:
        assert [d.id for d in await deals.deals(session, [mine])] == [own.id]
        assert {e.deal_id for e in await deals.ledger(session, owners=[mine])} == {own.id}
        assert await deals.deals(session, []) == []
        assert len(await deals.deals(session)) == 2


async def test_a_change_of_no_deal_is_an_error(database: Database) -> None:
    change = FieldChange(DealField.BLOCKER, "", "x")
    async with database.write() as session:
        with pytest.raises(LookupError):
            await deals.record(session, 404, change, Source(await a_person(session), TODAY))
