"""Which deal the words name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from storage.records import Deal

from . import lexicon_names as known_words
from .aliases import Alias, aliases_of, is_industry
from .libraries import sound
from .text import HAN, fold

_WORD = re.compile(r"[a-z][a-z0-9]*(?:'[a-z]+)?")
_HAN_ONLY = re.compile(f"[{HAN}]+")
_SIBLING = re.compile(rf"(?:{known_words.INDUSTRY})(?!部|处|科|组|室|总监|经理|岗|负责)")
_POINTS = re.compile(
    r"^(?:'s)?(?:那边|这边|那个|这个|那单|这单|那家|他们|她们|的单|单子|项目|的项目|那|这|:|：|\s+(?:deal|one|opp|opportunity|project|side|folks|guys|team))"
)
_POINTED = re.compile(r"(?:那个|这个|那家|(?<![a-z])(?:the|that|my))\s*$")
_INTRODUCES = re.compile(
    r"(?:^|[,，。;；!！?？\s:：、(（]|和|跟|给|去|拜访|见了?|找|与|到|在|至|对|帮|把|拿下|丢|签|(?<![a-z])(?:with|at|for|to|from|the|of|lost|won|and))\s*了?\s*$"
)


@dataclass(frozen=True)
class Mention:
    """norm[start:end] names one of `deals` (ids, in the order the rep's deals are given)."""

    start: int
    end: int
    deals: tuple[int, ...]
    strong: bool = True
    foreign: bool = False
    """A name, but of nobody we know."""
    account: bool = True
    """Whether the account was named, rather than the project."""
    head: bool = False
    faint: bool = False


def find_mentions(norm: str, deals: Sequence[Deal]) -> list[Mention]:
    """Every stretch that names a deal, longest first where they overlap, in order."""
    hits = [*_exact(norm, deals)]
    hits += [h for h in _misspelt(norm, deals) if not _overlaps(h, hits)]
    hits += [h for h in _homophones(norm, deals) if not _overlaps(h, hits)]
    hits += [h for h in _shortened(norm, hits, deals) if not _overlaps(h, hits)]
    merged = _merged(hits)
    return _kept([_sibling(norm, mention, deals) for mention in merged], norm)


_SHORT_FORM = re.compile(r"(?<![a-z0-9'])([a-z]{3,7})(?![a-z0-9'])")
_OWN_WORDS = frozenset(
    [
        "over",
        "inter",
        "some",
        "fore",
        "comm",
        "part",
        "prop",
        "prod",
        "cons",
        "cont",
        "serv",
        "team",
        "cent",
    ]
)


def _shortened(norm: str, hits: Sequence[Mention], deals: Sequence[Deal]) -> Iterable[Mention]:
    """Of accounts that share a word, the one whose other word is cut short: peds, pharm."""
    shared: dict[str, set[int]] = {}
    for hit in hits:
        if hit.strong and hit.account:
            shared.setdefault(norm[hit.start : hit.end], set()).update(hit.deals)
    doubtful = [d for d in deals if any(d.id in ids for ids in shared.values() if len(ids) > 1)]
    if not doubtful:
        return
    tails = [(a.words, d.id) for d in doubtful for a in aliases_of(d) if a.account and not a.strong]
    for match in _SHORT_FORM.finditer(norm):
        stem = match[1].removesuffix("s") if len(match[1]) == 4 else match[1]
        if len(stem) < 3 + (stem == match[1]) or stem in _OWN_WORDS:
            continue
        ids = {deal for tail, deal in tails if len(tail) >= len(stem) + 3 and tail.startswith(stem)}
        if len(ids) == 1:
            yield Mention(match.start(), match.end(), tuple(ids), strong=False)


def _overlaps(hit: Mention, others: Iterable[Mention]) -> bool:
    return any(o.start < hit.end and hit.start < o.end for o in others)


def _exact(norm: str, deals: Sequence[Deal]) -> Iterable[Mention]:
    for deal in deals:
        for alias in aliases_of(deal):
            for match in _alias_pattern(alias.words).finditer(norm):
                yield Mention(
                    match.start(),
                    match.end(),
                    (deal.id,),
                    alias.strong,
                    account=alias.account,
                    head=alias.head,
                    faint=alias.faint,
                )


@lru_cache(maxsize=4096)
def _alias_pattern(words: str) -> re.Pattern[str]:
    body = r"\s*".join(map(re.escape, words.split()))
    before = r"(?<![a-z0-9])" if words[0].isascii() and words[0].isalnum() else ""
    after = r"(?![a-z0-9])(?!-[a-z])" if words[-1].isascii() and words[-1].isalnum() else ""
    if after and len(words) > 3:
        after = r"(?:'?s)?" + after
    return re.compile(before + body + after)


def _merged(hits: Iterable[Mention]) -> list[Mention]:
    """The longest reading of each stretch, with every deal that shares it."""
    ordered = sorted(hits, key=lambda h: (h.start - h.end, not h.strong, h.start))
    kept: list[Mention] = []
    for hit in ordered:
        same = next(
            (i for i, k in enumerate(kept) if (k.start, k.end) == (hit.start, hit.end)), None
        )
        if same is not None:
            known = kept[same]
            ids = known.deals if hit.deals[0] in known.deals else (*known.deals, *hit.deals)
            shared = hit.head and hit.account and known.account
            if known.strong == hit.strong or not known.strong or shared:
                kept[same] = replace(
                    known,
                    deals=ids,
                    strong=known.strong or hit.strong,
                    account=known.account or hit.account,
                    faint=known.faint and hit.faint,
                )
        elif not _overlaps(hit, kept):
            kept.append(hit)
    return sorted(kept, key=lambda k: k.start)


def _sibling(norm: str, mention: Mention, deals: Sequence[Deal]) -> Mention:
    """大华银行 is not 大华百货, nor Acme Foods Acme Dental: another company of that name."""
    accounts = [d.account for d in deals if d.id in mention.deals]
    if not mention.strong or any(len(a) <= mention.end - mention.start for a in accounts):
        return mention
    after = norm[mention.end :]
    chinese = (
        _SIBLING.match(after) if _HAN_ONLY.fullmatch(norm[mention.start : mention.end]) else None
    )
    english = re.match(r"\s([a-z]+)(?![a-z'])", after)
    if chinese and not any(chinese.group() in fold(a) for a in accounts):
        known = (
            "数据",
            "系统",
            "软件",
            "设备",
            "工程",
            "服务",
            "培训",
            "采购",
            "物流",
            "支付",
            "云",
            "包装",
            "仓储",
            "投资",
            "财务",
        )
        names = "".join(d.name for d in deals if d.id in mention.deals)
        if not chinese.group().startswith(known) and chinese.group() not in names:
            return replace(mention, end=mention.end + chinese.end(), deals=(), foreign=True)
    if english and is_industry(english[1]) and english[1] in known_words.UNMISTAKABLE_EN:
        names = " ".join(f"{d.account} {d.name}" for d in deals if d.id in mention.deals).lower()
        if english[1] not in names:
            return replace(mention, end=mention.end + english.end(), deals=(), foreign=True)
    return mention


def _kept(mentions: list[Mention], norm: str) -> list[Mention]:
    """Weak words count where they narrow a choice, or point where nothing else does."""
    strong = [m for m in mentions if m.strong]
    kept: list[Mention] = []
    for mention in mentions:
        if mention.strong or _narrows(mention, strong):
            kept.append(mention)
        elif len(mention.deals) == 1 and _singled_out(mention, norm, alone=not strong):
            kept.append(replace(mention, strong=True))
    return kept


def _narrows(mention: Mention, strong: Sequence[Mention]) -> bool:
    return any(
        set(mention.deals) & set(s.deals) and (not mention.faint or len(s.deals) > 1)
        for s in strong
    )


def _singled_out(mention: Mention, norm: str, *, alone: bool) -> bool:
    """Whether a weak word names its deal; `alone`: no other deal is named."""
    if mention.faint:
        return bool(_THE_DEAL.match(norm[mention.end :]))
    if alone and _pointed(mention, norm):
        return True
    words = norm[mention.start : mention.end]
    telling = words.isascii() and len(words) >= 4 and words not in known_words.EVERYDAY_EN
    if not (telling and mention.account):
        return False
    headed = _headed(mention, norm)
    return headed or (alone and bool(_INTRODUCES.search(norm[: mention.start])))


_THE_DEAL = re.compile(r"(?:的)?(?:那|这)(?:一)?个?(?:单|家|项目)|的?单子?|项目")


def _headed(mention: Mention, norm: str) -> bool:
    """At the start of a line or sentence and set off by a dash or colon: Morvan - signing soon."""
    return bool(
        re.search(r"(?:^|[.;!\n])[\s*•>-]*$", norm[: mention.start])
        and re.match(r"\s*(?::|\s-+\s|\s--\s)", norm[mention.end :])
    )


def _pointed(mention: Mention, norm: str) -> bool:
    before, after = norm[: mention.start], norm[mention.end :]
    at_start = not before.strip() or bool(re.search(r"[,，。;；!\n]\s*$", before))
    known = mention.end - mention.start >= 2
    return known and bool(_POINTS.match(after) or _POINTED.search(before) or at_start)


def _misspelt(norm: str, deals: Sequence[Deal]) -> Iterable[Mention]:
    from rapidfuzz.distance import OSA

    heads = [(a.words, d.id) for d in deals for a in aliases_of(d) if _fuzzy(a)]
    tails = {a.words for d in deals for a in aliases_of(d) if not a.strong}
    for match in _WORD.finditer(norm):
        word = match.group().removesuffix("'s")
        if len(word) < 5:
            continue
        near = [
            (OSA.distance(word, head, score_cutoff=2), head, deal)
            for head, deal in heads
            if abs(len(head) - len(word)) <= 2 and head[0] == word[0]
        ]
        led = len(word) >= 7 or bool(_INTRODUCES.search(norm[: match.start()]))
        good = [
            (n, deal, head not in tails)
            for n, head, deal in near
            if n <= _allowance(head) and (led or head in tails)
        ]
        least = min((n for n, _, _ in good), default=0)
        ids = tuple(dict.fromkeys(deal for n, deal, _ in good if n == least))
        if ids:
            strong = any(s for n, _, s in good if n == least)
            yield Mention(match.start(), match.start() + len(word), ids, strong)
    yield from _split_apart(norm, heads)


def _split_apart(norm: str, heads: Sequence[tuple[str, int]]) -> Iterable[Mention]:
    """north wind for Northwind."""
    tokens = list(_WORD.finditer(norm))
    for first, second in pairwise(tokens):
        if norm[first.end() : second.start()] != " ":
            continue
        joined = first.group() + second.group()
        ids = tuple(dict.fromkeys(deal for head, deal in heads if head == joined))
        if ids:
            yield Mention(first.start(), second.end(), ids)


def _fuzzy(alias: Alias) -> bool:
    return alias.account and len(alias.words) >= 5 and bool(re.fullmatch("[a-z]+", alias.words))


def _allowance(head: str) -> int:
    return 1 if len(head) < 8 else 2


def _homophones(norm: str, deals: Sequence[Deal]) -> Iterable[Mention]:
    """Typed by sound: 苏衡 for 苏恒, 百果优先 for 百果优鲜."""
    for deal in deals:
        for alias in aliases_of(deal):
            if alias.strong and _HAN_ONLY.fullmatch(alias.words):
                yield from _sounding_like(alias.words, deal.id, norm)


def _sounding_like(alias: str, deal: int, norm: str) -> Iterable[Mention]:
    size = len(alias)
    wanted = [sound(c) for c in alias]
    for start in range(len(norm) - size + 1):
        window = norm[start : start + size]
        if window == alias or not _HAN_ONLY.fullmatch(window):
            continue
        if sum(a == b for a, b in zip(window, alias, strict=True)) * 2 < size:
            continue
        if [sound(c) for c in window] != wanted:
            continue
        if size > 2 or _INTRODUCES.search(norm[:start]):
            yield Mention(start, start + size, (deal,))
