"""Text as search sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import (
    clean,
    content_text,
    content_words,
    normalise,
    quantities,
    segment,
    sentences,
)

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)
SALES_TEXT = st.text(
    st.sampled_from(
        list("折扣审批15%％.。！？!?;；,，\n\t |-–~()（）「」“”:：aZ A#*0万千点百分之一 　\r")
    ),
    max_size=200,
)


@pytest.mark.parametrize("written", ["15%", "15 %", "15％", "１５%", "百分之十五", "百分之15"])
def test_a_percentage_is_found_however_it_is_written(written: str) -> None:
    assert set(segment("折扣不超过15%")) >= {"15pct", "15"}
    assert "15pct" in segment(f"{written}的折扣")


def test_traditional_characters_match_simplified_ones() -> None:
    assert segment("銷售總監審批報價") == segment("销售总监审批报价")
    assert normalise("显著、著名") == "显著、著名"


def test_words_match_in_all_their_forms() -> None:
    assert segment("approvals") == segment("Approval") == segment("ＡＰＰＲＯＶＡＬ")
    assert segment("café") == segment("Cafe")
    assert segment("1,000 seats") == segment("1000 seat")


def test_long_chinese_words_are_found_by_their_parts() -> None:
    assert set(segment("中国科学院")) >= {"中国", "科学院", "中国科学院"}


@pytest.mark.parametrize(
    ("code", "terms"),
    [
        ("A-100", {"a", "100", "a100"}),
        ("ISO/27001", {"iso", "27001", "iso27001"}),
        ("v2.3", {"v2p3"}),
        ("2.5k", {"2p5k"}),
        ("follow-up", {"follow", "up"}),
    ],
)
def test_codes_are_matched_whole_and_in_parts(code: str, terms: set[str]) -> None:
    assert set(segment(f"型号 {code} 的价格")) >= terms


def test_content_words_leave_the_asking_out() -> None:
    assert content_words("请问15%的折扣应该找谁审批呢?") == ["15pct", "15", "折扣", "审批"]
    assert content_words("Who approves the discounts?") == ["approv", "discount"]
    assert content_words("怎么办呢？") == []
    assert content_text("请问15%的折扣谁来审批?") == "15% 折扣 审批"


@given(ANY_TEXT)
def test_segment_takes_any_text_and_terms_survive_any_tokenizer(text: str) -> None:
    for term in (*segment(text), *content_words(text)):
        assert term.isalnum()
    content_text(text)
    quantities(text)


@given(st.one_of(ANY_TEXT, SALES_TEXT))
def test_sentences_joined_give_the_text_back(text: str) -> None:
    assert "".join(sentences(text)) == text


@given(SALES_TEXT)
def test_normalising_twice_changes_nothing_that_matters(text: str) -> None:
    assert segment(normalise(text)) == segment(text)


def test_clean_takes_out_what_encoders_choke_on() -> None:
    assert clean("a\x00b\ud800c") == "a b c"


def test_sentences_end_where_people_end_them() -> None:
    assert sentences("先报价。再谈折扣！可以吗？可以") == [
        "先报价。",
        "再谈折扣！",
        "可以吗？",
        "可以",
    ]
    assert sentences("Pay 2.5 % to Mr. Li, e.g. today. Then go. Done?") == [
        "Pay 2.5 % to Mr. Li, e.g. today. ",
        "Then go. ",
        "Done?",
    ]


def test_speech_in_quotation_marks_stays_whole() -> None:
    text = "推荐回答：「先看总价。再看首年。」然后停下。"
    assert sentences(text) == ["推荐回答：「先看总价。再看首年。」", "然后停下。"]


def test_list_items_and_rows_are_units_and_wrapped_lines_are_not() -> None:
    text = (
        "Steps:\n1. Fill in the form. Sign it.\n2. Send it\n   to Legal.\n\n"
        "| Discount | Approver |\n|---|---|\n| 10% | Director |\n"
        "This sentence was wrapped by an editor because it is rather long,\nand goes on here."
    )
    assert [piece.strip() for piece in sentences(text)] == [
        "Steps:",
        "1. Fill in the form. Sign it.",
        "2. Send it\n   to Legal.",
        "| Discount | Approver |",
        "|---|---|",
        "| 10% | Director |",
        "This sentence was wrapped by an editor because it is rather long,\nand goes on here.",
    ]
