"""Which deal each clause is about: a clause that names none goes on with the last one."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from storage.records import Deal

from . import lexicon as lex
from .clauses import Clause
from .modality import Mood
from .naming import Mention
from .newdeals import NewDeal, find_new_deal
from .text import Text

Spoken = list[tuple[Clause, Mood]]
Choices = tuple[tuple[int, ...], ...]
"""One tuple of candidate ids for each deal that is named together: 苏恒和大华 → ((1,), (4, 5))."""


@dataclass
class Segment:
    """The clauses about one topic; `choices` empty: a name we do not know, None: nobody named."""

    choices: Choices | None = None
    new: NewDeal | None = None
    words: tuple[int, int] = (0, 0)
    spoken: Spoken = field(default_factory=list)


@dataclass(frozen=True)
class Reference:
    start: int
    end: int
    choices: Choices
    account: bool


_CONNECTED = re.compile(r"\s*(?:和|跟|与|及|以及|、|&|\+|/|and|plus|,|，|both|的|还有|)\s*")


def references(norm: str, clause: Clause, mentions: Sequence[Mention]) -> list[Reference]:
    """The deals a clause names, words for the same one put together."""
    inside = [
        m for m in mentions if clause.start <= m.start < clause.end and not _struck(norm, clause, m)
    ]
    if any(m.account and m.strong for m in inside):
        accounts = {d for m in inside if m.account for d in m.deals}
        inside = [m for m in inside if m.account or accounts & set(m.deals)]
    found: list[Reference] = []
    for mention in inside:
        last = found[-1] if found else None
        joined = _joined(last, mention, norm) if last else None
        if joined:
            found[-1] = joined
        elif mention.strong or mention.foreign or last is None:
            choices = (mention.deals,) if mention.deals else ()
            found.append(Reference(mention.start, mention.end, choices, mention.account))
    return _together(norm, clause, found)


_STRUCK = re.compile(r"(?:不是|而不是|(?<![a-z])(?:not|isn't|instead of|rather than))\s*(?:the )?$")


def _struck(norm: str, clause: Clause, mention: Mention) -> bool:
    """harbor is 50k, not northwind: named to be left out."""
    return bool(_STRUCK.search(norm[clause.start : mention.start]))


_BOTH = re.compile(r"两[个家单]|俩|(?<![a-z])both(?![a-z])")


def _together(norm: str, clause: Clause, found: list[Reference]) -> list[Reference]:
    """大华两个单子: of two that fit, both are meant."""
    if len(found) != 1 or len(found[0].choices) != 1 or len(found[0].choices[0]) != 2:
        return found
    if not _BOTH.search(norm, clause.start, clause.end):
        return found
    return [replace(found[0], choices=tuple((deal,) for deal in found[0].choices[0]))]


def _joined(last: Reference, mention: Mention, norm: str) -> Reference | None:
    for i, choice in enumerate(last.choices):
        common = tuple(d for d in choice if d in mention.deals)
        if common:
            choices = (*last.choices[:i], common, *last.choices[i + 1 :])
            return Reference(last.start, max(last.end, mention.end), choices, last.account)
    between = norm[last.end : mention.start]
    if last.choices and mention.deals and between.strip() and _CONNECTED.fullmatch(between):
        choices = (*last.choices, mention.deals)
        return Reference(last.start, mention.end, choices, last.account)
    return None


def split_at_names(
    norm: str, clauses: Sequence[Clause], mentions: Sequence[Mention]
) -> list[Clause]:
    """One clause a deal: northwind signed harbor moved to 50k."""
    found: list[Clause] = []
    for clause in clauses:
        named = references(norm, clause, mentions)
        cuts = [ref.start for ref in named[1:]]
        ends_named = len(named) == 2 and not re.search(r"\w", norm[named[1].end : clause.end])
        if ends_named and norm[clause.start : named[0].start].strip():
            cuts = [named[0].end]
        start = clause.start
        for cut in (*cuts, clause.end):
            if norm[start:cut].strip(" ,，"):
                found.append(replace(clause, start=start, end=cut))
            start = cut
    return found


def segments(
    text: Text,
    clauses: Sequence[Clause],
    moods: Sequence[Mood],
    mentions: Sequence[Mention],
    deals: Sequence[Deal],
) -> list[Segment]:
    """The message by topic, in the order the topics come up."""
    found: list[Segment] = [Segment()]
    for i, (clause, mood) in enumerate(zip(clauses, moods, strict=True)):
        topic = _topic(text, clauses, i, mentions, deals, found[-1])
        if topic is None:
            found[-1].spoken.append((clause, mood))
            continue
        previous = found[-1]
        segment = _joins(found, topic)
        _correct(text.norm, clauses, i, previous, segment, topic)
        segment.spoken.append((clause, mood))
    found = _opened(found)
    for segment in found:
        segment.spoken = _without_slips(text.norm, segment.spoken)
    return found


def _opened(found: list[Segment]) -> list[Segment]:
    """What is said before any name belongs to the first one: signed! northwind."""
    if len(found) > 1 and found[0].choices is None and found[0].new is None:
        opening = found.pop(0)
        found[0].spoken[:0] = opening.spoken
    return found


def _joins(found: list[Segment], topic: Segment) -> Segment:
    """The segment of the same deals, an ambiguous one that these words narrow, or a new one."""
    current = found[-1]
    narrower = _narrowed(current.choices, topic.choices)
    if narrower is not None and current.new is None:
        current.choices = narrower
        return current
    for segment in found:
        if (
            topic.new is None
            and segment.new is None
            and topic.choices
            and segment.choices == topic.choices
        ):
            found.remove(segment)
            found.append(segment)
            return segment
    found.append(topic)
    return topic


def _narrowed(old: Choices | None, new: Choices | None) -> Choices | None:
    if not old or not new or len(old) != 1 or len(new) != 1 or len(old[0]) < 2:
        return None
    common = tuple(d for d in old[0] if d in new[0])
    return (common,) if common and len(common) < len(old[0]) else None


def _topic(
    text: Text,
    clauses: Sequence[Clause],
    i: int,
    mentions: Sequence[Mention],
    deals: Sequence[Deal],
    current: Segment,
) -> Segment | None:
    """The topic a clause opens; None if it goes on with the current one."""
    clause = clauses[i]
    named = references(text.norm, clause, mentions)
    new = find_new_deal(text, clauses, i)
    if new is not None and new.loose and _within(text.norm, new, mentions):
        new = None
    if new is not None and (current.new is None or current.new.start != new.start):
        opened = _new_topic(text, new, mentions, deals)
        if opened is not None:
            return opened
    if named:
        ref = named[0]
        if not ref.account and _only_product(text.norm, clause, clauses, i, ref, current):
            return None
        if current.new is not None and current.new.start <= ref.start < current.new.end:
            return None
        return Segment(choices=ref.choices, words=(ref.start, ref.end))
    foreign = _foreign(text.norm, clause)
    return Segment(choices=(), words=foreign) if foreign else None


def _within(norm: str, new: NewDeal, mentions: Sequence[Mention]) -> bool:
    """Whether somebody was met in the course of a deal we have: 苏恒那边介绍了…"""
    return any(
        m.start < new.start and not re.search(r"[.。!！?？;；\n]", norm[m.end : new.start])
        for m in mentions
        if m.deals
    )


def _only_product(
    norm: str, clause: Clause, clauses: Sequence[Clause], i: int, ref: Reference, current: Segment
) -> bool:
    """A project's name as something another customer wants: northwind also wants fleet tracking."""
    if current.choices is None and current.new is None:
        return False
    if current.new is not None:
        return True
    same_line = i > 0 and clauses[i - 1].line == clause.line
    at_start = not norm[clause.start : ref.start].strip()
    return same_line and not at_start and not _narrowed(current.choices, ref.choices)


