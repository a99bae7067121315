"""Plain text: paragraphs between empty lines, lists, and such headings as are beyond doubt."""

from __future__ import annotations

from pathlib import PurePath

from knowledge.loading.blocks import BlockBuilder, Content
from knowledge.loading.encodings import decode
from knowledge.loading.errors import WrongType
from knowledge.loading.front_matter import take_front_matter
from knowledge.loading.outline import Guess, Line, guess, read_lines


def read(name: str, data: bytes) -> Content:
    decoded = decode(data)
    if decoded is None:
        raise WrongType(name, extension=PurePath(name).suffix.lower(), found="binary")
    text, warnings = decoded
    metadata, body, more = take_front_matter(text)
    builder = BlockBuilder(metadata.get("title", ""))
    lines = read_lines(body)
    writer = _Writer(builder)
    for line, what in zip(lines, guess(lines), strict=True):
        writer.write(line, what)
    writer.flush()
    return Content(tuple(builder.blocks), metadata, warnings + more)


class _Writer:
    """Joins the lines of a paragraph, and a list item's with those that continue it."""

    def __init__(self, builder: BlockBuilder) -> None:
        self._builder = builder
        self._lines: list[str] = []
        self._in_item = False
        self._indents: list[int] = []
        self._after_gap = False

    def write(self, line: Line, what: Guess) -> None:
        match what.kind:
            case "heading":
                self._end_list()
                self._builder.heading(what.text, what.level)
            case "item":
                self._item(line)
            case "text":
                self._text(line)
            case _:
                self._gap(what)

    def flush(self) -> None:
        text = "\n".join(self._lines)
        if self._in_item:
            self._builder.list_item(text, len(self._indents))
        else:
            self._builder.paragraph(text)
        self._lines, self._in_item = [], False

    def _item(self, line: Line) -> None:
        """Depth is counted from the indents of the items above that are still open."""
        self.flush()
        while self._indents and self._indents[-1] >= line.indent:
            self._indents.pop()
        self._indents.append(line.indent)
        self._lines, self._in_item, self._after_gap = [line.text], True, False

    def _text(self, line: Line) -> None:
        belongs = self._in_item and (line.indent > self._indents[-1] or not self._after_gap)
        if self._indents and not belongs:
            self._end_list()
        elif self._in_item and self._after_gap:
            self._lines.append("")
        self._lines.append(line.text)
        self._after_gap = False

    def _gap(self, what: Guess) -> None:
        self._after_gap = True
        if not self._in_item or what.kind == "rule":
            self.flush()

    def _end_list(self) -> None:
        self.flush()
        self._indents = []
