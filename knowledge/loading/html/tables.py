"""A page's tables: those that hold data, and those that only lay out the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from knowledge.loading.delimited import VALUE
from knowledge.loading.grids import Cell, Grid, Merge
from knowledge.loading.html.main_part import Element

_SECTIONS = ("thead", "tbody", "tfoot")
_LAYOUT = ("h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "article", "section", "form")
_CELLS = ("td", "th")
_WIDEST_SPAN = 1_000
_LONG_CELL = 2_000
"""Characters; a cell as long as that is a column of the page."""


def is_data_table(table: Element) -> bool:
    """Not if it is said to be for looks, or holds headings, lists of some length or tables."""
    if table.get("role") in ("presentation", "none"):
        return False
    if any(True for _ in table.iterdescendants(*_LAYOUT)):
        return False
    rows = [list(cells_within(row)) for row in rows_within(table)]
    if max(map(len, rows), default=0) < 2:
        return False
    cells = (cell for row in rows for cell in row)
    return all(len(cell.text_content()) <= _LONG_CELL for cell in cells)


def rows_within(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _SECTIONS:
            yield from child.iterchildren("tr")


def cells_within(row: Element) -> Iterator[Element]:
    return row.iterchildren(*_CELLS)  # type: ignore[no-any-return]


def grid_of(rows: Iterator[Element], text_of: Callable[[Element], str]) -> Grid:
    """Cells at their columns, where those that reach down from above leave room."""
    grid = Grid()
    taken: dict[int, int] = {}
    for number, row in enumerate(rows):
        cells: dict[int, Cell] = {}
        column = 0
        for element in cells_within(row):
            while taken.get(column, 0) > number:
                column += 1
            right, down = _span(element, "colspan"), _span(element, "rowspan")
            text = text_of(element)
            if text:
                is_value = bool(VALUE.fullmatch(text))
                cells[column] = Cell(text, is_value=is_value, bold=_is_heading(element))
            for at in range(column, column + right):
                taken[at] = number + down
            grid.merges.append(Merge(number, column, number + down - 1, column + right - 1))
            column += right
        grid.rows[number] = cells
    return grid


def _span(cell: Element, name: str) -> int:
    written = cell.get(name, "1")
    return min(max(int(written), 1), _WIDEST_SPAN) if written.isdigit() and len(written) < 9 else 1


def _is_heading(cell: Element) -> bool:
    """A heading's cell, or one that is bold throughout."""
    if cell.tag == "th":
        return True
    bold = "".join("".join(found.itertext()) for found in cell.iter("b", "strong"))
    return bool(bold.strip()) and len(bold.split()) == len("".join(cell.itertext()).split())
