"""Tables without sides: rows whose parts stand below each other, with or without rules."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.loading.pdf.columns import Item
from knowledge.loading.pdf.drawings import Rule
from knowledge.loading.pdf.geometry import around
from knowledge.loading.pdf.lines import Line, joined, rows_of, wrapped
from knowledge.loading.pdf.tables import Table

_LEAST_ROWS = 3
_LEAST_RULED_ROWS = 2
_APART = 2.0
"""Of a line's height: rows further apart belong to different tables, unless rules join them."""
_TIGHT = 0.45
_ALIGNED = 0.6
"""Of the rows: fewer with several parts make no table."""
_CELL_GAP = 4.0
_NEAR = 3.0

Row = list[Line]
Span = tuple[float, float]


def with_tables(items: Sequence[Item], level: Sequence[Rule]) -> list[Item]:
    """The items of a region top to bottom: its lines whole, aligned ones as tables."""
    found: list[Item] = [item for item in items if isinstance(item, Table)]
    rows = rows_of(item for item in items if isinstance(item, Line))
    at = 0
    while at < len(rows):
        end, table = _table_at(rows, at, level)
        found += [table] if table else [joined(row) for row in rows[at:end]]
        at = end
    return sorted(found, key=lambda item: item.box.top)


def _table_at(rows: list[Row], start: int, level: Sequence[Rule]) -> tuple[int, Table | None]:
    """A table that begins with row `start` and the row after it; else the next row."""
    if len(rows[start]) < 2:
        return start + 1, None
    end, last = start + 1, start + 1
    while end < len(rows) and _belongs(rows, start, end, level):
        end += 1
        last = end if len(rows[end - 1]) > 1 or _enclosed(rows[end - 1], level) else last
    body = rows[start:last]
    spans = _spans(body)
    rules = [rule for rule in level if _spanned(rule, body)]
    least = _LEAST_RULED_ROWS if len(rules) > 1 else _LEAST_ROWS
    several = sum(len(row) > 1 for row in body)
    loose = len(rules) < 2 and several < _ALIGNED * len(body)
    if len(spans) < 2 or several < least or loose:
        return start + 1, None
    cells = _cells(body, spans, rules)
    if len(cells) < 2:
        return start + 1, None
    return last, Table(cells, around(line.box for row in body for line in row))


def _belongs(rows: list[Row], start: int, at: int, level: Sequence[Rule]) -> bool:
    above, row = rows[at - 1], rows[at]
    gap = min(line.box.top for line in row) - max(line.box.bottom for line in above)
    if gap > _APART * row[0].box.height and not _enclosed(row, level):
        return False
    spans = _spans(rows[start : at + 1])
    if len(row) > 1 or len(spans) < 2:
        return len(spans) > 1
    inside = any(x0 - _NEAR <= row[0].box.x0 and row[0].box.x1 <= x1 + _NEAR for x0, x1 in spans)
    return inside and (gap < _TIGHT * row[0].box.height or _enclosed(row, level))


def _enclosed(row: Row, level: Sequence[Rule]) -> bool:
    """A rule of one and the same table stands above and below the row."""
    box = around(line.box for line in row)
    across = [r for r in level if r.start - _NEAR <= box.x0 and box.x1 <= r.end + _NEAR]
    return any(
        above.at < box.middle[1] < below.at
        and abs(above.start - below.start) < _NEAR
        and abs(above.end - below.end) < _NEAR
        for above in across
        for below in across
    )


def _spanned(rule: Rule, body: list[Row]) -> bool:
    box = around(line.box for row in body for line in row)
    height = body[0][0].box.height
    inside = box.top - height < rule.at < box.bottom + height
    return inside and rule.start <= box.x0 + _NEAR and rule.end >= box.x1 - _NEAR


def _spans(rows: Sequence[Row]) -> list[Span]:
    """The columns: what no part of a row with several parts reaches across."""
    parts = sorted((p.box.x0, p.box.x1) for row in rows if len(row) > 1 for p in row)
    spans: list[Span] = []
    for x0, x1 in parts:
        if spans and x0 < spans[-1][1] + _CELL_GAP:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans


def _cells(body: list[Row], spans: list[Span], rules: Sequence[Rule]) -> list[list[str]]:
    cells: list[list[list[str]]] = []
    above: Row | None = None
    inner = [
        r
        for r in rules
        if body[0][0].box.bottom <= r.at + _NEAR and r.at < body[-1][0].box.top + _NEAR
    ]
    by_rule = len(inner) > 1
    for row in body:
        if above is None or _starts(row, above, spans, inner, by_rule):
            cells.append([[] for _ in spans])
        for part in row:
            cells[-1][_column(part, spans)].append(part.text)
        above = row
    return [[wrapped(cell) for cell in row] for row in cells]


def _starts(row: Row, above: Row, spans: list[Span], inner: Sequence[Rule], by_rule: bool) -> bool:
    """Whether a row of the table begins here, or the one above goes on."""
    bottom, top = above[0].box.middle[1], row[0].box.middle[1]
    if by_rule:
        return any(bottom < rule.at < top for rule in inner)
    gap = row[0].box.top - above[0].box.bottom
    tight = gap < _TIGHT * row[0].box.height
    return _column(row[0], spans) == 0 or not tight


def _column(part: Line, spans: list[Span]) -> int:
    x0, x1 = part.box.x0, part.box.x1
    shared = [min(x1, span[1]) - max(x0, span[0]) for span in spans]
    first = next((at for at, length in enumerate(shared) if length > 0), None)
    return first if first is not None else shared.index(max(shared))
