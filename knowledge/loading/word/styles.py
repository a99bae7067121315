"""What a paragraph's style makes of it: a heading, a title, a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.loading.office import Element
from knowledge.loading.word.package import W, is_on, val

_HEADING = re.compile(r"(?:heading|标题|標題|überschrift|titre|título)\s*([1-9])", re.IGNORECASE)
_TITLES = frozenset({"title", "标题", "標題", "文档标题", "文件標題"})
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*\d|toc heading|table of figures", re.IGNORECASE)
_LIST = re.compile(
    r"(?:list|列表|清單)\s*(?P<bullet>bullet|项目符号|項目符號)?\D*(?P<depth>\d)?", re.I
)
_LAST_HEADING = 8
"""Outline level 9 means body text."""


@dataclass(frozen=True)
class Numbered:
    """A paragraph's place in a numbering: which list, how deep (from 0)."""

    num_id: str
    depth: int


@dataclass(frozen=True)
class ParagraphStyle:
    """`heading` is 1 to 9, 0 for none. `contents` is a line of a generated table of contents."""

    heading: int = 0
    title: bool = False
    contents: bool = False
    bulleted: bool = False
    list_depth: int = 0
    numbered: Numbered | None = None
    bold: bool = False


class Styles:
    def __init__(self, root: Element | None) -> None:
        found = root.iter(W + "style") if root is not None else ()
        self._styles: dict[str | None, Element] = {val(s, "styleId"): s for s in found}
        self._default = next((i for i, s in self._styles.items() if _is_default(s)), None)
        self.of_id = cache(self._resolve)

    def of(self, paragraph: Element) -> ParagraphStyle:
        return self.of_id(val(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default)

    def _resolve(self, style_id: str | None) -> ParagraphStyle:
        """The style by that id, with what it inherits: the nearest statement counts."""
        heading, title, contents, bulleted, depth = 0, False, False, False, 0
        numbered, bold = None, None
        for style in self._ancestry(style_id):
            name = (val(style.find(W + "name")) or "").strip()
            heading = heading or _heading(name, style)
            title = title or name.casefold() in _TITLES
            contents = contents or bool(_CONTENTS.match(name))
            if match := _LIST.match(name):
                bulleted = bulleted or bool(match["bullet"])
                depth = depth or int(match["depth"] or 1)
            numbered = numbered or numbering_of(style)
            mark = style.find(f"{W}rPr/{W}b")
            bold = is_on(mark) if bold is None and mark is not None else bold
        return ParagraphStyle(heading, title, contents, bulleted, depth, numbered, bool(bold))

    def _ancestry(self, style_id: str | None) -> list[Element]:
        chain: list[Element] = []
        while style_id in self._styles and self._styles[style_id] not in chain:
            chain.append(self._styles[style_id])
            style_id = val(chain[-1].find(W + "basedOn"))
        return chain


def _is_default(style: Element) -> bool:
    return val(style, "type") == "paragraph" and val(style, "default") in ("1", "true")


def _heading(name: str, style: Element) -> int:
    if match := _HEADING.fullmatch(name):
        return int(match[1])
    return outline_level(style)


def outline_level(element: Element) -> int:
    """1 to 9 by <w:outlineLvl>, 0 if there is none or it says body text."""
    level = val(element.find(f"{W}pPr/{W}outlineLvl"))
    return int(level) + 1 if level and level.isdigit() and int(level) <= _LAST_HEADING else 0


def numbering_of(element: Element) -> Numbered | None:
    """The <w:numPr> of a paragraph or a style; number 0 takes an inherited numbering away."""
    properties = element.find(f"{W}pPr/{W}numPr")
    if properties is None:
        return None
    num_id = val(properties.find(W + "numId"))
    depth = val(properties.find(W + "ilvl")) or "0"
    return Numbered(num_id or "", int(depth) if depth.isdigit() else 0)
