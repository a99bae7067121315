"""Where on a sheet one table ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from knowledge.loading.grids.cells import Merge, Region, Rows


def fill_down(rows: Rows, merges: Iterable[Merge]) -> None:
    """A cell merged over rows is repeated in those of them that hold anything else."""
    tall = [merge for merge in merges if merge.bottom > merge.top]
    if not tall:
        return
    occupied = sorted(rows)
    for merge in tall:
        cell = rows.get(merge.top, {}).get(merge.left)
        if cell is None:
            continue
        for row in occupied:
            if merge.top < row <= merge.bottom:
                rows[row].setdefault(merge.left, cell)


def regions(region: Region) -> Iterator[Region]:
    """The tables of a sheet, top to bottom, then left to right: parted by empty rows or columns."""
    bands = _bands(region)
    for band in bands:
        head, body = _peeled(band)
        if body is None:
            yield band
            continue
        parts = _columns_apart(body)
        if len(bands) == 1 and len(parts) == 1:
            yield band
            continue
        if len(parts) == 1:
            yield from regions(band)
            continue
        if head:
            yield Region(head, band.merges)
        for part in parts:
            yield from regions(part)


def _bands(region: Region) -> list[Region]:
    """Runs of rows with no empty row between; a merged cell reaches over the rows it covers."""
    bands: list[Rows] = []
    reached = -2
    for row, cells in region.rows.items():
        if row > reached + 1:
            bands.append({})
        bands[-1][row] = cells
        starts = (region.merges.get((row, column)) for column in cells)
        reached = max([row, reached, *(merge.bottom for merge in starts if merge)])
    return [Region(rows, region.merges) for rows in bands]


def _peeled(band: Region) -> tuple[Rows, Region | None]:
    """The rows above a table that have a single cell, and the table if there is one."""
    rows = list(band.rows)
    count = next((i for i, row in enumerate(rows) if len(band.rows[row]) > 1), len(rows))
    head = {row: band.rows[row] for row in rows[:count]}
    body = {row: band.rows[row] for row in rows[count:]}
    return head, Region(body, band.merges) if body else None


def _columns_apart(region: Region) -> list[Region]:
    """Tables side by side. One empty column parts them if each has at least two of its own."""
    occupied = set(region.columns)
    for row, cells in region.rows.items():
        for column in cells:
            merge = region.merges.get((row, column))
            if merge and merge.right > merge.left:
                occupied |= set(range(merge.left, min(merge.right, max(occupied)) + 1))
    columns = sorted(occupied)
    cuts = [(one, other) for one, other in pairwise(columns) if other > one + 1]
    edges = [columns[0]]
    for one, other in cuts:
        left = sum(edges[-1] <= column <= one for column in columns)
        right = sum(column >= other for column in columns)
        if other > one + 2 or (left > 1 and right > 1):
            edges.append(other)
    parts = []
    for start, stop in zip(edges, [*edges[1:], columns[-1] + 1], strict=True):
        rows = {
            row: kept
            for row, cells in region.rows.items()
            if (kept := {c: cell for c, cell in cells.items() if start <= c < stop})
        }
        parts.append(Region(rows, region.merges))
    return parts
