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


def test_the_words_below_a_title_are_no_section_that_nobody_needed() -> None:
    title = Section("a", "Pricing", "a.md", ("Pricing",))
    lines = said({}, title, Section("a", "Pricing", "a.md", ("Pricing", "Terms")))
    assert [line for line in lines if line.startswith("•")] == ["• Pricing › Terms"]
    assert "1 section that nobody needed" in lines
    assert "• Pricing" in said({}, title), "a document without headings is one section"


def test_what_goes_by_one_name_is_counted_together() -> None:
    lines = said(
        {
            Section("standard-answers", "Answers", "answers/1.md", ("Who?",)): 3,
            Section("standard-answers", "Answers", "answers/2.md", ("Who?",)): 2,
            Section("b", "Standard answers", "x.md", ("When?",)): 1,
        }
    )
    assert "   5  Standard answers › Who?" in lines
    assert "   6  Standard answers" in lines
