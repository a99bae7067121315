"""Which of the sums in a message is what the deal is worth.

A later sum beats an earlier one unless the earlier was stronger said: to X, final X and total X
beat a plain X. Of a range (80到100万) the lower end is taken, as a forecast is a promise. What
others charge, pay, earn or wish, discounts and rates are not the deal's.
"""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from storage.records import Deal

from . import lexicon as lex
from .clauses import Clause
from .modality import Mood, negated
from .money import Sum, currency_of, major, resolve_currency
from .numerals import DIGITS


@dataclass(frozen=True)
class AmountSaid:
    value: Decimal
    currency: str | None
    start: int
    end: int
    weight: int


def read_amount(
    norm: str, spoken: Sequence[tuple[Clause, Mood]], sums: Sequence[Sum], deal: Deal | None
) -> AmountSaid | None:
    """The amount said for `deal` (None: a new one) in these clauses."""
    best: AmountSaid | None = None
    sums = _scaled_as_known(norm, spoken, sums, deal)
    for clause, mood in spoken:
        if mood.silent:
            continue
        own = [s for s in sums if clause.start <= s.start < clause.end]
        said = _in_clause(norm, clause, mood, own, deal) or _discounted(norm, clause, mood, deal)
        words = norm[clause.start : clause.end]
        corrected = bool(lex.CORRECTION.match(words)) or _follows_correction(norm, spoken, clause)
        if said and (best is None or corrected or said.weight >= best.weight):
            best = said
    return best


def _follows_correction(norm: str, spoken: Sequence[tuple[Clause, Mood]], clause: Clause) -> bool:
    """26k, scratch that, 28k: the clause before takes back what was said."""
    place = next((i for i, (c, _) in enumerate(spoken) if c is clause), 0)
    before = spoken[place - 1][0] if place else None
    return before is not None and bool(lex.TAKEN_BACK.fullmatch(norm[before.start : before.end]))


_PERCENT_OFF = re.compile(
    r"(?:打|给|按|谈)(?:了|到|成|的是)?(?:个|他们?|她们?|客户|□+|\s)*(?P<fold>[1-9](?:\.\d|\d)?|[一二三四五六七八九]{1,2})折"
)


def _discounted(norm: str, clause: Clause, mood: Mood, deal: Deal | None) -> AmountSaid | None:
    """打了95折: computed from the amount we know, for plain facts only."""
    words = norm[clause.start : clause.end]
    match = _PERCENT_OFF.search(words)
    if match is None or deal is None or deal.amount is None or mood.hedged:
        return None
    before = words[: match.start()]
    plan = re.search(r"要|想|能|可以|得|如果|最多|希望|申请|承诺|竞|对手", before)
    wish = lex.WISH.search(words) or lex.RIVAL.search(words) or lex.NEGATION.search(before)
    unit = re.search(r"首|单价|每|配件|培训|服务费|租金|部分|第[一二]", words)
    if plan or wish or unit or "了" not in match.group():
        return None
    digits = "".join(str(DIGITS.get(c, c)) for c in match["fold"].replace(".", ""))
    share = Decimal(digits) / 10 ** len(digits)
    if not Decimal("0.5") <= share < 1:
        return None
    value = (major(deal.amount) * share).quantize(Decimal("0.01"))
    start = clause.start + match.start()
    return AmountSaid(value, None, start, clause.start + match.end(), 0)


_TO_NUMBER = re.compile(
    r"(?<![a-z])(?:put|book|keep|pencil|log) □+(?:'s)? (?:at|in at|down for|for) $|(?<![a-z])(?:number|price|total|value|figure|amount|quote|deal size)(?:'?s| is) (?:now )?$|(?<![a-z])(?:(?:down|up|dropped|cut|went|moved|bumped|raised|lowered|reduced|it'?s|is) (?:(?:it|down|up|now|from \d+) )*(?:to|at|now)?|(?:its|it's)(?: now)?|(?:now|make it|make that|call it|scratch that,?))\s$|"
    r"(?:降|涨|改|调|变|加|提|砍|压|谈|减|让|抬|砍价)(?:价)?(?:了)?(?:到|至|成|为)(?:了)?$"
)


