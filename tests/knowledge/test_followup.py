"""Follow-ups are asked of the subject before; new subjects stay alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.followup import stand_alone
from storage.records import Turn

HISTORY = [Turn("user", "15%的折扣谁来审批?"), Turn("assistant", "销售总监。[1]")]
ENGLISH = [Turn("user", "Who approves a discount of 15%?"), Turn("assistant", "The director.")]

FOLLOW_UPS = [
    # what is named anew stands in the place of what it replaces
    ("15%的折扣谁来审批?", "那超过20%呢?", "超过20%的折扣谁来审批?"),
    ("折扣 10% 谁批", "那15%呢", "折扣 15% 谁批"),
    ("15%的折扣谁来审批?", "25%?", "25%的折扣谁来审批?"),
    ("15%的折扣谁来审批?", "如果是30个点呢？", "30个点的折扣谁来审批?"),
    ("客户打了65分能立项吗", "再低一点的呢，比如45", "客户打了45分能立项吗"),
    ("两年的质保多少钱", "一年的呢", "一年的质保多少钱"),
    ("客户要45天账期找谁", "要是90天呢", "客户要90天账期找谁"),
    ("学校客户要什么合同?", "换成医院客户呢", "医院客户要什么合同?"),
    ("成交阶段要做什么", "那需求分析阶段呢?", "需求分析阶段要做什么"),
    ("标准版含几次培训？", "专业版呢？", "专业版含几次培训？"),
    ("P1故障多久响应", "那P3呢", "P3故障多久响应"),
    ("registered partner软件毛利多少", "那Gold呢", "Gold partner软件毛利多少"),
    ("Who approves a discount of 15%?", "What about 30%?", "Who approves a discount of 30%?"),
    ("Who approves a discount of 15%?", "and above 20%?", "Who approves a discount of above 20%?"),
    (
        "what margin does a silver partner get?",
        "what about Gold?",
        "what margin does a Gold partner get?",
    ),
    (
        "how long is the warranty for sensors?",
        "and for gateways?",
        "how long is the warranty for gateways?",
    ),
    (
        "how many training days are in the standard edition?",
        "and premium?",
        "how many training days are in the premium edition?",
    ),
    (
        "how fast do we answer a class A customer?",
        "class C?",
        "how fast do we answer a class C customer?",
    ),
    # across a change of language
    ("15%的折扣谁来审批?", "and 20%?", "20%的折扣谁来审批?"),
    ("Who approves a discount of 15%?", "那20%呢", "Who approves a discount of 20%?"),
    ("gold partner的毛利多少", "what about silver?", "silver partner的毛利多少"),
]

GOES_ON = [
    # (before, the follow-up, a word of the subject that has to be carried)
    ("15%的折扣谁来审批?", "为什么？", "折扣"),
    ("15%的折扣谁来审批?", "它的时限多久", "折扣"),
    ("15%的折扣谁来审批?", "审批要多久", "折扣"),
    ("15%的折扣谁来审批?", "要准备哪些材料", "折扣"),
    ("15%的折扣谁来审批?", "有例外吗", "折扣"),
    ("15%的折扣谁来审批?", "经销商也是这样吗", "折扣"),
    ("15%的折扣谁来审批?", "谁负责？", "折扣"),
    ("样机能借给客户吗", "借多久", "样机"),
    ("样机能借给客户吗", "逾期不还的话呢", "样机"),
    ("样机能借给客户吗", "这个要签协议吗", "样机"),
    ("样机能借给客户吗", "那海外客户呢", "样机"),
    ("展会线索几天内要联系", "超过了会怎样", "展会"),
    ("展会线索几天内要联系", "他们不接电话呢", "展会"),
    ("Can I lend a customer a demo unit?", "why?", "demo"),
    ("Can I lend a customer a demo unit?", "for how long?", "demo"),
    ("Can I lend a customer a demo unit?", "and if they lose it?", "demo"),
    ("Can I lend a customer a demo unit?", "who signs that?", "demo"),
    ("Can I lend a customer a demo unit?", "is there an exception?", "demo"),
    ("Can I lend a customer a demo unit?", "what about overseas?", "demo"),
    ("Can I lend a customer a demo unit?", "resellers too?", "demo"),
    ("Can I lend a customer a demo unit?", "how long does it take?", "demo"),
    ("Can I lend a customer a demo unit?", "那要多久", "demo"),
    ("样机能借给客户吗", "for how long?", "样机"),
    ("样机能借给客户吗", "and for resellers?", "样机"),
]

NEW_SUBJECTS = [
    "需求分析阶段要准备什么材料?",
    "报价单有效期多久",
    "那售后响应时间是多久?",
    "怎么续约",
    "丢单复盘谁主持",
    "付款条件",
    "客户说他们已经有别家的系统了怎么办",
    "发票抬头写错了怎么办",
    "超过50只传感器要做现场调研吗",
    "这个季度的市场活动有哪些",
    "我该找谁要演示账号",
    "合同盖章当天能办吗",
    "硬件质保多长时间？",
    "竞品Storvane的弱点是什么",
    "如果客户要求延期付款怎么处理",
    "交接会谁参加",
    "How long is the warranty of sensors?",
    "What do I do when a customer threatens to terminate the contract?",
    "who signs contracts above 500,000?",
    "payment terms",
    "is it ok to give a customer moon cakes?",
    "what do I say when a prospect thinks that our price is too high?",
    "so who pays for travel to the customer site?",
    "how long does it take to deliver sensors?",
    "What should I do if a customer tells me they have no budget?",
    "where are the case studies for cold-chain customers?",
]


def asked(question: str, *before: str) -> str:
    return stand_alone(question, [Turn("user", earlier) for earlier in before])


@pytest.mark.parametrize(("before", "question", "meant"), FOLLOW_UPS)
def test_what_a_follow_up_names_stands_in_the_place_of_what_it_replaces(
    before: str, question: str, meant: str
) -> None:
    assert asked(question, before) == meant


@pytest.mark.parametrize(("before", "question", "subject"), GOES_ON)
def test_a_follow_up_is_asked_of_the_subject_before(
    before: str, question: str, subject: str
) -> None:
    assert subject in asked(question, before)


@pytest.mark.parametrize("question", NEW_SUBJECTS)
@pytest.mark.parametrize("history", [HISTORY, ENGLISH], ids=["zh", "en"])
def test_a_new_subject_is_not_dragged_back(question: str, history: list[Turn]) -> None:
    assert stand_alone(question, history) == question


def test_a_follow_up_of_a_follow_up_keeps_the_subject() -> None:
    assert asked("那20%呢", "折扣 10% 谁批", "那15%呢") == "折扣 20% 谁批"
    asked_before = ("how long is the warranty for sensors?", "and for gateways?")
    assert asked("after a repair?", *asked_before) == (
        "how long is the warranty for gateways after a repair?"
    )
    assert "折扣" in asked("为什么", "15%的折扣谁来审批?", "那超过20%呢?", "要多久")


def test_a_new_subject_is_what_the_next_follow_up_goes_on_with() -> None:
    meant = asked("那一年的呢", "15%的折扣谁来审批?", "两年的质保多少钱", "谢谢！")
    assert meant == "一年的质保多少钱"


def test_without_history_nothing_changes() -> None:
    assert stand_alone("那超过20%呢?", []) == "那超过20%呢?"
    assert stand_alone("那呢", [Turn("assistant", "你好")]) == "那呢"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it_and_none_of_it_is_lost_unasked(
    first: str, second: str, question: str
) -> None:
    meant = asked(question, first, second)
    assert isinstance(meant, str)
    assert asked(question) == question
