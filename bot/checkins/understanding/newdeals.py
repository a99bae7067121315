"""A deal nobody has written down yet: 新客户：青禾药业，想做CRM / new lead: Zenith, wants a CRM."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import lexicon as lex
from .clauses import Clause
from .text import HAN, Text

_STOP_ZH = (
    r"想|要|需|打算|准备|计划|大概|大约|约|预算|金额|预计|估计|差不多|对(?!外)|在(?:谈|做|看|找|用)|有(?:个|意|兴)|是做|做|找|问|今[天年]|明[天年]|这[个周家]|"
    r"本[月周季年]|下[个周月半季]|上[个周午]|[\d一二三四五六七八九十]+月|签|定|聊|谈|了|的|，|意向|感兴趣|刚[刚接聊]|正在|目前|现在|主要|规模|项目金额|年[底内]|"
    r"\d|[零一二两三四五六七八九十百]+万|(?:sgd|usd|rmb|eur|cny|hkd)(?![a-z])"
)
_NAME_ZH = re.compile(
    rf"^(?:一家|一个|个|家|叫做?|名叫|是|来自|就是|名字叫|名称|客户|公司|[:：，,\s\-—])*(?P<name>[{HAN}A-Za-z0-9&·]{{2,20}}?)(?=$|[\s,，。:：;；、(（!！-]|{_STOP_ZH})"
)
_STOP_EN = (
    r"wants?|wanting|looking|interested|needs?|for|about|around|approx\w*|roughly|maybe|at|on|in|by|with|worth|budget|amount|close|closing|"
    r"they|who|which|are|is|has|have|came|want|wanna|would|could|evaluating|considering|asked|asking|exploring|potential|possible|likely|today|this|next|mid|end|early|signed|expected|estimated|~|\$|€|£|usd|eur|sgd|rmb|\d"
)
_NAME_EN = re.compile(
    rf"^(?:[\s:：,，-]|(?:prospect|lead|today|yesterday|this morning|this week|met|spoke (?:to|with)|talked (?:to|with)|call(?:ed)? with|visited|called|named|from|at|with|is|it's|its|for|a|an|the|company|account|client|by the name of)(?![a-z]))*"
    rf"(?P<name>[^\W\d_][\w&.'+-]*(?:\s(?!(?:{_STOP_EN})(?![a-z]))[^\W_][\w&.'+-]*){{0,3}})",
    re.I,
)
_PRODUCT_ZH = re.compile(
    rf"(?:想要?(?:做|上|搞|买|采购|用|建|换|看)?|要(?:做|上|买|采购|搞|建|换)|需要|要(?=[A-Za-z])|做|上(?!周|午|个|次|线)|打算(?:做|上|买|采购|搞)|准备(?:做|上|买|采购)|计划(?:做|上)|对|咨询|看(?:上|中)?了?|采购|意向)(?:了)?(?:一?[个套款批])?(?:我们的?)?"
    rf"(?P<product>(?:[{HAN}A-Za-z0-9+&-]| (?=[a-z])){{2,24}}?)(?=$|[\s,，。;；、!！(（]|项目|sgd|usd|rmb|感兴趣|有兴趣|有意向|大概|大约|预算|金额|约|预计|\d|[一二三四五六七八九十百]+万|六|五月|下|年)"
)
_PRODUCT_EN = re.compile(
    r"(?:want(?:s|ing)?|look(?:s|ing) (?:for|at|into)|interested in|need(?:s|ing)?|evaluating|exploring|considering|asking (?:for|about)|asked (?:for|about)|for|:|re|project:)\s+(?:to (?:buy|get|do|build|implement|replace|roll out)\s+)?(?:an? |the |our |their |some |new )*"
    r"(?P<product>[a-z][\w+&/-]*(?:\s(?!(?:about|around|approx\w*|roughly|for|budget|by|in|at|with|worth|close|closing|end|mid|early|and|maybe|this|next|before|decision|usd|eur|sgd|signed|expected|deal size|~)(?![a-z]))[a-z][\w+&/-]*){0,3})",
    re.I,
)


@dataclass(frozen=True)
class NewDeal:
    """`clause` says it is new; `account` and `product` are as typed."""

    clause: Clause
    account: str
    product: str
    start: int
    end: int
    loose: bool = False
    """Whether it was only met or introduced, rather than called new."""

    @property
    def name(self) -> str:
        return f"{self.account} {self.product}".strip()


def find_new_deal(text: Text, clauses: Sequence[Clause], i: int) -> NewDeal | None:
    """The new deal that clause `i` announces, named there or in the next clause or the one before."""
    clause = clauses[i]
    markers = list(lex.NEW_DEAL.finditer(text.norm, clause.start, clause.end))
    marker = markers[-1] if markers else _met(text.norm, clauses, i)
    if marker is None or _denied(text.norm, clause, marker.start()):
        return None
    following = clauses[i + 1] if i + 1 < len(clauses) else None
    found = _account(text, marker.end(), clause.end)
    if following and re.match(r"(?:名?叫|名字|名称|called|named)", following.of(text)):
        found = _account(text, following.start, following.end) or found
    if found is None and following and not _account_before(text, clause, marker.start()):
        found = _account(text, following.start, following.end)
    if found is None:
        found = _account_before(text, clause, marker.start())
    if found is None and i > 0:
        previous = clauses[i - 1]
        found = _account(text, previous.start, previous.end)
    if found is None:
        return None
    account, start, end = found
    product = _product(text, clauses, i, max(end, marker.end()), account)
    return NewDeal(clause, account, product, start, end, loose=not markers)


_SOMEBODY = re.compile(
    r"(?<![a-z])(?:he|she|his|her|him|cto|cfo|ceo|cio|coo|director|manager|head of|guy who|contact)(?![a-z])|他(?!们)|她(?!们)|(?:总|经理|主任|老师|哥|姐|先生|女士|老板|老乡|同学)(?=$|[,，。])"
)


def _met(norm: str, clauses: Sequence[Clause], i: int) -> re.Match[str] | None:
    """Somebody was met or introduced: a company that wants something, not a person."""
    clause = clauses[i]
    marker = lex.NEW_MET.search(norm, clause.start, clause.end)
    if marker is None:
        return None
    last = clauses[min(i + 3, len(clauses) - 1)]
    words = norm[marker.end() : last.end]
    if re.match(
        r"\s*(?:the|their|his|her|our|my|them|him|me|us|some|everyone|a few|one of)(?![a-z])", words
    ):
        return None
    if _SOMEBODY.search(words) or not lex.NEW_EVIDENCE.search(words):
        return None
    return marker


def _denied(norm: str, clause: Clause, start: int) -> bool:
    return bool(
        re.search(
            r"(?:没有?|不是|无|找|开发|(?<![a-z])(?:no|not|any|without|need|find|more))\s*(?:a |any )?$",
            norm[clause.start : start],
        )
    )


def _account(text: Text, start: int, end: int) -> tuple[str, int, int] | None:
    norm = text.norm[start:end]
    chinese = re.search(f"[{HAN}]", norm)
    match = (_NAME_ZH if chinese else _NAME_EN).match(norm)
    if chinese and match is None:
        match = _NAME_EN.match(norm)
    if match is None:
        return None
    name = match["name"].rstrip(".'-")
    called = re.search(r"叫(?:做|作)?", name)
    if called and called.start():
        name = name[called.end() :]
    if _NOT_A_NAME.match(name):
        return None
    if name in _NO_NAMES or not re.search(rf"[a-z{HAN}]", name) or len(name) < 2:
        return None
    company = re.match(rf"[{HAN}]{{3,}}(?=[a-z])", name)
    name = company.group() if company else name
    a = start + match.start("name") + match["name"].find(name)
    b = a + len(name)
    return text.words(a, b).strip(), a, b


_NOT_A_NAME = re.compile(
    r"拜访|计划|开发|名单|活动|资料|流程|培训|指标|任务|数量|拓展|签约|来访|还|没|不|未|都|也|很|正在|已经|可以|一直|来|去|跟|给|谈|聊|见|说|问|推荐|介绍|吗|呢|太|真|好像|从|为|把|被|让|加油|情况|多少|怎"
)
_NO_NAMES = frozenset(
    re.findall(
        r"\S+",
        "wants they today yesterday this from new maybe about the a lead deal need we i 客户 今天 昨天 刚刚 一个 进来 可能 还没 有点 不错 他们 对方 电话 came in just signed and meeting call with pls please plz one ones me us it this that here soon also sure ok",
    )
)


def _account_before(text: Text, clause: Clause, start: int) -> tuple[str, int, int] | None:
    """青禾药业是新客户; Zenith Pharma is a new lead."""
    norm = text.norm[clause.start : start]
    chinese = re.search(
        rf"(?P<name>[{HAN}a-zA-Z0-9]{{2,12}}?)(?:是|，|,|\s)*(?:我(?:们)?的?|一?个)?$", norm
    )
    english = re.search(
        r"(?P<name>[a-z][\w&.'-]*(?: [a-z][\w&.'-]*){0,2}?)\s*(?:is|[,:-]|was)?\s*(?:our|a|my)?\s*$",
        norm,
    )
    match = chinese if re.search(f"[{HAN}]", norm) else english
    if match is None:
        return None
    name = re.sub(
        r"^(?:今天|昨天|上午|下午|刚刚?|聊了?|见了?|拜访了?|认识了?|接触了?|met|with|visited|had|got|today|had a call with|call with|have|we|i|a|have a|just|there's|there is)\s*",
        "",
        match["name"],
    )
    if re.search(r"一[家个条位]$|了$|的$|认识|接触|介绍|展会", name):
        return None
    if (
        len(name) < 2
        or name in _NO_NAMES
        or re.fullmatch(
            r"(?:今天|昨天|刚刚?|有|又|我|我们|还有|来了?|手上|再|帮我|另外|got|have|we|i|just|also|and|met|add|create|log|a|hot|one|another|there|please|pls)(?:有|个|来|了|a|got|have|an)*",
            name,
        )
    ):
        return None
    at = clause.start + match.start("name") + match["name"].rfind(name)
    return text.words(at, at + len(name)).strip(), at, at + len(name)


def _product(text: Text, clauses: Sequence[Clause], i: int, start: int, account: str) -> str:
    for clause in clauses[i : i + 3]:
        begin = max(start, clause.start)
        if begin >= clause.end:
            continue
        norm = text.norm[begin : clause.end]
        pattern = _PRODUCT_ZH if re.search(f"[{HAN}]", norm) else _PRODUCT_EN
        match = pattern.search(norm)
        if match and not re.fullmatch(
            r"(?:我们|他们|the|a|an|it|us|our|them|dinner|now|sure|approval|我们的|的|个)",
            match["product"],
        ):
            words = text.words(begin + match.start("product"), begin + match.end("product")).strip()
            return "" if words.lower() in account.lower() else words
    return ""
