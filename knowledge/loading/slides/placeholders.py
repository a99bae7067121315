"""What a slide's placeholders inherit from its layout and master: places and bullets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from knowledge.loading.office import A, Element, Package

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_STYLES = {"title": "titleStyle", "ctrTitle": "titleStyle", "body": "bodyStyle"}
_SAME = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}


class Layouts:
    """Looks up a slide's placeholder in the layout and the master that it follows."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._root = cache(package.root)

    def kind(self, slide: str) -> str:
        """The layout's type: "title", "secHead", "obj" …; empty if there is none."""
        layout = self._package.related(slide, "slideLayout")
        return str(self._root(layout).get("type", "")) if layout else ""

    def inherited(self, slide: str, placeholder: Element) -> list[Element]:
        """The shapes it follows, nearest first."""
        found = []
        for source in self._sources(slide):
            shape = _matching(self._root(source), placeholder)
            if shape is not None:
                found.append(shape)
        return found

    def text_styles(self, slide: str, kind: str) -> Element | None:
        """The master's list style for that kind of placeholder."""
        masters = [s for s in self._sources(slide) if "asters/" in s]
        if not masters:
            return None
        name = _STYLES.get(_SAME.get(kind, kind), "bodyStyle")
        root = self._root(masters[-1])
        if name == "bodyStyle" and root.tag == P + "notesMaster":
            return root.find(P + "notesStyle")
        return root.find(f"{P}txStyles/{P}{name}")

    def _sources(self, slide: str) -> Iterator[str]:
        part: str | None = slide
        for kind in ("slideLayout", "slideMaster", "notesMaster"):
            found = self._package.related(part, kind) if part else None
            if found:
                part = found
                yield found


def kind_of(placeholder: Element) -> str:
    return str(placeholder.get("type", "obj"))


def _matching(root: Element, placeholder: Element) -> Element | None:
    """By index in a layout, else by type; the master has one of each type."""
    index, kind = placeholder.get("idx"), kind_of(placeholder)
    shapes = [(shape, ph) for shape in root.iter(P + "sp")
              if (ph := shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")) is not None]  # fmt: skip
    for shape, ph in shapes:
        if index is not None and ph.get("idx") == index:
            return shape
    general = _SAME.get(kind, kind)
    for shape, ph in shapes:
        if _SAME.get(kind_of(ph), kind_of(ph)) == general:
            return shape
    return None


def list_style(shape: Element) -> Element | None:
    return shape.find(f"{P}txBody/{A}lstStyle")
