"""Questions as reps type them, answered by the encoders that come with the product."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.asking import texts
from knowledge.embedding import BundledEncoders
from storage.records import Reason
from tests.bot.organisation import Organisation
from tests.bot.telegram.forging import forge
from tests.fakes.telegram import Person

POLICY_ZH = """# 折扣与价格政策

## 折扣审批

10%以内的折扣由区域经理审批。10%到15%的折扣由销售总监审批。超过15%需要副总裁书面同意。

## 付款条件

标准付款条件是合同签订后30天内付清。首付款不低于30%。
"""
RULES_EN = """# After-Sales Service Rules

## Warranty

The hardware warranty lasts 24 months from the day of delivery. Sensors are replaced free of charge.

## Response times

A critical fault gets a first response within 30 minutes, day and night.
"""


@pytest.fixture
async def answering(
    tmp_path: Path, founded: Organisation, encoders: BundledEncoders
) -> AsyncIterator[Organisation]:
    made = Organisation(tmp_path / "home", encoders, like=founded)
    async with made.open() as org:
        await org.ingest("价格政策.md", POLICY_ZH)
        await org.ingest("service rules.md", RULES_EN)
        yield org


async def test_reps_ask_in_both_languages_and_open_what_is_cited(answering: Organisation) -> None:
    zhou, ann = answering.known("周雨桐"), answering.known("Ann Lee")

    await zhou.send("15%的折扣谁来审批？")
    answer = await zhou.expect("销售总监", timeout=10)
    assert "出处" in answer.text
    assert "[1] 折扣与价格政策 › 折扣审批, 第 1 版" in answer.text
    await zhou.tap(answer, "[1]")
    passage = await zhou.expect("10%以内的折扣由区域经理审批")
    assert any(entity["type"] == "blockquote" for entity in passage.entities)

    await ann.send("how long is the hardware warranty?")
    answer = await ann.expect("24 months", timeout=10)
    assert "Sources" in answer.text
    assert "v1" in answer.text

    await ann.send("who approves a 15% discount?")
    await ann.expect("销售总监", timeout=10)
    await zhou.send("硬件质保多长时间？")
    await zhou.expect("24 months", timeout=10)

    await zhou.send("今天天气怎么样？")
    await zhou.expect(texts.REFUSED[Reason.NOT_OUR_SUBJECT]("zh"), timeout=10)
    await ann.send("who won the world cup in 1998?")
    refusal = await ann.expect(texts.REFUSED[Reason.NOT_OUR_SUBJECT]("en"), timeout=10)
    assert refusal.buttons == ["📮 Pass to the trainer"]


async def test_a_citation_is_for_whoever_asked(answering: Organisation) -> None:
    zhou, ann = answering.known("周雨桐"), answering.known("Ann Lee")
    await zhou.send("15%的折扣谁来审批？")
    answer = await zhou.expect("[1]", timeout=10)
    data = answer.keyboard[0][0]["callback_data"]
    await forge(ann, data)
    await ann.expect(texts.PASSAGE_GONE("en"))


async def test_without_playbooks_the_refusal_says_so(org: Organisation, zhou: Person) -> None:
    await zhou.send("15%的折扣谁来审批？")
    await zhou.expect(texts.REFUSED[Reason.NOTHING_LOADED]("zh"))
    await zhou.send_command("/ask")
    await zhou.expect(texts.ASK_PROMPT("zh"))
    await zhou.send_command("/ask 15%的折扣谁来审批？")
    await zhou.expect(texts.REFUSED[Reason.NOTHING_LOADED]("zh"))
