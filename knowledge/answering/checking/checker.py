"""Claims against the units of the passages they cite."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor

from knowledge.answering.checking.denying import contradicted
from knowledge.answering.checking.figures import bears, prepared
from knowledge.answering.checking.parts import Part
from knowledge.answering.checking.quoting import bare, quoted_wrongly
from knowledge.answering.checking.reading import Chunk, capitalised, chunks, names
from knowledge.answering.checking.sources import Source, sources
from knowledge.answering.checking.support import missing, nearness
from knowledge.embedding import language_of
from knowledge.text import normalise, sentences
from storage.records import Passage

Similarity = Callable[[str, Sequence[str]], list[float]]
LOOKED_AT = 8
"""How many of the units nearest to a part are tried."""
_HAS_WORDS = re.compile(r"\w")
_ENUMERATES = re.compile(r"[、,，;].*[、,，;].*\w|共\s?\d|\ball \d|\d points")
_GOES_ON = re.compile(r"\s*(?:属于|是|为|算|由|即|it |is |are |has )")
NEAR = 0.2
"""The cosine below which a sentence in the other language is about something else."""


class Checker:
    """Checks claims. With `similarity` a sentence in another language than its passages must also
    be near one of their units in meaning; `executor` must be the one thread that runs its encoder.
    """

    def __init__(
        self, similarity: Similarity | None = None, executor: Executor | None = None
    ) -> None:
        self._similarity = similarity
        self._executor = executor

    async def problems(
        self, claims: Sequence[tuple[str, Sequence[int]]], passages: Sequence[Passage]
    ) -> list[str]:
        """What is wrong with the claims, each (sentence, numbers of cited passages from 1)."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(None, _problems, claims, passages)
        if found or self._similarity is None:
            return found
        return await loop.run_in_executor(self._executor, self._distant, claims, passages)

    def _distant(
        self, claims: Sequence[tuple[str, Sequence[int]]], passages: Sequence[Passage]
    ) -> list[str]:
        return [
            f"{text!r} is not what the passages it cites say."
            for text, cited in claims
            if self._is_far(text, [passages[n - 1] for n in cited])
        ]

    def _is_far(self, text: str, held: Sequence[Passage]) -> bool:
        units = [s for p in held for s in sources(p)]
        if self._similarity is None or any(s.language == language_of(text) for s in units):
            return False
        return max(self._similarity(text, [s.shown[:300] for s in units]), default=0.0) < NEAR


def _problems(
    claims: Sequence[tuple[str, Sequence[int]]], passages: Sequence[Passage]
) -> list[str]:
    return [problem for text, cited in claims for problem in _of(text, cited, passages)]


def _of(text: str, cited: Sequence[int], passages: Sequence[Passage]) -> Iterator[str]:
    if not _HAS_WORDS.search(text):
        yield "A sentence is empty."
        return
    wrong = [n for n in cited if not 1 <= n <= len(passages)]
    if wrong or not cited:
        yield f"{text!r} cites no passage." if not cited else f"{text!r} cites {wrong}: no such."
        return
    held = [passages[n - 1] for n in dict.fromkeys(cited)]
    invented = list(quoted_wrongly(text, held))
    if invented:
        yield f"{invented[0]} in {text!r} is not in the passages it cites."
        return
    units = [s for p in held for s in sources(p)]
    if any(bare(text) in _verbatim(s) for s in units):
        return
    for sentence in filter(_HAS_WORDS.search, sentences(text)):
        if lacking := _unsupported(sentence, units):
            yield f"The passages cited do not say so in {sentence!r}: {'; '.join(lacking)}."


def _verbatim(source: Source) -> tuple[str, ...]:
    unit = source.unit
    return bare(unit.text), bare(unit.body), bare(unit.shown())


def _unsupported(text: str, units: Sequence[Source]) -> list[str]:
    """What is missing for the parts of the sentence; empty if each rests on a unit.

    The whole sentence is tried first, then its chunks in runs, each run on one unit.
    """
    found = chunks(prepared(text))
    if not any(c.elements or c.figures for c in found):
        return ["nothing that can be checked is said"]
    known = _named(text, units)
    best: list[str] | None = None
    end = len(found)
    reached: dict[int, list[tuple[int, Source]]] = {0: []}
    for start in range(end):
        if start not in reached:
            continue
        for stop in range(end, start, -1):
            part = _part(found[start:stop], known, text)
            before = reached[start]
            joint = _part(found[before[-1][0] : stop], known, text) if before else part
            bearer, lacking = _bearer(part, units, [u for _, u in before], joint)
            if bearer is not None:
                reached.setdefault(stop, [*before, (start, bearer)])
            elif (start == 0 and stop == end) or best is None:
                best = lacking
    return [] if end in reached else best or ["it"]


def _part(found: Sequence[Chunk], known: Sequence[str], text: str) -> Part:
    own = tuple(n for n in known if any(normalise(n) in c.text for c in found))
    return Part(tuple(found), own, language_of(text))


def _named(text: str, units: Sequence[Source]) -> list[str]:
    """The names in the sentence; capitalised words only where they cannot be a translation."""
    found = names(text)
    if language_of(text) == "zh" or any(u.language == "en" for u in units):
        found += capitalised(text)
    return list(dict.fromkeys(found))


def _bearer(
    part: Part, units: Sequence[Source], before: Sequence[Source], joint: Part
) -> tuple[Source | None, list[str]]:
    """The unit that bears the part out, or what the nearest one lacks."""
    ranked = sorted(units, key=lambda u: -nearness(part, u))[:LOOKED_AT]
    first: list[str] = []
    for unit in ranked:
        if unit.is_list and not _ENUMERATES.search(part.text):
            continue
        again = before and unit == before[-1]
        lacking = list(missing(joint if again else part, unit, units))
        if not lacking and before and not _may_follow(part, unit, before):
            lacking = ["which row it is about"]
        if not lacking:
            lacking = contradicted(part, unit, units)
        if not lacking:
            return unit, []
        first = first or lacking
    return None, first


def _may_follow(part: Part, unit: Source, before: Sequence[Source]) -> bool:
    """Whether a later part may rest on another unit: of another row it must say which one."""
    if not before or unit in before or not unit.is_row:
        return True
    earlier = [u for u in before if u.passage == unit.passage and u.unit.group == unit.unit.group]
    if not earlier:
        return True
    if _GOES_ON.match(part.text):
        return False
    label = unit.chunks[0]
    told = label.keys.difference(*(u.chunks[0].keys for u in earlier))
    said = {e.key for r in part.elements for e in r}
    if told & said or any(n for n in part.names if normalise(n) in label.text):
        return True
    return any(bears(h, f) for h in label.figures for f in part.figures)
