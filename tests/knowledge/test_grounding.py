"""The evidence gate: what is answered, what is not, and why."""

from __future__ import annotations

import time

import pytest

from knowledge.grounding import judge, look_first
from knowledge.grounding.gate import ANSWERED
from knowledge.grounding.signals import names, unmet
from knowledge.lexical import LexicalFindings
from storage.records import Outcome, Reason, Scored
from tests.knowledge.handbook import APPROVAL, QUOTE, REFUND


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("你好", Reason.SMALL_TALK),
        ("谢谢你！", Reason.SMALL_TALK),
        ("Hi there", Reason.SMALL_TALK),
        ("Thank you very much!", Reason.SMALL_TALK),
        ("好的，收到", Reason.SMALL_TALK),
        ("what can you do?", Reason.SMALL_TALK),
        ("哈哈哈", Reason.SMALL_TALK),
        ("😀😀", Reason.EMPTY),
        ("???", Reason.EMPTY),
        ("   ", Reason.EMPTY),
    ],
)
def test_some_messages_need_no_search(message: str, reason: Reason) -> None:
    verdict = look_first(message)
    assert verdict is not None
    assert (verdict.outcome, verdict.reason) == (Outcome.REFUSED, reason)


@pytest.mark.parametrize(
    "message", ["你好，15%的折扣谁来审批?", "thanks, and who signs?", "早期客户怎么跟进", "history"]
)
def test_a_question_with_a_greeting_is_looked_up(message: str) -> None:
    assert look_first(message) is None


def test_a_long_laugh_takes_no_time() -> None:
    started = time.perf_counter()
    assert look_first("哈" * 59 + "x") is None
    assert look_first("好的" * 10_000) is None
    assert time.perf_counter() - started < 0.5


WEIGHTS = {"折扣": 1.0, "审批": 1.5, "15pct": 2.0}


def test_good_evidence_is_answered_and_better_evidence_is_surer() -> None:
    words = LexicalFindings((), WEIGHTS, 100)
    good = judge("15%的折扣谁审批", [Scored(APPROVAL, 0.5, 0.45, 0.55)], words)
    better = judge("15%的折扣谁审批", [Scored(APPROVAL, 0.6, 0.55, 0.65)], words)
    assert good.outcome is Outcome.ANSWERED
    assert good.reason is Reason.NONE
    assert ANSWERED <= good.confidence < better.confidence <= 1


def test_a_subject_that_is_absent_is_refused_as_a_gap() -> None:
    words = LexicalFindings((), {"年会": 3.0, "公司": 3.0}, 100)
    verdict = judge("公司年会在哪里办", [Scored(QUOTE, 0.12, 0.14, 0.05)], words)
    assert (verdict.outcome, verdict.reason) == (Outcome.REFUSED, Reason.NOT_IN_PLAYBOOKS)


def test_the_world_at_large_is_not_our_subject() -> None:
    words = LexicalFindings((), {"world": 3.0, "cup": 3.0}, 100)
    verdict = judge("Who won the world cup?", [Scored(REFUND, 0.08, 0.1, 0.0)], words)
    assert (verdict.outcome, verdict.reason) == (Outcome.REFUSED, Reason.NOT_OUR_SUBJECT)


def test_in_between_is_weak() -> None:
    words = LexicalFindings((), {"折扣": 1.0, "渠道": 3.0}, 100)
    results = [Scored(QUOTE, 0.27, 0.3, 0.2), Scored(APPROVAL, 0.2, 0.2, 0.2)]
    assert judge("渠道折扣", results, words).outcome is Outcome.WEAK


def test_nothing_found_and_nothing_loaded_differ() -> None:
    assert judge("x", [], LexicalFindings((), {}, 0)).reason is Reason.NOTHING_LOADED
    assert judge("x", [], LexicalFindings((), {}, 9)).reason is Reason.NOT_IN_PLAYBOOKS


def test_numbers_and_names_asked_for_are_looked_for() -> None:
    assert unmet("12%的折扣谁审批", [APPROVAL]) == 0
    assert unmet("Salesforce 的折扣", [APPROVAL]) == 1
    assert unmet("谁审批折扣", [APPROVAL]) == 0
    assert names("Does BoxuStock work with Salesforce?") == ["BoxuStock", "Salesforce"]
    assert names("SAP接口要多久") == ["SAP"]