def _new_topic(
    text: Text, new: NewDeal, mentions: Sequence[Mention], deals: Sequence[Deal]
) -> Segment | None:
    """A new deal of a new account, or of one we know; None if the words only name an old deal."""
    named = [m for m in mentions if m.start < new.end and new.start < m.end and m.account]
    inside = [
        m
        for m in mentions
        if new.clause.start <= m.start < new.clause.end and m.account and m.strong
    ]
    words = text.norm[new.clause.start : new.clause.end]
    another = re.search(
        r"(?:新(?:的)?(?:项目|商机|机会|单|需求|线索)|又|another|new (?:opp|deal|project|opportunity)|expansion)",
        words,
    )
    known = named or inside
    if not known or not known[0].deals:
        return Segment(new=new, words=(new.start, new.end))
    if not named and re.search(r"客户|线索|lead|client|customer|prospect", words):
        return Segment(new=new, words=(new.start, new.end))
    if not another or len({_account_of(d, deals) for d in known[0].deals}) != 1:
        return None
    account = _account_of(known[0].deals[0], deals)
    start, end = known[0].start, known[0].end
    return Segment(new=replace(new, account=account, start=start, end=end), words=(start, end))


def _account_of(deal_id: int, deals: Sequence[Deal]) -> str:
    return next(d.account for d in deals if d.id == deal_id)


