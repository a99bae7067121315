"""Lines in reading order → paragraphs, list items and headings: which lines belong together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from knowledge.loading.pdf.headings import Bookmark, Headings
from knowledge.loading.pdf.lines import BULLET, NUMBER, Line, wrapped
from knowledge.loading.pdf.tables import Table
from knowledge.loading.pdf.words import LINE_END_HYPHEN

_NEXT_LINE = 1.35
"""Of the usual distance of lines: a larger one parts paragraphs."""
_USUAL_PITCH = 1.5
_INDENT = 0.8
_SHORT_OF = 0.25
_ENDS = re.compile(r"[。！？；：.!?;:…][”’」』）)\"']*$")
_ENDS_SENTENCE = re.compile(r"[。！？.!?…][”’」』）)\"']*$")
_WIDE = re.compile("[\u2e80-\uffef]")

Kind = Literal["paragraph", "list_item", "heading"]


@dataclass(slots=True)
class Chunk:
    """`indents` are where the marks of the list items stand that are open, this one's last."""

    kind: Kind
    page: int
    lines: list[Line]
    bookmark: Bookmark | None = None
    indents: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        return wrapped(line.text for line in self.lines)


@dataclass(slots=True)
class PlacedTable:
    page: int
    table: Table


@dataclass(slots=True)
class Part:
    """A region's lines and tables in order."""

    page: int
    items: Sequence[Line | Table]
    left: float
    right: float


def usual_pitch(parts: Iterable[Part]) -> float:
    """The distance of lines in running text, in heights of a line."""
    found = [
        (below.box.top - above.box.top) / above.box.height
        for part in parts
        for above, below in zip(part.items, part.items[1:], strict=False)
        if isinstance(above, Line)
        and isinstance(below, Line)
        and above.style == below.style
        and 0 < below.box.top - above.box.top < 2.5 * above.box.height
        and above.box.x1 > part.right - 3 * above.style.size
    ]
    return median(found) if found else _USUAL_PITCH


@dataclass(slots=True)
class Assembly:
    headings: Headings
    pitch: float
    _open: Chunk | None = None
    _indents: list[float] = field(default_factory=list)
    _part: Part | None = None

    def chunks(self, parts: Iterable[Part]) -> Iterator[Chunk | PlacedTable]:
        for part in parts:
            for item in part.items:
                if isinstance(item, Table):
                    yield from self._flush()
                    yield PlacedTable(part.page, item)
                    self._indents = []
                elif self._goes_on(item, part):
                    assert self._open is not None
                    self._open.lines.append(item)
                else:
                    yield from self._flush()
                    self._open = self._begin(item, part)
                self._part = part
        yield from self._flush()

    def _flush(self) -> Iterator[Chunk]:
        chunk, self._open = self._open, None
        if chunk is None:
            return
        style = chunk.lines[0].style
        chunk.bookmark = self.headings.bookmark(chunk.text, chunk.page)
        if chunk.bookmark or self.headings.may_head(chunk.text, style, len(chunk.lines)):
            chunk.kind, chunk.indents = "heading", ()
        if chunk.kind != "list_item":
            self._indents = []
        yield chunk

    def _begin(self, line: Line, part: Part) -> Chunk:
        if not (BULLET.match(line.text) or NUMBER.match(line.text)):
            return Chunk("paragraph", part.page, [line])
        moved = self._part is not None and self._part is not part
        if moved and self._indents:
            by = part.left - self._part.left if self._part else 0.0
            self._indents = [indent + by for indent in self._indents]
        while self._indents and self._indents[-1] >= line.box.x0 - _INDENT * line.style.size / 2:
            self._indents.pop()
        self._indents.append(line.box.x0)
        return Chunk("list_item", part.page, [line], indents=tuple(self._indents))

    def _goes_on(self, line: Line, part: Part) -> bool:
        if self._open is None or self._part is None:
            return False
        before = self._open.lines[-1]
        if before.text.endswith(LINE_END_HYPHEN) and line.style.size == before.style.size:
            return True
        if self._other_type(before, line, part) or self._is_item(before, line, part):
            return False
        if self._part is not part:
            return self._over_the_edge(before, line, part)
        pitch = (line.box.top - before.box.top) / max(before.box.height, line.box.height)
        if pitch > _NEXT_LINE * self.pitch:
            return False
        if self.headings.stands_out(line.style) or self._hangs(line):
            return True
        return not self._is_indented(before, line, part) and not _ends_early(before, line, part)

    def _other_type(self, before: Line, line: Line, part: Part) -> bool:
        """Bold words part nothing in a list item, nor after a full line that ends no sentence."""
        stands_out = self.headings.stands_out
        full = before.box.x1 > part.right - before.style.size
        goes_on = self._hangs(line) or (full and not _ENDS.search(before.text))
        if before.style.size == line.style.size and goes_on:
            return False
        if stands_out(before.style) or stands_out(line.style):
            return before.style != line.style
        return abs(before.style.size - line.style.size) > 1.5

    def _is_item(self, before: Line, line: Line, part: Part) -> bool:
        """The line begins with a list's mark, and not by chance in the middle of a sentence."""
        if BULLET.match(line.text):
            return True
        if not NUMBER.match(line.text):
            return False
        full = before.box.x1 > part.right - 2 * before.style.size
        level = abs(line.box.x0 - before.box.x0) < 1
        item = self._open is not None and self._open.kind == "list_item"
        return item or not (full and level) or bool(_ENDS.search(before.text))

    def _over_the_edge(self, before: Line, line: Line, part: Part) -> bool:
        """A sentence goes on in the next column or on the next page."""
        assert self._part is not None
        if self.headings.stands_out(line.style) or _ENDS.search(before.text):
            return False
        full = before.box.x1 > self._part.right - 4 * before.style.size
        return full and line.box.x0 < part.left + 4 * line.style.size

    def _hangs(self, line: Line) -> bool:
        """The line stands below a list item's text, not below its mark."""
        assert self._open is not None
        mark = self._open.lines[0].box.x0
        return self._open.kind == "list_item" and line.box.x0 > mark + _INDENT * line.style.size

    def _is_indented(self, before: Line, line: Line, part: Part) -> bool:
        """The line begins a paragraph: further right than the lines of the one above."""
        assert self._open is not None
        step = _INDENT * line.style.size
        if self._open.kind == "list_item":
            return line.box.x0 < self._open.lines[0].box.x0 - step / 2
        alone = len(self._open.lines) == 1
        if not alone and line.box.x0 < before.box.x0 - step:
            return True
        if line.box.x0 > before.box.x0 + step:
            hangs = alone and _room(before, line, part) <= 0
            return not hangs or bool(_ENDS_SENTENCE.search(before.text))
        level = abs(line.box.x0 - before.box.x0) < 1
        indented = line.box.x0 > part.left + step
        return alone and level and indented and _room(before, line, part) > 0


def _room(before: Line, line: Line, part: Part) -> float:
    """How much is left free at a line's end beyond what the next word takes."""
    word = line.text.split(" ", 1)[0][:20]
    size = line.style.size
    width = size if _WIDE.match(word) else 0.55 * size * len(word)
    return part.right - before.box.x1 - width - 1.5 * size


def _ends_early(before: Line, line: Line, part: Part) -> bool:
    """The next word would have stood on the line above, had the paragraph gone on."""
    if _room(before, line, part) <= 0:
        return False
    far = part.right - before.box.x1 > _SHORT_OF * (part.right - part.left)
    return far or bool(_ENDS.search(before.text))
