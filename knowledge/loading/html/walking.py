"""A page's elements from top to bottom, as blocks."""

from __future__ import annotations

import re
from itertools import count

from knowledge.loading.blocks import Block, BlockBuilder
from knowledge.loading.grids import write_table
from knowledge.loading.html.main_part import Element
from knowledge.loading.html.tables import grid_of, is_data_table, rows_within
from knowledge.loading.word.numbering import in_form

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "details",
    "dialog", "div", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup",
    "hr", "html", "legend", "main", "nav", "option", "p", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "button", "dt", "dd", "li", "ul", "ol", "menu", "dir",
    "dl", "pre", "h1", "h2", "h3", "h4", "h5", "h6",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_ITEMS = frozenset({"li", "dt", "dd"})
_NUMBER_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SPACE = re.compile(r"[ \t\r\f\n\u00a0\u200b]+")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BREAK_IN_HAN = re.compile(rf"(?<={_WIDE})[ \t]*\n\s*(?={_WIDE})")


def folded(text: str) -> str:
    """White space as a browser shows it; a line's end between two Han characters is nothing."""
    if "\n" in text:
        text = _BREAK_IN_HAN.sub("", text)
    return _SPACE.sub(" ", text)


class Walker:
    """Goes through the tree without recursion: a page may nest as deep as the parser allows."""

    def __init__(self, title: str) -> None:
        self._builder = BlockBuilder(title)
        self._inline: list[str] = []
        self._lists: list[count[int] | None] = []
        self._item: list[str] | None = None
        self._depth = 1
        self._marker = ""

    @property
    def blocks(self) -> list[Block]:
        return self._builder.blocks

    def walk(self, body: Element) -> None:
        stack: list[tuple[Element, bool]] = [(body, False)]
        while stack:
            node, done = stack.pop()
            if done:
                self._leave(node)
                if node is not body:
                    self._text(node.tail)
                continue
            stack.append((node, True))
            if self._enter(node):
                stack.extend((child, False) for child in reversed(node))
        self._flush()
        self._end_item()

    def _enter(self, node: Element) -> bool:
        """Whether its children are still to be read."""
        tag = node.tag
        if not isinstance(tag, str):
            return False
        if tag == "br":
            self._inline.append("\n")
            return False
        if tag in _BLOCKS:
            self._flush()
        if tag in _HEADINGS and self._item is None:
            self._heading(node, int(tag[1]))
            return False
        if tag == "pre":
            self._code(node)
            return False
        if tag == "table" and is_data_table(node):
            self._table(node)
            return False
        if tag in _LISTS:
            self._open_list(node)
        elif tag in _ITEMS:
            self._open_item(node, tag)
        self._text(node.text)
        return True

    def _leave(self, node: Element) -> None:
        tag = node.tag
        if tag in _BLOCKS:
            self._flush()
        if tag in _LISTS and self._lists:
            self._end_item()
            self._lists.pop()
        elif tag in ("li", "dl"):
            self._end_item()

    def _text(self, text: str | None) -> None:
        if text:
            self._inline.append(folded(text))

    def _flush(self) -> None:
        """What was said since the last block: a paragraph, or a line of the open list item."""
        text = _lines("".join(self._inline))
        self._inline = []
        if not text:
            return
        if self._item is None:
            self._builder.paragraph(text)
        else:
            self._item.append(text)

    def _heading(self, node: Element, level: int) -> None:
        self._builder.heading(_lines(folded(node.text_content())), level)

    def _code(self, node: Element) -> None:
        self._end_item()
        for line_break in node.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        self._builder.code(node.text_content())

    def _table(self, node: Element) -> None:
        self._end_item()
        caption = node.find("caption")
        if caption is not None:
            self._builder.paragraph(_lines(folded(caption.text_content())))
        write_table(grid_of(rows_within(node), cell_text), self._builder)

    def _open_list(self, node: Element) -> None:
        self._end_item()
        start = node.get("start", "1")
        numbered = node.tag == "ol"
        first = _number(start)
        self._lists.append(count(1 if first is None else first) if numbered else None)

    def _open_item(self, node: Element, tag: str) -> None:
        """A term and what is said of it are one item."""
        if tag == "dd" and self._item is not None and self._item:
            return
        self._end_item()
        numbers = self._lists[-1] if self._lists and tag == "li" else None
        if numbers is not None and (own := _number(node.get("value", ""))) is not None:
            numbers = self._lists[-1] = count(own)
        self._marker = _marker(node, numbers)
        self._depth = max(len(self._lists) + (tag != "li"), 1)
        self._item = []

    def _end_item(self) -> None:
        if self._item:
            self._builder.list_item(self._marker + "\n".join(self._item), self._depth)
        self._item = None


def _marker(item: Element, numbers: count[int] | None) -> str:
    if numbers is None:
        return "- "
    form = _NUMBER_FORMS.get(item.getparent().get("type", ""), "decimal")
    return f"{in_form(next(numbers), form)}. "


def _number(written: str) -> int | None:
    whole = written.lstrip("-").isdecimal() and len(written) < 10
    return int(written) if whole else None


def _lines(text: str) -> str:
    return "\n".join(filter(None, (_SPACE.sub(" ", line).strip() for line in text.split("\n"))))


def cell_text(cell: Element) -> str:
    """A cell's words; its paragraphs and lines with a space between."""
    parts = [cell.text or ""]
    for node in cell.iterdescendants():
        apart = " " if node.tag in _BLOCKS or node.tag == "br" else ""
        parts += [apart, node.text or "", ""]
        parts += [apart, node.tail or ""]
    return folded("".join(parts)).strip()
