"""What a date is for (the expected close, or the next step), and what the next step is."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    known: date | None = None
    """The close date the deal has."""
    hedged: bool = False


def read_agenda(
    norm: str,
    spoken: Sequence[tuple[Clause, Mood]],
    dates: Sequence[DateMention],
    deal: Deal | None,
    today: date,
    has_sum: Sequence[bool],
) -> Agenda:
    """Expected close and next step of one deal; later words beat earlier ones."""
    state = _Reading(known=deal.expected_close if deal else None)
    for (clause, mood), money in zip(spoken, has_sum, strict=True):
        own = [d for d in dates if clause.start <= d.start < clause.end]
        if mood.silent:
            state.last_role = _expected(norm, clause, own, today, state) if mood.unmet else "none"
            state.corrected = state.last_role != "none"
            continue
        words = norm[clause.start : clause.end]
        if lex.TAKEN_BACK.fullmatch(words):
            state.corrected = True
            continue
        state.hedged = mood.hedged
        state.corrected = bool(lex.CORRECTION.match(words)) or (state.corrected and bool(own))
        if not own:
            _undated(norm, clause, mood, deal, state)
        for i, mention in enumerate(own):
            zone = _zone(clause, own, i)
            _dated(norm, clause, mood, mention, zone, money or deal is None, today, state)
    return Agenda(state.close, state.step)


def _expected(
    norm: str, clause: Clause, own: Sequence[DateMention], today: date, state: _Reading
) -> Role:
    """What the date that was not kept was for: 本来说周五签, was supposed to sign friday."""
    role: Role = "none"
    for i, mention in enumerate(own):
        zone = _zone(clause, own, i)
        role = _role(norm, clause, mention, zone, loose=False, today=today, state=state)
    return role


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
    mention = _later(norm, clause, mention, state)
    if mention.value < today or _is_past(norm, clause, mention, today):
        return
    if _denied(norm, mention) or _missed(norm, clause, mention):
        role = _role(norm, clause, mention, zone, loose, today, state)
        kept = role == "none" and (mention.value == state.known or not _busy_clause(norm, clause))
        state.last_role = "close" if kept else role
        state.corrected = True
        state.undated_step = None if kept else state.undated_step
        return
    role = _role(norm, clause, mention, zone, loose, today, state)
    said = DateSaid(mention.value, mention.start, mention.end)
    denied = role in {"close", "both"} and _close_denied(norm, clause)
    if role in {"close", "both"} and not mood.hedged and not denied:
        state.close = DateSaid(mention.value, *_evidence(norm, mention, zone))
    if role in {"step", "both"} and not _step_denied(norm, zone):
        state.step = _better(state, StepSaid(zone[0], zone[1], said), norm, clause, today)
    state.last_role = role
    state.corrected = state.corrected or denied
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


_MISS = re.compile(
    r"(?<![a-z])(?:backed out of|bailed on|giving up on|gave up on|forget(?: about)?|miss(?:ed|ing|es)?)(?: the)?\s*$|(?<![a-z])(?:wo(?:n'?t|nt)|ca(?:n'?t|nt)|cannot|will not|not going to|did(?:n'?t|nt)|isn'?t going to|not|never gonna) (?:be able to )?(?:make|hit|meet|hold|get (?:it |this |done )*(?:done |in )?by|happen(?: by| before| on)?|land(?: by| before| on)?)(?: (?:it|the|for|by|on|our))*\s*$"
)


def _missed(norm: str, clause: Clause, mention: DateMention) -> bool:
    """won't make the 20th, 20号赶不上: a date that will not be kept."""
    before, after = (
        norm[clause.start : mention.core or mention.start],
        norm[mention.end : clause.end],
    )
    return bool(
        _MISS.search(before + " " if before and not before.endswith(" ") else before)
        or re.search(r"(?:赶不上|赶不到|来不及|等不到|到不了|撑不到)\s*$", before)
        or re.match(
            r"(?:是|肯定|估计|铁定|大概率|应该|怕是|也|前|之前|又)*(?:赶不上|来不及|没戏|够呛|悬了?|泡汤|签不了|定不了|定不下来|签不下来|签不成|不行了?|黄了|搞不定)",
            after,
        )
        or (
            re.match(
                r"\s*(?:is|was|isn'?t|looks?|won'?t)(?: (?:now|just|not|going to))* (?:off the table|not happening|happening|happen|too (?:tight|early|soon)|unrealistic|dead|tight|gone|work(?:ing)?)(?![a-z])",
                after,
            )
            and not re.match(r"\s*is happening", after)
        )
    )


