"""The order in which a page is read: columns one after the other, what spans them between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, median_high

from knowledge.loading.pdf.drawings import Rule
from knowledge.loading.pdf.geometry import around
from knowledge.loading.pdf.lines import Line, rows_of
from knowledge.loading.pdf.tables import Table

_LEAST_ROWS = 4
_FILLED = 0.55
"""Of a column's width: lines of prose fill more of it, cells of a table less."""
_WELL_FILLED = 0.8
_HARDLY_FILLED = 0.3
"""Enough beside a column that is well filled and as wide: a list, or lines of code."""
_EVEN = 0.2
_NEAR = 3.0
_GUTTER = 5.0
_LEAST_RULES = 3
_NARROWEST = 0.2
"""Of the width of both: the page numbers of a table of contents are no column."""
_SPANNING = 0.5
_ALIGNED = 2.0

Item = Line | Table


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that is read from top to bottom, with its sides."""

    items: list[Item]
    left: float
    right: float


def regions_of(items: Sequence[Item], level: Sequence[Rule]) -> list[Region]:
    """Regions in reading order. `level` are all rules across the page."""
    boxes = [item.box for item in items if isinstance(item, Table)]
    level = [r for r in level if not any(b.top - _NEAR <= r.at <= b.bottom + _NEAR for b in boxes)]
    return [_region(part) for part in _ordered(list(items), level)]


def _region(items: list[Item]) -> Region:
    box = around(item.box for item in items)
    return Region(items, box.x0, box.x1)


def _ordered(items: list[Item], level: Sequence[Rule]) -> list[list[Item]]:
    gutter = _gutter([item for item in items if isinstance(item, Line)], level)
    if gutter is None:
        return [items] if items else []
    ordered: list[list[Item]] = []
    left: list[Item] = []
    right: list[Item] = []
    spanning: list[Item] = []
    for item in sorted(items, key=lambda item: item.box.top):
        crosses = item.box.x0 < gutter - _ALIGNED and item.box.x1 > gutter
        if crosses and (left or right):
            spanning = _headings_below(left, right)
            ordered += _ordered(left, level) + _ordered(right, level)
            left, right = [], []
        elif not crosses and spanning:
            ordered.append(spanning)
            spanning = []
        side = spanning if crosses else left if item.box.x1 <= gutter else right
        side.append(item)
    ordered += _ordered(left, level) + _ordered(right, level)
    return [*ordered, spanning] if spanning else ordered


def _headings_below(left: list[Item], right: list[Item]) -> list[Item]:
    """Takes off the left column what begins the part below: a heading is no column's end."""
    taken: list[Item] = []
    low = max((item.box.bottom for item in right), default=0.0)
    while len(left) > 1 and left[-1].box.top >= low and _larger(left[-1], left):
        taken.insert(0, left.pop())
    return taken


def _larger(item: Item, column: Sequence[Item]) -> bool:
    styles = [line.style for line in column if isinstance(line, Line)]
    return isinstance(item, Line) and item.style > median_high(styles)


def _gutter(lines: Sequence[Line], level: Sequence[Rule]) -> float | None:
    """Where the right one of two columns of prose begins."""
    starts = sorted(line.box.x0 for line in lines if not line.text.isdecimal())
    best, most = None, (0, 0.0)
    for at, start in enumerate(starts):
        if at and start - starts[at - 1] < _ALIGNED:
            continue
        aligned = sum(start <= other < start + _ALIGNED for other in starts[at:])
        if aligned < _LEAST_ROWS or _ruled_across(lines, level, start):
            continue
        if (found := _parted(lines, start)) > most:
            best, most = start, found
    return best


def _ruled_across(lines: Sequence[Line], level: Sequence[Rule], x: float) -> bool:
    """Rules between rows: what stands on both sides of `x` are cells."""
    box = around(line.box for line in lines)
    across = (rule for rule in level if rule.start < x - _GUTTER and rule.end > x + _GUTTER)
    return sum(box.top < rule.at < box.bottom for rule in across) >= _LEAST_RULES


def _parted(lines: Sequence[Line], x: float) -> tuple[int, float]:
    """How many rows of prose stand on both sides of `x`, and how far apart; 0 if none do."""
    sides = _beside(lines, x)
    if sides is None:
        return 0, 0.0
    rows = [[around(line.box for line in row) for row in rows_of(side)] for side in sides]
    edges = [around(row) for row in rows]
    whole = around(edges)
    across = sum(
        line.box.x0 < x - _ALIGNED and x < line.box.x1 and whole.top < line.box.top < whole.bottom
        for line in lines
    )
    fewest = min(map(len, rows))
    narrow = min(edge.width for edge in edges) < _NARROWEST * whole.width
    if fewest < _LEAST_ROWS or narrow or across > _SPANNING * fewest:
        return 0, 0.0
    gap = x - median(box.x1 for box in rows[0])
    even = abs((x - whole.x0) - (whole.x1 - x)) < _EVEN * whole.width
    fills = [
        median(box.width for box in row) / edge.width for row, edge in zip(rows, edges, strict=True)
    ]
    least = _HARDLY_FILLED if even and max(fills) > _WELL_FILLED else _FILLED
    return (fewest - across, gap) if gap >= _GUTTER and min(fills) >= least else (0, 0.0)


def _beside(lines: Sequence[Line], x: float) -> list[list[Line]] | None:
    """The lines left and right of `x`, where there are some on both sides."""
    sides = (
        [line for line in lines if line.box.x1 <= x],
        [line for line in lines if line.box.x0 >= x - _ALIGNED],
    )
    if min(map(len, sides)) < _LEAST_ROWS:
        return None
    one, other = (around(line.box for line in side) for side in sides)
    top, bottom = max(one.top, other.top), min(one.bottom, other.bottom)
    beside = [[line for line in side if top <= line.box.middle[1] <= bottom] for side in sides]
    return beside if all(beside) else None
