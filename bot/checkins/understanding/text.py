"""A message folded for matching, with the way back to the characters the rep typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from storage.records import Span

from .libraries import simplified_characters

HAN = r"\u3400-\u9fff"
_HAN = re.compile(f"[{HAN}]")
_KEEP = {"，": "，", "’": "'", "‘": "'", "`": "'", "–": "-", "−": "-", "￥": "¥"}


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    """Width, case, accents and traditional forms removed; nothing for invisible characters."""
    if char in _KEEP:
        return _KEEP[char]
    if _HAN.match(char):
        return simplified_characters().get(char, char)
    if unicodedata.category(char) in {"Cf", "Mn", "Cs"}:
        return ""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).lower())
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ß", "ss")


def fold(words: str) -> str:
    """`words` as they look inside `Text.norm`."""
    return "".join(map(_fold, words))


def _needless(before: list[str], raw: str, place: int) -> bool:
    """A space between Chinese and Latin, put there for looks: 4 月, sign 了, 苏恒 demo."""
    after = raw[place + 1 : place + 2]
    if not before or not after or before[-1] == "了":
        return False
    left, right = bool(_HAN.match(before[-1])), bool(_HAN.match(after))
    return left != right and (before[-1] if right else after).isalnum()


@dataclass(frozen=True)
class Text:
    """`norm` is what the rules read; `index[i]` is the place in `raw` that norm[i] came from."""

    raw: str
    norm: str
    index: tuple[int, ...]

    @classmethod
    def of(cls, raw: str) -> Text:
        chars: list[str] = []
        index: list[int] = []
        for place, char in enumerate(raw):
            if char == " " and _needless(chars, raw, place):
                continue
            for folded in _fold(char):
                chars.append(folded)
                index.append(place)
        return cls(raw, "".join(chars), tuple(index))

    def masked(self, names: Sequence[tuple[int, int]]) -> Text:
        """The same places, names blotted out, so that no rule reads 会 in 会员系统."""
        chars = list(self.norm)
        for start, end in names:
            chars[start:end] = "□" * (end - start)
        return replace(self, norm="".join(chars))

    def span(self, start: int, end: int) -> Span:
        """The raw characters of norm[start:end]; the whole message if that is empty."""
        if not self.index:
            return Span(0, len(self.raw))
        start = min(start, len(self.index) - 1)
        end = max(end, start + 1)
        return Span(self.index[start], self.index[min(end, len(self.index)) - 1] + 1)

    def words(self, start: int, end: int) -> str:
        """What was typed at norm[start:end]."""
        if end <= start:
            return ""
        span = self.span(start, end)
        return self.raw[span.start : span.end]


def squeezed(
    norm: str, start: int, end: int, holes: Sequence[tuple[int, int]]
) -> tuple[str, list[int]]:
    """norm[start:end] without the holes and doubled spaces, and where each character stood."""
    chars: list[str] = []
    places: list[int] = []
    for place in range(start, end):
        if any(a <= place < b for a, b in holes):
            continue
        if norm[place] == " " and (not chars or chars[-1] == " "):
            continue
        chars.append(norm[place])
        places.append(place)
    return "".join(chars), places
