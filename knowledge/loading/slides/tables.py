"""A slide's table: every row complete in itself."""

from __future__ import annotations

from knowledge.loading.office import A, Element
from knowledge.loading.slides.words import text_of


def rows_of(table: Element) -> list[list[str]]:
    """A cell merged downwards is repeated in each row, one merged to the right stands once."""
    rows: list[list[str]] = []
    for row in table.iterchildren(A + "tr"):
        above = rows[-1] if rows else []
        cells: list[str] = []
        for cell in row.iterchildren(A + "tc"):
            at = len(cells)
            text = " ".join(words for p in cell.iter(A + "p") if (words := text_of(p)))
            goes_on = cell.get("vMerge") in ("1", "true") and at < len(above)
            cells.append(above[at] if goes_on and not text else text)
        rows.append(cells)
    return rows
