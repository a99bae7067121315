"""The stage an answer favours, follow-ups, and what unfolds below an answer, over Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.asking import feedback_texts, texts
from bot.bootstrap import utc_clock
from bot.gaps.texts import CALLED_WRONG
from tests.bot.organisation import Organisation, refusals
from tests.bot.telegram.conftest import WORDS
from tests.bot.telegram.forging import forge
from tests.fakes.telegram import Message, Person

PROPOSAL = """---
stages: [proposal]
---
# 方案手册

## 资料审批

审批资料提交给商务组。
"""
CLOSING = """---
stages: [closing]
---
# 合同手册

## 资料审批

审批资料提交给法务部。
"""
PRICES = """# 价格政策

## 折扣审批

折扣按下表审批。

| 折扣 | 审批人 |
|---|---|
| 10%以内 | 区域经理 |
| 10%–20% | 销售总监 |
| 超过20% | 副总裁 |

## 付款条件

标准付款条件是合同签订后30天内付清。
"""
ASKED = "审批资料提交给谁？"


class Clock:
    """Real time, moved on at will."""

    ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_clock() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def org(tmp_path: Path, founded: Organisation, clock: Clock) -> AsyncIterator[Organisation]:
    made = Organisation(tmp_path / "home", WORDS, clock=clock, like=founded)
    async with made.open() as org:
        yield org
    assert not refusals(org.telegram)


@pytest.fixture
async def staged(org: Organisation) -> Organisation:
    await org.ingest("方案手册.md", PROPOSAL)
    await org.ingest("合同手册.md", CLOSING)
    return org


async def ask(person: Person, question: str) -> Message:
    await person.send(question)
    return await person.expect(timeout=10)


async def shows(message: Message, *parts: str) -> None:
    """Wait until the message has these words, or buttons of that label."""
    for _ in range(500):
        if all(part in message.text or part in message.buttons for part in parts):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{parts} not in {message.text!r} {message.buttons}")


def leads(message: Message) -> str:
    """The first line of the answer."""
    return message.text.splitlines()[0]


# --- the stage -----------------------------------------------------------------------------------


async def test_where_the_stage_matters_it_is_asked_with_one_tap_and_the_answer_stands_already(
    staged: Organisation, zhou: Person
) -> None:
    answer = await ask(zhou, ASKED)
    assert "审批资料提交给" in leads(answer)
    assert texts.WHICH_STAGE("zh") in answer.text
    assert {"方案制定", "成交", texts.ANY_STAGE("zh")} <= set(answer.buttons)
    await zhou.tap(answer, "成交")
    await shows(answer, "成交 ✓", "阶段：成交")
    assert "法务部" in leads(answer)
    await zhou.tap(answer, "方案制定")
    await shows(answer, "方案制定 ✓", "阶段：方案制定")
    assert "商务组" in leads(answer)
    await zhou.tap(answer, "👍")
    await shows(answer, "👍 ✓", "方案制定 ✓")


async def test_a_choice_is_kept_through_a_restart_until_another_deal_is_named(
    staged: Organisation, zhou: Person
) -> None:
    await staged.deal(zhou, "华星科技", stage="proposal")
    await staged.deal(zhou, "百谷优选", stage="needs")
    answer = await ask(zhou, ASKED)
    await zhou.tap(answer, "成交")
    await shows(answer, "成交 ✓")
    await staged.restart()
    again = await ask(zhou, "审批资料要提交给哪里？")
    assert "法务部" in leads(again)
    assert "成交 ✓" in again.buttons
    named = await ask(zhou, "华星科技的审批资料提交给谁？")
    assert "阶段：方案制定（华星科技）" in named.text
    assert "商务组" in leads(named)
    after = await ask(zhou, ASKED)
    assert "阶段：方案制定（华星科技）" in after.text, "the deal in hand is still that one"


async def test_a_choice_holds_while_the_same_deal_is_named(
    staged: Organisation, zhou: Person
) -> None:
    await staged.deal(zhou, "华星科技", stage="proposal")
    answer = await ask(zhou, "华星科技的审批资料提交给谁？")
    await zhou.tap(answer, "成交")
    await shows(answer, "成交 ✓")
    again = await ask(zhou, "华星的审批资料提交给谁？")
    assert "成交 ✓" in again.buttons


async def test_a_choice_ends_after_some_hours(
    staged: Organisation, zhou: Person, clock: Clock
) -> None:
    answer = await ask(zhou, ASKED)
    await zhou.tap(answer, texts.ANY_STAGE("zh"))
    await shows(answer, f"{texts.ANY_STAGE('zh')} ✓")
    assert texts.WHICH_STAGE("zh") not in (await ask(zhou, ASKED)).text
    clock.ahead = timedelta(hours=5)
    assert texts.WHICH_STAGE("zh") in (await ask(zhou, ASKED)).text


async def test_the_deal_of_the_last_check_in_is_the_one_in_hand(
    staged: Organisation, zhou: Person
) -> None:
    await staged.deal(zhou, "华星科技", stage="needs")
    await zhou.send("华星科技进入成交阶段")
    diff = await zhou.expect(timeout=10)
    await zhou.tap(diff, diff.buttons[0])
    await zhou.expect("成交", edits=True)
    answer = await ask(zhou, ASKED)
    assert "阶段：成交（华星科技）" in answer.text
    assert "法务部" in leads(answer)
    told = await ask(zhou, "方案制定阶段的审批资料提交给谁？")
    assert "阶段：方案制定" in told.text, "the question's own words come first"


async def test_a_stage_favours_and_never_hides(staged: Organisation, zhou: Person) -> None:
    await staged.ingest("价格政策.md", PRICES)
    answer = await ask(zhou, "售后服务阶段的标准付款条件是什么？")
    assert "30天内付清" in answer.text
    assert "售后服务 ✓" in answer.buttons


async def test_nobody_can_switch_what_somebody_else_asked(
    staged: Organisation, zhou: Person, ann: Person
) -> None:
    answer = await ask(zhou, ASKED)
    data = [b["callback_data"] for row in answer.keyboard for b in row if b["text"] == "成交"]
    await forge(ann, data[0])
    await ann.expect("out of date")
    await forge(zhou, data[0].replace("closing", "nowhere"))
    await zhou.expect("过期")


# --- follow-ups ----------------------------------------------------------------------------------


async def test_a_follow_up_is_understood_after_a_restart_but_not_hours_later(
    org: Organisation, zhou: Person, clock: Clock
) -> None:
    await org.ingest("价格政策.md", PRICES)
    assert "区域经理" in leads(await ask(zhou, "折扣 5% 谁批"))
    await org.restart()
    assert "销售总监" in leads(await ask(zhou, "那15%呢"))
    assert "副总裁" in leads(await ask(zhou, "超过20%呢？"))
    new = await ask(zhou, "标准付款条件是什么？")
    assert "30天" in leads(new)
    clock.ahead = timedelta(hours=5)
    late = await ask(zhou, "那15%呢")
    assert "折扣" not in leads(late) or "销售总监" not in leads(late)


# --- what unfolds --------------------------------------------------------------------------------


async def test_more_shows_the_whole_section_after_a_restart_with_rows_one_can_read(
    org: Organisation, zhou: Person, ann: Person
) -> None:
    await org.ingest("价格政策.md", PRICES)
    answer = await ask(zhou, "15%的折扣谁来审批？")
    await org.restart()
    await zhou.tap(answer, texts.MORE("zh"))
    whole = await zhou.expect("折扣按下表审批")
    assert "区域经理" in whole.text
    assert "副总裁" in whole.text
    assert "|" not in whole.text
    assert "付款条件" not in whole.text
    assert "[1]" in whole.buttons
    (bold,) = [
        whole.text.encode("utf-16-le")[2 * e["offset"] : 2 * (e["offset"] + e["length"])]
        for e in whole.entities
        if e["type"] == "bold" and e["offset"] > 0
    ]
    assert "销售总监" in bold.decode("utf-16-le")
    assert "副总裁" not in bold.decode("utf-16-le")
    assert sum(e["type"] == "blockquote" for e in whole.entities) == 1
    await zhou.tap(whole, "[1]")
    opened = await zhou.expect("付款条件")
    assert "|" not in opened.text
    more = [b["callback_data"] for row in answer.keyboard for b in row if "more" in str(b)]
    await forge(ann, more[0])
    await ann.expect(texts.PASSAGE_GONE("en"))


async def test_what_comes_nearest_to_a_refused_question_can_be_opened_and_stays(
    org: Organisation, zhou: Person
) -> None:
    await org.ingest("价格政策.md", PRICES)
    refusal = await ask(zhou, "客户的发票抬头写错了怎么重开？")
    sections = [label for label in refusal.buttons if label.startswith("📄")]
    assert sections
    await zhou.tap(refusal, feedback_texts.PASS_ON("zh"))
    await zhou.expect(feedback_texts.THANKS_PASSED_ON("zh"))
    await shows(refusal, feedback_texts.PASSED_ON("zh"))
    assert [label for label in refusal.buttons if label.startswith("📄")] == sections
    await zhou.tap(refusal, sections[0])
    await zhou.expect("价格政策 ›")


# --- small talk, and what is wrong ---------------------------------------------------------------


SMALL_TALK = {
    "hi": "greeting",
    "在吗": "greeting",
    "谢谢啦，帮大忙了": "thanks",
    "辛苦了，先撤了": "bye",
    "你是谁": "who",
    "what can you do?": "can",
    "好的": "noted",
}


async def test_small_talk_gets_one_friendly_sentence_in_the_persons_language(
    org: Organisation, zhou: Person, ann: Person
) -> None:
    for said, kind in SMALL_TALK.items():
        for person, language in ((zhou, "zh"), (ann, "en")):
            answer = await ask(person, said)
            assert answer.text == texts.SMALL_TALK[kind](language)  # type: ignore[arg-type]
            assert not answer.buttons


async def test_an_answer_called_wrong_twice_is_told_once(org: Organisation, zhou: Person) -> None:
    xin = await org.join("林欣", "trainer")
    await org.ingest("价格政策.md", PRICES)
    answer = await ask(zhou, "15%的折扣谁来审批？")
    for first in ("👎", "👍", "👎"):
        await zhou.tap(answer, first)
        await shows(answer, f"{first} ✓")
        if first == "👎":
            for why in ("wrong", "outdated", "wrong"):
                label = feedback_texts.WHY[why]("zh")
                await zhou.tap(answer, label)
                await shows(answer, f"{label} ✓")
    await org.idle()
    told = await xin.expect(CALLED_WRONG("zh"))
    assert "销售总监" in told.text
    assert "价格政策 › 折扣审批" in told.text
    await xin.expect_nothing()