def _scaled_as_known(
    norm: str, spoken: Sequence[tuple[Clause, Mood]], sums: Sequence[Sum], deal: Deal | None
) -> Sequence[Sum]:
    """It's 135 now, not 150, of a deal worth 150,000: the thousands go without saying.

    Only where the number is moved to, or the deal's amount stands beside it in the same short form.
    """
    if deal is None or deal.amount is None or not any(s.bare for s in sums):
        return sums
    known = major(deal.amount)
    wan = deal.currency == "CNY" and re.search("[\u4e00-\u9fff]", norm)
    unit = 10**4 if wan else 1000
    shown = {s.start for s in sums if s.bare and s.value * unit == known}
    found: list[Sum] = []
    for one in sums:
        near = one.bare and one.value * 10 < known and known >= unit
        if near and known / 3 <= one.value * unit <= known * 3:
            clause = next((c for c, _ in spoken if c.start <= one.start < c.end), None)
            if clause is not None and _short_form(norm, clause, one, shown):
                one = replace(one, value=one.value * unit, scale=unit, bare=False)
        found.append(one)
    return found


def _short_form(norm: str, clause: Clause, one: Sum, shown: Collection[int]) -> bool:
    if any(clause.start <= place < clause.end for place in shown if place != one.start):
        return True
    before = norm[max(clause.start, one.start - 60) : one.start]
    return bool(_TO_NUMBER.search(before)) and not _clock(norm, one)


_NEXT_WORD = r"(?:now|not|and|but|from|instead|please|pls|for)(?![a-z])"
_COUNTS = re.compile(rf"\s?(?:号|日|点|月|:|/|-|th|st|nd|rd|(?!{_NEXT_WORD})[a-z]{{3,}})")
_GOES_ON = re.compile(rf"\s?{_NEXT_WORD}|\s?$")


def _clock(norm: str, found: Sum) -> bool:
    """Whether the number may be an hour, a day or a count rather than money."""
    after = norm[found.end : found.end + 16]
    if _COUNTS.match(after):
        return True
    latin = bool(re.search(r"[a-z]\s$", norm[max(0, found.start - 2) : found.start]))
    return found.value <= 31 and latin and not _GOES_ON.match(after)


def read_currency(
    norm: str, spoken: Sequence[tuple[Clause, Mood]], own: str | None
) -> tuple[str, int, int] | None:
    """A change of currency said without a sum: 改成美金结算, billed in EUR now."""
    for clause, mood in spoken:
        words = norm[clause.start : clause.end]
        match = lex.CURRENCY_SWITCH.search(words)
        if match is None or mood.silent or mood.hedged or lex.WISH.search(words):
            continue
        if match["en"] and not lex.CURRENCY_INTENT.search(words):
            continue
        if negated(norm, clause, clause.start + match.start()):
            continue
        code = resolve_currency(currency_of(match["zh"] or match["en"]) or "", own)
        if code:
            return code, clause.start + match.start(), clause.start + match.end()
    return None


def _in_clause(
    norm: str, clause: Clause, mood: Mood, sums: Sequence[Sum], deal: Deal | None
) -> AmountSaid | None:
    words = norm[clause.start : clause.end]
    if not sums or not _about_the_deal(words, mood, deal):
        return None
    changed = _changed_by(norm, clause, sums, deal)
    if changed:
        return changed
    best: AmountSaid | None = None
    for i, found in enumerate(sums):
        governed = replace(clause, start=sums[i - 1].end) if i else clause
        weight = 0 if negated(norm, governed, found.start) else _weight(norm, clause, found, deal)
        if weight == 0 or _low_end_taken(norm, sums, i):
            continue
        if best is None or weight >= best.weight:
            currency = resolve_currency(found.currency, deal.currency if deal else None)
            best = AmountSaid(found.value, currency, found.start, found.end, weight)
    return best


_QUOTED = re.compile(r"报价|方案|报了|(?<![a-z])(?:proposal|quote|quoted|offer|bid)")
_AGREED = re.compile(
    r"同意|答应|接受|谈到|谈妥|谈成|敲定|(?<![a-z])(?:agreed|accepted|settled|ok with|happy with|confirmed)"
)


_REPRICED = re.compile(r"(?<![a-z])(?:instead of|down from) ")


def _about_the_deal(words: str, mood: Mood, deal: Deal | None) -> bool:
    if lex.RIVAL.search(words):
        return False
    if lex.BUDGET.search(words) and not _REPRICED.search(words):
        if lex.ANNUAL.search(words):
            return False
        return deal is None or deal.amount is None or bool(lex.BUDGET_GRANTED.search(words))
    if deal is None:
        return True
    if mood.hedged:
        return False
    if lex.BOT_REQUEST.search(words):
        return True
    wish = lex.WISH.search(words)
    return not wish or bool(_AGREED.search(words)) or bool(_QUOTED.search(words[wish.end() :]))


