"""Whether one unit of a passage says what a part of a sentence says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.answering.checking.denying import (
    wrong_agent,
    wrong_focus,
    wrong_negations,
    wrong_order,
)
from knowledge.answering.checking.figures import bears
from knowledge.answering.checking.pairing import apart, mixed_cases, wrong_figures
from knowledge.answering.checking.parts import Part, name_stands
from knowledge.answering.checking.reading import Element
from knowledge.answering.checking.sources import Source

MISSING, MISSING_ACROSS = 0.34, 0.34
"""The share of a part's words that its unit may lack, in its own language and in the other."""
MISSING_IN_CHUNK = 0.5
MUST_STAND = frozenset({"role", "weekday", "place"})
EXCLUDE = frozenset({"direction", "bound", "frequency", "order"})


def missing(part: Part, source: Source, siblings: Sequence[Source] = ()) -> Iterator[str]:
    """What of the part its source does not say, or says otherwise; nothing if it bears it out."""
    yield from wrong_figures(part, source)
    yield from _names(part, source)
    yield from _hard(part, source)
    yield from _words(part, source)
    yield from _borrowed(part, source)
    yield from _strayed(part, source, siblings)
    yield from apart(part, source)
    yield from mixed_cases(part, source)
    yield from wrong_focus(part, source)
    yield from wrong_order(part, source)
    yield from wrong_agent(part, source)
    yield from wrong_negations(part, source)


def nearness(part: Part, source: Source) -> float:
    """How much of the part the source has, for choosing what to compare first."""
    own = sum(any(e.key in source.keys for e in r) for r in part.elements)
    around = sum(any(e.key in source.beside for e in r) for r in part.elements)
    held = sum(any(bears(h, f) for h in source.figures) for f in part.figures)
    named = sum(name_stands(name, source.plain) for name in part.names)
    return own + 0.3 * around + 1.5 * held + 1.5 * named


def _names(part: Part, source: Source) -> Iterator[str]:
    for name in part.names:
        if not name_stands(name, source.plain):
            yield f"the name {name}"


def _hard(part: Part, source: Source) -> Iterator[str]:
    held = source.keys | source.beside
    for readings in part.elements:
        if any(e.key in held for e in readings):
            continue
        for element in readings:
            if (element.category in MUST_STAND and len(readings) == 1) or (
                element.category in EXCLUDE and _others(element, source)
            ):
                yield f"{element.surface}"


def _others(element: Element, source: Source) -> bool:
    return any(c.of(element.category) - {element.key} for c in source.chunks)


def _words(part: Part, source: Source) -> Iterator[str]:
    found = list(_lacking(part.elements, part, source))
    for c in part.chunks:
        if not found and len(part.chunks) > 1:
            found = list(_lacking(c.elements, part, source, MISSING_IN_CHUNK))
    yield from found


def _lacking(
    said: Sequence[tuple[Element, ...]], part: Part, source: Source, most: float = 0.0
) -> Iterator[str]:
    across = part.language != source.language
    lacking: list[str] = []
    weight = run = longest = 0
    for readings in said:
        plain = readings[0].category == ""
        if across and plain:
            continue
        if readings[0].category == "party":
            continue
        weight += 1
        if _said(readings, source, across):
            run = 0
            continue
        lacking.append(readings[0].surface)
        run += 1
        longest = max(longest, run)
    allowed = most or (MISSING_ACROSS if across else MISSING)
    if most and weight < 2:
        return
    if across and not most and len(lacking) < 2 and weight < 4 and part.figures:
        return
    if lacking and (len(lacking) > allowed * weight or longest >= 3):
        yield ", ".join(lacking)


def _borrowed(part: Part, source: Source) -> Iterator[str]:
    """A unit that says it only together with the sentence before is not what it rests on."""
    if not source.before:
        return
    earlier = frozenset[str]().union(*(c.keys for c in source.before)) - source.around.keys
    only = [r for r in part.elements if {e.key for e in r} & earlier - source.keys]
    if len(only) * 2 > len(part.elements):
        yield "its subject"


def _said(readings: Sequence[Element], source: Source, across: bool) -> bool:
    held = source.keys | source.beside
    if any(e.key in held for e in readings):
        return True
    return not across and any(_alike(e.surface, source.plain) for e in readings)


def _alike(surface: str, plain: str) -> bool:
    """Whether the text has the word in another form: its stem, or half of its characters."""
    if surface in plain:
        return True
    if surface.isascii():
        return len(surface) >= 5 and surface[: max(4, len(surface) - 3)] in plain
    return len(surface) > 1 and sum(c in plain for c in surface) * 2 > len(surface)


def _strayed(part: Part, source: Source, siblings: Sequence[Source]) -> Iterator[str]:
    """What the row lacks and another row of its table has."""
    if not source.is_row:
        return
    held = source.keys | source.beside
    others = [s for s in siblings if s.passage == source.passage and s.is_row and s != source]
    elsewhere = frozenset[str]().union(*(s.keys for s in others))
    for readings in part.elements:
        keys = {e.key for e in readings if e.category != "frequency"}
        if not keys & held and keys & elsewhere and not _alike(readings[0].surface, source.plain):
            yield f"{readings[0].surface}, which stands in another row"
