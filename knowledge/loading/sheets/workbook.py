"""A workbook's sheets, its shared strings and the formats that its cells refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledge.loading.office import Element, Package, R
from knowledge.loading.sheets.formats import BUILT_IN

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Tab:
    """`part` is None for a sheet that holds only a chart or is missing from the file."""

    name: str
    part: str | None
    hidden: bool


@dataclass(frozen=True)
class Style:
    """How a cell shows its value: the number format's code, and whether in bold."""

    code: str = "General"
    bold: bool = False


class Workbook:
    def __init__(self, package: Package) -> None:
        self.package = package
        self._main = package.related("", "officeDocument") or "xl/workbook.xml"
        root = package.root(self._main)
        properties = root.find(S + "workbookPr")
        self.since_1904 = is_on(properties, "date1904")
        self.tabs = [self._tab(sheet) for sheet in root.iter(S + "sheet")]
        self.strings = self._strings()
        self.styles = self._styles()

    def style(self, cell: Element) -> Style:
        written = cell.get("s", "0")
        index = int(written) if written.isdigit() else 0
        return self.styles[index] if index < len(self.styles) else Style()

    def _tab(self, sheet: Element) -> Tab:
        part = self.package.target(self._main, sheet.get(R + "id"))
        is_cells = part is not None and "chartsheets/" not in part
        hidden = sheet.get("state", "visible") != "visible"
        return Tab(sheet.get("name", ""), part if is_cells else None, hidden)

    def _strings(self) -> list[str]:
        part = self.package.related(self._main, "sharedStrings")
        return [text_of(item) for item in self.package.stream(part, S + "si")] if part else []

    def _styles(self) -> list[Style]:
        part = self.package.related(self._main, "styles")
        if part is None:
            return []
        root = self.package.root(part)
        codes = dict(BUILT_IN)
        for form in root.iter(S + "numFmt"):
            codes[_whole(form.get("numFmtId"))] = form.get("formatCode", "General")
        codes[14] = BUILT_IN[14]
        fonts = root.find(S + "fonts")
        bold = [is_on(font.find(S + "b"), "val", absent=True) for font in _of(fonts)]
        formats = _of(root.find(S + "cellXfs"))
        return [_style(form, codes.get, bold) for form in formats]


def _style(form: Element, code_of: Callable[[int], str | None], bold: list[bool]) -> Style:
    font = _whole(form.get("fontId"))
    code = code_of(_whole(form.get("numFmtId"))) or "General"
    return Style(code, font < len(bold) and bold[font])


def text_of(item: Element) -> str:
    """A string's words, without the readings (phonetic guides) of its signs."""
    parts = (t.text or "" for t in item.iter(S + "t") if t.getparent().tag != S + "rPh")
    return _unescaped("".join(parts))


def is_on(element: Element | None, name: str, *, absent: bool = False) -> bool:
    """Whether the attribute says so; `absent` is what an element without it means."""
    if element is None:
        return False
    written = element.get(name)
    return absent if written is None else written not in ("0", "false")


def _unescaped(text: str) -> str:
    """_x000D_ is a character that XML cannot hold; one that can't be shown is left out."""
    if "_x" not in text:
        return text
    for escaped, plain in (("_x000D_", ""), ("_x000A_", "\n"), ("_x0009_", " "), ("_x005F_", "_")):
        text = text.replace(escaped, plain)
    return text


def _of(parent: Element | None) -> Iterable[Element]:
    return parent if parent is not None else ()


def _whole(written: str | None) -> int:
    return int(written) if written and written.isdigit() else 0
