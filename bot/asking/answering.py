"""A question's way through the library, and its record."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.coach import Coach
from bot.gaps.rendering import signature
from bot.playbooks.audience import visible_slugs
from knowledge.embedding import language_of
from storage import exchanges, playbook_settings, playbooks, standard_answers
from storage.database import Session
from storage.exchanges import Asked
from storage.records import (
    Answered,
    Deal,
    Evidence,
    Language,
    Passage,
    Person,
    Process,
    Scope,
    Turn,
)


@dataclass(frozen=True)
class Stage:
    """A stage key and how it was known: "given", "deal" or "question"."""

    key: str
    source: str


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


def stage_of_question(
    question: str, process: Process | None, deals: Sequence[Deal]
) -> Stage | None:
    """The stage of the one deal named in the question, else a stage the question names."""
    asked = question.casefold()
    named = {deal.stage for deal in deals if _names(deal, asked)}
    if len(named) == 1:
        return Stage(named.pop(), "deal")
    if process is None:
        return None
    told = [
        stage.key
        for stage in process.stages
        if any(name and name.casefold() in asked for name in (stage.name.zh, stage.name.en))
    ]
    return Stage(told[0], "question") if len(told) == 1 else None


def _names(deal: Deal, asked: str) -> bool:
    return any(len(name) > 1 and name.casefold() in asked for name in (deal.account, deal.name))


async def scope_of(coach: Coach, person: Person, stage: Stage | None) -> Scope:
    """What this person's search may see, and the stage it favours."""
    async with coach.database.read() as session:
        visible = await visible_slugs(session, person)
    return Scope(stage=stage.key if stage else None, playbooks=visible)


async def answer(
    coach: Coach,
    person: Person,
    question: str,
    stage: Stage | None,
    history: Sequence[Turn] = (),
    language: Language | None = None,
) -> Exchange:
    """Retrieve from what the person may see, judge and compose; nothing is written."""
    started = time.perf_counter()
    spoken = language or language_of(question)
    scope = await scope_of(coach, person, stage)
    evidence = await coach.library.retrieve(question, scope, history=history)
    answered = await coach.library.compose(evidence.question, evidence, spoken)
    overdue = await overdue_since(coach, person)
    cited = [citation.passage.document_id for citation in answered.citations]
    authors = await authors_of(coach, person, [*cited, *(p.document_id for p in answered.nearest)])
    elapsed = round((time.perf_counter() - started) * 1000)
    return Exchange(question, evidence, answered, stage, spoken, elapsed, overdue, authors)


async def authors_of(coach: Coach, person: Person, documents: Sequence[int]) -> dict[int, str]:
    """Who wrote which of the documents in the chat, with the day it was for the person."""
    async with coach.database.read() as session:
        found = await standard_answers.authors(session, documents)
    return {
        document: signature(author.name, author.written_at, person)
        for document, author in found.items()
    }


async def overdue_since(coach: Coach, person: Person) -> dict[str, date]:
    """The slugs of playbooks whose review is overdue on the person's day, and since when."""
    async with coach.database.read() as session:
        late = await playbook_settings.overdue(session, coach.today(person))
    return {held.slug: held.review_on for held in late if held.review_on}


async def record(session: Session, person_id: int, exchange: Exchange) -> int:
    """Keep the exchange; its id, which citations are opened by."""
    asked = Asked(
        exchange.question,
        exchange.evidence.question,
        exchange.stage.key if exchange.stage else None,
        exchange.stage.source if exchange.stage else "",
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
        visible = await visible_slugs(session, person)
        around = await playbooks.neighbours(session, cited.passage_id)
        passage = await playbooks.passage(session, cited.passage_id)
        same = await playbooks.active_by_hash(session, [passage.text_hash] if passage else [])
    here = next((p for p in around if p.id == cited.passage_id), None)
    if here is None or (visible is not None and here.playbook not in visible):
        return None
    active = any(found.playbook == here.playbook for found in same)
    late = (await overdue_since(coach, person)).get(here.playbook)
    author = (await authors_of(coach, person, [here.document_id])).get(here.document_id, "")
    before = next((p for p in around if p.ordinal == here.ordinal - 1), None)
    after = next((p for p in around if p.ordinal == here.ordinal + 1), None)
    return OpenedCitation(here, before, after, cited.quote, active, late, author)
