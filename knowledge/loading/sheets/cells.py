"""One sheet's cells as the person sees them, and what of it can't be seen."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache, partial

from knowledge.loading.grids import Cell, Grid, Merge
from knowledge.loading.office import Element
from knowledge.loading.sheets.formats import shown
from knowledge.loading.sheets.workbook import S, Style, Workbook, is_on, text_of

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")
_MOST_MERGES = 50_000
_DIGITS = "0123456789"
_VALUE, _FORMULA = S + "v", S + "f"


@dataclass
class Sheet:
    """`hidden` counts rows and columns left out, `filtered` rows that a filter or a folded group
    conceals (they are read), `uncomputed` are places of formulas that hold no value.
    """

    grid: Grid = field(default_factory=Grid)
    hidden: int = 0
    filtered: int = 0
    uncomputed: list[str] = field(default_factory=list)
    count: int = 0


@lru_cache(maxsize=2048)
def _column(letters: str) -> int:
    return place_of(letters + "1")[1]


def place_of(reference: str) -> tuple[int, int]:
    """ "B3" → (row 3, column 2). Raises ValueError."""
    match = _PLACE.match(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


class SheetReader:
    """Reads the part once, from top to bottom; `budget` is how many cells there may be."""

    def __init__(self, workbook: Workbook, part: str, budget: int) -> None:
        self._workbook = workbook
        self._part = part
        self._budget = budget
        self._sheet = Sheet()
        self._hidden_columns: list[tuple[int, int]] = []
        self._hidden_rows: list[tuple[int, bool]] = []
        self._filter: tuple[int, int] | None = None
        self._row = 0

    def read(self) -> Sheet:
        """More cells than the budget are not read: `count` is then above it."""
        tags = ("row", "col", "mergeCell", "autoFilter")
        for element in self._workbook.package.stream(self._part, *(S + tag for tag in tags)):
            if element.tag == S + "row":
                self._read_row(element)
            elif element.tag == S + "col":
                self._read_column(element)
            elif element.tag == S + "mergeCell":
                self._read_merge(element)
            elif element.find(S + "filterColumn") is not None:
                self._filter = _rows_of(element.get("ref", ""))
            if self._sheet.count > self._budget:
                break
        self._leave_out_hidden()
        return self._sheet

    def _read_row(self, row: Element) -> None:
        written = row.get("r", "")
        self._row = int(written) if written.isdigit() else self._row + 1
        if is_on(row, "hidden"):
            self._hidden_rows.append((self._row, row.get("outlineLevel", "0") != "0"))
        cells: dict[int, Cell] = {}
        column = 0
        for element in row.iterchildren(S + "c"):
            reference = element.get("r")
            column = _column(reference.rstrip(_DIGITS)) if reference else column + 1
            cell = self._cell(element, column)
            if cell:
                cells[column] = cell
        if cells:
            self._sheet.grid.rows[self._row] = cells
            self._sheet.count += len(cells)

    def _cell(self, element: Element, column: int) -> Cell | None:
        text, formula = "", None
        for child in element:
            if child.tag == _VALUE:
                text = child.text or ""
            elif child.tag == _FORMULA:
                formula = child
        if formula is not None and not text and element.get("t") != "str":
            self._sheet.uncomputed.append(f"{_letters(column)}{self._row}")
            return Cell(f"={formula.text or '…'}", is_value=True)
        if not text and element.get("t") != "inlineStr":
            return None
        cell = _shown(self._workbook, element, text, self._workbook.style(element))
        return cell if cell.text.strip() else None

    def _read_column(self, element: Element) -> None:
        if is_on(element, "hidden") and element.get("outlineLevel", "0") == "0":
            self._hidden_columns.append((int(element.get("min", 0)), int(element.get("max", 0))))

    def _read_merge(self, element: Element) -> None:
        first, _, last = element.get("ref", "").partition(":")
        if last and len(self._sheet.grid.merges) < _MOST_MERGES:
            self._sheet.grid.merges.append(Merge(*place_of(first), *place_of(last)))

    def _leave_out_hidden(self) -> None:
        """What the author hid is left out; a filter or a folded group is only a way of looking."""
        rows = self._sheet.grid.rows
        first, last = self._filter or (0, -1)
        gone = set()
        for row, folded in self._hidden_rows:
            if row not in rows:
                continue
            if folded or first <= row <= last:
                self._sheet.filtered += 1
            else:
                gone.add(row)
        columns = [c for c in self._columns() if any(a <= c <= b for a, b in self._hidden_columns)]
        self._sheet.hidden = len(gone) + len(columns)
        if gone or columns:
            self._sheet.grid = _without(self._sheet.grid, gone, set(columns))

    def _columns(self) -> set[int]:
        return {column for cells in self._sheet.grid.rows.values() for column in cells}


def _shown(workbook: Workbook, element: Element, text: str, style: Style) -> Cell:
    match element.get("t", "n"):
        case "s":
            at = int(text) if text.isdigit() else -1
            found = workbook.strings[at] if 0 <= at < len(workbook.strings) else ""
            return Cell(found, bold=style.bold)
        case "inlineStr":
            inline = element.find(S + "is")
            return Cell(text_of(inline) if inline is not None else "", bold=style.bold)
        case "b":
            return Cell({"1": "TRUE", "0": "FALSE"}.get(text, text), is_value=True, bold=style.bold)
        case "n":
            return Cell(_number(workbook, text, style), is_value=True, bold=style.bold)
        case "d":
            return Cell(text.removesuffix("T00:00:00"), is_value=True, bold=style.bold)
        case _:
            return Cell(text, bold=style.bold)


def _number(workbook: Workbook, text: str, style: Style) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    if style.code == "General" or not (abs(value) < 1e300):
        return shown(value, "General")
    return shown(value, style.code, since_1904=workbook.since_1904)


def _without(grid: Grid, rows: set[int], columns: set[int]) -> Grid:
    """The grid closed up where rows were taken out, as it looks on the screen."""
    kept = {row: {c: cell for c, cell in cells.items() if c not in columns}
            for row, cells in grid.rows.items() if row not in rows}  # fmt: skip
    shift = partial(bisect_left, sorted(rows))
    moved = [Merge(m.top - shift(m.top), m.left, m.bottom - shift(m.bottom), m.right)
             for m in grid.merges]  # fmt: skip
    return Grid({row - shift(row): cells for row, cells in kept.items() if cells}, moved)


def _rows_of(reference: str) -> tuple[int, int] | None:
    first, _, last = reference.partition(":")
    try:
        return place_of(first)[0], place_of(last or first)[0]
    except ValueError:
        return None


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
