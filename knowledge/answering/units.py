"""A passage taken apart into what can be quoted: sentences, list items, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from knowledge.text import sentences
from knowledge.text.sentences import HEADING, LIST_ITEM, TABLE_ROW

Kind = Literal["sentence", "item", "row"]
LONGEST_EMBEDDED = 600
_RULER = re.compile(r"[\s|:+=-]+$")
_GAP = re.compile(r"\t| {3,}")
_INTRODUCES = re.compile(r"[:：]\s*$")


@dataclass(frozen=True)
class Unit:
    """`text` is passage.text[start:end], unchanged.

    `labels` and `cells` are a row's; `labels` is empty where the table has no header. `group`
    numbers the lists and tables of the passage, -1 for a sentence outside of them; `lead` is the
    sentence that introduces the group, if it has one.
    """

    text: str
    start: int
    kind: Kind = "sentence"
    group: int = -1
    lead: str = ""
    labels: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def introduces(self) -> bool:
        """Whether it announces what follows ("All seven points are met:")."""
        return self.kind == "sentence" and bool(_INTRODUCES.search(self.text))

    @property
    def body(self) -> str:
        """The text without a list item's own number or bullet."""
        return LIST_ITEM.sub("", self.text, count=1) if self.kind == "item" else self.text

    def shown(self) -> str:
        """As an answer prints it: a row as its labels and values, the rest as it is."""
        if self.kind != "row":
            return self.text
        labels = self.labels or ("",) * len(self.cells)
        chinese = any("\u4e00" <= c <= "\u9fff" for c in self.text)
        colon, comma = ("：", "；") if chinese else (": ", "; ")
        pairs = zip(labels, self.cells, strict=True)
        return comma.join(
            f"{label}{colon}{cell}" if label else cell for label, cell in pairs if cell
        )


@dataclass
class _State:
    """Where the reader stands: the open list or table and what led to it."""

    group: int = -1
    kind: Kind = "sentence"
    labels: tuple[str, ...] = ()
    lead: str = ""
    groups: int = field(default=0)

    def enter(self, kind: Kind) -> bool:
        """Goes on with the open group or opens one; whether it is new."""
        if self.kind == kind and self.group >= 0:
            return False
        self.group, self.kind, self.labels = self.groups, kind, ()
        self.groups += 1
        return True

    def leave(self, sentence: str) -> None:
        self.group, self.kind, self.labels = -1, "sentence", ()
        self.lead = sentence if _INTRODUCES.search(sentence) else ""


def units(text: str) -> list[Unit]:
    """What of `text` can be quoted, in reading order. Table headers and rulers are no units."""
    state = _State()
    return [unit for start, piece in _pieces(text) for unit in _read(state, piece, start)]


def unit_texts(text: str) -> list[str]:
    """What is embedded of each unit of `text`, in order."""
    return [unit.shown()[:LONGEST_EMBEDDED] for unit in units(text)]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for piece in sentences(text):
        stripped = piece.strip()
        if stripped:
            yield at + piece.index(stripped), stripped
        at += len(piece)


def _read(state: _State, piece: str, start: int) -> Iterator[Unit]:
    if TABLE_ROW.match(piece):
        yield from _row(state, piece, start)
    elif LIST_ITEM.match(piece):
        state.enter("item")
        yield Unit(piece, start, "item", state.group, state.lead)
    else:
        state.leave(piece)
        if not HEADING.match(piece):
            yield Unit(piece, start)


def _row(state: _State, piece: str, start: int) -> Iterator[Unit]:
    cells = _cells(piece)
    if state.enter("row"):
        state.labels = cells
        return
    if _RULER.match(piece):
        return
    labels = state.labels if len(state.labels) == len(cells) else ()
    yield Unit(piece, start, "row", state.group, state.lead, labels, cells)


def _cells(line: str) -> tuple[str, ...]:
    if line.startswith("|"):
        inner = line.strip().removeprefix("|").removesuffix("|")
        return tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", inner))
    return tuple(cell.strip() for cell in _GAP.split(line) if cell.strip())
