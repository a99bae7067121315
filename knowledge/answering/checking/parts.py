"""A run of a sentence's chunks, and what is asked of it everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from knowledge.answering.checking.figures import Figure
from knowledge.answering.checking.reading import Chunk, Element
from knowledge.embedding import Language
from knowledge.text import normalise, segment


@dataclass(frozen=True)
class Part:
    """Neighbouring chunks of a sentence, and the names that stand in them."""

    chunks: tuple[Chunk, ...]
    names: tuple[str, ...]
    language: Language

    @property
    def text(self) -> str:
        return ", ".join(c.text for c in self.chunks)

    @cached_property
    def elements(self) -> tuple[tuple[Element, ...], ...]:
        return tuple(readings for c in self.chunks for readings in c.elements)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(f for c in self.chunks for f in c.figures)


def name_stands(name: str, plain: str) -> bool:
    """Whether a name stands in a normalised text, as a word."""
    name = normalise(name)
    return bool(re.search(rf"(?<![a-z0-9]){re.escape(name)}s?(?![a-z0-9])", plain)) or (
        len(name) > 3 and set(segment(name)) <= set(segment(plain))
    )


def shown(anchor: Figure | str) -> str:
    return anchor if isinstance(anchor, str) else f"{anchor.low:.10g} {anchor.measure}".rstrip()
