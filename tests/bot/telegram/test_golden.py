"""Golden questions as a trainer keeps and uses them in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.golden import asking, texts
from knowledge.embedding import BundledEncoders
from storage import golden
from storage.golden import GoldenQuestion
from tests.bot.organisation import Organisation
from tests.bot.telegram.forging import forge
from tests.fakes.telegram import Message, Person

POLICY = """# 折扣政策

## 折扣审批

10%以内的折扣由区域经理审批。10%到15%的折扣由销售总监审批。

## 报价有效期

报价单自发出之日起三十天内有效。
"""
ASKED = "12%的折扣谁来审批？"


@pytest.fixture
async def org(
    tmp_path: Path, founded: Organisation, encoders: BundledEncoders
) -> AsyncIterator[Organisation]:
    made = Organisation(tmp_path / "home", encoders, like=founded)
    async with made.open() as org:
        await org.ingest("折扣政策.md", POLICY)
        yield org


@pytest.fixture
async def xin(org: Organisation) -> Person:
    return await org.join("林欣", "trainer")


async def keep(xin: Person, question: str, said: str) -> Message:
    await xin.send(question)
    answer = await xin.expect(said, timeout=10)
    await xin.tap(answer, texts.KEEP("zh"))
    return await xin.expect("已存为标准题")


async def kept(org: Organisation) -> list[GoldenQuestion]:
    async with org.coach.database.read() as session:
        return await golden.questions(session)


async def test_this_was_right_becomes_a_golden_question_with_source_and_points(
    org: Organisation, xin: Person
) -> None:
    said = await keep(xin, ASKED, "销售总监")
    assert "折扣政策 › 折扣审批" in said.text
    assert "• 10%到15%的折扣由销售总监审批。" in said.text
    [question] = await kept(org)
    assert (question.playbook, question.section) == ("折扣政策", "折扣政策 › 折扣审批")


async def test_points_are_rewritten_in_words_and_a_question_leaves_the_dialogue(
    org: Organisation, xin: Person
) -> None:
    said = await keep(xin, ASKED, "销售总监")
    await xin.tap(said, texts.EDIT_POINTS("zh"))
    await xin.expect("一行一个")
    await xin.send("报价单有效期多久？")
    await xin.expect("三十天", timeout=10)
    await xin.send("• 销售总监\n• 10%到15%")
    await xin.expect("答案必须包含")
    assert (await kept(org))[0].points == ("销售总监", "10%到15%")
    await xin.tap(said, texts.DROP("zh"))
    await xin.expect("不再重问")
    assert await kept(org) == []


async def test_a_change_that_breaks_an_answer_shows_in_the_table_and_the_trend(
    org: Organisation, xin: Person
) -> None:
    await keep(xin, ASKED, "销售总监")
    await keep(xin, "报价单有效期多久？", "三十天")
    await xin.send_command("/golden")
    table = await xin.expect(texts.NOT_RUN("zh", total=2))
    await xin.tap(table, texts.RUN("zh"))
    await xin.expect(texts.PASSED("zh", passed=2, total=2, percent=100), timeout=20)

    await org.ingest("折扣政策.md", POLICY.replace("销售总监", "商务委员会"))
    await org.idle()
    await xin.send_command("/golden")
    report = await xin.expect(texts.PASSED("zh", passed=1, total=2, percent=50), timeout=20)
    assert texts.TREND("zh", steps="2/2 → 1/2") in report.text
    assert texts.WORSE("zh", count=1) in report.text
    assert "12%的折扣谁来审批" in report.text
    await xin.tap(table, texts.LIST("zh"))
    await org.idle()
    await xin.tap(table, "✗ 12%")
    page = await xin.expect("要点 0/1")
    assert "第 1" in page.text


async def test_a_draft_is_compared_before_it_answers(org: Organisation, xin: Person) -> None:
    await keep(xin, ASKED, "销售总监")
    version = await org.draft("折扣政策.md", POLICY.replace("10%到15%", "20%到25%"))
    comparison = await asking.compare_draft(org.coach, version, None)
    assert comparison is not None
    assert len(comparison.worse) == 1
    assert comparison.better == []
    await xin.send(ASKED)
    await xin.expect("10%到15%的折扣由销售总监审批", timeout=10)
    async with org.coach.database.read() as session:
        assert await golden.runs(session) == [], "a preview is no part of the trend"


async def test_kept_again_it_keeps_its_points(org: Organisation, xin: Person) -> None:
    said = await keep(xin, ASKED, "销售总监")
    await xin.tap(said, texts.EDIT_POINTS("zh"))
    await xin.expect("一行一个")
    await xin.send("销售总监")
    await xin.expect("答案必须包含")
    await xin.send(ASKED)
    await xin.tap(await xin.expect("10%到15%", timeout=10), texts.KEEP("zh"))
    shown = await xin.expect("应出自")
    assert "已存为标准题" not in shown.text
    (question,) = await kept(org)
    assert question.points == ("销售总监",)


async def test_what_a_rep_asked_is_kept_only_if_the_rep_voted_it_up(
    org: Organisation, xin: Person
) -> None:
    zhou = org.known("周雨桐")
    await zhou.send(ASKED)
    answer = await zhou.expect("销售总监", timeout=10)
    await forge(xin, "keep:1")
    refused = await xin.expect(texts.NOTHING_TO_KEEP("zh"))
    assert "折扣" not in refused.text
    await zhou.tap(answer, "👍")
    await org.idle()
    await xin.send_command("/golden")
    await xin.tap(await xin.expect(texts.SUGGESTED("zh", count=1)), "⭐ 12%")
    await xin.expect("已存为标准题")
    assert len(await kept(org)) == 1


async def test_a_quarter_of_an_hour_later_words_are_no_points(
    org: Organisation, xin: Person
) -> None:
    said = await keep(xin, ASKED, "销售总监")
    await xin.tap(said, texts.EDIT_POINTS("zh"))
    await xin.expect("一行一个")
    later = org.coach.clock() + timedelta(minutes=16)
    await org.stop()
    org._clock = lambda: later
    await org.start()
    await xin.send("报价有效期")
    await xin.expect("三十天", timeout=10)
    assert "销售总监" in (await kept(org))[0].points[0]


async def test_reps_neither_see_the_button_nor_open_it(org: Organisation, xin: Person) -> None:
    zhou = org.known("周雨桐")
    await zhou.send(ASKED)
    answer = await zhou.expect("销售总监", timeout=10)
    assert texts.KEEP("zh") not in str(answer.as_json().get("reply_markup"))
    await forge(zhou, "keep:1")
    await zhou.expect("角色")
    assert await kept(org) == []
