"""A page's words, each with its place and its type, from PDFium's text page.

PDFium writes a space or a line end wherever it sees a gap, so only the first and the last
character of a word are asked for their places: a call for each of them is what takes time.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from knowledge.loading.pdf.geometry import Box, Frame

LINE_END_HYPHEN = "\u00ad"
"""Ends a word that was hyphenated at the end of a line."""
_WORD = re.compile(r"[^\s\ufffe\x02]+[\ufffe\x02]?")
_COMPATIBLE = re.compile("[\ufb00-\ufb06\u2e80-\u2fdf\uf900-\ufaff]")
"""Ligatures, and Han characters under a second code, as some fonts map them."""
_NO_TEXT = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x1f]")
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff]")
_SYMBOL_BULLETS = re.compile("[\uf06c\uf06e\uf075\uf076\uf09f\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc]")
_BOLD = re.compile(r"bold|black|heavy|demi|medi$|bx\d|-bd|simhei|heiti|黑体", re.IGNORECASE)
_BOLD_WEIGHT = 600
_FILLED_AND_STROKED = 2
"""The text render mode by which programs make a font look bold."""
_LEANING = 3.0
"""Degrees."""


class Style(NamedTuple):
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box
    style: Style


@dataclass(frozen=True, slots=True)
class PageText:
    """`turned` is text that does not run from left to right, in the order it was drawn."""

    words: list[Word]
    turned: str
    unreadable: int


class _Drawn(NamedTuple):
    """What the characters of one text object have in common."""

    style: Style
    upright: bool


class TextReader:
    def __init__(self, text_page: Any, frame: Frame) -> None:
        self._page = text_page
        self._frame = frame
        self._drawn: dict[int, _Drawn] = {}
        self._rectangle = pdfium.FS_RECTF()
        self._by_reference = ctypes.byref(self._rectangle)
        self._all_written = False

    def read(self) -> PageText:
        text = self._text()
        words: list[Word] = []
        turned: list[str] = []
        unreadable = 0
        for match in _WORD.finditer(text):
            written = _cleaned(match[0])
            if not written:
                continue
            unreadable += len(_UNREADABLE.findall(written))
            first, last = self._index(match.start()), self._index(match.end() - 1)
            drawn = self._drawn_as(first)
            if drawn.style.bold and last > first:
                drawn = min(drawn, self._drawn_as(last), key=lambda look: look.style.bold)
            if drawn.upright:
                words += self._words(written, first, last, drawn.style)
            else:
                turned.append(written)
        return PageText(words, " ".join(turned), unreadable)

    def _text(self) -> str:
        """One character for each UTF-16 unit, so that offsets are PDFium's."""
        count = pdfium.FPDFText_CountChars(self._page)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = max(pdfium.FPDFText_GetText(self._page, 0, count, buffer) - 1, 0)
        self._all_written = written == count
        return "".join(map(chr, buffer[:written]))

    def _index(self, offset: int) -> int:
        """The number of a character; PDFium leaves some, as those drawn twice, out of the text."""
        if self._all_written:
            return offset
        index: int = pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, offset)
        return index

    def _box(self, index: int) -> Box:
        pdfium.FPDFText_GetLooseCharBox(self._page, index, self._by_reference)
        found = self._rectangle
        return self._frame.box(found.left, found.bottom, found.right, found.top)

    def _words(self, written: str, first: int, last: int, style: Style) -> list[Word]:
        """One word, or its characters one by one where they do not follow each other."""
        start, end = self._box(first), self._box(last)
        box = Box(start.x0, min(start.top, end.top), end.x1, max(start.bottom, end.bottom))
        if 0 <= box.width <= 2 * style.size * (last - first + 1) and box.height < 2 * start.height:
            return [Word(written, box, style)]
        if last - first + 1 != len(written):
            return [Word(written, start, style)]
        return [Word(sign, self._box(first + at), style) for at, sign in enumerate(written) if sign]

    def _drawn_as(self, index: int) -> _Drawn:
        drawing = pdfium.FPDFText_GetTextObject(self._page, index)
        key = ctypes.addressof(drawing.contents) if drawing else 0
        if key not in self._drawn:
            self._drawn[key] = self._look(index, drawing)
        return self._drawn[key]

    def _look(self, index: int, drawing: Any) -> _Drawn:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._page, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = pdfium.FPDFText_GetFontSize(self._page, index) * scale
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) - self._frame.rotation
        upright = abs((angle + 180) % 360 - 180) <= _LEANING
        return _Drawn(Style(round(size * 2) / 2, bool(drawing) and _is_bold(drawing)), upright)


def _is_bold(drawing: Any) -> bool:
    if pdfium.FPDFTextObj_GetTextRenderMode(drawing) == _FILLED_AND_STROKED:
        return True
    font = pdfium.FPDFTextObj_GetFont(drawing)
    if not font:
        return False
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    weight: int = pdfium.FPDFFont_GetWeight(font)
    return weight >= _BOLD_WEIGHT or bool(_BOLD.search(name.value.decode("utf-8", "replace")))


def _cleaned(unit_text: str) -> str:
    hyphenated = unit_text[-1] in "\ufffe\x02"
    text = unit_text.rstrip("\ufffe\x02")
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = _SYMBOL_BULLETS.sub("•", text)
        text = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _NO_TEXT.sub("", text) + (LINE_END_HYPHEN if hyphenated else "")