def _foreign(norm: str, clause: Clause) -> tuple[int, int] | None:
    """A name that is none of ours, as the subject of the clause."""
    words = norm[clause.start : clause.end]
    side = lex.CALLED_SIDE.match(words)
    if (
        side
        and not lex.NOBODY.match(side["name"])
        and not re.match(r"客户|我|他|她|你|对方|甲方", side["name"])
    ):
        return clause.start + side.start("name"), clause.start + side.end("name")
    chinese = lex.FOREIGN_ZH.match(words)
    if chinese and not lex.SUBJECT_ZH.search(chinese["name"]):
        return clause.start, clause.start + chinese.end("name")
    english = lex.FOREIGN_EN.match(words)
    if english and not set(english["name"].replace("'s", "").split()) & lex.SUBJECTS_EN:
        return clause.start + english.start("name"), clause.start + english.end("name")
    return None


def _takes_back(norm: str, clause: Clause) -> bool:
    return bool(lex.TAKEN_BACK.fullmatch(norm[clause.start : clause.end]))


def _without_slips(norm: str, spoken: Spoken) -> Spoken:
    """signed, scratch that: what was taken back and not said anew is left out."""
    kept: Spoken = []
    for i, (clause, mood) in enumerate(spoken):
        words = norm[clause.start : clause.end]
        if kept and lex.TAKEN_BACK_FIRMLY.search(words) and _takes_back(norm, clause):
            after = spoken[i + 1][0] if i + 1 < len(spoken) else None
            if after is None or not re.search(
                r"\d|[一二三四五六七八九十]|(?<![a-z])(?:mon|tue|wed|thu|fri|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|next|end|half|tomorrow)|[下本这]周|[下本]月|[明后]天|[月年季]底",
                norm[after.start : after.end],
            ):
                kept.pop()
        kept.append((clause, mood))
    return kept


def _correct(
    norm: str,
    clauses: Sequence[Clause],
    i: int,
    previous: Segment,
    segment: Segment,
    topic: Segment,
) -> None:
    """苏恒签了，不对，是百果: what was said of the first was meant for the second."""
    clause = clauses[i]
    before = clauses[i - 1] if i else clause
    corrected = lex.CORRECTION.match(norm[clause.start : clause.end]) or (
        i > 0 and _takes_back(norm, before)
    )
    if not corrected or segment is previous or not previous.spoken:
        return
    taken = previous.spoken.pop()
    if _takes_back(norm, taken[0]) and previous.spoken:
        taken = previous.spoken.pop()
    rest = norm[topic.words[1] : clause.end]
    if len(re.sub(r"[\s,，。.!的了]|not |i meant?|那边|才对|那单|那家", "", rest)) <= 2:
        segment.spoken.append(taken)
