"""A slide's shapes, groups and older twins taken apart, in the order they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.loading.office import MC, A, Element, R
from knowledge.loading.slides.drawings import DGM, C
from knowledge.loading.slides.placeholders import Layouts, P, kind_of, list_style
from knowledge.loading.slides.words import Bullets

_MARK = f"{P}nvSpPr/{P}nvPr/{P}ph"
_GROUPS = (P + "grpSp", P + "spTree")
_PICTURE = P + "pic"
_HIDDEN = ("1", "true")
_NO_BULLETS = Bullets()


@dataclass(frozen=True)
class Box:
    """A rectangle on the slide, in EMU."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


@dataclass(frozen=True, eq=False)
class Shape:
    """`placeholder` is its type, empty for any other shape; `chart` and `diagram` are relations."""

    element: Element
    box: Box
    placeholder: str = ""
    bullets: Bullets = _NO_BULLETS
    table: Element | None = None
    chart: str | None = None
    diagram: str | None = None
    members: tuple[Shape, ...] = ()

    @property
    def is_picture(self) -> bool:
        return self.element.tag == _PICTURE or self.element.find(f".//{A}blip") is not None

    @property
    def has_content(self) -> bool:
        """Whether there is anything to read in it."""
        special = self.table is not None or self.chart or self.diagram or self.members
        words = (t.text for t in self.element.iter(A + "t"))
        return bool(special) or any(text and text.strip() for text in words)


def shapes_of(root: Element, layouts: Layouts, part: str) -> list[Shape]:
    """In the order of the file, which is from back to front."""
    tree = root.find(f"{P}cSld/{P}spTree")
    return list(_members(tree, layouts, part)) if tree is not None else []


def _members(parent: Element, layouts: Layouts, part: str) -> Iterator[Shape]:
    for child in parent:
        if child.tag == MC + "AlternateContent":
            form = next((f for f in child if f.tag in (MC + "Choice", MC + "Fallback")), None)
            if form is not None:
                yield from _members(form, layouts, part)
        elif not _is_hidden(child):
            shape = _shape(child, layouts, part)
            if shape is not None:
                yield shape


def _shape(element: Element, layouts: Layouts, part: str) -> Shape | None:
    box = _box(element)
    if element.tag == P + "grpSp":
        members = tuple(_members(element, layouts, part))
        return Shape(element, box or Box(), members=members) if members else None
    if element.tag == P + "graphicFrame":
        return _frame(element, box or Box())
    if element.tag == _PICTURE:
        return Shape(element, box or Box())
    if element.tag not in (P + "sp", P + "cxnSp"):
        return None
    mark = element.find(_MARK)
    kind = kind_of(mark) if mark is not None else ""
    above = layouts.inherited(part, mark) if mark is not None else []
    places = (found for shape in above if (found := _box(shape)))
    styles = [list_style(element), *map(list_style, above)]
    if mark is not None:
        styles.append(layouts.text_styles(part, kind))
    bullets = Bullets([style for style in styles if style is not None])
    return Shape(element, box or next(places, Box()), kind, bullets)


def _frame(element: Element, box: Box) -> Shape:
    chart = element.find(f".//{C}chart")
    diagram = element.find(f".//{DGM}relIds")
    return Shape(
        element,
        box,
        table=element.find(f".//{A}tbl"),
        chart=chart.get(R + "id") if chart is not None else None,
        diagram=diagram.get(R + "dm") if diagram is not None else None,
    )


def _is_hidden(element: Element) -> bool:
    properties = element.find(f"./*/{P}cNvPr")
    return properties is not None and properties.get("hidden") in _HIDDEN


def _box(element: Element) -> Box | None:
    found = (element.find(path) for path in (f"{P}spPr/{A}xfrm", f"{P}grpSpPr/{A}xfrm", P + "xfrm"))
    frame = next((each for each in found if each is not None), None)
    if frame is None:
        return None
    place, size = frame.find(A + "off"), frame.find(A + "ext")
    if place is None or size is None:
        return None
    left, top = int(place.get("x", "0")), int(place.get("y", "0"))
    return Box(left, top, left + int(size.get("cx", "0")), top + int(size.get("cy", "0")))


def in_reading_order(shapes: Iterable[Shape]) -> list[Shape]:
    """The title, then what stands above before what stands below, left before right.

    The slide is cut at the widest empty strip that crosses it, each side again: three cards side by
    side are read card by card, three rows row by row. A group's members stay together.
    """
    kept = [shape for shape in shapes if shape.has_content]
    titles = [shape for shape in kept if shape.placeholder in ("title", "ctrTitle")]
    others = [shape for shape in kept if shape.placeholder not in ("title", "ctrTitle")]
    ordered = titles + _ordered(others)
    return [
        each
        for shape in ordered
        for each in (in_reading_order(shape.members) if shape.members else [shape])
    ]


def _ordered(shapes: list[Shape]) -> list[Shape]:
    if len(shapes) < 2:
        return shapes
    rows = _widest_gap([(s.box.top, s.box.bottom) for s in shapes])
    columns = _widest_gap([(s.box.left, s.box.right) for s in shapes])
    if rows is None and columns is None:
        return sorted(shapes, key=lambda s: (not s.placeholder, s.box.top, s.box.left))
    if columns is None or (rows is not None and rows[0] >= columns[0]):
        cut = rows[1] if rows else 0
        first = [s for s in shapes if s.box.top < cut]
        rest = [s for s in shapes if s.box.top >= cut]
    else:
        first = [s for s in shapes if s.box.left < columns[1]]
        rest = [s for s in shapes if s.box.left >= columns[1]]
    return _ordered(first) + _ordered(rest)


def _widest_gap(spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The width of the widest strip that nothing crosses, and where it ends."""
    best: tuple[int, int] | None = None
    reached: int | None = None
    for start, end in sorted(spans):
        if reached is not None and start >= reached:
            gap = (start - reached, start)
            best = gap if best is None or gap[0] > best[0] else best
        reached = end if reached is None else max(reached, end)
    return best
