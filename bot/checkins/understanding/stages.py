"""Where a deal stands: moves said outright (进入商务谈判, back to needs) and what happened."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from storage.records import Deal, Process, Stage

from . import lexicon as lex
from .clauses import Clause
from .dates import DateMention
from .modality import Mood, negated
from .text import fold, squeezed


@dataclass(frozen=True)
class StageSaid:
    key: str
    start: int
    end: int
    outright: bool = False


def role_of(stage: Stage) -> str | None:
    """Which of the five stages we know the words of this one is."""
    if stage.key in lex.ROLES:
        return stage.key
    names = {fold(stage.key).replace("_", " "), fold(stage.name.zh), fold(stage.name.en)} - {""}
    for role, known in lex.ROLES.items():
        if names & set(known):
            return role
    for role, known in lex.ROLES.items():
        if any(len(word) > 3 and word in name for word in known for name in names):
            return role
    return None


@lru_cache(maxsize=128)
def _name_pattern(stage: Stage) -> re.Pattern[str]:
    """The stage's own names and synonyms, and the built-in ones of its role."""
    zh = [stage.name.zh, *stage.synonyms_zh]
    en = [stage.key.replace("_", " "), stage.name.en, *stage.synonyms_en]
    own = [re.escape(fold(word)) for word in zh + en if word.strip()]
    chinese = [word for word in own if not word.isascii()]
    latin = [word for word in own if word.isascii()]
    parts = [f"(?:{'|'.join(chinese)})"] if chinese else []
    if latin:
        parts.append(rf"(?<![a-z0-9])(?:{'|'.join(latin)})(?![a-z0-9])")
    role = role_of(stage)
    if role:
        parts.append(lex.STAGE_NAMES[role].pattern)
    return re.compile("|".join(parts) or r"(?!)")


@lru_cache(maxsize=16)
def _roles(process: Process) -> dict[str, str]:
    found: dict[str, str] = {}
    for stage in process.stages:
        role = role_of(stage)
        if role and role not in found:
            found[role] = stage.key
    return found


def read_stage(
    norm: str,
    spoken: Sequence[tuple[Clause, Mood]],
    dates: Sequence[DateMention],
    process: Process,
    deal: Deal | None,
    today: date,
    names: Sequence[tuple[int, int]] = (),
) -> StageSaid | None:
    """The last stage said outright, else the one that what happened shows."""
    outright: StageSaid | None = None
    shown: StageSaid | None = None
    holes = [(d.start, d.end) for d in dates] + list(names)
    for clause, mood in spoken:
        if mood.silent or mood.hedged:
            continue
        ahead = any(clause.start <= d.start < clause.end and d.value > today for d in dates)
        words, places = squeezed(norm, clause.start, clause.end, holes)
        whole = Clause(0, len(words), clause.line)
        outright = _placed(_outright(words, whole, process), places) or outright
        event = _placed(_event(words, whole, process, deal, ahead), places)
        if event and (shown is None or process.position(event.key) >= process.position(shown.key)):
            shown = event
    return outright or shown


def _placed(said: StageSaid | None, places: Sequence[int]) -> StageSaid | None:
    """Back from the words without names and dates (sent harbor the proposal) to the message."""
    if said is None:
        return None
    return replace(said, start=places[said.start], end=places[said.end - 1] + 1)


def _outright(norm: str, clause: Clause, process: Process) -> StageSaid | None:
    best: StageSaid | None = None
    for move in lex.MOVE.finditer(norm, clause.start, clause.end):
        if negated(norm, clause, move.start()) or _intended(norm, clause, move.start()):
            continue
        for stage in process.stages:
            name = _name_pattern(stage).match(norm, _after_space(norm, move.end()), clause.end)
            if name and _stands_alone(norm, clause, name, move):
                best = StageSaid(stage.key, move.start(), name.end(), outright=True)
    return best or _named_with_stage_word(norm, clause, process)


def _after_space(norm: str, place: int) -> int:
    while place < len(norm) and norm[place] in " :：\"'“「":
        place += 1
    return place


def _intended(norm: str, clause: Clause, start: int) -> bool:
    before = norm[max(clause.start, start - 16) : start]
    if lex.BOT_REQUEST.search(norm, clause.start, clause.end):
        return False
    return bool(
        re.search(
            r"(?:要|想|希望|准备|打算|争取|才能?|计划|预计|下周|可以|能|等)[^,，]{0,6}$", before
        )
        or re.search(
            r"(?<![a-z])(?:will|want\w*|hope\w*|hoping|plan\w*|need\w*|should|would|to|can|could|before we|ready to|expect\w*|trying|not)(?: \w+){0,2}\s*$",
            before,
        )
    )


