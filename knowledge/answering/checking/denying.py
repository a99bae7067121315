"""Negations, obligations and restrictions: what a sentence must deny and demand as much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.answering.checking.figures import bears
from knowledge.answering.checking.parts import Part
from knowledge.answering.checking.reading import Chunk, chunk, fine
from knowledge.answering.checking.sources import Source

SAME = 0.6
"""The share of a part's words from which on a text says the same, or the contrary."""
_ONLY = re.compile(r"仅|只(?![读有台])|只有|\b(?:only|solely|exclusively)\b(?! \d)")
_RESTRICTS = re.compile(
    r"仅|只|才|除|必须|须|一律|不|没|未|无|限|禁|\b(?:only|just|alone|solely|exclusively|no|not|never|nobody|none|"
    r"without|must|unless|except|has to|have to|limited)\b|n['’]t\b"
)
_REGARDLESS = re.compile(r"无论|不论|不管|\b(?:regardless|no matter|whatever|whether or not)\b")
_SOMEBODY = re.compile(
    r"任何人(?!不)|所有人|人人|谁都|\b(?:anyone|anybody|everyone|everybody|forever)\b"
)
_ANYONE = re.compile(
    r"任何|所有|人人|谁都|都|一律|均|全部|\b(?:anyone|anybody|everyone|everybody|nobody|"
    r"no one|always|never|"
    r"any|all|every|each|forever)\b"
)
_MAY = re.compile(r"可以|可(?![能靠])|允许|\b(?:may|can|allowed|permitted|optional)\b")
_MUST = re.compile(r"须|必需|应[当该]?(?!付)|一律|\b(?:must|shall|has to|have to|required)\b")
_TURNS = re.compile(
    r"未经|除非|失效|作废|过期|逾期|退回|取消|停|例外|豁免|免|上限|封顶|拒|限|外|"
    r"\b(?:unless|without|expire[sd]?|lapse[sd]?|waived?|refuse[sd]?|fail\w*|lost|lose[sd]?|exempt|limit|maximum|"
    r"stop\w*|late|overdue|only|except\w*|free|invalid|void|avoid)\b"
)
_BY = re.compile(r"由([\u4e00-\u9fff]{2})")
_FIRST = re.compile(r"(我方|我们|客户|对方|甲方|乙方|财务|法务)[^,;。]{0,3}(先|后)(?!付|期|续)")


def wrong_negations(part: Part, source: Source) -> Iterator[str]:
    held = (*source.chunks, *source.before)
    whole = " ".join(c.text for c in source.chunks)
    if _REGARDLESS.search(part.text) and not _REGARDLESS.search(source.plain):
        yield "regardless"
    for c in part.chunks:
        nearest = _nearest(c, held)
        if _SOMEBODY.search(c.text) and not any(_ANYONE.search(k.text) for k in nearest):
            yield "anyone"
        if not nearest:
            continue
        if not any(_agree(c, k, part, source) for k in nearest):
            yield f"the negation or the obligation in {c.text.strip()!r}"
        if all(_ONLY.search(k.text) for k in nearest) and not _RESTRICTS.search(part.text):
            yield f"the restriction on {c.text.strip()!r}"
    if _ONLY.search(part.text) and not _RESTRICTS.search(whole):
        yield "only"


def wrong_focus(part: Part, source: Source) -> Iterator[str]:
    """What one side denies in so many words and the other affirms."""
    said = frozenset[str]().union(*(c.keys for c in part.chunks))
    denied = frozenset[str]().union(*(c.denied for c in part.chunks if c.negative % 2))
    flat = [c for c in source.chunks if c.negative % 2 == 0 and not _TURNS.search(c.text)]
    affirmed = frozenset[str]().union(*(c.keys for c in flat))
    refused = frozenset[str]().union(*(c.denied for c in source.chunks if c.negative % 2))
    for key in denied & affirmed - refused:
        if not any(key in c.keys for c in source.chunks if c not in flat):
            yield f"the negation of {key.partition(':')[2] or key}"
    if not any(c.negative for c in part.chunks) and not _TURNS.search(part.text):
        for key in refused & said - affirmed:
            yield f"the negation of {key.partition(':')[2] or key}"


