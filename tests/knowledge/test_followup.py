"""Follow-ups are recognised; new subjects stay alone."""

from __future__ import annotations

import pytest

from knowledge.followup import stand_alone
from storage.records import Turn

HISTORY = [Turn("user", "15%的折扣谁来审批?"), Turn("assistant", "销售总监。[1]")]
ENGLISH = [Turn("user", "Who approves a discount of 15%?"), Turn("assistant", "The director.")]


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("那超过20%呢?", "折扣 审批 那超过20%呢?"),
        ("它的时限多久", "15% 折扣 审批 它的时限多久"),
        ("为什么？", "15% 折扣 审批 为什么？"),
    ],
)
def test_a_follow_up_takes_the_last_questions_words(question: str, result: str) -> None:
    assert stand_alone(question, HISTORY) == result


def test_english_follow_ups() -> None:
    assert stand_alone("and for resellers?", ENGLISH) == "approves discount 15% and for resellers?"
    assert stand_alone("What about 30%?", ENGLISH) == "approves discount What about 30%?"


@pytest.mark.parametrize(
    "question",
    [
        "需求分析阶段要准备什么材料?",
        "报价单有效期多久",
        "How long is the warranty of sensors?",
        "What do I do when a customer threatens to terminate the contract?",
    ],
)
def test_a_new_subject_stays_alone(question: str) -> None:
    assert stand_alone(question, HISTORY) == question


def test_without_history_nothing_changes() -> None:
    assert stand_alone("那超过20%呢?", []) == "那超过20%呢?"
    assert stand_alone("那呢", [Turn("assistant", "你好")]) == "那呢"
