"""An Office file's parts (XML in a ZIP) and how they refer to one another."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Any, Self

from lxml import etree

Element = Any
"""An lxml element; lxml has no types."""

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_SAFE = {"resolve_entities": False, "load_dtd": False, "no_network": True, "remove_comments": True}


@dataclass(frozen=True)
class Relation:
    """`kind` is the last word of its type ("slide"), `target` a part's name."""

    kind: str
    target: str


class Package:
    """Entities are never resolved; a part that declares a document type is refused."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._archive.namelist()}
        self.relations = cache(self._relations)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def root(self, part: str) -> Element:
        root = etree.fromstring(self._bytes(part), etree.XMLParser(**_SAFE))
        _refuse_doctype(root)
        return root

    def stream(self, part: str, *tags: str) -> Iterator[Element]:
        """Elements with those tags as they end, each emptied afterwards: memory stays flat."""
        source = io.BytesIO(self._bytes(part))
        checked = False
        for _, element in etree.iterparse(source, events=("end",), tag=tags, **_SAFE):
            if not checked:
                _refuse_doctype(element)
                checked = True
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]

    def related(self, part: str, kind: str) -> str | None:
        """Name of the first part that `part` refers to as `kind`, if it is there."""
        found = (relation.target for relation in self.relations(part).values()
                 if relation.kind == kind and relation.target in self)  # fmt: skip
        return next(found, None)

    def target(self, part: str, relation: str | None) -> str | None:
        """Name of the part that `part` refers to by that id, if it is there."""
        found = self.relations(part).get(relation or "")
        return found.target if found and found.target in self else None

    def _bytes(self, part: str) -> bytes:
        xml = self._archive.read(self._names[part.lower()])
        return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", xml)

    def _relations(self, part: str) -> dict[str, Relation]:
        """What `part` (the whole package if empty) refers to inside the package, by id."""
        folder, base = posixpath.split(part)
        source = posixpath.join(folder, "_rels", base + ".rels")
        if source not in self:
            return {}
        return {
            str(element.get("Id")): Relation(
                kind=str(element.get("Type", "")).rsplit("/", 1)[-1],
                target=_within(folder, str(element.get("Target", ""))),
            )
            for element in self.root(source)
            if element.get("TargetMode") != "External"
        }


def _within(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _refuse_doctype(element: Element) -> None:
    if element.getroottree().docinfo.doctype:
        raise ValueError("a document type declaration in an Office file")
