"""Figures, and whether each stands with what it stands with in the passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.answering.checking.figures import Figure, bears, comparable, figures, prepared, same
from knowledge.answering.checking.parts import Part, name_stands, shown
from knowledge.answering.checking.reading import Chunk, chunk, fine
from knowledge.answering.checking.sources import Source
from knowledge.text import normalise

UNPAIRED = frozenset({"date", "clock", "section", "times"})
_CASES = re.compile(r"[;；。\n]|\.(?=\s)")


def wrong_figures(part: Part, source: Source) -> Iterator[str]:
    beside = [f for c in (*source.before, source.around) for f in c.figures]
    for figure in part.figures:
        stands = any(bears(h, figure) for h in source.figures)
        stands = stands or any(same(h, figure) for h in beside)
        if figure.measure == "section":
            stands = stands or _is_section(figure, source)
        if not stands:
            yield f"the figure {shown(figure)}"
    for piece in map(chunk, fine(part.text)):
        for figure in piece.figures:
            if figure.measure not in UNPAIRED and not _paired(piece, figure, source):
                yield f"the figure {shown(figure)} for this"


def _is_section(figure: Figure, source: Source) -> bool:
    return bool(re.search(rf"(?<![\d.]){figure.low:g}(?![\d.]*\d)", source.plain.split("\n")[0]))


def _paired(claimed: Chunk, figure: Figure, source: Source) -> bool:
    """Whether the figure stands with the words it stands with in the sentence."""
    if not figure.measure and 1990 <= figure.low <= 2100:
        return True
    fits = misfits = 0
    others = [replace(f, start=0) for f in claimed.figures if f != figure]
    for held in source.pieces:
        shared = len(claimed.keys & held.keys)
        shared += sum(any(same(h, o) for h in held.figures) for o in others)
        if any(bears(h, figure) for h in held.figures):
            fits = max(fits, shared)
        elif any(kin(h, figure) and replace(h, start=0) not in others for h in held.figures):
            misfits = max(misfits, shared)
    return misfits < 2 or fits >= misfits


def kin(held: Figure, figure: Figure) -> bool:
    return comparable(held.measure, figure.measure) and held.measure == figure.measure


def mixed_cases(part: Part, source: Source) -> Iterator[str]:
    """Figures of two cases: "after 15 days, a; after 45 days, b" makes no "after 15 days, b"."""
    if source.is_row or len(part.figures) < 2 or _CASES.search(part.text):
        return
    before = [c.text for c in source.before]
    texts = [*before, *_CASES.split(prepared(source.unit.body))]
    cases = [figures(piece) for piece in texts if piece.strip()]
    if len(cases) < 2:
        return
    for one in part.figures:
        with_one = [c for c in cases if any(bears(h, one) for h in c)]
        for other in part.figures:
            with_other = [c for c in cases if any(bears(h, other) for h in c)]
            if not with_one or not with_other or any(c in with_one for c in with_other):
                continue
            if all(_has_rival(c, one, part) for c in with_other):
                yield f"{shown(one)} with {shown(other)}"


def _has_rival(case: Sequence[Figure], figure: Figure, part: Part) -> bool:
    return any(kin(h, figure) and not any(bears(h, f) for f in part.figures) for h in case)


def apart(part: Part, source: Source) -> Iterator[str]:
    """Who does it in another case than the sentence's: "A signs Silver or B signs Gold"."""
    if source.is_row:
        return
    for c in part.chunks:
        for role in c.of("role"):
            own = [k for k in source.chunks if role in k.keys]
            if not own:
                continue
            anchors: list[Figure | str] = [*c.figures, *_names_in(c, part)]
            for anchor in anchors:
                theirs = [k for k in source.chunks if _has(k, anchor)]
                if not theirs or any(k in own for k in theirs):
                    continue
                claimed = frozenset[str]().union(*(p.of("role") for p in part.chunks))
                if any(k.of("role") - claimed for k in theirs):
                    yield f"{role.partition(':')[2]} with {shown(anchor)}"


def _names_in(c: Chunk, part: Part) -> list[str]:
    return [n for n in (*part.names, *part_words(c)) if normalise(n) in c.text]


def part_words(c: Chunk) -> list[str]:
    return [r[0].surface for r in c.elements if r[0].category == ""]


def _has(held: Chunk, anchor: Figure | str) -> bool:
    if isinstance(anchor, str):
        return name_stands(anchor, held.text)
    return any(bears(h, anchor) for h in held.figures)
