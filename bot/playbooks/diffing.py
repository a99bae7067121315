"""What a new version of a playbook changes, as a reader says it: by section, sentence and word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from bot.playbooks.matching import Matcher, Pair, plain
from bot.playbooks.sectioning import Section, sections
from knowledge.text import quantities, sentences
from storage.records import Passage

SAME_SENTENCE = 45.0
"""Likeness in percent from which a sentence counts as changed, not as another one."""
MOST_ALIGNED = 10_000
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"\d+(?:[.,:]\d+)*(?:\s?[%％‰])?|[{_HAN}]+|(?:(?![{_HAN}])[^\W\d_])+(?:['’][a-z]+)?|\s+|.",
    re.DOTALL,
)
_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    "fifty|sixty|ninety|hundred|thousand|million|half|double|twice"
)
_IN_WORDS = re.compile(rf"\b(?:{_WORDS})\b")
_NUMBER = re.compile(
    rf"\d|{_IN_WORDS.pattern}|[零〇一二两三四五六七八九十百千万亿半]", re.IGNORECASE
)

Mark = Literal["", "-", "+"]


@dataclass(frozen=True)
class Piece:
    """Words that stayed (""), went ("-") or came ("+")."""

    text: str
    mark: Mark = ""

    @property
    def is_number(self) -> bool:
        return bool(self.mark and _NUMBER.search(self.text))


@dataclass(frozen=True)
class Line:
    """A sentence, table row or list item before and after; empty where there was or is none."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    numbers: bool = False
    """Whether a quantity in it changed."""

    @property
    def changed(self) -> bool:
        return not (self.old and self.new) or any(p.mark for p in (*self.old, *self.new))

    @property
    def number_changes(self) -> str:
        """What went and what came of a sentence whose number changed: "15% → 12%"."""
        went = ", ".join(dict.fromkeys(p.text.strip() for p in self.old if p.is_number))
        came = ", ".join(dict.fromkeys(p.text.strip() for p in self.new if p.is_number))
        return f"{went or '—'} → {came or '—'}"


Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class SectionChange:
    """`lines` are the whole section's, in order. A changed section may have moved as well."""

    kind: Kind
    old: Section | None
    new: Section | None
    lines: tuple[Line, ...]
    moved: bool = False

    @property
    def section(self) -> Section:
        section = self.new or self.old
        assert section is not None
        return section

    @property
    def numbers(self) -> int:
        return sum(line.numbers for line in self.lines)


@dataclass(frozen=True)
class Renamed:
    """A document (no heading) or a heading that is now called otherwise."""

    old: str
    new: str


@dataclass(frozen=True)
class Diff:
    """`sections` in the new version's order, each removed one where it stood."""

    added_documents: tuple[str, ...]
    removed_documents: tuple[str, ...]
    renamed_documents: tuple[Renamed, ...]
    renamed_headings: tuple[Renamed, ...]
    sections: tuple[SectionChange, ...]
    unchanged: int

    def of_kind(self, kind: Kind) -> list[SectionChange]:
        return [change for change in self.sections if change.kind == kind]

    @property
    def numbers(self) -> int:
        """How many sentences changed a number."""
        return sum(change.numbers for change in self.sections)

    @property
    def empty(self) -> bool:
        renamed = self.renamed_documents or self.renamed_headings
        return not (self.sections or renamed or self.added_documents or self.removed_documents)


Documents = Mapping[str, Sequence[Passage]]


def compare(before: Documents, after: Documents) -> Diff:
    """What `after` changes against `before`. It takes a while: call it in a thread."""
    old, new = sections(before), sections(after)
    matched = Matcher(old, new)
    renamed, displaced = _headings(matched, old, new)
    displaced |= _out_of_order(matched, displaced)
    changes: list[tuple[float, SectionChange]] = []
    for pair in matched.pairs:
        change = _change(pair, moved=pair[1].number in displaced)
        if change is not None:
            changes.append((pair[1].number, change))
    changes += [(s.number, _whole("added", s)) for s in matched.added]
    gone = [_whole("removed", section) for section in matched.removed]
    changes += zip(_places(matched.removed, matched.pairs), gone, strict=True)
    changes.sort(key=lambda placed: placed[0])
    known = set(matched.documents.values())
    return Diff(
        added_documents=tuple(name for name in after if name not in matched.documents),
        removed_documents=tuple(name for name in before if name not in known),
        renamed_documents=tuple(
            Renamed(was, name) for name, was in matched.documents.items() if was != name
        ),
        renamed_headings=renamed,
        sections=tuple(change for _, change in changes),
        unchanged=len(new) - sum(1 for _, change in changes if change.new is not None),
    )


# --- where things stand --------------------------------------------------------------------------


def _headings(
    matched: Matcher, old: Sequence[Section], new: Sequence[Section]
) -> tuple[tuple[Renamed, ...], set[int]]:
    """Headings that were renamed, each once, and the numbers of sections that stand elsewhere."""
    before, after = _prefixes(old), _prefixes(new)
    renamed: dict[tuple[str, tuple[str, ...]], Renamed] = {}
    displaced: set[int] = set()
    for was, now in matched.pairs:
        if matched.documents.get(now.document) != was.document:
            displaced.add(now.number)
            continue
        if was.path == now.path:
            continue
        level = _renamed_level(was, now, before, after)
        if level is None:
            displaced.add(now.number)
            continue
        for depth in level:
            key = (now.document, now.path[: depth + 1])
            renamed[key] = Renamed(was.path[depth], now.path[depth])
    return tuple(renamed.values()), displaced


