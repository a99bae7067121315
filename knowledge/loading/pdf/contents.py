"""Tables of contents, which are left out: they repeat headings and would outrank their sections."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.loading.pdf.columns import Item
from knowledge.loading.pdf.lines import Line, joined, rows_of
from knowledge.loading.pdf.tables import Table

_TITLE = re.compile(r"目\s*[录錄次]|(?:table of )?contents", re.IGNORECASE)
_LED = re.compile(r"(?:\s?[.．·…‥_⋯]){4,}\s*(\d{1,4}|[ivxl]{1,6})$")
_NUMBERED = re.compile(r"\S.*\s(\d{1,4}|[ivxl]{1,6})$")
_LEAST = 3
_LEAST_TITLED = 2
_GAP = 2


def is_title(text: str) -> bool:
    return bool(_TITLE.fullmatch(text.strip()))


class ContentsFilter:
    """Goes through a document's regions in order, since a table of contents may be long."""

    def __init__(self) -> None:
        self._inside = False

    def without(self, items: Sequence[Item]) -> list[Item]:
        rows = rows_of(item for item in items if isinstance(item, Line))
        texts = [joined(row).text for row in rows]
        kept: list[Item] = [item for item in items if isinstance(item, Table)]
        at = 0
        while at < len(rows):
            end = self._end(texts, at)
            if end == at:
                end = at + 1
                kept += rows[at]
            at = end
        return kept

    def _end(self, texts: Sequence[str], start: int) -> int:
        """Where the entries end that begin at `start`; `start` if none do."""
        titled = is_title(texts[start])
        known = titled or (self._inside and start == 0)
        end = at = start + titled
        found = 0
        while at < len(texts) and at - end < _GAP:
            at += 1
            if _LED.search(texts[at - 1]) or (known and _NUMBERED.search(texts[at - 1])):
                found += 1
                end = at
        enough = found >= (_LEAST_TITLED if titled else _LEAST)
        if start == 0 or enough:
            self._inside = enough and end == len(texts) and (known or self._inside)
        return end if enough else start
