"""The parts of a .docx that hold its text."""

from __future__ import annotations

from knowledge.loading import office
from knowledge.loading.office import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def val(element: Element | None, name: str = "val") -> str | None:
    """The attribute `w:name` of an element that may be missing."""
    return None if element is None else element.get(W + name)


def is_on(element: Element | None) -> bool:
    """Whether a toggle such as <w:b/> is there and not switched off."""
    return element is not None and val(element) not in ("0", "false", "off", "none")


class Package(office.Package):
    """`document`, `styles` and `numbering` are root elements; the latter two may be None."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        main = self.related("", "officeDocument") or "word/document.xml"
        self.document: Element = self.root(main)
        self.styles = self._part(main, "styles")
        self.numbering = self._part(main, "numbering")
        self.has_footnotes = self.related(main, "footnotes") is not None

    def _part(self, main: str, kind: str) -> Element | None:
        found = self.related(main, kind)
        return self.root(found) if found else None