def _busy_clause(norm: str, clause: Clause) -> bool:
    return bool(
        lex.STEP.search(norm, clause.start, clause.end)
        or lex.GOLIVE.search(norm, clause.start, clause.end)
    )


_AFTER_IT = re.compile(
    r"(?<![a-z])(?P<n>\d{1,2}|an?|one|two|three|four|five|six|a couple of|a few) (?:more |extra )?(?P<unit>days?|weeks?|wks?|months?) (?:past|after|beyond|later than|on from) (?:the )?$"
)


def _later(norm: str, clause: Clause, mention: DateMention, state: _Reading) -> DateMention:
    """two weeks past the 31st."""
    match = _AFTER_IT.search(norm[clause.start : mention.core or mention.start])
    n = count(match["n"]) if match else None
    if match is None or n is None:
        return mention
    if match["unit"].startswith("month"):
        value = add_months(mention.value, n)
    else:
        value = mention.value + timedelta(days=n * (1 if match["unit"].startswith("day") else 7))
    if mention.value == state.known:
        state.last_role, state.corrected = "close", True
    return replace(mention, value=value, start=clause.start + match.start())


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
    return _bare(norm, clause, mention, near, loose, today, state)


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


_NOTED = re.compile(r"先|写|记|填|暂|算|按|(?<![a-z])(?:put|call it|say|pencil|log)(?![a-z])")


def _bare(
    norm: str,
    clause: Clause,
    mention: DateMention,
    near: str,
    loose: bool,
    today: date,
    state: _Reading,
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
        r"[\s,，:：、]|但是?|是|应该|对|不|说错了?|先|写|记|填|按|暂|定|就|那|算|吧|所以|改|sorry|wait|actually|no|make that|i mean|it'?s|by|on|the|or so|so|now|call|say|put|instead|左右",
        "",
        near,
    )
    noted = state.close is not None or _NOTED.search(near)
    if state.last_role == "close" and noted and len(left) <= 3:
        return "close"
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
    if mention.value > today and not state.hedged and _something_to_do(near, mention):
        return "step"
    return "none"


_DO_ZH = re.compile(
    r"来(?!了|电|着|自|说|源)|去(?!年|掉|世)|到(?!期|账|货|底|时)|进(?!度|展|口)|带|做|跑|量(?=房|尺|尺寸|一)|量(?=$)|装|试|选|挑|看(?!来|法)|测|验|拍|听|讲|过(?=一|下|目|个|场)|陪|接(?!下来|受|触)|送|取(?!决)|拿(?!下)|交(?!付)|填|盘|对(?=一|账|下|数|稿)|核|查|弄|教|打样|打个|喝|诊断|体验|摸底|探|访|检|飞|赴|比(?=稿|价|选)|演练|彩排|复(?=测|试|勘|查|核)|初(?=测|勘|试)|面(?=试|签)|谈|勘|学|理|捋|聚|坐(?=坐|下)|搭|布|拆|挂(?=牌|样)|排练|踏|钓|打球|爬"
)
_NOT_DO_ZH = re.compile(
    r"回来|回国|休|放假|出差|不|没|未|生日|开学|截止|到期|生效|工资|有空|才(?!来|去)|忙|涨价|过期|结束|请假|开业|上班|离职|入职|搬|过年|结果|消息|出来|下来|批|开始|知道|回信|给信|要是|换(?:届|人|领导)|到岗|上任|停(?:电|工|产)|盘点|年检|封账|关账|考试|结婚|手术|住院|体检(?=回|完)|看情况|看看再|左右|涨|降|财年"
)
_DO_EN = re.compile(
    r"(?<![a-z])(?:(?:will|i'll|we'll|they'll|he'll|she'll|gonna|going to|gotta|let's|lets|needs? to|ha(?:ve|s) to|agreed to|promised to|wants? (?:me|us) to|asked (?:me|us) to|i'm|im|we're|i am|we are|heading|plan(?:ning|s)? to|to)(?: be| also| then)* (?!be(?![a-z])|have|know|stay|remain|lose|los|leav|mov|go live|clos|sign|decid|wait|hop(?:e|ing) |expect|get (?:the|a|an) (?:decision|answer|budget|approval))[a-z]{2,}|"
    r"(?!(?:morn|even|noth|someth|anyth|everyth|wait|hop|think|consider|depend|pend|gett|be|hav|go|mov|slipp|slid|includ|regard|accord|dur|freez|clos|sign|expect|look|com|start|end|leav|feel|seem|ask|push|say|try|hold|stay|build|meantime|spr|r|k|br|th|w|targett|aim|deliver|launch|roll|land|approv|decid|mean|assum|miss|los|winn|trad|fund|hir|pric|bill|us)ing(?![a-z]))[a-z]{2,}ing|"
    r"ring|dial|swing (?:by|round)|drop (?:by|in|off)|pop (?:in|over|by|round)|stop by|come by|comes? (?:over|in|to see)|measure|tour|run (?:through|a|the|them|another)|show (?:them|him|her|it|the)|bring|hop on|grab|speak (?:to|with)|see (?:them|him|her|the|their)|host|join|attend|sit (?:down|with)|go (?:over|through|see)|look at|dig|resend|chase|nudge|hand in|collect|pick (?:up|them)|inspect|tasting|site (?:walk|survey|visit)|breakfast|golf|drinks?|beers?|zoom|teams|webex|facetime|hands-on|bake-?off|dry run|rehearsal|q&a|deep[- ]dive|fly|drive|taste|try out|unboxing|fitting|measure-?up)(?![a-z])"
)
_NOT_DO_EN = re.compile(
    r"(?<![a-z])(?:off|away|back|ooo|out (?:of|until|till|all)|holidays?|vacation|leave|leaves|birthday|closed|expir\w+|starts?|ends?|due|since|not|no|nothing|won'?t|can'?t|cannot|don'?t|didn'?t|never|until|till|was|were|had|did|year[\s-]?end|fiscal|frozen|freeze|maternity|paternity|retir\w+|busy|travel\w*|start date)(?![a-z])|n't"
)


