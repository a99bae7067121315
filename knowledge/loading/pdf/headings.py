"""Which lines are headings, and of what level: by the bookmarks, by the type, by numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.loading.blocks import LONGEST_HEADING
from knowledge.loading.pdf.lines import BULLET, Line
from knowledge.loading.pdf.words import Style
from knowledge.loading.sizes import shortness

_LARGER = 1.12
_SMALLER = 0.95
_MUCH = 0.1
_LONG_LINE = 40
_NUMBER = re.compile(r"(?:第\s*)?[\d一二三四五六七八九十.、章节．()（）]+\s*")
_DOTTED = re.compile(r"\d{1,3}((?:\.\d{1,3})*)\.?(?=\s|[㐀-鿿])")
_ENDS_SENTENCE = tuple("。；，、;,")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`level` counts from 1; `page` from 1, 0 if it leads nowhere."""

    title: str
    level: int
    page: int


def running_styles(lines: Iterable[Line]) -> list[Style]:
    """What much of the text is set in, most first: as a rule one style, with others for code.

    In a text of short lines only, the smallest that is used much.
    """
    weights: Counter[Style] = Counter()
    long: Counter[Style] = Counter()
    for line in lines:
        length = shortness(line.text)
        weights[line.style] += length
        if length >= _LONG_LINE:
            long[line.style] += length
    if not weights:
        return [Style(size=10.0, bold=False)]
    least = _MUCH * weights.total()
    if long.total() > least:
        first = long.most_common(1)[0][0]
    else:
        first = min(style for style, weight in weights.items() if weight > least)
    return [first, *(s for s, weight in long.most_common() if s != first and weight >= least)]


class Headings:
    def __init__(self, running: Sequence[Style], bookmarks: Sequence[Bookmark]) -> None:
        self._running = frozenset(running)
        self._size = max(style.size for style in running)
        self._bold = all(style.bold for style in running)
        self._bookmarks: defaultdict[str, list[Bookmark]] = defaultdict(list)
        for bookmark in bookmarks:
            self._bookmarks[_bare(bookmark.title)].append(bookmark)

    def stands_out(self, style: Style) -> bool:
        """Larger than the running text, or bold in a text that is not."""
        if style in self._running:
            return False
        bold = style.bold and not self._bold
        return style.size >= _LARGER * self._size or (bold and style.size >= _SMALLER * self._size)

    def bookmark(self, text: str, page: int) -> Bookmark | None:
        """The bookmark that leads to this text."""
        if len(text) > LONGEST_HEADING:
            return None
        found = self._bookmarks.get(_bare(text)) or self._bookmarks.get(_bare(_unnumbered(text)))
        return next((b for b in found or () if abs(b.page - page) <= 1), None)

    def may_head(self, text: str, style: Style, lines: int) -> bool:
        if not self.stands_out(style) or lines > 3 or len(text) > LONGEST_HEADING:
            return False
        if text.endswith(_ENDS_SENTENCE) or not any(map(str.isalpha, text)):
            return False
        if text.endswith((":", "：")) and not style.bold:
            return False
        return not BULLET.match(text) and not (text.endswith(".") and len(text) > 60)


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    style: Style
    bookmark: Bookmark | None


def levels(headings: Sequence[Heading]) -> list[int]:
    """A level for each, from 1. A bookmark's counts; other headings follow those of their type."""
    by_style = _by_style(headings)
    least: dict[Style, int] = {}
    for heading in headings:
        depth = _depth(heading.text)
        if depth is not None:
            least[heading.style] = min(least.get(heading.style, depth), depth)
    found: list[int] = []
    for heading in headings:
        depth = _depth(heading.text)
        deeper = depth - least[heading.style] if depth is not None else 0
        own = heading.bookmark.level if heading.bookmark else by_style[heading.style] + deeper
        found.append(own)
    return found


def _by_style(headings: Sequence[Heading]) -> dict[Style, int]:
    """Larger type is higher up; a type between two with bookmarks is level with the lower."""
    marked: defaultdict[Style, Counter[int]] = defaultdict(Counter)
    for heading in headings:
        if heading.bookmark:
            marked[heading.style][heading.bookmark.level] += 1
    ranked: dict[Style, int] = {}
    level = 0
    for style in sorted({heading.style for heading in headings}, reverse=True):
        level = marked[style].most_common(1)[0][0] if style in marked else level + 1
        ranked[style] = level
    return ranked


def _depth(text: str) -> int | None:
    match = _DOTTED.match(text)
    return match[1].count(".") if match else None


def _bare(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _unnumbered(text: str) -> str:
    return _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text
