"""Boxes on a page as it is shown: points from the top left corner, x to the right, y down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class Box(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def holds(self, point: tuple[float, float]) -> bool:
        return self.x0 <= point[0] <= self.x1 and self.top <= point[1] <= self.bottom


class Boxed(Protocol):
    @property
    def box(self) -> Box: ...


def around(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


class Frame:
    """Turns a PDF's own coordinates into those of the page as it is shown."""

    def __init__(self, crop: tuple[float, float, float, float], rotation: int) -> None:
        """`crop` is left, bottom, right, top; `rotation` is 0, 90, 180 or 270, clockwise."""
        self._left, self._bottom, self._right, self._top = crop
        self.rotation = rotation
        width, height = self._right - self._left, self._top - self._bottom
        self.width, self.height = (height, width) if rotation % 180 else (width, height)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        if not self.rotation and left <= right and bottom <= top:
            return Box(left - self._left, self._top - top, right - self._left, self._top - bottom)
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def point(self, x: float, y: float) -> tuple[float, float]:
        right, down = x - self._left, self._top - y
        match self.rotation:
            case 90:
                return y - self._bottom, right
            case 180:
                return self._right - x, y - self._bottom
            case 270:
                return down, self._right - x
        return right, down
