"""A sheet's cells → tables as a person sees them: their titles, header rows and notes."""

from __future__ import annotations

import re

from knowledge.loading.blocks import BlockBuilder, one_line
from knowledge.loading.grids.cells import Cell, Grid, Merge, Region
from knowledge.loading.grids.regions import fill_down, regions
from knowledge.loading.grids.tables import Table
from knowledge.loading.sizes import shortness

__all__ = ["Cell", "Grid", "Merge", "write_grid", "write_table"]

_LONGEST_TITLE = 60
_NOTE = re.compile(
    r"[(（【\[*※]|\d*\s*(注|备注|说明|附注|来源|note|source|remark)s?", re.IGNORECASE
)


def write_grid(grid: Grid, builder: BlockBuilder, *, level: int = 2) -> None:
    """Tables with a title of their own open a section of that `level`."""
    writer = _Writer(builder, level)
    for region in regions(_whole(grid)):
        writer.write(region)


def write_table(grid: Grid, builder: BlockBuilder) -> None:
    """The whole grid as one table."""
    _Writer(builder).write(_whole(grid))


def _whole(grid: Grid) -> Region:
    fill_down(grid.rows, grid.merges)
    return Region(
        rows={row: dict(sorted(grid.rows[row].items())) for row in sorted(grid.rows)
              if grid.rows[row]},
        merges={(merge.top, merge.left): merge for merge in grid.merges},
    )  # fmt: skip


class _Writer:
    """`level` is that of a table's title; 0 if titles are paragraphs."""

    def __init__(self, builder: BlockBuilder, level: int = 0) -> None:
        self._builder = builder
        self._level = level
        self._above: Table | None = None

    def write(self, region: Region) -> None:
        region = self._titles(region)
        region, notes = _notes(region)
        if region.rows:
            self.write_table(region)
        for note in notes:
            self._builder.paragraph(note)

    def _titles(self, region: Region) -> Region:
        """Single cells above a table: a heading if it stands out, else a paragraph each."""
        while region.rows:
            row, cells = region.first()
            if len(cells) > 1 or (len(region.columns) == 1 and len(region.rows) > 1):
                break
            ((column, cell),) = cells.items()
            merge = region.merges.get((row, column))
            wide = merge is not None and merge.right > merge.left
            single = "\n" not in cell.text.strip() and shortness(cell.text) <= _LONGEST_TITLE
            if self._level and single and (wide or cell.bold) and not cell.is_value:
                self._builder.heading(cell.text, self._level)
            else:
                self._builder.paragraph(cell.text)
            self._above = None
            region = region.without(row)
        return region

    def write_table(self, region: Region) -> None:
        if len(region.columns) == 1:
            for cells in region.rows.values():
                self._builder.paragraph(next(iter(cells.values())).text)
            self._above = None
            return
        if len(region.rows) == 1:
            self._line(region)
            return
        table = Table(region)
        if not table.has_header and self._above and self._above.columns == table.columns:
            table.take_header(self._above)
        table.write(self._builder)
        self._above = table

    def _line(self, region: Region) -> None:
        """A row by itself goes on with the table above it, or is a line of text."""
        table = Table(region)
        if self._above and self._above.columns == table.columns and self._above.has_header:
            table.take_header(self._above)
            table.write(self._builder)
            return
        self._builder.paragraph(" ".join(one_line(c.text) for c in region.first()[1].values()))


def _notes(region: Region) -> tuple[Region, list[str]]:
    """Lines below a table with a single cell at its left edge that explains or is long."""
    notes: list[str] = []
    columns = region.columns
    while len(region.rows) > 2 and len(columns) > 1:
        row = max(region.rows)
        cells = region.rows[row]
        text = next(iter(cells.values())).text
        if len(cells) > 1 or next(iter(cells)) != columns[0]:
            break
        if not _NOTE.match(text) and shortness(text) <= _LONGEST_TITLE:
            break
        notes.insert(0, text)
        region = region.without(row)
    return region, notes
