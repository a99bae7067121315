"""The usage report counts everything, whatever its sections are called."""

from __future__ import annotations

from bot.gaps.usage import report
from storage.usage import Section, Usage


def said(cited: dict[Section, int], *unused: Section) -> list[str]:
    """The report's lines."""
    figures = Usage(9, {"answered": 9}, {}, 0, {}, cited, list(unused))
    return "".join(span.text for span in report(figures, 7, None, "en")).splitlines()


def test_sections_of_the_same_name_are_told_apart_by_their_file() -> None:
    lines = said(
        {
            Section("a", "Pricing", "north.md", ("Discounts",)): 3,
            Section("a", "Pricing", "south.md", ("Discounts",)): 2,
            Section("b", "Returns", "returns.md", ("Returns", "Time")): 4,
        },
        Section("a", "Pricing", "south.md", ("Terms",)),
    )
    assert "   3  Pricing › north.md › Discounts" in lines
    assert "   2  Pricing › south.md › Discounts" in lines
    assert "   4  Returns › Time" in lines
    assert "• Pricing › south.md › Terms" in lines


def test_what_goes_by_one_name_is_counted_together() -> None:
    lines = said(
        {
            Section("standard-answers", "Answers", "answers/1.md", ("Who?",)): 3,
            Section("standard-answers", "Answers", "answers/2.md", ("Who?",)): 2,
            Section("b", "Answers", "x.md", ("When?",)): 1,
        }
    )
    assert "   5  Answers › Who?" in lines
    assert "   6  Answers" in lines
