"""Won and lost: a status, with the reason of a loss. Plans, hopes and denials are neither."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from . import lexicon as lex
from .clauses import Clause
from .dates import DateMention
from .modality import Mood, negated


@dataclass(frozen=True)
class Outcome:
    status: Literal["won", "lost", "open"]
    start: int
    end: int
    clause: Clause


def read_outcome(
    norm: str, spoken: Sequence[tuple[Clause, Mood]], dates: Sequence[DateMention], today: date
) -> Outcome | None:
    """The last outcome stated as a fact."""
    found: Outcome | None = None
    for clause, mood in spoken:
        if mood.silent or mood.hedged:
            continue
        found = _in_clause(norm, clause, dates, today) or found
    return found


def _in_clause(
    norm: str, clause: Clause, dates: Sequence[DateMention], today: date
) -> Outcome | None:
    lost = _lost(norm, clause)
    if lost:
        return lost
    ahead = [d for d in dates if clause.start <= d.start < clause.end and d.value > today]
    for match in lex.WON.finditer(norm, clause.start, clause.end):
        if _is_fact(norm, clause, match, bool(ahead)) and not _others_win(norm, clause):
            return Outcome("won", match.start(), match.end(), clause)
    reopened = lex.REOPENED.search(norm, clause.start, clause.end)
    if reopened and not negated(norm, clause, reopened.start()):
        return Outcome("open", reopened.start(), reopened.end(), clause)
    return None


_FUTURE_REACH = 14
_SURE = re.compile(
    r"(?:已经?|终于|刚刚?|正式|今天|昨天|(?<![a-z])(?:finally|already|just|has|have|officially))\s*$"
)


_SHUT = re.compile(
    r"(?<![a-z])(?:offices?|factory|factories|plants?|sites?|stores?|shops?|schools?|buildings?|warehouses?|branch(?:es)?|clinics?|hq|borders?|road|kitchen|gates?|everything|ticket|tickets|round|books) (?:is |are |was |were |will be |all )*closed$"
)


def _is_fact(norm: str, clause: Clause, match: re.Match[str], ahead: bool) -> bool:
    if negated(norm, clause, match.start()) or _SHUT.search(norm[clause.start : match.end()]):
        return False
    if re.match(
        r"(?:不|不了|后|之后|以后|才|前|再|就(?!好|行)|的话|没|吗|么|\s*(?:by|once|if|until|next|before|tomorrow)(?![a-z]))",
        norm[match.end() :],
    ):
        return False
    before = norm[max(clause.start, match.start() - 40) : match.start()]
    if re.search(r"去年|前年|往年|上一?期|上一轮|(?<![a-z])last year(?![a-z])", before) or re.match(
        r"[^,，.。;；]{0,20}(?<![a-z])(?:last year|in 20\d\d|back in)(?![a-z])",
        norm[match.end() : clause.end],
    ):
        return False
    for future in lex.FUTURE.finditer(before):
        gap = before[future.end() :]
        near = len(gap.split()) <= 4 if future.group().isascii() else len(gap) <= _FUTURE_REACH // 2
        if near and not _SURE.search(before):
            return False
    waiting = lex.WAITING.search(before)
    if waiting and (waiting.group().isascii() or len(before) - waiting.end() <= 6):
        return False
    return not ahead or (
        bool(re.search(r"了|已|(?<![a-z])(?:won|signed|closed|po)", match.group()))
        and not _ahead_of(norm, match)
    )


def _ahead_of(norm: str, match: re.Match[str]) -> bool:
    """A coming date right beside the words makes them a plan: signed by friday."""
    return bool(
        re.match(
            r"\s*(?:on|by|before|tomorrow|next|this (?:fri|thu|wed|tue|mon))", norm[match.end() :]
        )
    )


def _others_win(norm: str, clause: Clause) -> bool:
    around = norm[clause.start : clause.end]
    rival = lex.WON_REVERSED.search(around)
    return bool(rival) and not re.search(
        r"(?:beat|beating|打败|赢了|pk掉|干掉|against|over)", around
    )


_DATE_BEFORE = re.compile(
    r"(?:[号日底初]|[周期拜][一二三四五]|[本这个]月|\d月|[这本]周|[月周年节]前|季度)(?:签|签约|是|肯定|估计|应该|怕是|的)*\s*$"
)
"""31号没戏了: a date is missed, not the deal lost."""


def _lost(norm: str, clause: Clause) -> Outcome | None:
    if lex.LOST_NOT_DEAL.search(norm, clause.start, clause.end):
        return None
    for match in lex.LOST.finditer(norm, clause.start, clause.end):
        before = norm[max(clause.start, match.start() - 24) : match.start()]
        if _DATE_BEFORE.search(before) and re.match(r"没戏|黄|泡汤|吹|凉", match.group()):
            continue
        if _denied(norm, clause, match) or _only_planned(before, norm[match.start() : match.end()]):
            continue
        return Outcome("lost", match.start(), match.end(), clause)
    return None


def _denied(norm: str, clause: Clause, match: re.Match[str]) -> bool:
    words = match.group()
    if re.match(r"没中|未中|不|won't|not |no |didn't|decided not", words):
        return negated(norm, clause, match.start()) and not re.match(r"不", words)
    return negated(norm, clause, match.start())


def _only_planned(before: str, words: str) -> bool:
    if re.search(r"(?<![a-z])(?:decided|chose|choosing|opted)", words + before[-12:]):
        return False
    return bool(
        re.search(
            r"(?:会|要|想|怕|可能|差点|担心|快|准备|考虑|说要|以为|打算|避免|别)[^,，了]{0,5}$",
            before,
        )
        or re.search(
            r"(?<![a-z])(?:will|would|might|could|may|gonna|afraid|if|worried|fear|thinking of|considering|almost|nearly|to|than|before)(?: \w+){0,2} $",
            before,
        )
    )


def lost_reason(
    norm: str, spoken: Sequence[tuple[Clause, Mood]], outcome: Outcome
) -> tuple[int, int] | None:
    """Where the message says why: after because, beside it, or in the loss's own words."""
    clauses = [clause for clause, mood in spoken if not mood.silent]
    for clause in clauses:
        because = lex.REASON.search(norm, clause.start, clause.end)
        if because and because.end() < clause.end and clause.line >= outcome.clause.line - 1:
            start = because.start() if norm[because.start()] == "嫌" else because.end()
            return start + len(norm[start : clause.end]) - len(
                norm[start : clause.end].lstrip(" :：,，是")
            ), clause.end
    own = norm[outcome.clause.start : outcome.clause.end]
    if lex.REASON_HINT.search(own):
        return outcome.start if _tells(
            norm[outcome.start : outcome.clause.end]
        ) else outcome.clause.start, outcome.clause.end
    place = clauses.index(outcome.clause) if outcome.clause in clauses else 0
    beside = clauses[place + 1 : place + 3] + clauses[max(0, place - 1) : place]
    for clause in beside:
        if lex.REASON_HINT.search(norm, clause.start, clause.end):
            return clause.start, clause.end
    return None


def _tells(words: str) -> bool:
    return bool(lex.REASON_HINT.search(words))
