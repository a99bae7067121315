"""A table's header, however many rows it takes, and its records."""

from __future__ import annotations

import re

from knowledge.loading.blocks import BlockBuilder, one_line
from knowledge.loading.grids.cells import Cell, Region

WIDEST_TABLE = 12
"""Columns; a wider table becomes a list of records, each value beside its column's name."""
_MOST_HEADER_ROWS = 4
_YEARS = range(1950, 2100)
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Table:
    def __init__(self, region: Region) -> None:
        self._region = region
        self.columns = region.columns
        self._rows = list(region.rows.items())
        depth = self._header_depth()
        self.has_header = depth > 0
        self.header = self._joined(self._rows[:depth]) if depth else []
        self._rows = self._rows[depth:]

    def take_header(self, above: Table) -> None:
        self.header, self.has_header = above.header, above.has_header

    def write(self, builder: BlockBuilder) -> None:
        body = [[_text(cells, column) for column in self.columns] for _, cells in self._rows]
        if self.has_header and len(self.columns) <= WIDEST_TABLE:
            builder.table([self.header, *body])
            return
        for row in body:
            builder.list_item("- " + _record(self.header, row), 1)

    def _header_depth(self) -> int:
        """Rows the header takes: none if the first row is a record like those below it."""
        first, cells = self._rows[0]
        if len(self._rows) < 2 or not self._looks_like_header(cells, self._rows[1][1]):
            return 0
        starts = [self._region.merges.get((first, column)) for column in cells]
        merges = [merge for merge in starts if merge]
        bottom = max((merge.bottom for merge in merges), default=first)
        if any(merge.right > merge.left for merge in merges):
            bottom = max(bottom, first + 1)
        depth = sum(row <= bottom for row, _ in self._rows[:_MOST_HEADER_ROWS])
        plain = all(not cell.is_value for _, row in self._rows[1:depth] for cell in row.values())
        return depth if plain and depth < len(self._rows) else 1

    def _looks_like_header(self, first: dict[int, Cell], second: dict[int, Cell]) -> bool:
        words = [cell for cell in first.values() if not cell.is_value or _is_year(cell.text)]
        if len(words) * 2 < len(first):
            return False
        if all(cell.bold for cell in first.values()):
            return not all(cell.bold for cell in second.values()) or len(self.columns) > 2
        if len(self.columns) > 2:
            return len(words) == len(first) or not any(c.is_value for c in second.values())
        return len(words) == len(first) and any(map(self._holds_values, first))

    def _holds_values(self, column: int) -> bool:
        below = [cells[column] for _, cells in self._rows[1:] if column in cells]
        return bool(below) and all(cell.is_value for cell in below)

    def _joined(self, rows: list[tuple[int, dict[int, Cell]]]) -> list[str]:
        """The names of the columns: those of the groups above them, then their own."""
        names: list[list[str]] = [[] for _ in self.columns]
        for row, cells in rows:
            for column, cell in cells.items():
                merge = self._region.merges.get((row, column))
                right = merge.right if merge and len(rows) > 1 else column
                for at, other in enumerate(self.columns):
                    if column <= other <= right and cell.text not in names[at]:
                        names[at].append(cell.text)
        return [" ".join(map(one_line, parts)) for parts in names]


def _text(cells: dict[int, Cell], column: int) -> str:
    cell = cells.get(column)
    return cell.text if cell else ""


def _is_year(text: str) -> bool:
    return text.isdigit() and int(text) in _YEARS


def _record(header: list[str], row: list[str]) -> str:
    """A row that can be read without its table: each value after its column's name."""
    cells = [one_line(cell) for cell in row]
    chinese = bool(_HAN.search("".join([*header, *cells])))
    colon, comma = ("：", "；") if chinese else (": ", "; ")
    if not header:
        if len(cells) == 2:
            return colon.join(cell for cell in cells if cell)
        return " | ".join(cell for cell in cells if cell)
    named = zip(header, cells, strict=True)
    return comma.join(f"{name}{colon}{cell}" if name else cell for name, cell in named if cell)
