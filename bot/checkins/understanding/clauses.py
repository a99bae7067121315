"""A message cut into clauses: the stretches in which one thing is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .text import HAN, Text

Stretch = tuple[int, int]

_ABBREVIATION = re.compile(
    r"(?:^|[^a-z])(?:inc|ltd|corp|co|no|approx|vs|e\.g|i\.e|mr|mrs|ms|dr|st|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$|(?:^|\n)\s*\d{1,2}$"
)
_HARD = re.compile(
    r"(?P<end>[。!！?？;；\n\r]+|\.(?=\s|$|[" + HAN + r"])|…+|\.{2,})"
    r"|(?P<soft>，+|,(?!\d{3}(?!\d))(?!\s*20\d\d)|[()（）\[\]【】|\"“”「」]|\s-+\s|\s--?\s|—+|\s/\s)"
    r"|(?P<conj>\s(?=(?:but|however|although|though|then|while|whereas|plus|btw|meanwhile|yet|except)\s|so\s(?:the|it'?s?|we(?:'re)?|they'?re|now|that'?s|total|call|new|make|price|looking|down|up)\s)|(?=但是|但(?!凡)|不过|然后|另外|同时|而且|所以))"
    rf"|(?P<space>(?<=[{HAN}])\s+(?=[{HAN}])|(?<=了)\s+)"
)
_AND = re.compile(r"\s+(?:and|&)\s+")


@dataclass(frozen=True)
class Clause:
    """norm[start:end]; `line` counts the sentences, `leads` is the word that joins it on."""

    start: int
    end: int
    line: int

    def of(self, text: Text) -> str:
        return text.norm[self.start : self.end]


def split_clauses(text: Text, whole: Sequence[Stretch], ripe: re.Pattern[str]) -> list[Clause]:
    """Cut at punctuation, contrasts and spaces between Chinese words.

    Nothing inside a stretch of `whole` (a date, a sum, a name) is cut; `and` cuts only where what
    follows it says something of its own (`ripe`).
    """
    cuts: list[tuple[int, int, bool]] = []
    for match in _HARD.finditer(text.norm):
        if _inside(match.start(), match.end(), whole) or _abbreviated(text.norm, match):
            continue
        if match["space"] is not None and _beside_date(match, whole, text.norm):
            continue
        cuts.append((match.start(), match.end(), match["end"] is not None))
    cuts += _and_cuts(text.norm, cuts, whole, ripe)
    return _clauses(text.norm, sorted(cuts))


def _inside(start: int, end: int, whole: Sequence[Stretch]) -> bool:
    return any(a < end and start < b and not (start == end and start == a) for a, b in whole)


def _abbreviated(norm: str, match: re.Match[str]) -> bool:
    if norm[match.start()] != ".":
        return False
    line = norm.rfind("\n", 0, match.start()) + 1
    return bool(_ABBREVIATION.search(norm[max(line, match.start() - 8) : match.start()]))


def _beside_date(match: re.Match[str], whole: Sequence[Stretch], norm: str) -> bool:
    """A date typed with spaces around it stays with its verb: 苏恒 下周三 讲标."""
    before = norm[: match.start()]
    left = max((i for i in (before.rfind(c) for c in " ，,。;；!！\n")), default=-1) + 1
    return any(
        (a <= left + 2 and b == match.start()) or (a == match.end() and b < len(norm))
        for a, b in whole
    ) and not before.endswith("了")


def _and_cuts(
    norm: str,
    cuts: Sequence[tuple[int, int, bool]],
    whole: Sequence[Stretch],
    ripe: re.Pattern[str],
) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    edges = sorted(start for start, _, _ in cuts)
    for match in _AND.finditer(norm):
        if _inside(match.start(), match.end(), whole):
            continue
        end = next((edge for edge in edges if edge >= match.end()), len(norm))
        begin = max((b for _, b, _ in cuts if b <= match.start()), default=0)
        if _counts_on(match, whole) or not _says_more(norm, begin, match.start(), whole):
            continue
        dated = any(match.end() <= a < end for a, _ in whole)
        if (dated or ripe.search(norm, match.end(), end)) and " " in norm[
            begin : match.start()
        ].strip():
            found.append((match.start(), match.end(), False))
    return found


def _counts_on(match: re.Match[str], whole: Sequence[Stretch]) -> bool:
    """between 130k and 150k, tuesday and friday."""
    return any(b == match.start() for _, b in whole) and any(a == match.end() for a, _ in whole)


def _says_more(norm: str, start: int, end: int, whole: Sequence[Stretch]) -> bool:
    """Whether a stretch has words besides names, dates and sums."""
    return any(
        norm[i].isalpha() and not any(a <= i < b for a, b in whole) for i in range(start, end)
    )


def _clauses(norm: str, cuts: Sequence[tuple[int, int, bool]]) -> list[Clause]:
    clauses: list[Clause] = []
    begin = line = 0
    for start, end, ends_line in (*cuts, (len(norm), len(norm), True)):
        if start < begin:
            continue
        trimmed = _trimmed(norm, begin, start)
        if trimmed:
            clauses.append(Clause(*trimmed, line))
        begin = end
        line += ends_line
    return clauses


def _trimmed(norm: str, start: int, end: int) -> Stretch | None:
    while start < end and norm[start] in " \t:：、*•-#>":
        start += 1
    while end > start and norm[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
