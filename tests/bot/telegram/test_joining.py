"""A stranger learns nothing; an invitation makes one person a member, in one role."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import common_texts
from bot.joining import texts
from bot.joining.dialogue import administrator_link
from storage import people
from storage.records import Role
from tests.bot.organisation import Organisation, token_in
from tests.bot.telegram.forging import forge
from tests.fakes.telegram import Person


async def test_a_stranger_learns_nothing_whatever_they_do(org: Organisation) -> None:
    await org.ingest("价格.md", "# 折扣\n\n15%的折扣由销售总监审批。")
    eve = org.stranger("Eve")
    await eve.send_command("/start")
    await eve.send_command("/start abcdef")
    await eve.send("who approves a 15% discount?")
    await eve.send_command("/invite admin")
    await eve.send_command("/nonsense")
    await eve.send_document("价格.md", b"# mine")
    await eve.send_document("huge.bin", b"\0" * (21 * 1024 * 1024))
    await eve.send_photo()
    await eve.send_voice()
    edited = await eve.send("/cancel")
    await eve.edit(edited, "/deals")
    await eve.expect(count=11)
    said = {message.text for message in eve.messages}
    assert said == {common_texts.STRANGER("en")}
    assert eve.commands() == []
    assert not org.telegram.calls_of("getFile"), "a stranger's file is not even fetched"


async def test_a_stranger_who_taps_somebodys_button_learns_nothing(
    org: Organisation, zhou: Person
) -> None:
    deal = await org.deal(zhou, "华星")
    eve = org.stranger("Eve")
    await eve.send("hello")
    said = await eve.expect()
    for data in ("deal:1", f"deal:{deal.id}", "accept:1", "summary:week:all", "x", "invite:admin:"):
        await forge(eve, data)
        assert (await eve.expect()).text == said.text


async def test_a_stranger_is_answered_in_their_language(org: Organisation) -> None:
    tom, wang = org.stranger("Tom", "de"), org.stranger("王五", "zh")
    await tom.send("hallo")
    await wang.send("你好")
    assert (await tom.expect()).text == common_texts.STRANGER("en")
    assert (await wang.expect()).text == common_texts.STRANGER("zh")


async def test_the_first_link_makes_one_administrator_only(
    org: Organisation, founded: Organisation
) -> None:
    founder = await founded.administrator()
    assert await administrator_link(org.coach, org.username) is None
    used = next(m for m in founder.chat.messages.values() if m.text.startswith("/start"))
    eve = org.stranger("Eve")
    await eve.send_command(used.text)
    assert (await eve.expect()).text == common_texts.STRANGER("en")


async def test_an_administrator_invites_by_buttons(org: Organisation) -> None:
    async with org.coach.database.write() as session:
        await people.team(session, "north", "华北", "North")
    admin = await org.administrator()
    await admin.send_command("/invite")
    offer = await admin.expect(texts.INVITE_WHICH("en"))
    assert ["rep · North", "manager · North"] in offer.rows
    await admin.tap(offer, "manager · North")
    link = await admin.expect("?start=")
    assert "manager" in link.text
    assert "North" in link.text
    mei = org.stranger("王梅", "zh")
    await mei.send_command(f"/start {token_in(link)}")
    await mei.expect("经理")
    member = await org.member(mei)
    assert member.roles == {Role.MANAGER}
    assert len(member.member_of) == 1
    assert member.language == "zh"


async def test_a_link_works_once(org: Organisation) -> None:
    token = await org.invitation("rep")
    first, second = org.stranger("First"), org.stranger("Second")
    await first.send_command(f"/start {token}")
    await first.expect("Welcome, First")
    await second.send_command(f"/start {token}")
    assert (await second.expect()).text == common_texts.STRANGER("en")
    await first.send_command(f"/start {token}")
    await first.expect(texts.INVITE_REFUSED("en"))


async def test_an_expired_link_says_no_more_than_a_wrong_one(org: Organisation) -> None:
    async with org.coach.database.write() as session:
        token = await people.invite(session, Role.REP, None, None, timedelta(seconds=-1))
    eve = org.stranger("Eve")
    await eve.send_command(f"/start {token}")
    assert (await eve.expect()).text == common_texts.STRANGER("en")


async def test_a_second_link_adds_a_role_to_a_known_person(org: Organisation, zhou: Person) -> None:
    before = [command["command"] for command in zhou.commands()]
    await zhou.send_command(f"/start {await org.invitation('trainer')}")
    await zhou.expect("已添加角色：销售, 培训师")
    await org.idle()
    assert (await org.member(zhou)).roles == {Role.REP, Role.TRAINER}
    assert "checkin" in before
    await zhou.send_command(f"/start {await org.invitation('admin')}")
    await org.telegram.wait_until(lambda: "invite" in {c["command"] for c in zhou.commands()})


async def test_a_former_colleague_is_a_stranger_until_invited_again(
    org: Organisation, zhou: Person
) -> None:
    member = await org.member(zhou)
    async with org.coach.database.write() as session:
        await people.revoke(session, member.id)
    await zhou.send_command("/deals")
    assert (await zhou.expect()).text == common_texts.STRANGER("zh")
    await zhou.send_command(f"/start {await org.invitation('trainer')}")
    await zhou.expect("培训师")
    again = await org.member(zhou)
    assert again.id == member.id
    assert again.roles == {Role.TRAINER}


TRAINING = {"gaps", "golden", "review", "usage"}


@pytest.mark.parametrize(
    ("role", "absent"),
    [
        ("rep", {"invite", *TRAINING}),
        ("trainer", {"invite", "checkin", "deals", "summary"}),
        ("manager", {"invite", *TRAINING}),
        ("admin", set()),
    ],
)
async def test_the_menu_shows_what_the_role_allows(
    org: Organisation, role: str, absent: set[str]
) -> None:
    person = await org.join("Kim", role, language="en")
    everything = {"start", "help", "ask", "checkin", "deals", "summary", "playbooks", "invite",
                  "settings", "language", "privacy", "cancel", *TRAINING}  # fmt: skip
    assert {c["command"] for c in person.commands()} == everything - absent


@pytest.mark.parametrize(("role", "may"), [("trainer", True), ("rep", False), ("manager", False)])
async def test_who_may_load_documents_is_told_how(org: Organisation, role: str, may: bool) -> None:
    person = await org.join("Kim", role, language="en")
    for command in ("/start", "/help"):
        await person.send_command(command)
        said = await person.expect("deal")
        assert (common_texts.SEND_FILES("en") in said.text) is may, command


async def test_the_menu_follows_the_language(org: Organisation, zhou: Person) -> None:
    assert {"command": "deals", "description": "我的商机"} in zhou.commands()
    await zhou.send_command("/language")
    await zhou.tap(await zhou.expect("选择语言"), "English")
    await zhou.expect(texts.LANGUAGE_SET("en"))
    english = {"command": "deals", "description": "My deals"}
    await org.telegram.wait_until(lambda: english in zhou.commands())


async def test_a_long_team_key_does_not_break_the_invitation_buttons(org: Organisation) -> None:
    async with org.coach.database.write() as session:
        await people.team(session, "k" * 80, "华东大区重点客户一部", "Key accounts")
    admin = await org.administrator()
    await admin.send_command("/invite")
    await admin.tap(await admin.expect(texts.INVITE_WHICH("en")), "rep · Key accounts")
    assert "Key accounts" in (await admin.expect("?start=")).text
