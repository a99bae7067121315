"""What is drawn on a page besides text: the lines that rule tables, and how much is pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from knowledge.loading.pdf.geometry import Box, Frame

_THIN = 3.0
_SHORTEST = 6.0
_DOT = (1.5, 7.0)
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 2_000
_MOST_RULES = 3_000
"""Above these a page is a drawing, not a table."""
_DEEPEST = 4

Matrix = tuple[float, float, float, float, float, float]
_UNTURNED: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A straight line: `at` is its y and `start`, `end` are x if it is level; else vice versa."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawings:
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    pictures: float = 0.0
    """Area of images, in square points."""
    paths: int = 0

    def add(self, box: Box) -> None:
        if box.height <= _THIN and box.width >= _SHORTEST:
            self.level.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
        elif box.width <= _THIN and box.height >= _SHORTEST:
            self.upright.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))
        elif box.width >= _SHORTEST and box.height >= _SHORTEST:
            self.level += [Rule(y, box.x0, box.x1) for y in (box.top, box.bottom)]
            self.upright += [Rule(x, box.top, box.bottom) for x in (box.x0, box.x1)]


def drawings_of(page: Any, frame: Frame) -> Drawings:
    found = Drawings()
    count = min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    objects = (pdfium.FPDFPage_GetObject(page, at) for at in range(count))
    for item, matrix in _flat(objects, _UNTURNED, 0):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _bounds(item, matrix, frame)
            found.pictures += box.width * box.height
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            found.paths += 1
            whole = _bounds(item, matrix, frame)
            if all(_DOT[0] < side < _DOT[1] for side in (whole.width, whole.height)):
                found.dots.append(whole)
                continue
            for box in _strokes(item, matrix, frame):
                found.add(box)
    if len(found.level) + len(found.upright) > _MOST_RULES:
        found.level, found.upright = [], []
    return found


def _flat(objects: Iterator[Any], matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """Objects with the matrix of the forms they stand in."""
    for item in objects:
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth < _DEEPEST:
            count = min(pdfium.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)
            inner = (pdfium.FPDFFormObj_GetObject(item, at) for at in range(count))
            yield from _flat(inner, _times(_matrix(item), matrix), depth + 1)


def _matrix(item: Any) -> Matrix:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, own)
    return own.a, own.b, own.c, own.d, own.e, own.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    turned = (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j)
    return *turned, e * g + f * i + k, e * h + f * j + m


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Any, matrix: Matrix, frame: Frame) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    low = _moved(left.value, bottom.value, matrix)
    high = _moved(right.value, top.value, matrix)
    return frame.box(*low, *high)


def _strokes(item: Any, matrix: Matrix, frame: Frame) -> Iterator[Box]:
    """The straight lines of a path as thin boxes; a filled rectangle as a box."""
    count = pdfium.FPDFPath_CountSegments(item)
    if count <= 5:
        yield _bounds(item, matrix, frame)
        return
    whole = _times(_matrix(item), matrix)
    start = before = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(count, _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = _moved(x.value, y.value, whole)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO and _straight(before, here):
            yield frame.box(*before, *here)
        if pdfium.FPDFPathSegment_GetClose(segment) and _straight(here, start):
            yield frame.box(*here, *start)
        before = here


def _straight(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < 1 or abs(one[1] - other[1]) < 1
