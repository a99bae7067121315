"""One page of a PDF: its lines and tables, before anything is known of the other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from knowledge.loading.pdf.drawings import Rule, drawings_of
from knowledge.loading.pdf.geometry import Box, Frame
from knowledge.loading.pdf.lines import Line, bullets_of, lines_of
from knowledge.loading.pdf.tables import Table, merged, ruled_tables
from knowledge.loading.pdf.words import PageText, TextReader

_PICTURE = 0.25
"""Of a page's area: a page with as much picture and no text is a scan."""
_LEAST_LETTERS = 8
_MOST_UNREADABLE = 0.3
_DRAWING = 50
"""Paths: a page with as many and no text may have its text drawn as curves."""


@dataclass(slots=True)
class Page:
    """`level` are rules across the page, which tables of aligned columns have.

    `pictured`: much of the page is a picture or a drawing. `noise`: its text can't be read.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[Table]
    level: list[Rule]
    turned: str
    pictured: bool
    noise: bool

    @property
    def scanned(self) -> bool:
        """Nothing on the page is text that can be read, running heads taken off."""
        letters = sum(len(line.text) for line in self.lines) + len(self.turned)
        wordless = letters < _LEAST_LETTERS and not self.tables
        return self.noise or (wordless and self.pictured)


def read_page(document: Any, number: int) -> Page:
    """Page `number`, counted from 1, of an open PdfDocument."""
    page = document[number - 1]
    try:
        frame = Frame(page.get_cropbox(), page.get_rotation())
        text = _text_of(page, frame)
        drawings = drawings_of(page.raw, frame)
    finally:
        page.close()
    sheet = Box(0, 0, frame.width, frame.height)
    visible = [word for word in text.words if sheet.holds(word.box.middle)]
    drawings.level, drawings.upright = merged(drawings.level), merged(drawings.upright)
    tables, rest = ruled_tables(drawings, visible)
    letters = sum(len(word.text) for word in text.words) + len(text.turned)
    return Page(
        number=number,
        width=frame.width,
        height=frame.height,
        lines=lines_of([*rest, *bullets_of(drawings.dots, rest)]),
        tables=tables,
        level=drawings.level,
        turned=text.turned,
        pictured=drawings.pictures > _PICTURE * sheet.width * sheet.height
        or drawings.paths > _DRAWING,
        noise=text.unreadable > _MOST_UNREADABLE * letters,
    )


def _text_of(page: Any, frame: Frame) -> PageText:
    text_page = page.get_textpage()
    try:
        return TextReader(text_page.raw, frame).read()
    finally:
        text_page.close()
