"""The answer in the passages' own words: the sentence, row or whole list that answers, first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

from knowledge.answering.asking import wants_a_fact, wants_several
from knowledge.answering.conflicts import corrects, rival, states_a_figure
from knowledge.answering.instructions import without_instructions
from knowledge.answering.scoring import Candidate, Ranked, SentenceSimilarity, candidates, score
from knowledge.answering.units import Unit, units
from knowledge.ports import PassageSource
from knowledge.text import content_words
from storage.records import (
    Answered,
    Citation,
    Evidence,
    Note,
    Outcome,
    Passage,
    Reason,
    Scored,
)

PASSAGES = 4
"""How many of the best passages are looked through for an answer."""
NEAR = 0.6
"""A passage below this share of the best one's score is not."""
SIBLINGS_OF, SIBLING = 2, 0.9
"""Of how many passages the other pieces of their section are looked at, and at what discount."""
POINTS = 3
SECOND = 0.85
"""A further point is shown if its score is at least this share of the first one's."""
NEAREST = 3
HEADED = 0.33
BEGINNING = 360
"""Characters of a section's beginning that are shown."""
PARAGRAPH = 180
"""Characters of a paragraph that are shown from the sentence that answers on."""
LONGEST_LIST = 1_500
"""Characters of a list or table that is shown whole."""


@dataclass(frozen=True)
class Point:
    """One thing the answer says: `text` as shown, `quote` as it stands in the passage."""

    passage: Passage
    text: str
    quote: str


class Composer:
    """Composes answers.

    Without `similarity` words alone decide; with it, `executor` must be the one thread that runs
    its encoder. With `source` the other pieces of the best sections are looked through as well.
    """

    def __init__(
        self,
        similarity: SentenceSimilarity | None = None,
        executor: Executor | None = None,
        source: PassageSource | None = None,
    ) -> None:
        self._similarity = similarity
        self._executor = executor
        self._source = source

    async def compose(self, question: str, evidence: Evidence) -> Answered:
        """The extractive answer, with the outcome and reason of the evidence.

        Refused: no text, the nearest passages where there are any. Weak: the best there is, and
        the nearest. The sentences stay in their document's language, unchanged.
        """
        nearest = _nearest(evidence)
        if evidence.outcome is Outcome.REFUSED or not evidence.results:
            return Answered(evidence.outcome, evidence.reason, "", (), evidence.confidence, nearest)
        loop = asyncio.get_running_loop()
        looked_at = await self._with_siblings(_looked_at(evidence.results))
        compose = partial(self._points, question, looked_at, evidence.results)
        points, note = await loop.run_in_executor(self._executor, compose)
        weak = evidence.outcome is Outcome.WEAK
        citations = tuple(
            Citation(number, point.passage, point.quote)
            for number, point in enumerate(points, start=1)
        )
        text = "\n\n".join(f"{p.text} [{n}]" for n, p in enumerate(points, start=1))
        return Answered(
            evidence.outcome,
            evidence.reason,
            text,
            citations,
            evidence.confidence,
            nearest if weak else (),
            note=note,
        )

    async def _with_siblings(self, results: list[Scored]) -> list[Scored]:
        """`results` and the pieces beside the first ones that were cut from the same section."""
        if self._source is None:
            return results
        held = {result.passage.id for result in results}
        more: list[Scored] = []
        for result in results[:SIBLINGS_OF]:
            for beside in map(
                without_instructions, await self._source.neighbours(result.passage.id)
            ):
                same = beside.heading_path == result.passage.heading_path
                if same and beside.text and beside.id not in held:
                    held.add(beside.id)
                    more.append(
                        replace(result, passage=beside, score=SIBLING * result.score, units=())
                    )
        return results + more

    def _points(
        self, question: str, looked_at: Sequence[Scored], results: Sequence[Scored]
    ) -> tuple[list[Point], Note]:
        of = _units(looked_at)
        ranked = score(question, candidates(looked_at, of), self._similarity)
        if not ranked:
            passage = looked_at[0].passage
            whole = [Point(passage, passage.text, passage.text)] if passage.text else []
            return whole, Note.NONE
        points = choose(question, ranked, of)
        if self._similarity is not None and states_a_figure(question, ranked[0]):
            of = _units(results)
            everywhere = score(question, candidates(results, of), None)
            other = rival(question, ranked[0], everywhere, self._similarity)
            if other is not None:
                return [points[0], _expand(question, other, everywhere, of)], Note.DISAGREES
        corrected = corrects(question, points[0].text)
        return points, Note.CORRECTS if corrected else Note.NONE


def _units(results: Sequence[Scored]) -> dict[int, list[Unit]]:
    """What of each passage can be quoted, by its id."""
    return {result.passage.id: units(result.passage.text) for result in results}


def choose(question: str, ranked: Sequence[Ranked], of: dict[int, list[Unit]]) -> list[Point]:
    """One to three points from the ranked units, the best first."""
    best = ranked[0]
    section = _section(question, best, of[best.candidate.passage.id])
    if section is not None:
        return [section]
    points = [_expand(question, best, ranked, of)]
    for other in ranked[1:]:
        if len(points) == POINTS or other.score < SECOND * best.score:
            break
        if best.number > 0 and other.number < 0:
            continue
        point = _expand(question, other, ranked, of)
        if all(_adds(point, held) for held in points):
            points.append(point)
    return points


