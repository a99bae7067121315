"""The parts of a .docx that hold its text."""

from __future__ import annotations

import io
import posixpath
import zipfile
from types import TracebackType
from typing import Any, Self

from docx.oxml.parser import parse_xml

Element = Any
"""An lxml element; lxml has no types."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/", _OFFICE),
)


def val(element: Element | None, name: str = "val") -> str | None:
    """The attribute `w:name` of an element that may be missing."""
    return None if element is None else element.get(W + name)


def is_on(element: Element | None) -> bool:
    """Whether a toggle such as <w:b/> is there and not switched off."""
    return element is not None and val(element) not in ("0", "false", "off", "none")


class Package:
    """`document`, `styles` and `numbering` are root elements; the latter two may be None.

    The parser resolves no entities; a part that declares any is refused.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        main = self._target("", "officeDocument") or "word/document.xml"
        self.document: Element = self._parse(main)
        self.styles = self._related(main, "styles")
        self.numbering = self._related(main, "numbering")
        self.has_footnotes = self._target(main, "footnotes") is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    def _parse(self, part: str) -> Element:
        xml = self._archive.read(part)
        if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
            raise ValueError("a document type declaration in an Office file")
        for strict, transitional in _STRICT:
            xml = xml.replace(strict, transitional)
        return parse_xml(xml)

    def _related(self, part: str, kind: str) -> Element | None:
        target = self._target(part, kind)
        return self._parse(target) if target in self._archive.namelist() else None

    def _target(self, part: str, kind: str) -> str | None:
        """Name of the part that `part` (the whole package if empty) refers to as `kind`."""
        folder, base = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", base + ".rels")
        if relations not in self._archive.namelist():
            return None
        for relation in self._parse(relations):
            if str(relation.get("Type", "")).endswith("/" + kind):
                target = str(relation.get("Target", ""))
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None
