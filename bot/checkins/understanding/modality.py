"""How a clause is meant: as a fact, a question, a condition, a hope, an order to the machine."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import lexicon as lex
from .clauses import Clause


@dataclass(frozen=True)
class Mood:
    question: bool = False
    conditional: bool = False
    ordered: bool = False
    """An instruction to the machine, or what hangs on one: it changes nothing."""
    hedged: bool = False
    unmet: bool = False
    """What was expected and did not happen: thought they would sign, 本来说周五签."""

    @property
    def silent(self) -> bool:
        """Whether nothing of the clause may be written."""
        return self.question or self.conditional or self.ordered or self.unmet


def read_moods(norm: str, clauses: Sequence[Clause], named: Sequence[bool]) -> list[Mood]:
    """One mood a clause; `named` says which clauses name a deal of their own."""
    moods: list[Mood] = []
    under_order = under_condition = False
    for i, clause in enumerate(clauses):
        words = norm[clause.start : clause.end]
        fresh = i == 0 or clauses[i - 1].line != clause.line
        under_order = _ordered(words, under_order and not fresh, named[i])
        loose = under_order or (_after_injection(moods) and _commands(words))
        trailing = _trailing_condition(norm, clauses, i)
        opens = bool(lex.CONDITION.search(_without_whether(words)))
        under_condition = opens or (under_condition and not fresh and not named[i])
        moods.append(
            Mood(
                question=_question(norm, clauses, i, fresh),
                conditional=under_condition or trailing,
                ordered=loose,
                hedged=bool(lex.HEDGE.search(words)),
                unmet=bool(lex.UNMET.search(words)) or _broken(norm, clauses, i),
            )
        )
    return moods


def _commands(words: str) -> bool:
    return bool(lex.IMPERATIVE.search(words))


def _after_injection(moods: Sequence[Mood]) -> bool:
    return any(mood.ordered for mood in moods)


def _ordered(words: str, already: bool, named: bool) -> bool:
    if lex.INJECTION.search(words):
        return True
    if lex.EVERY_DEAL.search(words) and (already or _commands(words)):
        return True
    return already and (not named or _commands(words))


def _without_whether(words: str) -> str:
    """`until`, `whether` and 才 are conditions only for what they govern; dates use until."""
    words = re.sub(
        r"(?<![a-z])(?:until|till)\s+(?=[a-z]*\s?(?:\d|mon|tue|wed|thu|fri|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|next|end|mid|early|late|q\d|after|the|tomorrow))",
        "",
        words,
    )
    words = re.sub(
        r"(?:节|假期?)(?:之?后|以后)才能?(?=签|定|付|下单)|(?<=[月号日周底初中旬天年季末一二三四五六\d])(?:(?:上午|下午|晚上|早上)|节(?:之?后|以后)|(?:之后|以后|后)(?=才签))?才能?(?=签|定|付|下单)",
        "",
        words,
    )
    return re.sub(
        r"(?<![a-z])(?:pushed?|slip\w*|delay\w*|moved?|postponed|not|nothing)[^,]*?(?:until|till)",
        "",
        words,
    )


def _trailing_condition(norm: str, clauses: Sequence[Clause], i: int) -> bool:
    """周五签，如果法务没问题: the condition comes after, in the same sentence."""
    after = clauses[i + 1] if i + 1 < len(clauses) else None
    if after is None or after.line != clauses[i].line:
        return False
    words = norm[after.start : after.end]
    return bool(
        re.match(
            r"(?:but )?(?:only )?(?:如果|前提|要是|假如|除非|只要|if|unless|provided|assuming|as long as|subject to|depending)(?![a-z])",
            words,
        )
    )


def _question(norm: str, clauses: Sequence[Clause], i: int, fresh: bool) -> bool:
    clause = clauses[i]
    words = norm[clause.start : clause.end]
    asked = norm[clause.end : clause.end + 3].strip()[:1] in {"?", "？"} or words.endswith(
        ("?", "？")
    )
    if not asked and _retold(norm, clauses, i):
        return False
    if lex.BOT_REQUEST.search(words) and not lex.QUESTION_ZH.search(words.replace("能不能", "")):
        return False
    if asked:
        return True
    if lex.QUESTION_EN.match(words) and (
        fresh or not words.startswith(("who", "which", "when", "where"))
    ):
        return True
    return _question_zh(words) or _query_zh(words)


_PROMISED = re.compile(
    r"说好|答应|承诺|约好|应该|会|要|能|以为|今天|(?<![a-z])(?:said|says|promised|agreed|should|would|will|they'd|she'd|he'd|was|were|going|supposed|meant|today)(?![a-z])"
)


def _broken(norm: str, clauses: Sequence[Clause], i: int) -> bool:
    """说好的20号签，又拖; they said they'd sign today, didn't happen."""
    after = clauses[i + 1] if i + 1 < len(clauses) else None
    if after is None or not lex.BROKEN.fullmatch(norm[after.start : after.end]):
        return False
    return bool(_PROMISED.search(norm, clauses[i].start, clauses[i].end))


_TELLING = re.compile(
    r"(?:跟|和|给|对|向)?我(?:们)?(?:讲|说|聊|介绍|列|念叨|描述)|(?:挨个|一个个|一条条|逐条|详细)(?:地|的)?(?:讲|说|聊|问|列)|问(?:了|得|我)"
)


def _retold(norm: str, clauses: Sequence[Clause], i: int) -> bool:
    """跟我讲她们的需求，多少孩子打什么苗: the words of the customer, who told or asked."""
    before = clauses[i - 1] if i else None
    if before is None or before.line != clauses[i].line:
        return False
    return bool(_TELLING.search(norm, before.start, before.end))


_ADVICE = re.compile(
    r"怎么(?:办|回|应对|破|说|聊|答|搞|处理|谈|推|跟进|写|报)|如何(?:应对|回|处理|谈|推|说)|怎样"
)


def _question_zh(words: str) -> bool:
    match = lex.QUESTION_ZH.search(words)
    if match is None:
        return False
    if _ADVICE.search(words) and not re.search(r"(?:客户|他们|对方|总|经理)问", words):
        return True
    before = words[: match.start()]
    if lex.UNSETTLED.search(words[match.end() :]):
        return False
    return not lex.REPORTED.search(before) and not lex.NEGATION.search(before)


def _query_zh(words: str) -> bool:
    match = lex.QUERY_ZH.search(words)
    if match is None or lex.QUERY_GUARD.search(words[: match.start()]):
        return False
    lead = words[: match.start()].strip()
    return (
        len(lead) <= 6 and not lex.FUTURE.search(lead) and not lex.PAST.search(words[match.end() :])
    )


_NEG_GAP_ZH = 8


def negated(norm: str, clause: Clause, start: int) -> bool:
    """Whether a negation governs what begins at norm[start]."""
    before = norm[clause.start : start]
    for match in lex.NEGATION.finditer(before):
        gap = before[match.end() :]
        if match.group().isascii():
            if len(gap.split()) <= 4 and not re.search(
                r"(?<![a-z])(?:but|only|just)(?![a-z])", gap
            ):
                return True
        elif len(gap) <= _NEG_GAP_ZH and not re.search("[了而是就]|问题|意见|异议", gap):
            return True
    return False
