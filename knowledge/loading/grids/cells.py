"""A sheet's cells, wherever they come from: a workbook, a text file, a page."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """`is_value` says that it is a number, a date or an amount, not words."""

    text: str
    is_value: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Merge:
    """Rows and columns from the first to the last, both included."""

    top: int
    left: int
    bottom: int
    right: int


Rows = dict[int, dict[int, Cell]]


@dataclass
class Grid:
    """Cells that have text, by row, then by column; neither need begin at 0 or be without gaps."""

    rows: Rows = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)


@dataclass
class Region:
    rows: Rows
    merges: dict[tuple[int, int], Merge]

    @property
    def columns(self) -> list[int]:
        return sorted({column for cells in self.rows.values() for column in cells})

    def first(self) -> tuple[int, dict[int, Cell]]:
        row = min(self.rows)
        return row, self.rows[row]

    def without(self, row: int) -> Region:
        return Region({r: cells for r, cells in self.rows.items() if r != row}, self.merges)
