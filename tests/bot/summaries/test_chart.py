"""The funnel's picture: every glyph is there, nothing overlaps, dollars stay dollars."""

from __future__ import annotations

import io
import warnings
from datetime import date
from itertools import combinations
from pathlib import Path

import matplotlib.image
import pytest
from fontTools.ttLib import TTFont

from bot.coach import Coach
from bot.summaries import chart
from bot.summaries.dialogue import gather, scopes
from bot.summaries.facts import Facts, Period, StageTotal
from storage.records import Bilingual, Language, Money, Process, Stage
from tests.bot.example import member

EXAMPLES = Path(__file__).parents[3] / "examples"
LONG = "一个名字特别特别长的团队 with an English part that goes on and on and on"
CURRENCIES = ("CNY", "SGD", "EUR", "USD", "HKD", "JPY", "GBP", "AUD", "CAD", "KWD")


def hard() -> Facts:
    """Names and sums that no picture has room for."""
    stages = (
        Stage("a", Bilingual("非常非常长的阶段名称" * 5, "A stage with a name so very long " * 4)),
        Stage("b", Bilingual("成交", "Closing")),
        Stage("c", Bilingual("空", "Empty")),
    )
    funnel = (
        StageTotal("a", 1234, tuple(Money(123456789012, code) for code in CURRENCIES)),
        StageTotal("b", 3, (Money(9_600_000, "USD"), Money(100, "HKD"), Money(5, "CAD"))),
        StageTotal("c", 0, ()),
    )
    process = Process(1, "p", 1, Bilingual("流程", "Process"), stages)
    return Facts(Period.today(date(2026, 3, 20)), process, (), funnel=funnel)


async def boxu_facts(boxu: Coach) -> Facts:
    admin = await member(boxu, "沈若澜")
    return await gather(boxu, admin, (await scopes(boxu, admin, "/summary"))[0], "week")


def test_the_font_draws_every_character_of_the_example_organisation() -> None:
    written = "".join(
        (EXAMPLES / name).read_text(encoding="utf-8")
        for name in ("process.yaml", "people.yaml", "deals.csv", "checkins.jsonl")
    )
    known = TTFont(chart.font_file(), fontNumber=0, lazy=True).getBestCmap()
    assert {c for c in written if not c.isspace() and ord(c) not in known} == set()
    assert chart.glyphs() == frozenset(known)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_picture_lacks_no_glyph(boxu: Coach, language: Language) -> None:
    facts = await boxu_facts(boxu)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        png = chart.funnel(facts, "全公司 🚀 Everyone", language)
    pixels = matplotlib.image.imread(io.BytesIO(png))
    assert pixels.shape[1] == 1024
    assert 500 < pixels.shape[0] < 2000
    assert pixels.min() < 0.1, "there is ink"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", ["example", "hard"])
async def test_no_text_overlaps_another_or_leaves_the_picture(
    boxu: Coach, case: str, language: Language
) -> None:
    facts = hard() if case == "hard" else await boxu_facts(boxu)
    drawn = chart.figure(facts, LONG if case == "hard" else "华东团队", language)
    axes = drawn.axes[0]
    boxes = [text.get_window_extent() for text in axes.texts if text.get_text()]
    assert len(boxes) > 3
    for box in boxes:
        assert box.x0 >= 0
        assert box.x1 <= drawn.bbox.x1
        assert box.y0 >= 0
        assert box.y1 <= drawn.bbox.y1
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)
    for bar in axes.patches:
        assert not any(bar.get_window_extent().overlaps(box) for box in boxes)
    assert all(float(text.get_fontsize()) >= chart.SMALLEST for text in axes.texts)


def test_two_dollar_signs_are_no_formula() -> None:
    drawn = chart.figure(hard(), "R$ and US$", "en")
    said = [text for text in drawn.axes[0].texts if "$" in text.get_text()]
    assert any("$96,000 + HK$1" in text.get_text() for text in said)
    assert not any(text.get_parse_math() for text in said)


def test_bars_are_as_long_as_their_counts() -> None:
    drawn = chart.figure(hard(), "x", "en")
    longest, *rest = [bar.get_width() for bar in drawn.axes[0].patches][1::2]  # type: ignore[attr-defined]
    assert rest[0] == pytest.approx(longest * 3 / 1234)
    assert rest[1] == 0


async def test_a_stage_says_its_deals_and_its_amounts_by_currency(boxu: Coach) -> None:
    said = {bar.stage: bar for bar in chart.bars(await boxu_facts(boxu), "zh")}
    assert said["成交"].deals == "2 个"
    assert said["成交"].amounts == "¥800,000 + SGD\u00a0119,000"
    assert said["售后服务"].amounts == ""