def _stands_alone(norm: str, clause: Clause, name: re.Match[str], move: re.Match[str]) -> bool:
    """A stage's name ends there or is followed by 阶段; 到合同金额 is none."""
    after = norm[name.end() : clause.end]
    if lex.STAGE_WORD.match(after.lstrip()):
        return True
    if re.match(r"[\u4e00-\u9fff]", after) and not re.match(
        r"了|吧|中|里|啦|上|这|环|，|重新|再|从头", after
    ):
        return False
    if re.match(r"\s*[a-z]", after):
        return bool(
            re.match(
                r"\s*(?:now|today|stage|phase|yesterday|after|since|and|because|this|as|with|please|pls|again|for)(?![a-z])",
                after,
            )
        )
    weak = move.group().strip() in {"at", "to", "in", "into", "as", "it to", "到"}
    return (
        not weak
        or lex.STAGE_WORD.search(after) is not None
        or norm[name.start() : name.end()]
        not in {"service", "support", "quote", "bid", "procurement", "legal"}
    )


def _named_with_stage_word(norm: str, clause: Clause, process: Process) -> StageSaid | None:
    for stage in process.stages:
        for name in _name_pattern(stage).finditer(norm, clause.start, clause.end):
            word = lex.STAGE_WORD.match(norm, _after_space(norm, name.end()), clause.end)
            before = norm[clause.start : name.start()]
            if word is None or negated(norm, clause, name.start()):
                continue
            if _intended(norm, clause, name.start()) or re.search(
                r"(?:从|离开|跳过|from|skip\w*|out of|past|after|完成)\s*(?:the )?$", before
            ):
                continue
            return StageSaid(stage.key, name.start(), word.end(), outright=True)
    return None


_PLAN_ZH = re.compile(
    r"(?:要|准备|打算|将|会|下周|明天|计划|想|争取|希望|预计|需要|等|待|再|去|约|安排|可以|能|应该|得|后|尽快)[^,，]{0,6}$"
)
_PLAN_EN = re.compile(
    r"(?<![a-z])(?:will|'ll|going to|gonna|plan(?:s|ning)? to|need to|have to|should|want to|hope to|to|would|can|before|after|until|must|let's|ready to|about to|next step|scheduled)(?: \w+){0,2}\s*$"
)


def _event(
    norm: str, clause: Clause, process: Process, deal: Deal | None, ahead: bool
) -> StageSaid | None:
    roles = _roles(process)
    for role, pattern in lex.EVENTS:
        key = roles.get(role)
        if key is None or not _sensible(norm, clause, process, deal, key):
            continue
        for match in pattern.finditer(norm):
            if match.group() and _happened(norm, clause, match, role, ahead):
                return StageSaid(key, match.start(), match.end())
    return None


def _happened(norm: str, clause: Clause, match: re.Match[str], role: str, ahead: bool) -> bool:
    words = match.group()
    if negated(norm, clause, match.start()) or (
        lex.NEGATION.search(words) and "n't" not in words and re.search(r"(?:没|未|不)", words)
    ):
        return False
    after = norm[match.end() : clause.end]
    if re.match(r"(?:之?前|以前|的?时候|不了|before)", after):
        return False
    before = norm[clause.start : match.start()]
    asked = bool(_ASKED.search(words))
    if asked and role == "proposal":
        return True
    if _PLAN_ZH.search(before) or _PLAN_EN.search(before):
        return False
    done = bool(
        re.search(
            r"了|已|完|(?<![a-z])(?:sent|done|submitted|live|signed|confirmed|delivered|received|finali[sz]ed|handed|working|drafting|writing|preparing|reviewing|negotiating|redlin)",
            words,
        )
    )
    return done or not ahead


_ASKED = re.compile(
    r"(?:让|叫|要求|催|想要|需要|要)(?:我|咱|看|方案|报价|一|个|份)|要(?:我们)?.{0,4}(?:方案|报价)|(?<![a-z])(?:ask|request|want|need|look|call|would like|'d like|expect)"
)


def _sensible(norm: str, clause: Clause, process: Process, deal: Deal | None, key: str) -> bool:
    """What happened moves a deal forward; back only where the words say so."""
    if deal is None:
        return True
    here, there = process.position(deal.stage), process.position(key)
    if there > here:
        return True
    return there < here and bool(lex.BACKWARD.search(norm, clause.start, clause.end))
