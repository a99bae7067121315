"""A sentence counts where one unit of its passage says as much, and no more."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answering.checking import Checker
from storage.records import Passage
from tests.knowledge.handbook import APPROVAL, DEMO, QUOTE, REFUND, STEPS, WARRANTY
from tests.knowledge.memory import make_passage

RETURNS = make_passage(
    11,
    "The customer sends the device back within 14 days, freight prepaid. Legal checks every "
    "claim above EUR 5,000 before it is paid. Opened goods are not taken back. "
    "Training is free for Gold partners only.",
    heading="Service rules › Returns",
)
LEAVE = make_passage(
    12,
    "出差住宿每晚不超过 450 元，超过的须事先经部门经理同意。"
    "机票由行政部统一预订，至少提前 5 个工作日申请。"
    "报销在回来后 15 天内提交，逾期不予受理。不得报销酒水。",
    heading="差旅规定 › 住宿与报销",
)
PLANS = make_passage(
    13,
    "| 套餐 | 月费 | 用户数 | 支持 |\n|---|---|---|---|\n| 基础 | 800 元 | 10 人以内 | 邮件 |\n"
    "| 进阶 | 2,400 元 | 50 人以内 | 电话 |\n| 旗舰 | 30,000 元 | 不限 | 专属客服 |\n\n"
    "旗舰套餐按年付款，签约后 10 个工作日内付清。",
    heading="价格 › 套餐",
)
SUPPORT = make_passage(
    14,
    "| Plan | First response | Hours | Owner |\n|---|---|---|---|\n"
    "| Basic | 2 working days | 09:00–18:00 | Service desk |\n"
    "| Plus | 4 hours | 24x7 | Support engineer |\n\n"
    "Basic customers cannot call the hotline. Security incidents go to the security officer first.",
    heading="Support › Plans",
)


async def wrong(text: str, *passages: Passage, cited: tuple[int, ...] = ()) -> list[str]:
    numbers = cited or tuple(range(1, len(passages) + 1))
    return await Checker().problems([(text, numbers)], passages)


SUPPORTED = [
    ("5% 到 10% 的折扣由区域销售经理审批，4 个工作小时内答复。", APPROVAL),
    ("12% 的折扣要销售总监批准。", APPROVAL),
    ("超过 20% 的折扣由总经理审批，时限 5 个工作日。", APPROVAL),
    ("任何人都不得批准超过 30% 的折扣。", APPROVAL),
    ("百分之三十是上限。", APPROVAL),
    ("报价单的有效期是三十天。", QUOTE),
    ("过期的报价要请商务组重新出具。", QUOTE),
    ("先在 CRM 填写折扣率，再写明交换条件。", STEPS),
    ("The gateway G2 has a warranty of 24 months.", WARRANTY),
    ("The warranty on sensors T1 and V1 is one year.", WARRANTY),
    ("网关 G2 质保两年。", WARRANTY),
    ("Lightning is not covered by the warranty.", WARRANTY),
    ("预付的软件费不退。", REFUND),
    ("例外由财务总监在 30 天内批准。", REFUND),
    ("The CFO may approve exceptions within 30 days.", REFUND),
    ("Confirm two problems with the customer before a demo.", DEMO),
    ("演示控制在 45 分钟以内。", DEMO),
    ("The device has to be sent back within two weeks, freight prepaid.", RETURNS),
    ("客户在 14 天内寄回设备，运费预付。", RETURNS),
    ("Claims above EUR 5,000 are checked by Legal before they are paid.", RETURNS),
    ("Opened goods cannot be returned.", RETURNS),
    ("Only Gold partners get free training.", RETURNS),
    ("住宿每晚最多 450 元，超过的要部门经理事先同意。", LEAVE),
    ("机票至少提前五个工作日申请，由行政部统一订。", LEAVE),
    ("报销须在回来后 15 天内提交。", LEAVE),
    ("酒水不能报销。", LEAVE),
    ("A hotel may cost CNY 450 a night at most.", LEAVE),
    ("旗舰套餐每月 3 万元，用户数不限。", PLANS),
    ("进阶套餐月费 2400 元，50 人以内。", PLANS),
    ("Plus customers get a first response within 4 hours.", SUPPORT),
    ("Basic 套餐的首次响应是 2 个工作日。", SUPPORT),
    ("Security incidents are reported to the security officer first.", SUPPORT),
]
UNSUPPORTED = [
    ("12% 的折扣要区域销售经理批准。", APPROVAL),
    ("12% 的折扣由销售总监审批，时限 2 个工作日。", APPROVAL),
    ("25% 的折扣由销售总监审批。", APPROVAL),
    ("5%–10% 的折扣 4 个工作日内答复。", APPROVAL),
    ("20% 以下的折扣由总经理审批。", APPROVAL),
    ("总经理可以批准超过 30% 的折扣。", APPROVAL),
    ("折扣率按整单计算，可以拆单。", APPROVAL),
    ("过期报价不用商务组重新出具。", QUOTE),
    ("报价单有效期 30 个工作日。", QUOTE),
    ("商务组审批后由法务出报价单。", STEPS),
    ("The sensors T1 and V1 have a warranty of 24 months.", WARRANTY),
    ("The gateway G3 has a warranty of 24 months.", WARRANTY),
    ("The warranty covers lightning.", WARRANTY),
    ("网关 G2 质保 12 个月。", WARRANTY),
    ("Software fees paid in advance are refunded.", REFUND),
    ("The CEO approves exceptions within 30 days.", REFUND),
    ("例外由总经理在 30 天内批准。", REFUND),
    ("The CFO approves exceptions within 30 working days.", REFUND),
    ("Confirm three problems with the customer before a demo.", DEMO),
    ("Under the Consumer Rights Act the device is sent back within 14 days.", RETURNS),
    ("Claims above USD 5,000 are checked by Legal before they are paid.", RETURNS),
    ("Claims below EUR 5,000 are checked by Legal before they are paid.", RETURNS),
    ("Training is free for all partners.", RETURNS),
    ("Opened goods are taken back.", RETURNS),
    ("住宿每晚至少 450 元。", LEAVE),
    ("住宿超过 450 元的不须部门经理同意。", LEAVE),
    ("机票由本人预订，至少提前 5 个工作日申请。", LEAVE),
    ("机票由行政部统一预订，至少提前 15 个工作日申请。", LEAVE),
    ("报销逾期的由财务总监特批。", LEAVE),
    ("进阶套餐月费 30,000 元。", PLANS),
    ("基础套餐有电话支持。", PLANS),
    ("旗舰套餐按月付款。", PLANS),
    ("Basic customers may call the hotline.", SUPPORT),
    ("Plus customers get a first response within 2 working days.", SUPPORT),
    ("Basic 的客户可以打热线。", SUPPORT),
    ("Security incidents go to the support engineer first.", SUPPORT),
    ("根据《消费者权益保护法》，已拆封的商品不退。", RETURNS),
    ("According to section 12.4, opened goods are not taken back.", RETURNS),
    ("Write to returns@example.org: opened goods are not taken back.", RETURNS),
]


@pytest.mark.parametrize(("text", "passage"), SUPPORTED, ids=[t for t, _ in SUPPORTED])
async def test_what_the_passage_says_in_other_words_passes(text: str, passage: Passage) -> None:
    assert await wrong(text, passage) == []


@pytest.mark.parametrize(("text", "passage"), UNSUPPORTED, ids=[t for t, _ in UNSUPPORTED])
async def test_what_it_does_not_say_is_found(text: str, passage: Passage) -> None:
    assert await wrong(text, passage)


async def test_a_sentence_may_rest_on_two_passages() -> None:
    text = "报价单有效期 30 天，12% 的折扣由销售总监审批。"
    assert await wrong(text, QUOTE, APPROVAL) == []
    assert await wrong(text, QUOTE)


@pytest.mark.parametrize("cited", [(3,), (0,), (-1,), (1, 9)])
async def test_a_passage_that_does_not_exist_bears_nothing_out(cited: tuple[int, ...]) -> None:
    assert await wrong("报价单有效期 30 天。", QUOTE, cited=cited)


@pytest.mark.parametrize("text", ["", " ", "。", "…\n"])
async def test_a_sentence_says_something(text: str) -> None:
    assert await wrong(text, QUOTE)


async def test_a_sentence_far_from_its_passages_in_the_other_language_is_found() -> None:
    def far(_text: str, units: list[str]) -> list[float]:
        return [0.05] * len(units)

    claim = [("预付的软件费不退。", [1])]
    assert await Checker().problems(claim, [REFUND]) == []
    assert await Checker(far).problems(claim, [REFUND])  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=200))
async def test_it_survives_any_text(claim: str, text: str) -> None:
    found = await wrong(claim, make_passage(1, text))
    assert all(isinstance(problem, str) for problem in found)
    json.dumps(found)


@pytest.mark.parametrize("passage", [APPROVAL, STEPS, QUOTE, WARRANTY, REFUND, DEMO, PLANS, LEAVE])
async def test_a_passages_own_words_always_pass(passage: Passage) -> None:
    from knowledge.answering.units import units

    for unit in units(passage.text):
        if not unit.introduces:
            assert await wrong(unit.shown(), passage) == []
