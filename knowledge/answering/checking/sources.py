"""What a passage says, unit by unit, as sentences are compared with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from knowledge.answering.checking.figures import Figure, prepared
from knowledge.answering.checking.reading import Chunk, chunk, chunks, fine
from knowledge.answering.units import Unit, units
from knowledge.embedding import Language, language_of
from knowledge.text import normalise
from storage.records import Passage

_NUMBERED = re.compile(
    r"^[\W_]*(?:第?[\d一二三四五六七八九十]+[章节条]?(?:[.．]\d+)*)[.、:：\s]\s*"
)


@dataclass(frozen=True)
class Source:
    """A sentence, list item or table row of a passage, with what stands above and before it.

    `chunks` are its own parts (a row's cells, each with its label); `around` those of the heading,
    lead and sentence before. `plain` is the normal form of the unit and all around it.
    """

    passage: int
    unit: Unit
    chunks: tuple[Chunk, ...]
    before: tuple[Chunk, ...]
    around: Chunk
    plain: str
    language: Language
    is_list: bool = False

    @property
    def is_row(self) -> bool:
        return self.unit.kind == "row"

    @property
    def keys(self) -> frozenset[str]:
        return frozenset[str]().union(*(c.keys for c in self.chunks))

    @property
    def beside(self) -> frozenset[str]:
        return self.around.keys.union(*(c.keys for c in self.before))

    @property
    def pieces(self) -> tuple[Chunk, ...]:
        """The finest parts, each with its figures: what a figure stands with."""
        return _pieces(self)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(f for c in self.chunks for f in c.figures)

    @property
    def shown(self) -> str:
        return self.unit.shown()


@lru_cache(maxsize=4096)
def _pieces(source: Source) -> tuple[Chunk, ...]:
    labels = source.unit.labels or ("",) * len(source.unit.cells)
    if source.is_row:
        said = zip(map(prepared, labels), map(prepared, source.unit.cells), strict=True)
    else:
        said = zip(("",), (prepared(source.unit.text),), strict=True)
    own = [chunk(piece, label) for label, text in said for piece in fine(text)]
    before = [chunk(piece) for c in source.before for piece in fine(c.text)]
    return (*own, *before)


@lru_cache(maxsize=256)
def sources(passage: Passage) -> tuple[Source, ...]:
    """The units of a passage, in reading order; the whole passage where it has none."""
    found = units(passage.text) or [Unit(passage.text, 0)]
    single = [_source(passage, found, at) for at in range(len(found))]
    lists = [_list(passage, items) for items in _lists(found)]
    return (*single, *lists)


def _lists(found: Sequence[Unit]) -> Iterator[list[Unit]]:
    """The items of every list, and what follows an announcement ("包括：") without bullets."""
    for group in {u.group: None for u in found if u.kind == "item"}:
        yield [u for u in found if u.group == group]
    for at, unit in enumerate(found):
        following = list(takewhile(_is_plain, found[at + 1 :]))
        if unit.introduces and len(following) > 1:
            yield [replace(u, lead=unit.text) for u in following]


def _is_plain(unit: Unit) -> bool:
    return unit.kind == "sentence" and not unit.introduces


def _list(passage: Passage, items: Sequence[Unit]) -> Source:
    """A whole list as one unit, with the number of its items."""
    parts = [c for u in items for c in chunks(prepared(u.body))]
    whole = Unit("\n".join(u.text for u in items), items[0].start, "sentence", -1, items[0].lead)
    counted = Figure(len(items), len(items), "", "", 0)
    source = _source(passage, [whole], 0)
    around = replace(source.around, figures=(*source.around.figures, counted))
    return replace(source, chunks=tuple(parts), around=around, is_list=True)


def _source(passage: Passage, found: Sequence[Unit], at: int) -> Source:
    unit = found[at]
    previous = found[at - 1] if at and found[at - 1].kind != "row" else None
    heading = " ".join((passage.document, passage.playbook_title, passage.section))
    unnumbered = " ".join(_NUMBERED.sub("", part) for part in passage.heading_path)
    titles = f"{passage.document} {passage.playbook_title} {unnumbered}"
    labels = " ".join(unit.labels)
    before = previous.text if previous and not unit.cells else ""
    parts = _cells(unit) if unit.cells else chunks(prepared(unit.body))
    plain = "\n".join((heading, unit.lead, labels, before, unit.text))
    return Source(
        passage.id,
        unit,
        tuple(parts),
        tuple(chunks(prepared(before))) if before else (),
        chunk(prepared(f"{titles} ; {unit.lead} ; {labels}")),
        normalise(plain),
        language_of(unit.text),
    )


def _cells(unit: Unit) -> list[Chunk]:
    labels = unit.labels or ("",) * len(unit.cells)
    parts = []
    for label, cell in zip(labels, unit.cells, strict=True):
        if re.search(r"\w", cell):
            parts.extend(_cell(prepared(label), prepared(cell)))
    return parts


def _cell(label: str, cell: str) -> list[Chunk]:
    pieces = chunks(cell) or [chunk(cell)]
    return [chunk(piece.text, label) for piece in pieces]
