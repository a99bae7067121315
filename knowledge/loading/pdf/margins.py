"""Running heads, page numbers and stamps: what stands on page after page at the same place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from knowledge.loading.pdf.lines import Line, rows_of
from knowledge.loading.pdf.page import Page

_MARGIN = 0.12
"""Of a page's height, at its top and at its bottom."""
_REPEATED = 3
_IN_SHORT = 2
_SHORT = 4
"""Pages of a document in which two of a kind are enough."""
_STAMPED = 0.6
"""Of all pages: what stands on as many at one place is no text of any of them."""
_LARGER = 1.15
_APART = 0.4
"""Of a line's height, between a running head and the text."""
_DIGITS = re.compile(r"\d+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_WRITTEN_OUT = re.compile(
    r"(?:第\s*)?\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|page\s+\d{1,4}(?:\s+of\s+\d{1,4})?"
    r"|\d{1,4}\s*/\s*\d{1,4}|[-–—·]\s*\d{1,4}\s*[-–—·]",
    re.IGNORECASE,
)

Key = tuple[str, int]
Stamp = tuple[str, int, int]


def without_margins(pages: Sequence[Page], body: float) -> None:
    """Takes them off the pages' lines. `body` is the size of the running text."""
    repeated = _repeated(pages, body)
    numbered = _page_numbers(pages, body)
    stamped = _stamps(pages)
    running = _running_heads(pages, body)
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not (
                (_in_margin(page, line) and _key(line) in repeated)
                or (page.number, line) in numbered
                or (page.number, line) in running
                or _stamp(line) in stamped
            )
        ]
    _without_stamps(pages)


def _place(line: Line) -> int:
    return round(line.box.top / 4)


def _key(line: Line) -> Key:
    return _DIGITS.sub("#", line.text), _place(line)


def _stamp(line: Line) -> Stamp:
    return line.text, _place(line), round(line.box.x0)


def _in_margin(page: Page, line: Line) -> bool:
    middle = line.box.middle[1]
    return middle < _MARGIN * page.height or middle > (1 - _MARGIN) * page.height


def _repeated(pages: Sequence[Page], body: float) -> set[Key]:
    """A large line may be a heading that differs by its number only, and counts by its words."""
    seen: defaultdict[Key, set[int]] = defaultdict(set)
    words: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    large: set[Key] = set()
    for page in pages:
        for line in page.lines:
            if not _in_margin(page, line):
                continue
            key = _key(line)
            seen[key].add(page.number)
            words[key][line.text] += 1
            if line.style.size > _LARGER * body:
                large.add(key)
    least = _IN_SHORT if len(pages) <= _SHORT else _REPEATED
    return {
        key
        for key, on in seen.items()
        if (max(words[key].values()) if key in large else len(on)) >= least
    }


def _running_heads(pages: Sequence[Page], body: float) -> set[tuple[int, Line]]:
    """Heads and feet that name the chapter: outermost rows whose words stand elsewhere too."""
    found: set[tuple[int, Line]] = set()
    words = Counter(line.text for page in pages for line in page.lines)
    for outward in (1, -1):
        placed: defaultdict[int, list[tuple[int, list[Line]]]] = defaultdict(list)
        for page in pages:
            rows = rows_of(page.lines)[::outward]
            if len(rows) > 1 and _is_apart(page, rows[0], rows[1], body):
                placed[round(rows[0][0].box.top)].append((page.number, rows[0]))
        for rows_there in placed.values():
            naming = [row for _, row in rows_there if any(words[line.text] > 1 for line in row)]
            if len(naming) >= max(_REPEATED, _STAMPED * len(pages)):
                found.update((number, line) for number, row in rows_there for line in row)
    return found


def _is_apart(page: Page, outermost: Sequence[Line], inner: Sequence[Line], body: float) -> bool:
    one, other = outermost[0].box, inner[0].box
    gap = max(other.top - one.bottom, one.top - other.bottom)
    small = all(line.style.size <= body and _in_margin(page, line) for line in outermost)
    return small and gap >= _APART * one.height


def _stamps(pages: Sequence[Page]) -> set[Stamp]:
    if len(pages) < _REPEATED:
        return set()
    seen = Counter(stamp for page in pages for stamp in set(map(_stamp, page.lines)))
    return {
        stamp for stamp, count in seen.items() if count >= max(_REPEATED, _STAMPED * len(pages))
    }


def _page_numbers(pages: Sequence[Page], body: float) -> set[tuple[int, Line]]:
    """Numbers in the margin that count with the pages, and those that say what they are."""
    found: set[tuple[int, Line]] = set()
    counted: defaultdict[tuple[str, int, int], list[tuple[int, Line]]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if not _in_margin(page, line) or line.style.size > _LARGER * body:
                continue
            if _WRITTEN_OUT.fullmatch(line.text):
                found.add((page.number, line))
            elif value := _value(line.text):
                kind = "digits" if line.text.isdigit() else "roman"
                counted[kind, value - page.number, _place(line)].append((page.number, line))
    for (_, offset, _), lines in counted.items():
        if len(lines) > 1 or (len(pages) == 1 and offset == 0):
            found.update(lines)
    return found


def _value(text: str) -> int:
    if text.isdecimal() and len(text) < 5:
        return int(text)
    letters = text.lower()
    if not letters or len(letters) > 7 or set(letters) - set(_ROMAN):
        return 0
    values = [_ROMAN[letter] for letter in letters]
    return sum(-v if v < max(values[at:]) else v for at, v in enumerate(values))


def _without_stamps(pages: Sequence[Page]) -> None:
    """Turned text that is the same on several pages is a watermark."""
    seen = Counter(page.turned for page in pages if page.turned)
    for page in pages:
        if seen[page.turned] > 1:
            page.turned = ""
