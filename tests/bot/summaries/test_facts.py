"""The facts of a summary against figures counted from the example's own files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.coach import Coach
from bot.summaries.dialogue import Scope, gather, scopes
from bot.summaries.facts import Facts, Period, facts
from storage import deals, people
from storage.deals import FieldChange, Source
from storage.records import DealField, LedgerEntry, Person
from tests.bot import example
from tests.bot.example import member
from tests.bot.summaries.golden import golden

KINDS = ("forward", "back", "slipped", "amounts", "won", "lost", "created")
PERIODS = [
    Period.week(date(2026, 3, 20)),
    Period.today(date(2026, 3, 19)),
    Period.today(date(2026, 3, 18)),
    Period(date(2026, 3, 9), date(2026, 3, 13), "week"),
    Period(date(2026, 1, 1), date(2026, 3, 20), "week"),
]
TEAMS = {
    "east": {"周雨桐", "韩志远"},
    "intl": {"Daniel Osei", "Priya Raman"},
    "all": {"周雨桐", "韩志远", "Daniel Osei", "Priya Raman"},
}


def moved(found: Facts) -> dict[str, list[str]]:
    """The deals by kind of entry, as the golden figures name them."""

    def ids(entries: tuple[LedgerEntry, ...]) -> list[str]:
        return sorted(found.deals[entry.deal_id].external_id or "" for entry in entries)

    return {kind: ids(getattr(found, kind)) for kind in KINDS if getattr(found, kind)}


async def _people(boxu: Coach, names: set[str]) -> list[Person]:
    return [await member(boxu, name) for name in sorted(names)]


@pytest.mark.parametrize("who", [*TEAMS, "周雨桐", "Priya Raman"])
async def test_the_facts_are_those_that_the_files_say(boxu: Coach, who: str) -> None:
    names = TEAMS.get(who, {who})
    scope = await _people(boxu, names)
    for period in PERIODS:
        found = await facts(boxu.database, scope, period)
        wanted = golden(names, period.since, period.until)
        counted = {p.person.name: p.checkins for p in found.participation}
        assert counted == {name: wanted.participation[name] for name in names}
        assert moved(found) == wanted.moved, period
        ids = {deal.id: deal.external_id for deal in found.deals.values()}
        assert {
            ids[s.deal.id]: (s.days_in_stage, s.step_overdue_days, s.close_overdue_days)
            for s in found.stuck
        } == wanted.stuck
        assert {deal.external_id for deal in found.blocked} == wanted.blocked
        assert {
            total.stage: (total.count, {m.currency: m.minor // 100 for m in total.amounts})
            for total in found.funnel
        } == wanted.funnel


async def test_the_parts_add_up_to_the_whole(boxu: Coach) -> None:
    """Everybody's facts are the teams' facts, and a team's are its members'."""
    admin = await member(boxu, "沈若澜")
    offered = {scope.name("en"): scope for scope in await scopes(boxu, admin, "/summary")}

    async def of(name: str) -> Facts:
        return await gather(boxu, admin, offered[name], "week")

    everyone = await of("Everyone")
    for parts in (
        [await of("East China"), await of("International")],
        [await of(name) for name in TEAMS["all"]],
    ):
        for kind in (*KINDS, "stuck", "blocked"):
            assert len(getattr(everyone, kind)) == sum(len(getattr(p, kind)) for p in parts)
        for index, total in enumerate(everyone.funnel):
            assert total.count == sum(part.funnel[index].count for part in parts)
            for money in total.amounts:
                assert money.minor == sum(
                    m.minor
                    for part in parts
                    for m in part.funnel[index].amounts
                    if m.currency == money.currency
                )


async def test_a_team_shows_all_of_a_member_and_nothing_of_another_team(boxu: Coach) -> None:
    manager = await member(boxu, "陆文涛")
    offered = {scope.name("zh"): scope for scope in await scopes(boxu, manager, "/summary")}
    team = await gather(boxu, manager, offered["华东团队"], "week")
    one = await gather(boxu, manager, offered["周雨桐"], "week")
    for kind in KINDS:
        assert set(getattr(one, kind)) <= set(getattr(team, kind))
    assert set(one.deals) <= set(team.deals)
    owners = {deal.owner_id for deal in team.deals.values()}
    assert owners == {(await member(boxu, name)).id for name in TEAMS["east"]}


@pytest.mark.parametrize(
    ("zone", "today", "monday"),
    [
        ("Asia/Shanghai", date(2026, 3, 23), date(2026, 3, 23)),
        ("America/Los_Angeles", date(2026, 3, 22), date(2026, 3, 16)),
        ("Pacific/Kiritimati", date(2026, 3, 23), date(2026, 3, 23)),
    ],
)
async def test_the_week_begins_on_the_managers_monday(
    example_home: Path, zone: str, today: date, monday: date
) -> None:
    night = datetime(2026, 3, 22, 16, 30, tzinfo=UTC)
    async with example.opened(example_home, clock=lambda: night) as coach:
        async with coach.database.write() as session:
            await people.set_timezone(session, (await member(coach, "陆文涛")).id, zone)
        manager = await member(coach, "陆文涛")
        scope = (await scopes(coach, manager, "/summary"))[0]
        week = (await gather(coach, manager, scope, "week")).period
        day = (await gather(coach, manager, scope, "today")).period
    assert (week.since, week.until) == (monday, today)
    assert (day.since, day.until) == (today, today)


async def test_both_ends_of_a_period_count_and_the_days_beside_it_do_not(boxu: Coach) -> None:
    rep = await member(boxu, "周雨桐")
    period = Period.week(date(2026, 3, 22))
    before = await facts(boxu.database, [rep], period)
    async with boxu.database.write() as session:
        deal = (await deals.deals(session, [rep.id]))[0]
        assert deal.expected_close is not None
        written = deal.expected_close
        for day in (15, 16, 22, 23):
            later = written + timedelta(days=1)
            change = FieldChange(DealField.EXPECTED_CLOSE, written.isoformat(), later.isoformat())
            await deals.record(session, deal.id, change, Source(rep.id, date(2026, 3, day)))
            written = later
    after = await facts(boxu.database, [rep], period)
    new = set(after.slipped) - set(before.slipped)
    assert sorted(entry.happened_on.day for entry in new) == [16, 22]


async def test_a_close_date_that_comes_nearer_or_goes_away_has_not_slipped(boxu: Coach) -> None:
    rep = await member(boxu, "周雨桐")
    async with boxu.database.write() as session:
        first, second, *_ = await deals.deals(session, [rep.id])
        for deal, new in ((first, "2026-03-25"), (second, "")):
            assert deal.expected_close is not None
            change = FieldChange(DealField.EXPECTED_CLOSE, deal.expected_close.isoformat(), new)
            await deals.record(session, deal.id, change, Source(rep.id, date(2026, 3, 20)))
    found = await facts(boxu.database, [rep], Period.today(date(2026, 3, 20)))
    assert found.slipped == ()


async def test_a_scope_of_nobody_has_no_facts(boxu: Coach) -> None:
    admin = await member(boxu, "沈若澜")
    found = await gather(boxu, admin, Scope("all", ()), "week")
    assert not found.deals
    assert not moved(found)
    assert [total.count for total in found.funnel] == [0] * len(found.funnel)


async def test_a_deal_that_closes_today_is_not_late_and_tomorrow_it_is(boxu: Coach) -> None:
    rep = await member(boxu, "周雨桐")
    async with boxu.database.read() as session:
        deal = (await deals.deals(session, [rep.id]))[0]
    assert deal.expected_close is not None
    for after, late in ((0, None), (1, 1)):
        day = deal.expected_close + timedelta(days=after)
        stuck = (await facts(boxu.database, [rep], Period.today(day))).stuck
        assert {s.deal.id: s.close_overdue_days for s in stuck}[deal.id] == late
