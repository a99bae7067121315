"""Whether an answer makes the points a trainer wants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.points import makes_point

ANSWER = "10%到15%的折扣由销售总监审批，须在两个工作日内批复。[1]\n超过15%需要副总裁书面同意。[2]"


@pytest.mark.parametrize(
    "point",
    [
        "销售总监",
        "10%到15%的折扣由销售总监审批",
        "两个工作日内批复",
        "超过15%要副总裁书面同意",
        "2个工作日内",
    ],
)
def test_a_point_that_is_made(point: str) -> None:
    assert makes_point(ANSWER, point)


@pytest.mark.parametrize(
    "point",
    [
        "区域经理",
        "三个工作日内批复",
        "超过20%需要副总裁书面同意",
        "报价单有效期三十天",
        "15%到20%的折扣由销售总监审批",
    ],
)
def test_a_point_that_is_not_made(point: str) -> None:
    assert not makes_point(ANSWER, point)


def test_a_citation_mark_is_no_number_and_a_point_is_made_in_one_line() -> None:
    answer = "审批时限：2 个工作日 [1]\n报价单 20 天内有效。[2]\n例外：45 天改为 30 天。[3]"
    assert not makes_point(answer, "审批时限：1 个工作日")
    assert not makes_point(answer, "报价单 30 天内有效")
    assert makes_point(answer, "报价单 20 天内有效")
    assert makes_point(answer, "审批时限：2 个工作日\n45 天改为 30 天")


def test_english_points_are_matched_by_their_stems() -> None:
    answer = "Sensors are replaced free of charge within 24 months of delivery."
    assert makes_point(answer, "replaced free of charge")
    assert makes_point(answer, "24 months from delivery")
    assert not makes_point(answer, "12 months from delivery")


@given(st.text(max_size=200))
def test_every_text_makes_its_own_point_and_an_empty_answer_none(text: str) -> None:
    from knowledge.text import content_words

    if all(content_words(line) for line in text.splitlines()) and text.strip():
        assert makes_point(text, text) or "[" in text
        assert not makes_point("", text)
