"""What kind of answer a question wants, as far as its wording shows."""

from __future__ import annotations

import re

from knowledge.text import normalise, quantities

_SEVERAL = re.compile(
    r"哪些|哪几|步骤|流程|清单|条件|要求|做什么|做些什么|准备什么|准备哪|包括|包含|有什么|内容|注意|分别|"
    r"怎么(?:做|办|申请|处理|走|操作|进行|推进|准备)|如何|标准是|"
    r"\b(?:what are|steps?|stages|how (?:do|to|should|can)|checklist|criteria|requirements|"
    r"procedure|process|list|what must|what goes|what should|what do|which (?:documents|materials|"
    r"points|questions|items|steps))\b"
)
_TIME = re.compile(
    r"多久|多长|几天|几个月|几年|几小时|几点|何时|什么时候|期限|有效期|时限|质保期|截止|"
    r"\b(?:how (?:long|soon|fast|quickly|often)|(?:by|until|since) when|deadline|period|"
    r"duration|response time)\b"
)
_MONEY = re.compile(
    r"多少钱|价格|价钱|报价|费用|单价|"
    r"\b(?:how much|price|cost|costs|fee|fees|charge)\b"
)
_NUMBER = re.compile(
    r"多少|几|最高|最低|最多|最少|上限|下限|比例|标准|限制|"
    r"\b(?:how (?:many|far|big|large|high|low)|limit|maximum|minimum|rate|percentage|share)\b"
)
_PERSON = re.compile(r"谁|哪位|哪个部门|哪个人|负责人|审批人|\b(?:who|whom|whose)\b")
_ROLE = re.compile(
    r"经理|总监|代表|主管|主任|顾问|专员|财务|法务|商务|部门|团队|委员会|董事|小组|客服|人事|"
    r"\b(?:manager|director|rep|reps|head|officer|ceo|cfo|cto|coo|vp|president|team|desk|legal|"
    r"finance|consultant|engineer|trainer|committee|specialist|owner|operations|csm)\b"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b|\d月\d|\d号")
_TIMES = frozenset({"day", "week", "month", "year", "hour", "minute"})
_PRICES = re.compile(r"[¥$€£元]|\b(?:usd|cny|eur|sgd|rmb)\b|\d{3,}|\d\s?万")
_QUESTION = re.compile(r"[?？][」』”\"')）]*\s*$")


def wants_several(question: str) -> bool:
    """Steps, conditions, a list: something that is only right when it is complete."""
    return bool(_SEVERAL.search(normalise(question)))


def wants_a_fact(question: str) -> bool:
    """A person, a time, an amount: one thing, that one sentence or row says."""
    question = normalise(question)
    return any(kind.search(question) for kind in (_PERSON, _TIME, _MONEY, _NUMBER))


def is_question(text: str) -> bool:
    """Whether a sentence asks itself, and so hardly answers."""
    return bool(_QUESTION.search(text))


def suits(question: str, text: str) -> float:
    """How far `text` has the kind of thing asked for (a person, a time, an amount), in [0, 1].

    0 also where the question's wording does not show what it wants.
    """
    question = normalise(question)
    if _PERSON.search(question):
        return float(bool(_ROLE.search(normalise(text))))
    if _TIME.search(question):
        return _has_time(text)
    if _MONEY.search(question):
        return float(bool(_PRICES.search(normalise(text))))
    if _NUMBER.search(question):
        return float(any(c.isdigit() for c in text))
    return 0.0


def _has_time(text: str) -> float:
    if any(q.unit in _TIMES for q in quantities(text)) or _CLOCK.search(normalise(text)):
        return 1.0
    return 0.3 * any(c.isdigit() for c in text)