def _section(question: str, best: Ranked, siblings: Sequence[Unit]) -> Point | None:
    """How the section begins, if it is the heading that answers the question's words.

    Which of its sentences comes nearest says little then ("客户说太贵了怎么回" below the heading
    「你们太贵了」); a heading is followed by what it promises.
    """
    candidate = best.candidate
    asked = set(content_words(question))
    headed = asked & set(content_words(candidate.passage.section))
    own = (asked & candidate.terms) - headed
    if best.number > 0 or candidate.unit.kind != "sentence" or len(headed) <= len(own):
        return None
    if len(headed) < HEADED * len(asked) or wants_a_fact(question):
        return None
    taken = [siblings[0]]
    for unit in siblings[1:]:
        if unit.kind != "sentence" or unit.end - taken[0].start > BEGINNING:
            break
        taken.append(unit)
    if taken[0].kind != "sentence" or taken[-1].introduces:
        return None
    passage = candidate.passage
    text = passage.text[taken[0].start : taken[-1].end]
    return Point(passage, text, text)


def _adds(point: Point, held: Point) -> bool:
    """Whether `point` says something `held` does not."""
    return point.quote not in held.quote and held.quote not in point.quote


def _expand(
    question: str, chosen: Ranked, ranked: Sequence[Ranked], of: dict[int, list[Unit]]
) -> Point:
    """The unit alone, or the whole list or table it stands in, if that is what was asked."""
    candidate = chosen.candidate
    siblings = of[candidate.passage.id]
    group = _group(candidate.unit, siblings)
    if len(group) > 1 and _wants_group(question, chosen, ranked, group):
        return _whole(candidate.passage, candidate.unit, group)
    if candidate.unit.kind == "sentence":
        return _with_the_next(candidate.passage, candidate.unit, siblings)
    return Point(candidate.passage, candidate.unit.shown(), candidate.unit.text)


def _with_the_next(passage: Passage, unit: Unit, siblings: Sequence[Unit]) -> Point:
    """A sentence with those that go on in its paragraph: a rule's exception is often the next."""
    end = unit.end
    for other in siblings[siblings.index(unit) + 1 :]:
        between = passage.text[end : other.start]
        if other.kind != "sentence" or "\n" in between or other.end - unit.start > PARAGRAPH:
            break
        end = other.end
    text = passage.text[unit.start : end]
    return Point(passage, text, text)


def _group(unit: Unit, siblings: Sequence[Unit]) -> list[Unit]:
    """The list or table that the unit is part of or introduces, in reading order."""
    number = unit.group
    if number < 0 and unit.introduces:
        at = siblings.index(unit) + 1
        number = siblings[at].group if at < len(siblings) else -1
    return [u for u in siblings if number >= 0 and u.group == number]


def _wants_group(
    question: str, chosen: Ranked, ranked: Sequence[Ranked], group: Sequence[Unit]
) -> bool:
    if sum(len(unit.text) for unit in group) > LONGEST_LIST or chosen.number > 0:
        return False
    if chosen.candidate.unit.introduces:
        return True
    return wants_several(question) and not _stands_out(question, chosen, ranked)


def _stands_out(question: str, chosen: Ranked, ranked: Sequence[Ranked]) -> bool:
    """Whether the unit has words of the question that hardly any of its list shares."""
    candidate = chosen.candidate
    peers = [r.candidate for r in ranked if _same_group(r.candidate, candidate)]
    own = [
        term
        for term in content_words(question)
        if term in candidate.terms
        and term not in candidate.context
        and sum(term in peer.terms for peer in peers) <= max(1, len(peers) // 4)
    ]
    asked = [t for t in content_words(question) if t not in candidate.context]
    return len(own) >= 2 and len(own) >= 0.6 * len(asked)


def _same_group(one: Candidate, other: Candidate) -> bool:
    return one.passage.id == other.passage.id and one.unit.group == other.unit.group >= 0


def _whole(passage: Passage, unit: Unit, group: Sequence[Unit]) -> Point:
    """The list with the sentence that introduces it; a table row by row under its labels."""
    start, end = group[0].start, group[-1].end
    lead = unit.text if unit.introduces else group[0].lead
    if lead and (at := passage.text.rfind(lead, 0, start)) >= 0:
        start = at
    quote = passage.text[start:end]
    if group[0].kind != "row":
        return Point(passage, quote, quote)
    rows = [f"- {row.shown()}" for row in group]
    return Point(passage, "\n".join([lead, *rows] if lead else rows), quote)


def _looked_at(results: Sequence[Scored]) -> list[Scored]:
    """The passages worth looking through, each text once."""
    once = {result.passage.text_hash: result for result in reversed(results)}
    kept = [r for r in results if once[r.passage.text_hash] is r]
    return [r for r in kept if r.score >= NEAR * results[0].score][:PASSAGES]


def _nearest(evidence: Evidence) -> tuple[Passage, ...]:
    if evidence.reason is Reason.NOT_OUR_SUBJECT:
        return ()
    return tuple(result.passage for result in evidence.results[:NEAREST])
