"""Links: one use, one role, one team, and nothing for a stranger."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.coach import Coach
from bot.joining.dialogue import administrator_link, deep_link
from storage import people
from storage.records import Grant, Role
from tests.bot import example
from tests.bot.chatting import Chat


def token(link: str | None) -> str:
    assert link is not None
    return link.rpartition("start=")[2]


async def test_the_first_link_makes_one_administrator_and_no_second(tmp_path: Path) -> None:
    async with example.opened(tmp_path) as coach:
        first = token(await administrator_link(coach, "boxu_bot"))
        restarted = token(await administrator_link(coach, "boxu_bot"))
        ada, eve = Chat(coach, "ada", "Ada"), Chat(coach, "eve", "Eve")
        assert "administrator" in await ada.say(f"/start {restarted}")
        assert await administrator_link(coach, "boxu_bot") is None
        for left_over in (restarted, first):
            assert "invited people" in await eve.say(f"/start {left_over}")
        async with coach.database.read() as session:
            assert [p.name for p in await people.everyone(session)] == ["Ada"]


async def test_an_invitation_gives_its_role_in_its_team_once(boxu: Coach) -> None:
    async with boxu.database.write() as session:
        east = (await people.teams(session))[0]
        given = await people.invite(session, Role.REP, east.id, None, timedelta(days=1))
    newcomer, other = Chat(boxu, "n", "新人", "zh"), Chat(boxu, "o", "Other")
    said = await newcomer.say(f"/start {given}")
    assert "新人" in said
    assert "销售" in said
    async with boxu.database.read() as session:
        person = await people.by_name(session, "新人")
    assert person is not None
    assert person.grants == (Grant(Role.REP, east.id),)
    assert person.language == "zh"
    assert "invited people" in await other.say(f"/start {given}")
    assert "失效" in await newcomer.say(f"/start {given}")


async def test_a_member_who_opens_another_link_gains_a_role_and_keeps_the_first(
    boxu: Coach,
) -> None:
    rep = await example.member(boxu, "周雨桐")
    async with boxu.database.write() as session:
        given = await people.invite(session, Role.TRAINER, None, None, timedelta(days=1))
    chat = await Chat(boxu, "rep").is_(rep.id)
    assert "培训师" in await chat.say(f"/start {given}")
    assert {Role.REP, Role.TRAINER} == (await example.member(boxu, "周雨桐")).roles


async def test_a_stranger_learns_nothing_whatever_they_say(boxu: Coach) -> None:
    said = {
        await Chat(boxu, f"s{n}").say(text)
        for n, text in enumerate(
            [
                "hello",
                "/help",
                "/start",
                "/start x",
                "/deals 周雨桐",
                "15%的折扣谁来审批?",
                "周雨桐",
            ]
        )
    }
    assert len(said) == 1
    assert "周雨桐" not in said.pop()


@pytest.mark.parametrize(
    ("username", "link"), [("bot", "https://t.me/bot?start=T"), (None, "/start T")]
)
def test_a_link_opens_the_bot_where_one_is_known(username: str | None, link: str) -> None:
    assert deep_link(username, "T") == link
