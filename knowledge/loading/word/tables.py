"""Tables: every row complete in itself, so that it can be read without the rows around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.loading.office import Element
from knowledge.loading.word.package import W, val

_WRAPPERS = (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag")


@dataclass(frozen=True)
class Cell:
    """`above` says that the cell goes on with the one above it (a vertical merge)."""

    element: Element
    width: int
    above: bool


def children(parent: Element, tag: str) -> Iterator[Element]:
    """Children by that tag, also those inside content controls; deleted rows are left out."""
    for child in parent:
        if child.tag == tag:
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, tag)


def is_frame(table: Element) -> bool:
    """A table of one column only frames its text."""
    return all(len(list(children(row, W + "tc"))) < 2 for row in children(table, W + "tr"))


def rows_of(table: Element, text_of: Callable[[Element], str]) -> list[list[str]]:
    """The cells' text. A cell merged downwards is repeated in each row, one merged to the right
    stands once with empty cells behind it, so that columns stay in line.
    """
    rows: list[list[str]] = []
    for row in children(table, W + "tr"):
        above = rows[-1] if rows else []
        cells = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"), least=0)
        for cell in map(_cell, children(row, W + "tc")):
            own = text_of(cell.element)
            at = len(cells)
            repeated = above[at] if cell.above and at < len(above) else ""
            cells += [own or repeated, *[""] * (cell.width - 1)]
        rows.append(cells)
    return rows


def _cell(element: Element) -> Cell:
    merge = element.find(f"{W}tcPr/{W}vMerge")
    above = merge is not None and val(merge) in (None, "continue")
    return Cell(element, _number(element.find(f"{W}tcPr/{W}gridSpan"), least=1), above)


def _number(element: Element | None, *, least: int) -> int:
    written = val(element) or ""
    return min(max(int(written), least), 1000) if written.isdigit() else least
