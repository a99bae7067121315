"""A manager sees the team's week as text and picture; a rep sees nobody else's."""

from __future__ import annotations

import pytest

from bot.summaries import texts
from tests.bot.organisation import Organisation
from tests.bot.telegram.forging import forge
from tests.fakes.telegram import Person


@pytest.fixture
async def mei(org: Organisation) -> Person:
    return await org.join("王梅", "manager", "east")


async def checked_in(org: Organisation, zhou: Person) -> None:
    await org.deal(zhou, "华星", "MES", amount="80000000 CNY", stage="needs")
    await zhou.send("华星涨到90万，卡在法务审核")
    await zhou.tap(await zhou.expect("→ ¥900,000"), "✅")
    await zhou.expect("已写入", edits=True)


async def test_a_manager_gets_the_week_of_the_team_as_text_and_picture(
    org: Organisation, zhou: Person, ann: Person, mei: Person
) -> None:
    await checked_in(org, zhou)
    await mei.send_command("/summary")
    summary = await mei.expect("本周", timeout=20)
    assert "签到 1/2" in summary.text
    assert "Ann Lee" in summary.text
    assert "¥800,000 → ¥900,000" in summary.text
    picture = mei.messages[-2].photo
    assert picture is not None
    assert picture.data.startswith(b"\x89PNG")
    assert mei.messages.index(summary) == len(mei.messages) - 1


async def test_buttons_lead_to_today_and_to_each_person(
    org: Organisation, zhou: Person, mei: Person
) -> None:
    await checked_in(org, zhou)
    await mei.send_command("/summary")
    week = await mei.expect("本周", timeout=20)
    await mei.tap(week, texts.BUTTON_TODAY("zh"))
    today = await mei.expect("今天", timeout=10)
    assert "¥800,000 → ¥900,000" in today.text
    await mei.tap(today, "周雨桐")
    person = await mei.expect("周雨桐 · 今天", timeout=10)
    await mei.tap(person, texts.BUTTON_WEEK("zh"))
    await mei.expect("周雨桐 · 本周", timeout=10)
    await mei.tap(person, "east")
    await mei.expect("east · 今天", timeout=10)


async def test_a_summary_is_asked_for_in_words_and_in_english(
    org: Organisation, ann: Person
) -> None:
    manager = await org.join("Mary", "manager", "east", language="en")
    await manager.send_command("/summary ann today")
    await manager.expect("Ann Lee · today")
    await manager.send_command("/summary nobody")
    await manager.expect('I find no "nobody"')


async def test_a_rep_sees_only_their_own(org: Organisation, zhou: Person, ann: Person) -> None:
    await checked_in(org, zhou)
    await ann.send_command("/summary")
    own = await ann.expect("Ann Lee · this week")
    assert "华星" not in own.text
    assert own.buttons == [texts.BUTTON_TODAY("en")]
    await ann.send_command("/summary 周雨桐")
    assert "华星" not in (await ann.expect("I find no")).text
    member = await org.member(zhou)
    (team,) = member.member_of
    for key in (f"person:{member.id}", f"team:{team}", "all"):
        await forge(ann, f"summary:week:{key}")
        assert "华星" not in (await ann.expect("role")).text


async def test_a_manager_sees_no_other_team(org: Organisation, zhou: Person) -> None:
    await checked_in(org, zhou)
    other = await org.join("Omar", "manager", "west", language="en")
    await other.send_command("/summary 周雨桐")
    assert "华星" not in (await other.expect("I find no")).text
    member = await org.member(zhou)
    await forge(other, f"summary:week:person:{member.id}")
    assert "华星" not in (await other.expect("role")).text
