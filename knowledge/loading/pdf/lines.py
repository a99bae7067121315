"""Words → lines, which no wide gap parts, and the text of what stands side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from knowledge.loading.pdf.geometry import Box, Boxed, around
from knowledge.loading.pdf.words import LINE_END_HYPHEN, Style, Word

_COLUMN_GAP = 0.8
"""Of the type's size: a wider gap may part columns or cells, a narrower one parts words."""
_NO_GAP = 0.1
_SAME_ROW = 0.5
_ALL_BOLD = 0.9
_MARK_GAP = 2.0
_HAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff"
_HAN_END = re.compile(rf"[{_HAN}“”‘’…—·]$")
_HAN_START = re.compile(rf"[{_HAN}“”‘’…—·]")
BULLET = re.compile(r"[•●○■□◆◇▪▫►▶➢➤✓√◦‣∙⁃·*–—-](?=\s|$)|[•●○■□◆◇▪▫►▶➢➤✓√◦‣∙⁃](?=\S)")
NUMBER = re.compile(
    r"(?:[(（]?(?:\d{1,3}|[a-zA-Z]|[ivx]{2,5})[.)）．](?=\s|$|[㐀-鿿])|\d{1,3}、"
    r"|\d{1,3}(?:\.\d{1,3}){1,4}[.、]?(?=\s|$|[㐀-鿿])|[①-⑳]"
    r"|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)"
)

Item = TypeVar("Item", bound=Boxed)


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    box: Box
    style: Style


def spaced(before: str, after: str) -> str:
    """What stands between two texts that follow each other: nothing between Han characters."""
    if not before or not after or (_HAN_END.search(before) and _HAN_START.match(after)):
        return ""
    return " "


def rows_of(items: Iterable[Item]) -> list[list[Item]]:
    """Things side by side, top to bottom and left to right."""
    rows: list[list[Item]] = []
    for item in sorted(items, key=lambda item: item.box.middle[1]):
        if rows and _beside(rows[-1][0].box, item.box):
            rows[-1].append(item)
        else:
            rows.append([item])
    for row in rows:
        row.sort(key=lambda item: item.box.x0)
    return rows


def _beside(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _SAME_ROW * min(one.height, other.height)


def bullets_of(dots: Iterable[Box], words: Sequence[Word]) -> list[Word]:
    """Bullets that are drawn, as browsers do it: dots just before the first word of a line."""
    found: list[Word] = []
    for dot in dots:
        beside = [w for w in words if w.box.top < dot.middle[1] < w.box.bottom]
        right = min((w for w in beside if w.box.x0 >= dot.x1), key=_left, default=None)
        if right is None or right.box.x0 - dot.x1 > _MARK_GAP * right.style.size:
            continue
        if all(dot.x0 - w.box.x1 > w.style.size for w in beside if w.box.x0 < dot.x0):
            box = Box(dot.x0, right.box.top, dot.x1, right.box.bottom)
            found.append(Word("•", box, right.style))
    return found


def _left(word: Word) -> float:
    return word.box.x0


def lines_of(words: Iterable[Word]) -> list[Line]:
    return [_line(part) for row in rows_of(words) for part in _parts(row)]


def _parts(row: Sequence[Word]) -> Iterator[list[Word]]:
    """A row in parts between wide gaps; a list item's mark stays with its text."""
    part = [row[0]]
    for word in row[1:]:
        gap = word.box.x0 - max(before.box.x1 for before in part[-3:])
        wide = gap > _COLUMN_GAP * max(word.style.size, part[-1].style.size)
        if wide and not _is_mark(part):
            yield part
            part = []
        part.append(word)
    yield part


def _is_mark(part: Sequence[Word]) -> bool:
    if len(part) > 1:
        return False
    mark = part[0].text
    return any((found := p.match(mark)) and found.end() == len(mark) for p in (BULLET, NUMBER))


def _line(part: Sequence[Word]) -> Line:
    return Line(text_of(part), around(word.box for word in part), _style(part))


def _style(part: Sequence[Word]) -> Style:
    """The size of most of the text; bold if nearly all of it is."""
    sizes: Counter[float] = Counter()
    for word in part:
        sizes[word.style.size] += len(word.text)
    bold = sum(len(word.text) for word in part if word.style.bold)
    return Style(sizes.most_common(1)[0][0], bold >= _ALL_BOLD * sum(sizes.values()))


def text_of(row: Sequence[Word]) -> str:
    text, end = "", float("inf")
    for word in row:
        touching = word.box.x0 - end < _NO_GAP * word.style.size
        text += word.text if touching else spaced(text, word.text) + word.text
        end = word.box.x1
    return text


def joined(line: Sequence[Line]) -> Line:
    """Lines side by side as one."""
    if len(line) == 1:
        return line[0]
    text = ""
    for part in line:
        text += (" " if text else "") + part.text
    longest = max(line, key=lambda part: len(part.text))
    style = Style(longest.style.size, all(part.style.bold for part in line))
    return Line(text, around(part.box for part in line), style)


def wrapped(texts: Iterable[str]) -> str:
    """Lines below each other as running text, a hyphen at a line's end undone."""
    text = ""
    for part in texts:
        if text.endswith(LINE_END_HYPHEN):
            text = _unhyphenated(text[:-1], part)
        else:
            text += spaced(text, part) + part
    return text.replace(LINE_END_HYPHEN, "-")


def _unhyphenated(before: str, after: str) -> str:
    """A hyphen stays before a capital and a figure, and in a word that has another hyphen."""
    word = before.rsplit(" ", 1)[-1]
    keeps = not after[:1].islower() or not word[-1:].isalpha() or "-" in word
    return before + ("-" if keeps else "") + after
