"""From a rep's message to the changes it proposes: no model, no input or output, no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from storage.records import (
    Ambiguity,
    Change,
    Deal,
    DealField,
    DealStatus,
    DealUpdate,
    Process,
    Proposal,
)

from . import lexicon as lex
from .clauses import split_clauses
from .dates import read_dates
from .modality import Mood, read_moods
from .money import read_sums
from .naming import find_mentions
from .proposing import Scene, propose
from .text import Text, fold
from .topics import Segment, references, segments, split_at_names

MOST_CHARACTERS = 4000
"""A check-in longer than this is read only so far: Telegram's own limit is 4096."""

_RIPE = re.compile(
    "|".join(p.pattern for p in (lex.WON, lex.LOST, *(pattern for _, pattern in lex.EVENTS)))
)
_HARD = frozenset({DealField.STAGE, DealField.STATUS, DealField.AMOUNT})


def understand(message: str, deals: Sequence[Deal], process: Process, today: date) -> Proposal:
    """What `message` says of the rep's `deals`, `today` being the date in the rep's own zone."""
    text = Text.of(message[:MOST_CHARACTERS])
    mentions = find_mentions(text.norm, deals)
    names = [(m.start, m.end) for m in mentions]
    dates = read_dates(text.norm, today, names)
    dated = [(d.start, d.end) for d in dates]
    sums = read_sums(text.norm, [*dated, *names])
    whole = [*dated, *names, *((s.start, s.end) for s in sums)]
    clauses = split_at_names(text.norm, split_clauses(text, whole, _RIPE), mentions)
    named = [bool(references(text.norm, clause, mentions)) for clause in clauses]
    moods = read_moods(text.masked(names).norm, clauses, named)
    topics = segments(text, clauses, moods, mentions, deals)
    scene = Scene(text.masked(names), dates, sums, names, process, today)
    asked = any(mood.question and not mood.ordered for mood in moods)
    return _proposal(scene, topics, deals, asked)


def warm_up() -> None:
    """Load the libraries and their dictionaries, so that the first message is as quick as any."""
    from storage.records import Bilingual, Stage

    stage = Stage("proposal", Bilingual("方案", "Proposal"))
    deal = Deal(1, "热身", "热身科技 Warmup Labs", 0, "proposal")
    process = Process(0, "warm", 1, Bilingual("", ""), (stage,))
    for message in (
        "热生下周三签，端午前定，八十万",
        "warmap signs apr 3, demo in two weeks, by thanksgiving",
    ):
        understand(message, [deal], process, date(2026, 3, 18))


def _proposal(
    scene: Scene, topics: Sequence[Segment], deals: Sequence[Deal], asked: bool
) -> Proposal:
    by_id = {deal.id: deal for deal in deals}
    updates: list[DealUpdate] = []
    doubts: list[Ambiguity] = []
    mentioned: list[int] = []
    for topic in topics:
        if topic.new is not None:
            if not _all_silent(topic):
                updates.append(propose(scene, topic.spoken, None, topic.new))
            continue
        if topic.choices is None:
            _unnamed(scene, topic, deals, updates, doubts)
            continue
        for choice in topic.choices:
            mentioned += [d for d in choice if d not in mentioned]
            if len(choice) == 1:
                updates.append(propose(scene, topic.spoken, by_id[choice[0]]))
            elif not _all_silent(topic):
                doubts.append(_doubt(scene, topic, [by_id[d] for d in choice]))
    kept = tuple(update for update in updates if update.changes or update.deal_id is None)
    return Proposal(kept, tuple(doubts), _blockers(kept, doubts), asked, tuple(mentioned))


def _all_silent(topic: Segment) -> bool:
    moods: list[Mood] = [mood for _, mood in topic.spoken]
    return all(mood.question or mood.ordered for mood in moods)


def _doubt(scene: Scene, topic: Segment, candidates: Sequence[Deal]) -> Ambiguity:
    readings = tuple(propose(scene, topic.spoken, deal) for deal in candidates)
    return Ambiguity(scene.text.span(*topic.words), tuple(d.id for d in candidates), readings)


def _unnamed(
    scene: Scene,
    topic: Segment,
    deals: Sequence[Deal],
    updates: list[DealUpdate],
    doubts: list[Ambiguity],
) -> None:
    """Nobody is named: the rep's only deal is meant, or the rep is asked which."""
    if len(deals) == 1:
        updates.append(propose(scene, topic.spoken, deals[0]))
        return
    candidates = [d for d in deals if d.status is DealStatus.OPEN]
    readings = tuple(propose(scene, topic.spoken, deal) for deal in candidates)
    told = next((c for r in readings for c in r.changes if _asks_for_a_deal(scene, c)), None)
    if told is not None and len(candidates) > 1:
        ids = tuple(d.id for d in candidates)
        doubts.append(Ambiguity(told.evidence, ids, readings))


def _asks_for_a_deal(scene: Scene, change: Change) -> bool:
    if change.field is DealField.EXPECTED_CLOSE:
        said = scene.text.raw[change.evidence.start : change.evidence.end]
        return bool(lex.CLOSE.search(fold(said)))
    return change.field in _HARD


def _blockers(updates: Sequence[DealUpdate], doubts: Sequence[Ambiguity]) -> tuple[str, ...]:
    changes = [c for u in updates for c in u.changes]
    changes += [c for doubt in doubts for c in (doubt.updates[0].changes if doubt.updates else ())]
    words = [str(c.new) for c in changes if c.field is DealField.BLOCKER]
    return tuple(dict.fromkeys(words))
