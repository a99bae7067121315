"""Places and table rows as a person reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.golden import rendering
from bot.places import place, title_of
from bot.rows import readable
from storage.golden import GoldenQuestion
from storage.standard_answers import SLUG, TITLE


def test_a_heading_that_repeats_the_title_is_said_once() -> None:
    assert place("价格政策", ("价格政策", "折扣")) == "价格政策 › 折扣"
    assert place("价格政策", ("折扣",)) == "价格政策 › 折扣"
    assert place("价格政策", ()) == "价格政策"


def test_the_standard_answers_are_called_so_in_the_readers_language() -> None:
    assert title_of(SLUG, TITLE, "zh") == "标准答案"
    assert title_of(SLUG, TITLE, "en") == "Standard answers"
    assert title_of("price-policy", "Price policy", "zh") == "Price policy"


@pytest.mark.parametrize(
    ("playbook", "section", "said"),
    [
        ("折扣政策", "折扣政策 › 折扣审批", "折扣政策 › 折扣审批"),
        ("price-policy", "Price policy › Approval", "Price policy › Approval"),
        ("price-policy", "Approval", "price-policy › Approval"),
        ("price-policy", "", "price-policy › any section"),
        (SLUG, "Who signs?", "Standard answers › Who signs?"),
    ],
)
def test_a_golden_question_names_the_place_that_must_answer(
    playbook: str, section: str, said: str
) -> None:
    assert rendering.expected(GoldenQuestion(1, "?", playbook, section, ()), "en") == said


def test_rows_of_a_table_are_shown_as_an_answer_shows_them() -> None:
    text = "见下表：\n| 折扣 | 审批 |\n| --- | --- |\n| 10% | 经理 |\n| 15% | 总监 |\n以上。"
    assert readable(text) == "见下表：\n折扣：10%；审批：经理\n折扣：15%；审批：总监\n以上。"


def test_a_row_without_its_header_keeps_its_cells() -> None:
    assert readable("| 15% | Director |") == "15%; Director"


@given(st.text())
def test_text_without_a_table_stays_as_it_is(text: str) -> None:
    if "|" not in text:
        assert readable(text) == text