def contradicted(part: Part, bearer: Source, units: Sequence[Source]) -> list[str]:
    """What other units say the contrary of, in more of its words than the bearer has."""
    pieces = [chunk(piece) for piece in fine(part.text)]
    return [p.text for p in pieces if p.elements and _contrary(p, bearer, units)]


def wrong_agent(part: Part, source: Source) -> Iterator[str]:
    """Who does it, where both say so in Chinese and the names are in no vocabulary."""
    if part.language != source.language or not _BY.search(source.plain):
        return
    known = {e.surface for r in part.elements for e in r if e.category == "role"}
    for who in _BY.findall(part.text):
        if who not in source.plain and not any(k.startswith(who) for k in known):
            yield f"由{who}"


def wrong_order(part: Part, source: Source) -> Iterator[str]:
    """Who comes first."""
    said = dict(_FIRST.findall(part.text))
    held = dict(_FIRST.findall(source.plain))
    for who, when in said.items():
        if held.get(who, when) != when:
            yield f"{who}{when}"


def _nearest(claimed: Chunk, held: Sequence[Chunk]) -> list[Chunk]:
    """The chunks that share most with the claimed one, if they share enough."""
    scored = [(_shared(claimed, k), k) for k in held]
    best = max((s for s, _ in scored), default=0.0)
    if best < max(1.0, 0.3 * len(claimed.elements)):
        return []
    return [k for s, k in scored if s == best]


def _shared(claimed: Chunk, held: Chunk) -> float:
    words = sum(
        any(e.key in held.keys for e in r) for r in claimed.elements if r[0].category != "time"
    )
    return words + sum(any(bears(h, f) for h in held.figures) for f in claimed.figures)


def _says_elsewhere(claimed: Chunk, held: Chunk, source: Source) -> bool:
    """Whether the unit has a word of the claimed chunk that the held one lacks."""
    others = frozenset[str]().union(*(k.keys for k in source.chunks if k != held)) - held.keys
    return bool(claimed.keys & others)


def _contrary(claimed: Chunk, bearer: Source, units: Sequence[Source]) -> bool:
    own = (*bearer.chunks, *bearer.before)
    agreeing = [k for k in own if k.negative % 2 == claimed.negative % 2]
    chosen = max((_shared(claimed, k) for k in agreeing), default=0.0)
    against = [
        k
        for unit in units
        if not unit.is_row
        for k in unit.chunks
        if k.negative % 2 != claimed.negative % 2
        and k.denied & claimed.keys | claimed.denied & k.keys
    ]
    shared = max((_shared(claimed, k) for k in against), default=0.0)
    return shared > chosen and shared >= 0.5 * len(claimed.elements)


def _agree(claimed: Chunk, held: Chunk, part: Part, source: Source) -> bool:
    if claimed.negative % 2 != held.negative % 2:
        if not (claimed.denied & held.keys or held.denied & claimed.keys):
            alike = _shared(claimed, held) > SAME * max(len(claimed.elements), 1)
            return not alike or _says_elsewhere(claimed, held, source)
        whole = sum(c.negative for c in part.chunks) if len(claimed.elements) < 3 else None
        turned = bool(_TURNS.search(claimed.text)) != bool(_TURNS.search(held.text))
        return turned or (whole is not None and whole % 2 == held.negative % 2)
    if claimed.negative:
        return True
    may, must = _MAY.search(claimed.text), _MUST.search(claimed.text)
    could, should = _MAY.search(held.text), _MUST.search(held.text)
    if may and not must and should and not could:
        return False
    return not (must and not may and could and not should)
