"""What every format is read into: a document of blocks, each knowing the headings above it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from storage.records import Language

Kind = Literal["heading", "paragraph", "list_item", "table", "code"]
Row = tuple[str, ...]

LONGEST_HEADING = 150
"""Characters; a longer "heading" is body text that was given a heading's style."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


class Metadata(TypedDict, total=False):
    title: str
    stages: list[str]
    language: Language


@dataclass(frozen=True)
class Block:
    """`level` is a heading's rank (1 to 6) or a list item's depth from 1, otherwise 0.

    `heading_path` is outermost first, starts with the document's title where there is one, and
    for a heading ends with the heading itself. A list item's text begins with its own number or
    bullet. `rows` are a table's, header first; its `text` is the cells separated by tabs.
    """

    kind: Kind
    text: str
    heading_path: tuple[str, ...] = ()
    level: int = 0
    page: int | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class LoadedDocument:
    """`title` is the front matter's or the first heading's, else the file's name without suffix.

    `warnings` are codes, some with a detail after a colon: "front_matter_invalid".
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    warnings: tuple[str, ...] = ()

    @property
    def language(self) -> Language | None:
        """The language the author declared, if any."""
        return self.metadata.get("language")


@dataclass(frozen=True)
class Content:
    """What a reader hands to `load`."""

    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    warnings: tuple[str, ...] = ()


def same_words(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def one_line(text: str) -> str:
    return " ".join(text.split())


class BlockBuilder:
    """Collects blocks in reading order and keeps the path of open headings."""

    def __init__(self, title: str = "") -> None:
        self.title = one_line(title)
        self.blocks: list[Block] = []
        self._open: list[tuple[int, str]] = []
        self._path: tuple[str, ...] = (self.title,) if self.title else ()

    def heading(self, text: str, level: int, page: int | None = None) -> None:
        text = one_line(_CONTROLS.sub("", text))
        if len(text) > LONGEST_HEADING:
            self.paragraph(text, page)
            return
        if not text:
            return
        level = min(max(level, 1), 6)
        if self._open or not same_words(text, self.title):
            self._push(level, text)
        self.blocks.append(Block("heading", text, self._path, level, page))

    def document_title(self, text: str, page: int | None = None) -> None:
        """A title that stands above headings of level 1; a second one is such a heading."""
        if self.title or self._open or len(text) > LONGEST_HEADING:
            self.heading(text, 1, page)
            return
        self.title = one_line(text)
        self._path = (self.title,) if self.title else ()
        self.heading(self.title, 1, page)

    def paragraph(self, text: str, page: int | None = None) -> None:
        self._add("paragraph", text, 0, page)

    def list_item(self, text: str, depth: int, page: int | None = None) -> None:
        self._add("list_item", text, max(depth, 1), page)

    def code(self, text: str, page: int | None = None) -> None:
        self._add("code", text, 0, page)

    def table(self, rows: list[list[str]], page: int | None = None) -> None:
        """Rows without any text are left out; short rows are filled up."""
        kept = [[one_line(_CONTROLS.sub("", cell)) for cell in row] for row in rows]
        kept = [row for row in kept if any(row)]
        if not kept:
            return
        width = max(map(len, kept))
        full = tuple(tuple(row + [""] * (width - len(row))) for row in kept)
        text = "\n".join("\t".join(row) for row in full)
        self.blocks.append(Block("table", text, self._path, page=page, rows=full))

    def _push(self, level: int, text: str) -> None:
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, text))
        title = (self.title,) if self.title else ()
        self._path = title + tuple(text for _, text in self._open)

    def _add(self, kind: Kind, text: str, level: int, page: int | None) -> None:
        text = _CONTROLS.sub("", text).strip("\n").rstrip()
        text = text if kind == "code" else text.strip()
        if text.strip():
            self.blocks.append(Block(kind, text, self._path, level, page))
