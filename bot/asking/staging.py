"""The stage a question is about: of the deal in hand, as the question says, or as was chosen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.checkins.understanding.naming import find_mentions
from bot.checkins.understanding.text import Text
from bot.coach import Coach
from knowledge.retrieval.fusing import STAGE_BOOST
from storage import checkins, deals, processes
from storage.database import Session
from storage.exchanges import Recent
from storage.records import Deal, DealStatus, Evidence, Outcome, Person, Process

CONVERSATION = timedelta(hours=4)
"""After a silence as long, what was asked and chosen before is forgotten."""
LOOKED_BACK = 6
"""Exchanges that are searched for the deal in hand."""
SHORTEST_NAME = 4
"""A project's name counts by itself from so many characters on: CRM is no deal's own word."""
NEAR = 5
"""Results that another stage might put first."""

Source = Literal["given", "deal", "working", "question", "chosen", "asked"]
_IN_STAGE = r"(?:in|into|at|during|enter(?:ing)?|reach(?:ing)?|leav(?:e|ing)|exit(?:ing)?|from)\s+"
_STAGE = r"[\s-]+(?:stage|phase|step)s?\b"


@dataclass(frozen=True)
class Stage:
    """A stage key, None for any stage, and how it was known.

    given: by the shell's option; deal: named in the question; working: the deal last spoken of;
    question: the question names the stage; chosen: by a button, now or earlier in the
    conversation; asked: not known, and buttons ask for it. `deal` is the deal's account.
    """

    key: str | None
    source: Source
    deal: str = ""


async def known(
    coach: Coach, person: Person, question: str, recent: Sequence[Recent]
) -> Stage | None:
    """The stage of a question that stands alone; `recent` is the conversation, oldest first."""
    async with coach.database.read() as session:
        stages = await processes.all_processes(session)
        active = await processes.active(session)
        held = await deals.deals(session, [person.id], [DealStatus.OPEN, DealStatus.WON])
        reported = await checkins.last_reported(session, person.id, since(coach))
    said = [_Said(r.asked_at, r.standalone) for r in recent[-LOOKED_BACK:]]
    said += [_Said(reported.at, reported.text, reported.deals)] if reported else []
    return await asyncio.get_running_loop().run_in_executor(
        coach.executor, _known, question, recent, said, held, stages, active
    )


def since(coach: Coach) -> datetime:
    """When what still counts as this conversation began at the earliest."""
    return coach.clock() - CONVERSATION


@dataclass(frozen=True)
class _Said:
    """Something said earlier that may have named a deal; `deals` are ids known to be meant."""

    at: datetime
    text: str
    deals: tuple[int, ...] = ()


def _known(
    question: str,
    recent: Sequence[Recent],
    said: Sequence[_Said],
    held: Sequence[Deal],
    stages: dict[int, Process],
    active: Process | None,
) -> Stage | None:
    named = named_deals(question, held)
    working = _in_hand(said, held)
    deal = named[0] if named else working
    process = stages.get(deal.process_id, active) if deal else active
    chosen = _chosen(recent, said, held)
    if chosen and named and (working is None or working not in named):
        chosen = None
    if one := _one_stage(named):
        return chosen or Stage(one, "deal", named[0].account)
    if key := named_stage(question, process):
        return Stage(key, "question")
    if chosen or working is None:
        return chosen
    return Stage(working.stage, "working", working.account)


async def process_of(session: Session, key: str | None) -> Process | None:
    """The process that the stage is one of: the active one where it is, or where there is no key.

    None if no process has such a stage.
    """
    active = await processes.active(session)
    if active is None or key is None or active.stage(key):
        return active
    known = sorted((await processes.all_processes(session)).items(), reverse=True)
    return next((process for _, process in known if process.stage(key)), None)


def _one_stage(named: Sequence[Deal]) -> str:
    stages = {deal.stage for deal in named}
    return stages.pop() if len(stages) == 1 else ""


def _in_hand(said: Sequence[_Said], held: Sequence[Deal]) -> Deal | None:
    """The deal spoken of last; None where none was, or several at once."""
    for one in sorted(said, key=lambda one: one.at, reverse=True):
        meant = [deal for deal in held if deal.id in one.deals] or named_deals(one.text, held)
        if meant:
            return meant[0] if len(meant) == 1 else None
    return None


def _chosen(recent: Sequence[Recent], said: Sequence[_Said], held: Sequence[Deal]) -> Stage | None:
    """What was chosen last, unless another deal was reported on since."""
    for index, exchange in enumerate(reversed(recent)):
        if exchange.stage_source == "chosen":
            before = [one for one in said if one.at <= exchange.asked_at]
            then, now = _in_hand(before, held), _in_hand(said, held)
            same = now is None or (then is not None and then.id == now.id)
            return Stage(exchange.stage, "chosen") if same else None
        if exchange.stage_source != "question" or index == LOOKED_BACK:
            return None
    return None


def named_deals(text: str, held: Sequence[Deal]) -> list[Deal]:
    """The deals whose account or own name the text says, as a rep shortens them."""
    meant = [
        set(mention.deals)
        for mention in find_mentions(Text.of(text).norm, held)
        if mention.strong
        and not mention.foreign
        and (mention.account or mention.end - mention.start >= SHORTEST_NAME)
    ]
    if not meant:
        return []
    named = set.intersection(*meant) or set.union(*meant)
    return [deal for deal in held if deal.id in named]


def named_stage(question: str, process: Process | None) -> str:
    """The key of the one stage that the question names; "" for none or several."""
    if process is None:
        return ""
    asked = question.casefold()
    found = [
        stage.key
        for stage in process.stages
        if any(
            _says(asked, name.casefold())
            for name in (stage.name.zh, stage.name.en, *stage.synonyms_zh, *stage.synonyms_en)
        )
    ]
    return found[0] if len(found) == 1 else ""


def _says(asked: str, name: str) -> bool:
    """A single English word (needs, closing) has a life of its own unless said of a stage."""
    if len(name) < 2 or not name.isascii():
        return len(name) > 1 and name in asked
    word = rf"(?<![a-z]){re.escape(name)}(?![a-z])"
    if not name.isalpha():
        return bool(re.search(word, asked))
    return bool(re.search(rf"{word}{_STAGE}|\b{_IN_STAGE}(?:the\s+)?{word}", asked))


def depends(evidence: Evidence) -> bool:
    """Whether another stage would put another section first."""
    near = evidence.results[:NEAR]
    if not near:
        return False
    first = near[0].passage
    for stage in {stage for result in near for stage in result.passage.stages}:
        best = max(near, key=lambda r: r.score * (STAGE_BOOST if stage in r.passage.stages else 1))
        if (best.passage.document, best.passage.heading_path) != (
            first.document, first.heading_path,
        ):  # fmt: skip
            return True
    return False


def or_asked(stage: Stage | None, evidence: Evidence) -> Stage | None:
    """The stage as it is recorded: where none is known and it would matter, it is asked for."""
    if stage is not None or evidence.outcome is Outcome.REFUSED or not depends(evidence):
        return stage
    return Stage(None, "asked")
