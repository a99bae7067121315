"""A version as its reader sees it: documents of sections, whatever passages they were cut into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.text.sentences import TABLE_ROW
from storage.records import Passage


@dataclass(frozen=True)
class Section:
    """What stands below one heading. `occurrence` counts equal headings of a document from 0.

    `passages` are its passages' ids; `number` counts the sections of the version from 0.
    """

    document: str
    path: tuple[str, ...]
    occurrence: int
    text: str
    page: int | None
    stages: tuple[str, ...]
    passages: tuple[int, ...]
    number: int

    @property
    def name(self) -> str:
        return " › ".join(self.path)


def sections(documents: Mapping[str, Sequence[Passage]]) -> list[Section]:
    """The sections of a version's passages, in reading order."""
    found: list[Section] = []
    for document, passages in documents.items():
        seen: Counter[tuple[str, ...]] = Counter()
        for path, run in groupby(passages, key=lambda passage: passage.heading_path):
            held = list(run)
            found.append(
                Section(
                    document=document,
                    path=path,
                    occurrence=seen[path],
                    text=_joined([passage.text for passage in held]),
                    page=held[0].page,
                    stages=_common(held),
                    passages=tuple(passage.id for passage in held),
                    number=len(found),
                )
            )
            seen[path] += 1
    return found


def _common(passages: Sequence[Passage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stage for passage in passages for stage in passage.stages))


def _joined(texts: Sequence[str]) -> str:
    """The texts one below the other; a table that goes on does not say its header again."""
    said: set[str] = set()
    lines: list[str] = []
    for number, text in enumerate(texts):
        piece = text.split("\n")
        if number:
            while len(piece) > 1 and piece[0] in said and TABLE_ROW.match(piece[0]):
                piece.pop(0)
        said.update(piece)
        lines += piece
    return "\n".join(lines)