def _something_to_do(near: str, mention: DateMention) -> bool:
    """Any activity beside a coming day is a next step: 周四来看车, measuring the yard sat morning."""
    if mention.kind in {"month", "holiday"}:
        return False
    words = near.replace("□", " ")
    if re.search("[\u4e00-\u9fff]", words):
        left = re.sub(
            r"[\s,，]|他们|那边|这边|上午|下午|晚上|早上|[一二两三四五六七八九十\d]+点半?",
            "",
            words,
        )
        if _NOT_DO_ZH.search(left) or re.search(r"了(?!解)|过(?=$|[，,。])", left):
            return False
        return len(left) >= 2 and bool(_DO_ZH.search(left))
    return bool(_DO_EN.search(words)) and not _NOT_DO_EN.search(words)


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
        re.search(
            r"取消|到期|过期|失效|不(?:去|来|见|开|用)了|开不成|去不了|来不了|见不了|没(?:约|时间)",
            words,
        )
        or re.search(
            r"(?<![a-z])(?:expir\w+|lapses|valid|cancel\w*|called off|no longer|won't|not (?:happening|going|coming|meeting)|can't make|isn't happening|nothing|no (?:meeting|call|demo))",
            words,
        )
    )


def _undated(norm: str, clause: Clause, mood: Mood, deal: Deal | None, state: _Reading) -> None:
    words = norm[clause.start : clause.end]
    moved = _moved_by(norm, clause, mood, deal)
    if moved:
        state.close, state.last_role = moved, "close"
        state.undated_step = None
        return
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
        state.corrected = state.corrected or _close_denied(norm, clause)
    else:
        state.undated_step = None


_ELSE = re.compile(
    r"付款|回款|尾款|货|工期|开工|开学|航班|到岗|入职|排期|预算|回来|上班|(?<![a-z])(?:shipment|shipping|payment|invoice|flight|start date|hire|train|budget|reply|response|project|parts?|stock|late for)(?![a-z])|(?:晚|拖)了"
)


def _moved_by(norm: str, clause: Clause, mood: Mood, deal: Deal | None) -> DateSaid | None:
    """签约推迟两周, signing slips two weeks: counted from the close date we know."""
    match = lex.SHIFT_BY.search(norm, clause.start, clause.end)
    words = norm[clause.start : clause.end]
    if match is None or deal is None or deal.expected_close is None or mood.hedged:
        return None
    itself = not lex.STEP.search(words.replace(match.group(), " "))
    if (
        not (lex.DEAL_WORD.search(words) or itself)
        or lex.GOLIVE.search(words)
        or negated(norm, clause, match.start())
        or _ELSE.search(words)
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