def _prefixes(held: Sequence[Section]) -> set[tuple[str, tuple[str, ...]]]:
    return {(s.document, s.path[:end]) for s in held for end in range(1, len(s.path) + 1)}


def _renamed_level(
    was: Section,
    now: Section,
    before: set[tuple[str, tuple[str, ...]]],
    after: set[tuple[str, tuple[str, ...]]],
) -> list[int] | None:
    """The depths at which headings were renamed; None if the section stands under another one."""
    if len(was.path) != len(now.path):
        return None
    depths = [
        d for d, pair in enumerate(zip(was.path, now.path, strict=True)) if pair[0] != pair[1]
    ]
    for depth in depths:
        still_there = (now.document, was.path[: depth + 1]) in after
        was_there = (was.document, now.path[: depth + 1]) in before
        if still_there or was_there:
            return None
    return depths


def _out_of_order(matched: Matcher, displaced: set[int]) -> set[int]:
    """The numbers of other sections that do not follow in the order they had in their document."""
    found: set[int] = set()
    for document, was in matched.documents.items():
        pairs = [
            (old, new)
            for old, new in matched.pairs
            if (old.document, new.document) == (was, document) and new.number not in displaced
        ]
        kept = _longest_rising([old.number for old, _ in pairs])
        found |= {new.number for old, new in pairs if old.number not in kept}
    return found


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The members of a longest rising subsequence (patience sorting)."""
    from bisect import bisect_left

    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _places(removed: Sequence[Section], pairs: Sequence[Pair]) -> Iterator[float]:
    """Each behind the section that it stood behind."""
    from bisect import bisect_left

    stood = sorted((old.number, new.number) for old, new in pairs)
    for section in removed:
        at = bisect_left(stood, (section.number, -1))
        yield (stood[at - 1][1] if at else -1) + 0.5


# --- what a section says -------------------------------------------------------------------------


def _whole(kind: Literal["added", "removed"], section: Section) -> SectionChange:
    units = _units(section.text)
    if kind == "added":
        lines = tuple(Line((), (Piece(unit, "+"),)) for unit in units)
        return SectionChange(kind, None, section, lines)
    lines = tuple(Line((Piece(unit, "-"),), ()) for unit in units)
    return SectionChange(kind, section, None, lines)


def _change(pair: Pair, *, moved: bool) -> SectionChange | None:
    """None if it says the same in the same place."""
    old, new = pair
    same = plain(old.text) == plain(new.text)
    if same and not moved:
        return None
    if same:
        return SectionChange("moved", old, new, (), moved=True)
    return SectionChange("changed", old, new, tuple(compare_texts(old.text, new.text)), moved=moved)


def _units(text: str) -> list[str]:
    return [unit.strip() for unit in sentences(text) if unit.strip()]


def compare_texts(old: str, new: str) -> Iterator[Line]:
    """The sentences of both texts side by side, the unchanged ones too."""
    before, after = _units(old), _units(new)
    matcher = SequenceMatcher(
        None, list(map(plain, before)), list(map(plain, after)), autojunk=False
    )
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            yield from (Line((Piece(unit),), (Piece(unit),)) for unit in after[j:j_end])
        else:
            yield from _replaced(before[i:i_end], after[j:j_end])


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    i = j = 0
    for one, other in [*_aligned(before, after), (len(before), len(after))]:
        yield from (Line((Piece(unit, "-"),), ()) for unit in before[i:one])
        yield from (Line((), (Piece(unit, "+"),)) for unit in after[j:other])
        if one < len(before):
            yield _compare_sentences(before[one], after[other])
        i, j = one + 1, other + 1


def _aligned(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Which sentences are the same one, changed: in order, as alike as can be in all."""
    from rapidfuzz import fuzz

    rows, columns = len(before), len(after)
    if rows * columns > MOST_ALIGNED:
        return []
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    alike = [[fuzz.ratio(one, other, score_cutoff=SAME_SENTENCE) for other in after]
             for one in before]  # fmt: skip
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < rows and j < columns:
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _compare_sentences(old: str, new: str) -> Line:
    before, after = _tokens(old), _tokens(new)
    removed: list[Piece] = []
    added: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        same: bool = tag == "equal"
        if i < i_end:
            removed.append(Piece("".join(before[i:i_end]), "" if same else "-"))
        if j < j_end:
            added.append(Piece("".join(after[j:j_end]), "" if same else "+"))
    return Line(tuple(removed), tuple(added), _numbers(old) != _numbers(new))


def _tokens(text: str) -> list[str]:
    """Words, numbers (each whole, with its percent sign), signs and blanks; joined, the text."""
    import rjieba

    found: list[str] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        found += rjieba.cut(token) if re.match(f"[{_HAN}]", token) else [token]
    return found


def _numbers(text: str) -> Counter[object]:
    """What is counted or measured in the text, and English numbers in words."""
    amounts = Counter[object]((q.low, q.high, q.unit) for q in quantities(text))
    amounts.update(_IN_WORDS.findall(text.casefold()))
    return amounts
