"""What a date is for (the expected close, or the next step), and what the next step is."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from storage.records import Deal

from . import lexicon as lex
from .clauses import Clause
from .dates import DateMention
from .modality import Mood, negated
from .numerals import count
from .periods import add_months

Role = Literal["close", "step", "both", "none"]


@dataclass(frozen=True)
class DateSaid:
    value: date
    start: int
    end: int


@dataclass(frozen=True)
class StepSaid:
    """norm[start:end] without its `holes` (names, dates) is the step; `due` when, if said."""

    start: int
    end: int
    due: DateSaid | None


@dataclass(frozen=True)
class Agenda:
    close: DateSaid | None = None
    step: StepSaid | None = None


@dataclass
class _Reading:
    close: DateSaid | None = None
    step: StepSaid | None = None
    last_role: Role = "none"
    undated_step: Clause | None = None
    about_golive: bool = False
    corrected: bool = False
    """Whether these words take back what was said before."""


def read_agenda(
    norm: str,
    spoken: Sequence[tuple[Clause, Mood]],
    dates: Sequence[DateMention],
    deal: Deal | None,
    today: date,
    has_sum: Sequence[bool],
) -> Agenda:
    """Expected close and next step of one deal; later words beat earlier ones."""
    state = _Reading()
    for (clause, mood), money in zip(spoken, has_sum, strict=True):
        if mood.silent:
            state.last_role = "none"
            continue
        own = [d for d in dates if clause.start <= d.start < clause.end]
        takes_back = bool(lex.CORRECTION.match(norm[clause.start : clause.end]))
        state.corrected = takes_back or (state.corrected and bool(own))
        if not own:
            _undated(norm, clause, mood, deal, state)
        for i, mention in enumerate(own):
            zone = _zone(clause, own, i)
            _dated(norm, clause, mood, mention, zone, money or deal is None, today, state)
    return Agenda(state.close, state.step)


def _zone(clause: Clause, own: Sequence[DateMention], i: int) -> tuple[int, int]:
    """The words between the neighbouring dates."""
    start = own[i - 1].end if i else clause.start
    end = own[i + 1].start if i + 1 < len(own) else clause.end
    return start, end


def _dated(
    norm: str,
    clause: Clause,
    mood: Mood,
    mention: DateMention,
    zone: tuple[int, int],
    loose: bool,
    today: date,
    state: _Reading,
) -> None:
    if mention.value < today or _is_past(norm, clause, mention, today):
        return
    if _denied(norm, mention):
        state.last_role = _role(norm, clause, mention, zone, loose, today, state)
        state.corrected = True
        return
    role = _role(norm, clause, mention, zone, loose, today, state)
    said = DateSaid(mention.value, mention.start, mention.end)
    if role in {"close", "both"} and not mood.hedged and not _close_denied(norm, clause):
        state.close = DateSaid(mention.value, *_evidence(norm, mention, zone))
    if role in {"step", "both"} and not _step_denied(norm, zone):
        state.step = _better(state, StepSaid(zone[0], zone[1], said), norm, clause, today)
    state.last_role = role
    state.undated_step = None


def _better(state: _Reading, new: StepSaid, norm: str, clause: Clause, today: date) -> StepSaid:
    """The nearest step is the next one, unless the later words correct the earlier."""
    old = state.step
    if old is None or old.due is None or new.due is None or old.due.value == today:
        return new
    if state.corrected or lex.SHIFT.search(norm, clause.start, clause.end):
        return new
    return old if old.due.value <= new.due.value else new


def _evidence(norm: str, mention: DateMention, zone: tuple[int, int]) -> tuple[int, int]:
    word = lex.CLOSE.search(norm, *zone)
    if word is None or word.end() - mention.start > 40 or mention.end - word.start() > 40:
        return mention.start, mention.end
    return min(mention.start, word.start()), max(mention.end, word.end())


def _denied(norm: str, mention: DateMention) -> bool:
    """不是下周三，是下周四: the date that is struck out."""
    before = norm[max(0, mention.start - 12) : mention.start]
    return bool(
        re.search(
            r"(?:不是|而不是|并非|取消了?|原定(?:于|在)?|原计划|本来(?:定|说|约)?(?:在|的|了)?|原来(?:定|说|约)?(?:在|的|了)?|之前(?:定|说|约)(?:在|的|了)?)\s*$",
            before,
        )
        or (
            re.search(r"从\s*$", before)
            and re.match(r"[^,，]{0,3}(?:改|推|挪|提前|延|移|到|换|拖)", norm[mention.end :])
        )
        or re.search(
            r"(?<![a-z])(?:not|isn't|instead of|rather than|originally|was|since|than)\s*(?:for |on |set for |planned for )?$",
            before,
        )
        or re.match(r"since\s", norm[mention.start : mention.core])
        or (
            re.search(r"(?<![a-z])from\s*$", before + norm[mention.start : mention.core])
            and re.match(r"\s*(?:to|until|->)", norm[mention.end :])
        )
    )


def _is_past(norm: str, clause: Clause, mention: DateMention, today: date) -> bool:
    """周一见了客户, met on monday: a day without its week in a clause about the past."""
    if re.search(r"(?:上|昨|前天)", norm[mention.start : mention.end]) and mention.value <= today:
        return True
    near = norm[clause.start : clause.end]
    if (mention.value > today and mention.kind != "weekday") or mention.week_said:
        return False
    after = norm[mention.end : clause.end]
    if re.search(r"[\u4e00-\u9fff]", near):
        return bool(
            re.match(r"[^,，]{0,8}?(?:了(?!解)|过(?!会|去|来|合同|方案|流程|一?遍))", after)
        ) and not lex.PLANNED.search(norm[clause.start : mention.start])
    past = lex.PAST.search(norm[clause.start : mention.start])
    planned = lex.PLANNED.search(norm[clause.start : mention.start])
    return bool(past) and not planned and mention.value <= today + timedelta(days=7)


def _role(
    norm: str,
    clause: Clause,
    mention: DateMention,
    zone: tuple[int, int],
    loose: bool,
    today: date,
    state: _Reading,
) -> Role:
    near = (
        norm[zone[0] : mention.start]
        + " " * (mention.end - mention.start)
        + norm[mention.end : zone[1]]
    )
    close, step = _close_word(near), lex.STEP.search(_without_close(near))
    golive = lex.GOLIVE.search(near)
    decide = lex.DECIDE.search(near)
    state.about_golive = bool(golive) or state.about_golive
    if re.match(r"\s*(?:deal|close|signing)(?![a-z])", norm[mention.end :]):
        return "close"
    if close:
        return "both" if step and not golive and _busy(near) else "close"
    if decide and not (step and _busy(near)) and not golive:
        return "close"
    if step and not (golive and lex.SHIFT.search(near)):
        return "step"
    if golive:
        soon = mention.kind in {"day", "weekday"} and mention.value <= today + timedelta(days=14)
        pushed = lex.SHIFT.search(near) or re.search(r"(?:要求|希望|want|need)", near)
        return "step" if soon and not pushed else "none"
    return _bare(norm, clause, mention, near, loose, state)


def _close_word(near: str) -> re.Match[str] | None:
    struck = lex.CLOSE_NOT.sub(lambda m: "·" * len(m.group()), near)
    return lex.CLOSE.search(struck)


def _without_close(near: str) -> str:
    struck = lex.CLOSE_NOT.sub(lambda m: m.group(), near)
    return re.sub(
        r"签[^,，]{0,3}合同|签约|合同[^,，]{0,3}签|(?<![a-z])sign\w*(?: the| a| our)* (?:contracts?|msa|sow|proposal)|(?:contracts?|msa|paperwork)(?: (?:to be|will be|is|gets|should be|being))* sign\w*|(?:close|closing|deal) (?:date|call)|purchase order",
        "",
        struck,
    )


_BUSY = re.compile(
    r"开会|会议|见面|拜访|碰|讲标|演示|汇报|评审|上会|约|聊|谈|发|出合同|过去|去|(?<![a-z])(?:meet\w*|calls?|demos?|review\w*|visit\w*|workshop|present\w*|send\w*|board|committee|session|sync)(?![a-z])"
)


def _busy(near: str) -> bool:
    return bool(_BUSY.search(near))


def _bare(
    norm: str, clause: Clause, mention: DateMention, near: str, loose: bool, state: _Reading
) -> Role:
    """A date with no word beside it that says what it is for."""
    if lex.SHIFT.search(norm, clause.start, mention.end):
        if state.about_golive:
            return "none"
        if state.last_role == "step" or state.undated_step is not None:
            _continue_step(state, mention)
            return "none"
        return "close"
    left = re.sub(
        r"[\s,，:：、]|但是?|是|应该|对|不|说错了?|sorry|wait|actually|no|make that|i mean|it's|by|on|the|or so|左右",
        "",
        near,
    )
    if state.undated_step is not None and len(left) <= 6:
        _continue_step(state, mention)
        return "none"
    if state.corrected and state.last_role in {"close", "step"}:
        if state.last_role == "step":
            _continue_step(state, mention)
            return "none"
        return state.last_role
    if (
        loose
        and mention.kind not in {"weekday", "offset"}
        and not state.about_golive
        and state.step is None
    ):
        return "close"
    return "none"


def _continue_step(state: _Reading, mention: DateMention) -> None:
    due = DateSaid(mention.value, mention.start, mention.end)
    if state.undated_step is not None:
        state.step = StepSaid(state.undated_step.start, state.undated_step.end, due)
        state.undated_step = None
    elif state.step is not None:
        state.step = StepSaid(state.step.start, state.step.end, due)


def _close_denied(norm: str, clause: Clause) -> bool:
    match = lex.CLOSE.search(norm, clause.start, clause.end) or lex.DECIDE.search(
        norm, clause.start, clause.end
    )
    if match is None:
        return False
    after = norm[match.end() : clause.end]
    if re.match(r"(?:约|单|合同|字)?(?:不了|不下来|不成|不完|没戏)", after):
        return True
    before = norm[clause.start : match.start()]
    if re.search(r"没(?:有)?问题|没(?:什么)?意外|(?<![a-z])no (?:problem|issue|change)", before):
        return False
    return negated(norm, clause, match.start()) and not lex.SHIFT.search(
        norm, clause.start, clause.end
    )


def _step_denied(norm: str, zone: tuple[int, int]) -> bool:
    words = norm[zone[0] : zone[1]]
    return bool(
        re.search(r"取消|不(?:去|来|见|开|用)了|开不成|去不了|来不了|见不了|没(?:约|时间)", words)
        or re.search(
            r"(?<![a-z])(?:cancel\w*|called off|no longer|won't|not (?:happening|going|coming|meeting)|can't make|isn't happening|nothing|no (?:meeting|call|demo))",
            words,
        )
    )


def _undated(norm: str, clause: Clause, mood: Mood, deal: Deal | None, state: _Reading) -> None:
    words = norm[clause.start : clause.end]
    moved = _moved_by(norm, clause, mood, deal)
    if moved:
        state.close = moved
    state.about_golive = bool(lex.GOLIVE.search(words))
    step = lex.STEP.search(words)
    intent = lex.INTENT.search(words) or lex.STEP_MARKER.search(words)
    done = (
        re.search(r"了(?!解)|已|完", words)
        if re.search("[\u4e00-\u9fff]", words)
        else lex.PAST.search(words)
    )
    if step and (not done or intent):
        state.undated_step = clause
        if (
            intent
            and state.step is None
            and not mood.hedged
            and not _step_denied(norm, (clause.start, clause.end))
        ):
            state.step = StepSaid(clause.start, clause.end, None)
    elif lex.CLOSE.search(words):
        state.last_role, state.undated_step = "close", None
    else:
        state.undated_step = None


def _moved_by(norm: str, clause: Clause, mood: Mood, deal: Deal | None) -> DateSaid | None:
    """签约推迟两周, signing slips two weeks: counted from the close date we know."""
    match = lex.SHIFT_BY.search(norm, clause.start, clause.end)
    words = norm[clause.start : clause.end]
    if match is None or deal is None or deal.expected_close is None or mood.hedged:
        return None
    if (
        not lex.DEAL_WORD.search(words)
        or lex.GOLIVE.search(words)
        or negated(norm, clause, match.start())
    ):
        return None
    number, unit = match["zh"] or match["en"], match["zhu"] or match["enu"]
    if number == "半":
        return DateSaid(deal.expected_close + timedelta(days=15), match.start(), match.end())
    n = count(number)
    if n is None:
        return None
    if unit.startswith(("月", "month")):
        value = add_months(deal.expected_close, n)
    else:
        days = 1 if unit.startswith(("天", "day")) else 7
        value = deal.expected_close + timedelta(days=n * days)
    return DateSaid(value, match.start(), match.end())
