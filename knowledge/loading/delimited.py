"""Tables in plain text: CSV, TSV and their likes with semicolons or bars."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import PurePath

from knowledge.loading.blocks import BlockBuilder, Content
from knowledge.loading.encodings import decode
from knowledge.loading.errors import TooLarge, WrongType
from knowledge.loading.grids import Cell, Grid, write_grid
from knowledge.loading.sniffing import MAX_FILE

MAX_CELLS = 500_000
_DELIMITERS = ",\t;|，"
_SAMPLE_LINES = 200
_SAMPLE_SIZE = 1 << 18
_MOST_LINES = 20
"""Of a cell, in a file whose quotation marks are not well formed."""
_DECLARED = re.compile(r"sep=(.)\n", re.IGNORECASE)
VALUE = re.compile(
    r"[-+(]?[¥￥$€£]?\s?[-+]?\d[\d,.]*\)?\s?(?:%|元|万|亿|万元)?"
    r"|\d{2,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,4}日?)?(?:[ T]\d{1,2}:\d{2}.*)?"
)

Table = list[list[str]]


def read(name: str, data: bytes) -> Content:
    extension = PurePath(name).suffix.lower()
    decoded = decode(data)
    if decoded is None:
        raise WrongType(name, extension=extension, found="binary")
    csv.field_size_limit(MAX_FILE)
    text, warnings = decoded
    text, delimiter = _delimiter(text, extension)
    rows, balanced = _rows(text, delimiter)
    count = sum(map(len, rows))
    if count > MAX_CELLS:
        raise TooLarge(name, what="cells", size=count, limit=MAX_CELLS)
    builder = BlockBuilder()
    write_grid(_grid(rows), builder)
    notes = () if balanced else ("quotes_unbalanced",)
    return Content(tuple(builder.blocks), warnings=warnings + notes)


def _delimiter(text: str, extension: str) -> tuple[str, str]:
    """The text without a line that only declares it, and the delimiter."""
    declared = _DECLARED.match(text)
    if declared:
        return text[declared.end() :], declared[1]
    candidates = dict.fromkeys("\t" + _DELIMITERS if extension == ".tsv" else _DELIMITERS)
    sample = "\n".join(text[:_SAMPLE_SIZE].split("\n")[:_SAMPLE_LINES])
    return text, max(candidates, key=lambda sign: _evenness(sample, sign))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """The share of rows that have the usual number of cells, and that number."""
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths = Counter(len(row) for row in rows if any(row))
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return 0.0, 1
    width, count = wide.most_common(1)[0]
    return count / widths.total(), width


def _rows(text: str, delimiter: str) -> tuple[Table, bool]:
    """The rows, and whether every quotation mark that opens a cell is closed.

    If one is not, it would swallow all rows after it: then the marks are signs like any other.
    """
    try:
        return list(csv.reader(_lines(text), delimiter=delimiter, strict=True)), True
    except csv.Error:
        rows = list(csv.reader(_lines(text), delimiter=delimiter))
    if all(cell.count("\n") <= _MOST_LINES for row in rows for cell in row):
        return rows, True
    plain = csv.reader(_lines(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return list(plain), False


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _grid(rows: Table) -> Grid:
    return Grid(
        {
            number: cells
            for number, row in enumerate(rows)
            if (cells := {c: _cell(text) for c, text in enumerate(row) if text.strip()})
        }
    )


def _cell(text: str) -> Cell:
    return Cell(text.strip(), is_value=bool(VALUE.fullmatch(text.strip())))
