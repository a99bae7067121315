"""Which section of the old version is which of the new one, renamed and moved ones too."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import PurePath

from bot.playbooks.sectioning import Section
from knowledge.text import sentences

SAME_DOCUMENT = 0.4
SAME_SECTION = 0.55
"""Share of sentences in common (or likeness of the letters) from which two are one, renamed."""
MOST_COMPARED = 40_000
"""Pairs of sections whose letters are compared; beyond, only whole sentences are."""
LETTERS_COMPARED = 2_000

Pair = tuple[Section, Section]


def plain(text: str) -> str:
    """The text without what no reader sees: widths, blanks."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


class _Known:
    """A section with what it is compared by."""

    def __init__(self, section: Section) -> None:
        self.section = section

    @cached_property
    def text(self) -> str:
        return plain(self.section.text)

    @cached_property
    def sentences(self) -> Counter[str]:
        return Counter(filter(None, map(plain, sentences(self.section.text))))


class Matcher:
    """Pairs of sections that are the same one, and those without a counterpart."""

    def __init__(self, old: Sequence[Section], new: Sequence[Section]) -> None:
        self._old = {section.number: _Known(section) for section in old}
        self._new = {section.number: _Known(section) for section in new}
        self.documents = self._match_documents()
        """The old name of each new document that has one."""
        self.pairs: list[Pair] = []
        self._match_same_place()
        self._match_same_words()
        self._match_alike()
        self.pairs.sort(key=lambda pair: pair[1].number)

    @property
    def removed(self) -> list[Section]:
        return [known.section for known in self._old.values()]

    @property
    def added(self) -> list[Section]:
        return [known.section for known in self._new.values()]

    def _take(self, old: int, new: int) -> None:
        self.pairs.append((self._old.pop(old).section, self._new.pop(new).section))

    # --- documents -----------------------------------------------------------------------------

    def _match_documents(self) -> dict[str, str]:
        names = {s.document for _, s in _each(self._old)}
        found = {s.document: s.document for _, s in _each(self._new) if s.document in names}
        before = _by_document(k for k in self._old.values() if k.section.document not in found)
        after = _by_document(k for k in self._new.values() if k.section.document not in found)
        scored = sorted(
            (-_document_likeness(one, before[one], other, after[other]), other, one)
            for other in after
            for one in before
        )
        for likeness, other, one in scored:
            if -likeness >= SAME_DOCUMENT and other not in found and one not in found.values():
                found[other] = one
        return found

    # --- sections ------------------------------------------------------------------------------

    def _match_same_place(self) -> None:
        places = {(s.document, s.path, s.occurrence): number for number, s in _each(self._old)}
        for number, section in list(_each(self._new)):
            document = self.documents.get(section.document)
            here = places.get((document or "", section.path, section.occurrence))
            if document is not None and here is not None:
                self._take(here, number)

    def _match_same_words(self) -> None:
        texts: dict[str, list[int]] = {}
        for number, known in self._old.items():
            texts.setdefault(known.text, []).append(number)
        for number, known in list(self._new.items()):
            same = texts.get(known.text)
            if same:
                self._take(same.pop(0), number)

    def _match_alike(self) -> None:
        by_letters = len(self._old) * len(self._new) <= MOST_COMPARED
        scored = sorted(
            (-_likeness(self._old[one], self._new[other], by_letters=by_letters), other, one)
            for one, other in self._candidates(every=by_letters)
        )
        for likeness, other, one in scored:
            if -likeness >= SAME_SECTION and other in self._new and one in self._old:
                self._take(one, other)

    def _candidates(self, *, every: bool) -> set[tuple[int, int]]:
        """All pairs, or where those are too many, the pairs that share a sentence."""
        if every:
            return {(one, other) for one in self._old for other in self._new}
        holding: dict[str, list[int]] = {}
        for number, known in self._old.items():
            for sentence in known.sentences:
                holding.setdefault(sentence, []).append(number)
        return {
            (one, other)
            for other, known in self._new.items()
            for sentence in known.sentences
            for one in holding.get(sentence, ())[:20]
        }


def _each(known: dict[int, _Known]) -> Iterable[tuple[int, Section]]:
    return ((number, held.section) for number, held in known.items())


def _by_document(known: Iterable[_Known]) -> dict[str, list[_Known]]:
    found: dict[str, list[_Known]] = {}
    for held in known:
        found.setdefault(held.section.document, []).append(held)
    return found


def _document_likeness(
    old_name: str, old: Sequence[_Known], new_name: str, new: Sequence[_Known]
) -> float:
    if PurePath(old_name).stem == PurePath(new_name).stem:
        return 1.0
    return _shared(_sentences(old), _sentences(new))


def _sentences(known: Iterable[_Known]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for held in known:
        counted.update(held.sentences)
    return counted


def _shared(old: Counter[str], new: Counter[str]) -> float:
    """The share of sentences in common, in [0, 1]."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 0.0


def _likeness(old: _Known, new: _Known, *, by_letters: bool) -> float:
    from rapidfuzz import fuzz

    alike = _shared(old.sentences, new.sentences)
    if by_letters and alike < SAME_SECTION:
        one, other = old.text[:LETTERS_COMPARED], new.text[:LETTERS_COMPARED]
        alike = max(alike, fuzz.ratio(one, other, score_cutoff=40) / 100)
    same_name = old.section.path[-1:] == new.section.path[-1:]
    return alike + (0.15 if same_name else 0.0)
