"""Which lines of a plain text are headings, which are list items: cautious guesses.

A numbered line is a heading only if text of its own follows it, and if it has a sibling; numbered
lines one after the other are a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from knowledge.loading.sizes import shortness

_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_ORDINAL = r"第[一二三四五六七八九十百零〇\d]{1,5}"
_NUMBERED: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("chapter", 1, re.compile(rf"{_ORDINAL}(?:[章篇编]|部分)")),
    ("section", 2, re.compile(rf"{_ORDINAL}[节節]")),
    ("han", 2, re.compile(rf"{_HAN_NUMBER}、")),
    ("han_paren", 3, re.compile(rf"[（(]{_HAN_NUMBER}[）)]")),
    ("dotted", 4, re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}[.、]?(?:\s+|(?=[㐀-鿿]))(?=[^\W\d])")),
    ("decimal", 3, re.compile(r"\d{1,3}(?:[.．)）]\s+|[、．]|[.)）](?=[㐀-鿿]))(?=\S)")),
    ("paren", 0, re.compile(r"[（(]\d{1,3}[）)]")),
    ("circled", 0, re.compile(r"[①-⑳]")),
    ("letter", 0, re.compile(r"[a-zA-Z][.)]\s+(?=\S)")),
)  # fmt: skip
_MAY_BE_NUMBERED = re.compile(r"[\d第（(①-⑳一二三四五六七八九十]|[a-zA-Z][.)]")
_BULLET = re.compile(r"(?:[-*+–—·]\s+|[•●○■□◆◇▪►➢✓√]\s*)(?=\S)")
_MARKED = re.compile(r"(#{1,6})\s+(\S.*?)(?:\s+#+)?$")
_RULE = re.compile(r"([=\-*_~—－＝])\1{2,}$")
_ENDS_SENTENCE = tuple("。；，、.;,…")
_ENDS_TITLE = (*_ENDS_SENTENCE, *"：:！!”\"')）")

SHORT = 60
"""Longest heading that a blank line follows, in Latin letters; a Han character counts as two."""
VERY_SHORT = 40
"""Longest numbered heading that text follows at once: a wrapped list item is usually longer."""


@dataclass(frozen=True)
class Line:
    text: str
    indent: int = 0


class Guess(NamedTuple):
    kind: Literal["blank", "rule", "heading", "item", "text"]
    level: int = 0
    text: str = ""


_BLANK, _RULED, _ITEM, _TEXT = Guess("blank"), Guess("rule"), Guess("item"), Guess("text")


def read_lines(text: str) -> list[Line]:
    lines, blank = [], Line("")
    for raw in text.replace("\f", "\n\n").split("\n"):
        line = raw.rstrip().expandtabs(4)
        if not line:
            lines.append(blank)
            continue
        stripped = line.lstrip()
        lines.append(Line(stripped, len(line) - len(stripped)))
    return lines


def guess(lines: Sequence[Line]) -> list[Guess]:
    """One guess for each line."""
    return _Outline(lines).guesses()


class _Outline:
    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._styles = [_style(line.text) for line in lines]
        self._before = _nearest(lines)
        self._after = [len(lines) - 1 - i for i in reversed(_nearest(lines[::-1]))]
        self._headings = self._numbered_headings()

    def guesses(self) -> list[Guess]:
        found: list[Guess] = []
        for i in range(len(self._lines)):
            underlined = bool(found) and found[-1].kind == "heading" and self._underline(i - 1)
            found.append(_RULED if underlined else self._guess(i, found[-1] if found else _BLANK))
        return found

    def _guess(self, i: int, before: Guess) -> Guess:
        text = self._lines[i].text
        if not text:
            return _BLANK
        if _RULE.match(text):
            return _RULED
        if marked := _MARKED.match(text):
            return Guess("heading", len(marked[1]), marked[2])
        starts = before.kind in ("blank", "rule", "heading")
        if starts and (level := self._underline(i)):
            return Guess("heading", level, text)
        if i in self._headings:
            return Guess("heading", self._headings[i], text)
        if self._styles[i] or _BULLET.match(text):
            return _ITEM
        if starts and (level := self._bare_heading(i)):
            return Guess("heading", level, text)
        return _TEXT

    def _underline(self, i: int) -> int:
        """1 or 2 if a line of = or - stands below a short line, else 0."""
        if i + 1 >= len(self._lines) or not _is_short(self._lines[i].text):
            return 0
        below = self._lines[i + 1].text
        if not _RULE.match(below) or below[0] not in "=-＝－":
            return 0
        return 1 if below[0] in "=＝" else 2

    def _numbered_headings(self) -> dict[int, int]:
        candidates = [i for i in range(len(self._lines)) if self._may_head(i)]
        count = Counter(self._styles[i] for i in candidates)
        levels = {style: level for style, level, _ in _NUMBERED}
        headings: dict[int, int] = {}
        for i in candidates:
            style = self._styles[i]
            if count[style] > 1 or style in ("chapter", "section"):
                dots = self._lines[i].text.split()[0].strip(".、").count(".")
                headings[i] = levels[style] + (dots - 1 if style == "dotted" else 0)
        return headings

    def _may_head(self, i: int) -> bool:
        style, line = self._styles[i], self._lines[i]
        if style not in ("chapter", "section", "han", "han_paren", "dotted", "decimal"):
            return False
        before, after = self._before[i], self._after[i]
        if not 0 <= after < len(self._lines) or line.text.endswith(_ENDS_SENTENCE):
            return False
        sibling_before = before >= 0 and self._styles[before] == style
        if sibling_before or self._styles[after] == style or self._continued(i):
            return False
        return shortness(line.text) <= (SHORT if after > i + 1 else VERY_SHORT)

    def _continued(self, i: int) -> bool:
        """The next line is indented below it, as the rest of a list item is."""
        following = self._lines[i + 1]
        return bool(following.text) and following.indent > self._lines[i].indent

    def _bare_heading(self, i: int) -> int:
        """Level of a heading without number: capitals (2), or short above a long text (1, 2)."""
        text = self._lines[i].text
        after = self._after[i]
        if not _is_short(text) or not after < len(self._lines):
            return 0
        if _in_capitals(text):
            return 2
        alone = after > i + 1
        if not alone or text.endswith(_ENDS_TITLE) or not _starts_like_title(text):
            return 0
        following = self._lines[after].text
        is_list = bool(self._styles[after] or _BULLET.match(following))
        longer = shortness(following) > max(2 * shortness(text), VERY_SHORT)
        first = self._before[i] < 0
        return (1 if first else 2) if longer or (first and is_list) else 0


def _style(text: str) -> str:
    if not _MAY_BE_NUMBERED.match(text):
        return ""
    return next((name for name, _, pattern in _NUMBERED if pattern.match(text)), "")


def _nearest(lines: Sequence[Line]) -> list[int]:
    """For each line the nearest one above it that is not blank, -1 if there is none."""
    found, last = [], -1
    for i, line in enumerate(lines):
        found.append(last)
        last = i if line.text else last
    return found


def _is_short(text: str) -> bool:
    return shortness(text) <= SHORT


def _in_capitals(text: str) -> bool:
    if not text.isupper() or sum(map(str.isupper, text)) < 4 or shortness(text) > len(text):
        return False
    return text[-1] not in ".,;" and not text.startswith(("http", "www"))


def _starts_like_title(text: str) -> bool:
    return not text[0].islower() and len(text.split()) <= 8 and any(map(str.isalpha, text))
