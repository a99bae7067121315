"""A Word document's body, top to bottom, as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.loading.blocks import BlockBuilder
from knowledge.loading.office import Element
from knowledge.loading.sizes import shortness
from knowledge.loading.word.numbering import Numbering
from knowledge.loading.word.package import Package, W, val
from knowledge.loading.word.runs import Pages, Words, is_all_bold, words_of
from knowledge.loading.word.styles import (
    Numbered,
    ParagraphStyle,
    Styles,
    numbering_of,
    outline_level,
)
from knowledge.loading.word.tables import is_frame, rows_of

_CONTAINERS = frozenset(
    {W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo", W + "smartTag"}
)
_TABLE_PARTS = frozenset({W + "tbl", W + "tr", W + "tc"})
_LONGEST_BOLD_HEADING = 60
_ENDS_TEXT = tuple("。；，、.;,：:")
_BOLD_HEADING_LEVEL = 2


class Body:
    def __init__(self, package: Package, builder: BlockBuilder) -> None:
        self._root = package.document.find(W + "body")
        self._builder = builder
        self._styles = Styles(package.styles)
        self._numbering = Numbering(package.numbering)
        self._pages = Pages(package.document)
        self._has_headings = self._find_headings()
        self.warnings: list[str] = []
        if package.has_footnotes and package.document.find(f".//{W}footnoteReference") is not None:
            self.warnings.append("footnotes_skipped")
        if package.document.find(f".//{W}altChunk") is not None:
            self.warnings.append("embedded_document_skipped")

    def walk(self) -> None:
        self._blocks(self._root)

    def _find_headings(self) -> bool:
        paragraphs = self._root.iter(W + "p")
        return any(self._style(p).heading or self._style(p).title for p in paragraphs)

    def _style(self, paragraph: Element) -> ParagraphStyle:
        """The named style's, with what the paragraph itself says."""
        style = self._styles.of(paragraph)
        own_level, own_place = outline_level(paragraph), numbering_of(paragraph)
        if own_place is not None and not own_place.num_id and style.numbered:
            own_place = Numbered(style.numbered.num_id, own_place.depth)
        return replace(
            style,
            heading=own_level or style.heading,
            numbered=own_place if own_place is not None else style.numbered,
        )

    def _blocks(self, parent: Element) -> None:
        for child in parent:
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag in _CONTAINERS and not _is_table_of_contents(child):
                self._blocks(child)

    def _paragraph(self, paragraph: Element) -> None:
        """An empty paragraph of a list is counted too, as Word does."""
        style = self._style(paragraph)
        marker = self._numbering.marker(style.numbered) if style.numbered else None
        words = words_of(paragraph, self._pages)
        if words.text and not style.contents:
            self._write(paragraph, style, words, marker)
        for box in words.boxes:
            self._blocks(box)

    def _write(
        self, paragraph: Element, style: ParagraphStyle, words: Words, marker: str | None
    ) -> None:
        text = f"{marker} {words.text}" if marker else words.text
        if style.heading:
            self._builder.heading(text, style.heading, words.page)
        elif style.title:
            self._builder.document_title(words.text, words.page)
        elif self._is_bold_heading(paragraph, style, words.text):
            self._builder.heading(text, _BOLD_HEADING_LEVEL, words.page)
        elif marker is not None or style.list_depth:
            bullet = "- " if marker is None and style.bulleted else ""
            self._builder.list_item(bullet + text, _depth(style), words.page)
        else:
            self._builder.paragraph(words.text, words.page)

    def _is_bold_heading(self, paragraph: Element, style: ParagraphStyle, text: str) -> bool:
        """In a document without heading styles a short bold line takes their place."""
        if self._has_headings or text.endswith(_ENDS_TEXT) or "\n" in text:
            return False
        short = shortness(text) <= _LONGEST_BOLD_HEADING
        return short and is_all_bold(paragraph, by_style=style.bold)

    def _table(self, table: Element) -> None:
        if is_frame(table):
            for cell in table.iterfind(f".//{W}tc"):
                if next(cell.iterancestors(W + "tbl")) is table:
                    self._blocks(cell)
            return
        page = self._pages.now
        self._builder.table(rows_of(table, self._cell_text), page)

    def _cell_text(self, cell: Element) -> str:
        """All paragraphs of a cell, those of nested tables included, in one line."""
        return " ".join(self._lines(cell))

    def _lines(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == W + "p":
                numbered = self._style(child).numbered
                marker = self._numbering.marker(numbered) if numbered else None
                words = words_of(child, self._pages)
                if words.text:
                    yield f"{marker} {words.text}" if marker else words.text
                for box in words.boxes:
                    yield from self._lines(box)
            elif child.tag in _CONTAINERS or child.tag in _TABLE_PARTS:
                yield from self._lines(child)


def _depth(style: ParagraphStyle) -> int:
    deep = style.numbered.depth + 1 if style.numbered else 1
    return max(deep, style.list_depth)


def _is_table_of_contents(element: Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return "table of contents" in (val(gallery) or "").lower()
