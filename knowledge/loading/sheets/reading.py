"""A workbook, sheet by sheet, as blocks: tables, then comments and text boxes."""

from __future__ import annotations

from knowledge.loading.blocks import BlockBuilder, Content
from knowledge.loading.errors import TooLarge
from knowledge.loading.grids import write_grid
from knowledge.loading.office import A, Element, Package
from knowledge.loading.sheets.cells import Sheet, SheetReader
from knowledge.loading.sheets.workbook import S, Tab, Workbook, text_of

MAX_CELLS = 500_000
"""Cells with text in a workbook."""
_SHEET_LEVEL = 2
"""A sheet's name ("Sheet1") is no title for the document: the file's name is."""
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_NAMED = 5


class WorkbookReader:
    def __init__(self, name: str, package: Package) -> None:
        self._name = name
        self._package = package
        self._workbook = Workbook(package)
        self._builder = BlockBuilder()
        self._warnings: list[str] = []
        self._left = MAX_CELLS

    def read(self) -> Content:
        for tab in self._workbook.tabs:
            if tab.hidden:
                self._warnings.append(f"hidden_sheet:{tab.name}")
            elif tab.part is None:
                self._warnings.append(f"sheet_without_cells:{tab.name}")
            else:
                self._read_tab(tab, tab.part)
        return Content(tuple(self._builder.blocks), warnings=tuple(self._warnings))

    def _read_tab(self, tab: Tab, part: str) -> None:
        sheet = SheetReader(self._workbook, part, self._left).read()
        self._left -= sheet.count
        if self._left < 0:
            size = MAX_CELLS - self._left
            raise TooLarge(self._name, what="cells", size=size, limit=MAX_CELLS)
        comments, boxes = self._comments(part), self._boxes(part, tab)
        if sheet.grid.rows or comments or boxes:
            self._builder.heading(tab.name, _SHEET_LEVEL)
        write_grid(sheet.grid, self._builder, level=_SHEET_LEVEL + 1)
        for comment in comments:
            self._builder.list_item(comment, 1)
        for box in boxes:
            self._builder.paragraph(box)
        self._note(tab, sheet)

    def _note(self, tab: Tab, sheet: Sheet) -> None:
        if sheet.hidden:
            self._warnings.append(f"hidden_cells:{tab.name}")
        if sheet.filtered:
            self._warnings.append(f"filtered_rows:{tab.name}")
        if sheet.uncomputed:
            named = ", ".join(sheet.uncomputed[:_NAMED])
            more = " …" if len(sheet.uncomputed) > _NAMED else ""
            self._warnings.append(f"formula_without_value:{tab.name} {named}{more}")

    def _comments(self, part: str) -> list[str]:
        """What people wrote beside cells, each after its cell's place."""
        source = self._package.related(part, "comments")
        if source is None:
            return []
        found = self._package.root(source).iter(S + "comment")
        said = ((comment.get("ref", ""), text_of(comment).strip()) for comment in found)
        return [f"- {place}: {text}" for place, text in said if text]

    def _boxes(self, part: str, tab: Tab) -> list[str]:
        source = self._package.related(part, "drawing")
        if source is None:
            return []
        root = self._package.root(source)
        if root.find(f".//{_XDR}pic") is not None:
            self._warnings.append(f"sheet_pictures:{tab.name}")
        texts = (_box_text(body) for body in root.iter(_XDR + "txBody"))
        return [text for text in texts if text]


def _box_text(body: Element) -> str:
    lines = ("".join(t.text or "" for t in p.iter(A + "t")) for p in body.iter(A + "p"))
    return "\n".join(line for line in lines if line.strip())
