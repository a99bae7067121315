"""Who may do what, from when to when; joining by a link; leaving."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import deals, people
from storage.database import Database, Session
from storage.people import InviteRefused
from storage.records import DealField, Grant, Role
from storage.tables.people import GrantRow, InviteRow
from tests.storage.making import TODAY, a_deal, a_person, at_once, undone

HOUR = timedelta(hours=1)


def now() -> datetime:
    return datetime.now(UTC)


async def test_a_person_holds_several_roles_at_once(database: Database) -> None:
    async with database.write() as session:
        who = await a_person(session)
        team = await people.team(session, "east", "华东", "East")
        await people.grant(session, who, Role.REP, team.id, None)
        await people.grant(session, who, Role.TRAINER, None, who)
    async with database.read() as session:
        found = await people.person(session, who)
    assert found is not None
    assert set(found.grants) == {Grant(Role.REP, team.id), Grant(Role.TRAINER, None)}


async def test_a_manager_of_two_teams_manages_both(database: Database) -> None:
    async with database.write() as session:
        who = await a_person(session)
        teams = [(await people.team(session, key)).id for key in ("east", "west", "south")]
        for team in teams[:2]:
            await people.grant(session, who, Role.MANAGER, team, None)
    async with database.read() as session:
        found = await people.person(session, who)
        members = [[p.id for p in await people.members(session, team)] for team in teams]
    assert found is not None
    assert found.teams(Role.MANAGER) == frozenset(teams[:2])
    assert members == [[who], [who], []]


async def test_only_grants_in_force_count(database: Database) -> None:
    async with database.write() as session:
        who = await a_person(session)
        spans = [
            (Role.ADMIN, now() + HOUR, None),
            (Role.MANAGER, now() - 2 * HOUR, now() - HOUR),
            (Role.TRAINER, now() - HOUR, now() + HOUR),
            (Role.REP, now() - HOUR, None),
        ]
        session.add_all(
            GrantRow(person_id=who, role=role.value, granted_from=since, granted_to=until)
            for role, since, until in spans
        )
    async with database.read() as session:
        found = await people.person(session, who)
    assert found is not None
    assert found.roles == {Role.TRAINER, Role.REP}


async def test_granting_what_is_held_already_changes_nothing(database: Database) -> None:
    async with database.write() as session:
        who = await a_person(session)
        for _ in range(2):
            await people.grant(session, who, Role.ADMIN, None, None)
        found = await people.person(session, who)
    assert found is not None
    assert found.grants == (Grant(Role.ADMIN, None),)


async def test_a_person_who_left_is_a_stranger_without_grants_to_come(database: Database) -> None:
    async with database.write() as session:
        who = await a_person(session)
        await people.add_identity(session, who, "telegram", "7", "7")
        await people.grant(session, who, Role.REP, None, None)
        later = now() + HOUR
        session.add(GrantRow(person_id=who, role="admin", granted_from=later))
        await people.revoke(session, who)
    async with database.read() as session:
        assert await people.by_identity(session, "telegram", "7") is None
        assert await people.everyone(session) == []
        left = await people.person(session, who)
        ends = (await session.get_one(GrantRow, 2)).granted_to
    assert left is not None
    assert (left.active, left.grants) == (False, ())
    assert ends is not None
    assert ends < later, "a grant that never began must not begin after leaving"


async def test_who_leaves_hands_over_open_deals_and_keeps_the_history(database: Database) -> None:
    async with database.write() as session:
        leaver = await a_person(session)
        heir = await a_person(session, "Li")
        still_open = await a_deal(session, leaver)
        won = await a_deal(session, leaver, "旧单")
        status = deals.FieldChange(DealField.STATUS, "open", "won")
        await deals.record(session, won.id, status, deals.Source(leaver, TODAY))
        assert await deals.hand_over(session, leaver, heir) == 1
        await people.revoke(session, leaver)
    async with database.read() as session:
        assert [d.id for d in await deals.deals(session, [heir])] == [still_open.id]
        assert [d.id for d in await deals.deals(session, [leaver])] == [won.id]
        history = await deals.ledger(session)
        handed = await deals.deal(session, still_open.id)
    assert {entry.by_id for entry in history} == {leaver}
    assert handed is not None
    assert handed.version == still_open.version + 1


async def test_a_name_that_two_carry_names_nobody(database: Database) -> None:
    async with database.write() as session:
        for name in ("Chen", "chen", "Li"):
            await a_person(session, name)
        assert await people.by_name(session, "Chen") is None
        found = await people.by_name(session, " LI ")
    assert found is not None
    assert found.name == "Li"


async def test_the_first_administrator_speaks_for_the_shell(database: Database) -> None:
    async with database.write() as session:
        assert await people.administrator(session) is None
        first, second = await a_person(session, "Z"), await a_person(session, "A")
        for who in (second, first):
            await people.grant(session, who, Role.ADMIN, None, None)
        found = await people.administrator(session)
    assert found is not None
    assert found.id == first


async def test_a_link_lets_exactly_one_of_two_in(database: Database, beside: Database) -> None:
    async with database.write() as session:
        token = await people.invite(session, Role.REP, None, None, HOUR)
    came_to = await at_once(database, beside, lambda s: people.use_invite(s, token))
    assert sorted(type(result).__name__ for result in came_to) == ["InviteRefused", "InviteRow"]


async def test_a_link_whose_joining_failed_can_be_used_again(database: Database) -> None:
    async with database.write() as session:
        token = await people.invite(session, Role.REP, None, None, HOUR)

    async def join(session: Session) -> None:
        await people.use_invite(session, token)

    await undone(database, join)
    async with database.write() as session:
        assert (await people.use_invite(session, token)).role == "rep"


async def test_an_expired_or_unknown_link_is_refused(database: Database) -> None:
    async with database.write() as session:
        expired = await people.invite(session, Role.REP, None, None, -timedelta(seconds=1))
        for token in (expired, "unknown", ""):
            with pytest.raises(InviteRefused):
                await people.use_invite(session, token)


async def test_the_token_itself_is_not_stored(database: Database) -> None:
    async with database.write() as session:
        token = await people.invite(session, Role.REP, None, None, HOUR)
        row = await session.get_one(InviteRow, 1)
    assert token not in str(row.model_dump())


async def test_two_who_name_a_new_team_get_the_same(database: Database, beside: Database) -> None:
    came_to = await at_once(database, beside, lambda s: people.team(s, "east", "华东"))
    assert came_to[0] == came_to[1]
    async with database.read() as session:
        assert [team.name_en for team in await people.teams(session)] == ["华东"]


async def test_a_setting_set_twice_at_once_is_kept(database: Database, beside: Database) -> None:
    came_to = await at_once(database, beside, lambda s: people.set_setting(s, "currency", "EUR"))
    assert came_to == [None, None]
    async with database.write() as session:
        assert await people.setting(session, "currency") == "EUR"
        await people.set_setting(session, "currency", "CNY")
        assert await people.setting(session, "currency") == "CNY"
        assert await people.setting(session, "other") is None


async def test_a_person_who_blocked_the_bot_is_not_written_to(database: Database) -> None:
    async with database.write() as session:
        who = await a_person(session)
        await people.add_identity(session, who, "telegram", "7", "70")
        await people.add_identity(session, who, "terminal", "root", "tty")
        await people.set_reachable(session, "telegram", "70", reachable=False)
        assert await people.chats(session, who) == [("terminal", "tty")]
        await people.set_reachable(session, "telegram", "70", reachable=True)
        assert ("telegram", "70") in await people.chats(session, who)


async def test_language_and_timezone_are_the_persons_own(database: Database) -> None:
    async with database.write() as session:
        who, other = await a_person(session), await a_person(session)
        await people.set_language(session, who, "en")
        await people.set_timezone(session, who, "Europe/Berlin")
    async with database.read() as session:
        found = [await people.person(session, i) for i in (who, other)]
    assert [(p.language, p.timezone) for p in found if p] == [
        ("en", "Europe/Berlin"),
        ("zh", "Asia/Shanghai"),
    ]
