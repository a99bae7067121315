"""The words and figures in charts and diagrams (SmartArt)."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.loading.office import A, Element
from knowledge.loading.sheets.formats import general, shown
from knowledge.loading.slides.words import text_of

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MOST_POINTS = 500
_DEEPEST = 6


def chart_rows(root: Element) -> tuple[str, list[list[str]]]:
    """The chart's title, and its figures: a row for each category, a column for each series."""
    title = root.find(f"{C}chart/{C}title")
    words = [text_of(p) for p in title.iter(A + "p")] if title is not None else []
    series = list(root.iter(C + "ser"))
    named = [("".join(_points(one.find(C + "tx")).values()), _figures(one)) for one in series]
    labels: dict[int, str] = {}
    for one in series:
        labels |= _points(_first(one, "cat", "xVal"))
    count = max([*labels, *(at for _, values in named for at in values)], default=-1) + 1
    rows = [["", *(name for name, _ in named)]]
    rows += [
        [labels.get(at, ""), *(values.get(at, "") for _, values in named)]
        for at in range(min(count, _MOST_POINTS))
    ]
    return " ".join(filter(None, words)), rows if named else []


def _figures(series: Element) -> dict[int, str]:
    return _points(_first(series, "val", "yVal"))


def _first(parent: Element, *names: str) -> Element | None:
    return next((found for name in names if (found := parent.find(C + name)) is not None), None)


def _points(parent: Element | None) -> dict[int, str]:
    """What the file remembers of the sheet behind the chart, by position."""
    if parent is None:
        return {}
    code = parent.findtext(f".//{C}formatCode") or "General"
    levels = parent.findall(f".//{C}lvl") or [parent]
    found: dict[int, str] = {}
    for level in reversed(levels):
        for point in level.iter(C + "pt"):
            text, at = point.findtext(C + "v") or "", int(point.get("idx", "0"))
            figure = point.getparent().tag in (C + "numCache", C + "numLit")
            found[at] = f"{found.get(at, '')} {_figure(text, code) if figure else text}".strip()
    literal = parent.findtext(C + "v")
    return found or ({0: literal} if literal else {})


def _figure(text: str, code: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    return general(value) if code == "General" else shown(value, code)


def diagram_items(root: Element) -> Iterator[tuple[int, str]]:
    """A diagram's texts from the top down, each with its depth from 1."""
    points = {point.get("modelId"): point for point in root.iter(DGM + "pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter(DGM + "cxn"):
        if link.get("type", "parOf") == "parOf":
            place = int(link.get("srcOrd", "0")), link.get("destId", "")
            below.setdefault(link.get("srcId", ""), []).append(place)
    tops = [key for key, point in points.items() if point.get("type") == "doc"]
    waiting = [(0, key) for key in reversed(tops)]
    seen: set[str] = set()
    while waiting:
        depth, key = waiting.pop()
        if key in seen or key not in points:
            continue
        seen.add(key)
        text = " ".join(filter(None, map(text_of, points[key].iter(A + "p"))))
        if text:
            yield min(max(depth, 1), _DEEPEST), text
        children = sorted(below.get(key, ()), reverse=True)
        waiting += [(depth + 1, child) for _, child in children]