_UNCHANGED = re.compile(
    r"\s?(?:价格|这个价|的?价)?(?:不变|没变|没动|照旧|不动)|\s(?:is |stays |still |remains )*(?:unchanged|the same|same as before|as before|stands)(?![a-z])"
)


def _of_another_payment(norm: str, before: str, start: int) -> bool:
    """about the deposit, 10k: the sum stands alone, its matter in the words before."""
    if re.search(r"\w", before):
        return False
    lead = re.split(r"[.。;；!！?？\n]", norm[max(0, start - 40) : start].rstrip(" ,，:：-(（"))[-1]
    return bool(lex.NOT_PRICE_BEFORE.search(lead)) and not lex.PRICE_WORD.search(lead)


_REACH = 100
"""How far from a sum the words that say what it is may stand."""


def _weight(norm: str, clause: Clause, found: Sum, deal: Deal | None) -> int:
    """How strongly a sum is said to be the deal's; 0 if it is not."""
    before = norm[max(clause.start, found.start - _REACH) : found.start]
    after = norm[found.end : min(clause.end, found.end + _REACH)]
    if _UNCHANGED.match(after) or _of_another_payment(norm, before, clause.start):
        return 0
    if (
        lex.OLD_PRICE.search(before)
        or lex.NOT_PRICE_BEFORE.search(before)
        or lex.NOT_PRICE_AFTER.search(after)
    ):
        return 0
    if deal is not None and (lex.BOUND_BEFORE.search(before) or lex.BOUND_AFTER.match(after)):
        return 0
    if found.bare and not _plausible_bare(before, found):
        return 0
    if (lex.DELTA.search(before) and not lex.TO_PRICE.search(before)) or lex.DELTA_AFTER.search(
        after
    ):
        return 0
    if lex.TO_PRICE.search(before):
        return 3
    if lex.FINAL_PRICE.search(before) or lex.TOTAL_AFTER.search(after):
        return 3
    return 2 if lex.PRICE_WORD.search(before) else 1


def _plausible_bare(before: str, found: Sum) -> bool:
    if found.value < 1000 or found.value >= 10**10 or 1990 <= found.value <= 2100:
        return False
    return bool(lex.PRICE_WORD.search(before) or lex.TO_PRICE.search(before))


_FROM = re.compile(
    r"(?:从|由|原来|降|涨|(?<![a-z])(?:from|up|down|bumped|raised|cut|dropped|increased|reduced))[^,，]*$"
)


def _low_end_taken(norm: str, sums: Sequence[Sum], i: int) -> bool:
    """Whether this is the upper end of a range, whose lower end counts."""
    if i == 0:
        return False
    low, high = sums[i - 1], sums[i]
    if not lex.RANGE_JOIN.fullmatch(norm[low.end : high.start]) or low.value >= high.value:
        return False
    return not _FROM.search(norm[max(0, low.start - 30) : low.start])


def _changed_by(
    norm: str, clause: Clause, sums: Sequence[Sum], deal: Deal | None
) -> AmountSaid | None:
    """增加了5万, cut by 10k: computed from the amount we know, for plain facts only."""
    if deal is None or deal.amount is None or len(sums) != 1:
        return None
    found, words = sums[0], norm[clause.start : clause.end]
    before = norm[clause.start : found.start]
    sign = 1 if lex.MORE.search(before) else -1 if lex.LESS.search(before) else 0
    off = re.search(r"(?<![a-z])(?:knocked|shaved|took) $", before)
    if off and not re.match(r"\s?off", norm[found.end :]):
        sign = 0
    if (
        sign == 0
        or lex.NEGATION.search(before)
        or (lex.NOT_PRICE_AFTER.search(norm[found.end : clause.end]) and not off)
    ):
        return None
    if re.search(r"竞|对手|rival|competitor|预算|budget|成本|cost", words):
        return None
    currency = resolve_currency(found.currency, deal.currency)
    if currency not in {None, deal.amount.currency}:
        return None
    value = major(deal.amount) + sign * found.value
    return AmountSaid(value, None, found.start, found.end, 3) if value > 0 else None
