"""What reps call a deal: its account, part of it, its project, initials."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from storage.records import Deal

from . import lexicon_names as known
from .text import HAN, fold


@dataclass(frozen=True)
class Alias:
    """`strong` ones count anywhere; weak ones only narrow a choice or where the words point."""

    words: str
    strong: bool
    exact: bool = True
    """Whether it is a whole account or deal name, as opposed to a part of one."""
    account: bool = True
    """Whether it comes from the account rather than the deal's own name."""
    head: bool = False
    """Whether it is the first word of the account's name."""
    faint: bool = False
    """Half of a project's name: it names the deal only where the words point (等保这单)."""


@lru_cache(maxsize=2048)
def _aliases(account: str, name: str) -> tuple[Alias, ...]:
    project = (replace(alias, account=False) for alias in _name_aliases(name))
    found = [*_account_aliases(account), *project]
    best: dict[str, Alias] = {}
    for alias in found:
        known = best.get(alias.words)
        if len(alias.words) >= 2 and (known is None or alias.strong > known.strong):
            head = alias.head or (known is not None and known.head)
            best[alias.words] = replace(alias, head=head)
    return tuple(best.values())


def aliases_of(deal: Deal) -> tuple[Alias, ...]:
    return _aliases(deal.account, deal.name)


def _account_aliases(account: str) -> Iterable[Alias]:
    whole = fold(account).strip()
    if not whole:
        return
    yield Alias(whole, strong=True)
    for spelled in {
        _german(account),
        whole.replace("ue", "u").replace("oe", "o").replace("ae", "a"),
    }:
        yield from _parts(spelled)
    yield from _parts(whole)


def _german(account: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        account = account.lower().replace(umlaut, letters)
    return fold(account).strip()


def _parts(whole: str) -> Iterable[Alias]:
    if re.search(f"[{HAN}]", whole):
        yield from _chinese_parts(whole)
    if re.search("[a-z]", whole):
        yield from _english_parts(re.sub(f"[{HAN}]+", " ", whole).strip())


def _chinese_parts(whole: str) -> Iterable[Alias]:
    short = known.COMPANY_ZH.sub("", known.COMPANY_ZH.sub("", whole))
    core = "".join(re.findall(f"[{HAN}0-9]+", short))
    if core:
        yield Alias(core, strong=len(core) > 2 or core not in known.TOO_COMMON_ZH)
    core = known.PLACE.sub("", core) or core
    head = known.INDUSTRY_TAIL.sub("", core)
    if len(head) < 2:
        head = core[:2] if len(core) > 3 else core
    for part in {head, core[:2] if len(core) >= 3 else head, core[:3] if len(core) >= 4 else head}:
        if len(part) >= 2 and part not in known.TOO_COMMON_ZH and not known.PLACE.fullmatch(part):
            yield Alias(part, strong=True, exact=False)
    tail = core.removeprefix(head)
    if len(core) >= 5:
        yield Alias(core[2:], strong=False, exact=False)
    if len(tail) >= 2:
        yield Alias(tail, strong=False, exact=False)
    if len(core) >= 4:
        yield Alias(core[-2:], strong=False, exact=False)
        yield Alias(core[0] + core[2], strong=False, exact=False)


def _english_parts(whole: str) -> Iterable[Alias]:
    tokens = re.findall(r"[a-z0-9]+(?:[&'+-][a-z0-9]+)*", whole)
    tokens = [token for token in tokens if token not in known.LEGAL_EN]
    if not tokens:
        return
    yield Alias(" ".join(tokens), strong=True)
    own = [t for t in tokens if t not in known.INDUSTRY_EN]
    if own:
        yield Alias(" ".join(own), strong=len(own[0]) > 2, exact=False)
        telling = len(own[0]) > 3 and own[0] not in known.TOO_COMMON_EN
        yield Alias(own[0], strong=telling, exact=False, head=own[0] == tokens[0])
    for first, second in pairwise(tokens):
        yield Alias(f"{first}{second}", strong=True, exact=False)
    for token in tokens[1:]:
        yield Alias(token, strong=False, exact=False)
    if len(tokens) >= 3:
        yield Alias("".join(t[0] for t in tokens), strong=True, exact=False)


def _name_aliases(name: str) -> Iterable[Alias]:
    whole = fold(name).strip()
    if not whole:
        return
    words = whole.split()
    single = len(words) == 1 and (whole in known.GENERIC or whole in known.TOO_COMMON_ZH)
    short = len(whole) <= (2 if re.search(f"[{HAN}]", whole) else 4)
    yield Alias(whole, strong=not single and not short)
    for piece in re.findall(f"[{HAN}]{{2,}}", whole):
        core = known.GENERIC_ZH.sub("", piece)
        if len(core) >= 2:
            yield Alias(core, strong=len(core) >= 3, exact=False)
        for half in {w for p in (piece, core) if len(p) >= 4 for w in (p[:2], p[-2:])}:
            if half not in known.TOO_COMMON_ZH and not known.GENERIC_ZH.fullmatch(half):
                yield Alias(half, strong=False, exact=False, faint=True)
    tokens = re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", whole)
    for token in tokens:
        if len(token) >= 3 and not token.isdecimal() and token not in known.GENERIC:
            yield Alias(token, strong=False, exact=False)
    if len(tokens) >= 2:
        yield Alias(f"{tokens[0]} {tokens[1]}", strong=True, exact=False)


def is_industry(word: str) -> bool:
    """Whether a Latin word says what a company does rather than which it is."""
    return word in known.INDUSTRY_EN
