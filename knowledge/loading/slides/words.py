"""A text body's paragraphs: their words, and the bullet or number each begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.loading.office import MC, A, Element
from knowledge.loading.slides.placeholders import P
from knowledge.loading.word.numbering import in_form

_TEXT_BODY = P + "txBody"
_MARKS = (A + "buNone", A + "buChar", A + "buAutoNum", A + "buBlip")
_NUMBERS = {
    "arabic": "decimal", "romanLc": "lowerRoman", "romanUc": "upperRoman",
    "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "ea1Chs": "chineseCounting",
    "ea1Cht": "chineseCounting", "ea1JpnChs": "chineseCounting",
    "circleNum": "decimalEnclosedCircle",
}  # fmt: skip
_SIGNS = {"ParenBoth": "({})", "ParenR": "{})", "Period": "{}.", "Minus": "{} -"}
_PUNCTUATED = {"ea1Chs": "{}、", "ea1Cht": "{}、"}
_FIELDS_LEFT_OUT = ("slidenum", "datetime")


@dataclass(frozen=True)
class Line:
    """`marker` is "-" or a number ("1."), empty for a paragraph; `depth` counts from 1."""

    text: str
    marker: str = ""
    depth: int = 1


@dataclass(frozen=True)
class Bullets:
    """List styles that apply where the paragraph itself is silent, nearest first."""

    styles: Sequence[Element] = ()

    def of(self, paragraph: Element) -> Element | None:
        """The element that says what the paragraph begins with: a<buNone>, <buChar> …"""
        own = paragraph.find(A + "pPr")
        level = level_of(paragraph)
        named = [own, *(style.find(f"{A}lvl{level + 1}pPr") for style in self.styles)]
        for properties in named:
            for child in properties if properties is not None else ():
                if child.tag in _MARKS:
                    return child
        return None


def level_of(paragraph: Element) -> int:
    properties = paragraph.find(A + "pPr")
    written = properties.get("lvl", "0") if properties is not None else "0"
    return min(int(written), 8) if written.isdigit() else 0


def lines_of(shape: Element, bullets: Bullets) -> list[Line]:
    """The shape's paragraphs that have words."""
    body = shape.find(_TEXT_BODY)
    return paragraphs_of(body, bullets) if body is not None else []


def paragraphs_of(body: Element, bullets: Bullets) -> list[Line]:
    lines: list[Line] = []
    counts: dict[int, tuple[str, int]] = {}
    for paragraph in body.iterchildren(A + "p"):
        text = text_of(paragraph)
        if not text:
            continue
        level, bullet = level_of(paragraph), bullets.of(paragraph)
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        marker = _marker(bullet, level, counts)
        lines.append(Line(text, marker, level + 1))
    return lines


def _marker(bullet: Element | None, level: int, counts: dict[int, tuple[str, int]]) -> str:
    if bullet is None or bullet.tag == A + "buNone":
        counts.pop(level, None)
        return ""
    if bullet.tag != A + "buAutoNum":
        counts.pop(level, None)
        return "-"
    form = bullet.get("type", "arabicPeriod")
    start = bullet.get("startAt", "1")
    before, count = counts.get(level, ("", 0))
    first = int(start) if start.isdigit() else 1
    count = count + 1 if before == form + start else first
    counts[level] = (form + start, count)
    return _numbered(form, count)


def _numbered(form: str, count: int) -> str:
    name = next((name for name in _NUMBERS if form.startswith(name)), "arabic")
    written = in_form(count, _NUMBERS[name])
    ending = form.removeprefix(name)
    pattern = _SIGNS.get(ending, "{}")
    if ending == "Period":
        pattern = _PUNCTUATED.get(name, pattern)
    return pattern.format(written)


def text_of(paragraph: Element) -> str:
    parts: list[str] = []
    for child in paragraph:
        if child.tag == A + "r":
            parts += [t.text or "" for t in child.iterchildren(A + "t")]
        elif child.tag == A + "br":
            parts.append("\n")
        elif child.tag == A + "fld" and not child.get("type", "").startswith(_FIELDS_LEFT_OUT):
            parts += [t.text or "" for t in child.iterchildren(A + "t")]
        elif child.tag == MC + "AlternateContent":
            parts += [t.text or "" for t in child.iter() if str(t.tag).endswith("}t")]
    return "".join(parts).replace("\x0b", "\n").replace("\t", " ").strip()
