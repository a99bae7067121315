"""Answers in the playbook's own words."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from knowledge.answering import Composer
from knowledge.answering.scoring import SentenceSimilarity
from knowledge.answering.units import units
from knowledge.embedding import open_sentence_encoder, shipped_means
from storage.records import Answered, Note, Outcome, Reason
from tests.knowledge.encoders import WordEncoder
from tests.knowledge.handbook import (
    APPROVAL,
    DEMO,
    QUOTE,
    REFUND,
    STEPS,
    WARRANTY,
    evidence_of,
)
from tests.knowledge.memory import Library, make_passage


@pytest.fixture
def composer() -> Iterator[Composer]:
    with ThreadPoolExecutor(1) as executor:
        yield Composer(SentenceSimilarity(WordEncoder(), None), executor)


def checked(answer: Answered) -> Answered:
    """Every quote is text of its passage and every marker has its citation."""
    for citation in answer.citations:
        assert citation.quote in citation.passage.text
        assert f"[{citation.number}]" in answer.text
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    return answer


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("15%的折扣谁来审批?", "折扣率：10%–15%（含 15%）；审批人：销售总监；时限：1 个工作日 [1]"),
        (
            "折扣率百分之八找谁批",
            "折扣率：5%–10%（含 10%）；审批人：区域销售经理；时限：4 个工作小时 [1]",
        ),
        (
            "客户要八三折，谁审批",
            "折扣率：15%–20%（含 20%）；审批人：销售总监和财务总监双签；时限：2 个工作日 [1]",
        ),
        ("折扣25%谁审批", "折扣率：20% 以上；审批人：总经理；时限：5 个工作日 [1]"),
        (
            "who approves a discount of 3 %?",
            "折扣率：5% 以内（含 5%）；审批人：销售代表自行决定；时限：即时 [1]",
        ),
    ],
)
async def test_a_number_leads_to_the_row_whose_range_holds_it(
    composer: Composer, question: str, row: str
) -> None:
    answer = checked(await composer.compose(question, evidence_of(APPROVAL, STEPS, QUOTE)))
    assert answer.text.splitlines()[0] == row
    assert answer.citations[0].passage == APPROVAL


async def test_a_row_is_found_by_what_it_is_about(composer: Composer) -> None:
    answer = checked(await composer.compose("warranty for sensors", evidence_of(WARRANTY, REFUND)))
    assert answer.text.startswith("Item: Sensors T1 and V1; Warranty: 12 months [1]")


async def test_steps_come_complete_and_in_order(composer: Composer) -> None:
    answer = checked(await composer.compose("怎么申请折扣", evidence_of(STEPS, APPROVAL)))
    assert answer.text.startswith(STEPS.text)
    assert answer.citations[0].quote == STEPS.text


async def test_one_item_is_enough_for_a_question_about_it(composer: Composer) -> None:
    answer = checked(await composer.compose("折扣率在哪里填写", evidence_of(STEPS)))
    assert answer.text.startswith("1. 在 CRM 填写折扣率。 [1]")


async def test_a_list_is_answered_under_its_lead(composer: Composer) -> None:
    answer = checked(await composer.compose("What must I do before a demo?", evidence_of(DEMO)))
    assert answer.text.startswith("Before a demo:\n- Confirm two problems")
    assert "- Load the customer's own data." in answer.text


async def test_the_sentence_with_the_time_answers_how_long(composer: Composer) -> None:
    answer = checked(await composer.compose("报价单有效期多久", evidence_of(QUOTE, APPROVAL)))
    assert answer.text.startswith("报价单有效期 30 天，自出具之日起算。")
    assert "过期报价要请商务组重新出具。 [1]" in answer.text, (
        "the paragraph goes on with its exception"
    )


async def test_the_questions_language_is_preferred_where_both_have_it(composer: Composer) -> None:
    english = make_passage(9, "A quote is valid for 30 days.", heading="Quotes")
    answer = await composer.compose("How long is a quote valid?", evidence_of(QUOTE, english))
    assert answer.text.startswith("A quote is valid for 30 days. [1]")


async def test_another_language_is_quoted_as_it_is(composer: Composer) -> None:
    answer = checked(await composer.compose("可以退款吗", evidence_of(REFUND)))
    assert answer.text.startswith("Software fees paid in advance are not refunded.")


async def test_never_more_than_three_points(composer: Composer) -> None:
    answer = checked(
        await composer.compose("折扣", evidence_of(APPROVAL, STEPS, QUOTE, WARRANTY, REFUND))
    )
    assert 1 <= len(answer.citations) <= 3


async def test_weak_evidence_is_shown_with_what_is_nearest(composer: Composer) -> None:
    answer = checked(
        await composer.compose("渠道折扣", evidence_of(APPROVAL, QUOTE, outcome=Outcome.WEAK))
    )
    assert answer.outcome is Outcome.WEAK
    assert answer.reason is Reason.NOT_IN_PLAYBOOKS
    assert answer.nearest == (APPROVAL, QUOTE)
    assert answer.text


async def test_a_refusal_quotes_nothing(composer: Composer) -> None:
    refused = evidence_of(APPROVAL, outcome=Outcome.REFUSED)
    answer = await composer.compose("产假", refused)
    assert (answer.text, answer.citations, answer.nearest) == ("", (), (APPROVAL,))
    foreign = replace(refused, reason=Reason.NOT_OUR_SUBJECT)
    assert (await composer.compose("天气", foreign)).nearest == ()


async def test_the_other_piece_of_a_section_is_looked_through() -> None:
    table = make_passage(1, "| 折扣率 | 审批人 |\n| 10%–15%（含 15%） | 销售总监 |", heading="审批")
    rest = make_passage(2, "审批人休假时由代理人审批折扣。", heading="审批")
    composer = Composer(source=Library([table, rest]))
    answer = checked(await composer.compose("12%的折扣谁审批", evidence_of(rest)))
    assert answer.text.startswith("折扣率：10%–15%（含 15%）；审批人：销售总监 [1]")


async def test_a_passage_without_a_sentence_is_quoted_whole(composer: Composer) -> None:
    header_only = make_passage(1, "| 折扣率 | 审批人 |")
    answer = checked(await composer.compose("折扣", evidence_of(header_only)))
    assert answer.citations[0].quote == header_only.text


def test_units_are_unchanged_text_with_their_place() -> None:
    for passage in (APPROVAL, STEPS, QUOTE, WARRANTY, REFUND, DEMO):
        for unit in units(passage.text):
            assert passage.text[unit.start : unit.end] == unit.text


def test_columns_of_plain_text_are_rows() -> None:
    text = (
        "Place         Hotel     Meals\n"
        "Singapore     SGD 260   SGD 60\n"
        "Elsewhere     USD 150   USD 45"
    )
    rows = [unit.shown() for unit in units(text)]
    assert rows == [
        "Place: Singapore; Hotel: SGD 260; Meals: SGD 60",
        "Place: Elsewhere; Hotel: USD 150; Meals: USD 45",
    ]


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("15%的折扣总监批要3天对吧？", Note.CORRECTS),
        ("15%的折扣总监批要1天对吧？", Note.NONE),
        ("报价单有效期45天没错吧", Note.CORRECTS),
        ("a quote is valid for 45 days, right?", Note.CORRECTS),
        ("报价单有效期多久", Note.NONE),
        ("45天前的报价单有效期多久", Note.NONE),
    ],
)
async def test_a_wrong_number_taken_for_granted_is_corrected(
    composer: Composer, question: str, note: Note
) -> None:
    english = replace(QUOTE, text="A quote is valid for 30 days.", language="en")
    first = english if question.isascii() else QUOTE
    of = APPROVAL if "15%" in question else first
    answer = checked(await composer.compose(question, evidence_of(of)))
    assert answer.note is note
    assert ("30" in answer.text) or ("1 个工作日" in answer.text), "the true value is said"


async def test_documents_that_disagree_are_both_cited() -> None:
    """With the real encoder, which tells that two rules are about the same thing."""
    older = make_passage(
        31, "正式报价由商务组出具，报价单有效期 45 天。", heading="流程手册 › 报价", document_id=9
    )
    evidence = evidence_of(QUOTE, older, question="报价单有效期多久")
    near = tuple(
        replace(r, units=tuple(0.6 for _ in units(r.passage.text))) for r in evidence.results
    )
    sentences = open_sentence_encoder()
    similarity = SentenceSimilarity(sentences, shipped_means(sentences.id))
    with ThreadPoolExecutor(1) as pool:
        composer = Composer(similarity, pool)
        answer = checked(
            await composer.compose("报价单有效期多久", replace(evidence, results=near))
        )
        alone = await composer.compose("报价单有效期多久", replace(evidence, results=near[:1]))
    assert answer.note is Note.DISAGREES
    assert "30 天" in answer.text
    assert "45 天" in answer.text
    assert {c.passage.document_id for c in answer.citations} == {QUOTE.document_id, 9}
    assert alone.note is Note.NONE
