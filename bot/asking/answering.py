"""A question's way through the library, and its record."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.asking.staging import Stage, or_asked
from bot.coach import Coach
from bot.gaps.rendering import signature
from bot.playbooks.audience import visible_slugs
from knowledge.embedding import language_of
from storage import exchanges, playbook_settings, playbooks, standard_answers
from storage.database import Session
from storage.exchanges import Asked
from storage.records import (
    Answered,
    Evidence,
    Language,
    Passage,
    Person,
    Scope,
    Turn,
)


@dataclass(frozen=True)
class Exchange:
    """A question with its answer, not yet recorded."""

    question: str
    evidence: Evidence
    answered: Answered
    stage: Stage | None
    language: Language
    latency_ms: int
    overdue: Mapping[str, date] = field(default_factory=dict)
    """Playbooks (slugs) whose review is overdue, and since when."""
    authors: Mapping[int, str] = field(default_factory=dict)
    """Who wrote a document (id) in the chat, and when: standard answers."""
    asked_at: datetime | None = None


async def scope_of(session: Session, person: Person, stage: Stage | None) -> Scope:
    """What this person's search may see, and the stage it favours."""
    visible = await visible_slugs(session, person)
    return Scope(stage=stage.key if stage else None, playbooks=visible)


async def answer(
    coach: Coach,
    person: Person,
    question: str,
    stage: Stage | None,
    history: Sequence[Turn] = (),
    language: Language | None = None,
    said: str = "",
) -> Exchange:
    """Retrieve from what the person may see, judge and compose; nothing is written.

    `said` is how a question that was made to stand alone was put.
    """
    started = time.perf_counter()
    spoken = language or language_of(question)
    async with coach.database.read() as session:
        scope = await scope_of(session, person, stage)
        overdue = await overdue_since(session, coach.today(person))
    evidence = await coach.library.retrieve(question, scope, history=history)
    answered = await coach.library.compose(evidence.question, evidence, spoken)
    shown = [*(citation.passage for citation in answered.citations), *answered.nearest]
    async with coach.database.read() as session:
        authors = await authors_of(session, person, [p.document_id for p in shown])
    elapsed = round((time.perf_counter() - started) * 1000)
    return Exchange(
        said or question, evidence, answered, or_asked(stage, evidence), spoken, elapsed, overdue,
        authors, coach.clock(),
    )  # fmt: skip


async def authors_of(session: Session, person: Person, documents: Sequence[int]) -> dict[int, str]:
    """Who wrote which of the documents in the chat, with the day it was for the person."""
    found = await standard_answers.authors(session, documents)
    return {
        document: signature(author.name, author.written_at, person)
        for document, author in found.items()
    }


async def overdue_since(session: Session, today: date) -> dict[str, date]:
    """The slugs of playbooks whose review is overdue on this day, and since when."""
    late = await playbook_settings.overdue(session, today)
    return {held.slug: held.review_on for held in late if held.review_on}


async def record(session: Session, person_id: int, exchange: Exchange) -> int:
    """Keep the exchange; its id, which citations are opened by."""
    asked = Asked(
        exchange.question,
        exchange.evidence.question,
        exchange.stage.key if exchange.stage else None,
        exchange.stage.source if exchange.stage else "",
        exchange.asked_at,
    )
    return await exchanges.record(session, person_id, asked, exchange.answered, exchange.latency_ms)


@dataclass(frozen=True)
class OpenedCitation:
    """The cited passage between its neighbours, and whether its words still answer."""

    passage: Passage
    before: Passage | None
    after: Passage | None
    quote: str
    is_active: bool
    review_was_due: date | None = None
    author: str = ""


async def open_citation(
    coach: Coach, person: Person, exchange_id: int, number: int
) -> OpenedCitation | None:
    """What a citation of the person's own answer points to.

    None if there is no such thing, or if the person may not see the playbook any more.
    """
    async with coach.database.read() as session:
        cited = await exchanges.citation(session, exchange_id, number)
    if cited is None or cited.person_id != person.id:
        return None
    return await open_passage(coach, person, cited.passage_id, cited.quote)


async def open_passage(
    coach: Coach, person: Person, passage_id: int, quote: str = ""
) -> OpenedCitation | None:
    """A passage between its neighbours; None if there is none that the person may see."""
    async with coach.database.read() as session:
        around = await playbooks.neighbours(session, passage_id)
        here = next((p for p in around if p.id == passage_id), None)
        visible = await visible_slugs(session, person)
        if here is None or (visible is not None and here.playbook not in visible):
            return None
        same = await playbooks.active_by_hash(session, [here.text_hash])
        overdue = await overdue_since(session, coach.today(person))
        authors = await authors_of(session, person, [here.document_id])
    active = any(found.playbook == here.playbook for found in same)
    late, author = overdue.get(here.playbook), authors.get(here.document_id, "")
    before = next((p for p in around if p.ordinal == here.ordinal - 1), None)
    after = next((p for p in around if p.ordinal == here.ordinal + 1), None)
    return OpenedCitation(here, before, after, quote, active, late, author)


@dataclass(frozen=True)
class Unfolded:
    """The sections that an answer cites, each whole and in reading order."""

    exchange_id: int
    sections: tuple[tuple[Passage, ...], ...]
    numbers: Mapping[int, tuple[int, ...]]
    """Of the citations, by passage id."""
    quotes: Mapping[int, tuple[str, ...]]
    authors: Mapping[int, str]


async def unfold(coach: Coach, person: Person, exchange_id: int) -> Unfolded | None:
    """The sections that the person's own answer cites, as far as they may (still) see them.

    None if there are none. The passages are those that were cited, whatever answers now.
    """
    async with coach.database.read() as session:
        cited = await exchanges.citations(session, exchange_id)
        if not cited or cited[0].person_id != person.id:
            return None
        visible = await visible_slugs(session, person)
        sections: dict[tuple[int, tuple[str, ...]], tuple[Passage, ...]] = {}
        for one in cited:
            found = await playbooks.section_of(session, one.passage_id)
            if found and (visible is None or found[0].playbook in visible):
                key = (found[0].document_id, found[0].heading_path)
                sections[key] = tuple(found)
        authors = await authors_of(session, person, [document for document, _ in sections])
    numbers: dict[int, tuple[int, ...]] = {}
    quotes: dict[int, tuple[str, ...]] = {}
    for one in cited:
        numbers[one.passage_id] = (*numbers.get(one.passage_id, ()), one.number)
        quotes[one.passage_id] = (*quotes.get(one.passage_id, ()), one.quote)
    if not sections:
        return None
    return Unfolded(exchange_id, tuple(sections.values()), numbers, quotes, authors)
