"""A diff as a phone shows it: section by section, − old and + new, the changed words bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.playbooks import versions_texts as texts
from bot.playbooks.diffing import Diff, Line, Piece, SectionChange
from bot.reply import Span, bold, italic, plain
from storage.records import Language

PAGE_CHARACTERS = 1_200
LINE_CHARACTERS = 320
SENTENCES_OF_NEW = 3
"""Sentences shown of a section that is new or gone; the full diff has them all."""
CONTEXT = 40
"""Unchanged characters kept on either side of a change in a long sentence."""
ICONS = {"added": "🟢", "removed": "🔴", "changed": "✏️", "moved": "↕️"}


@dataclass(frozen=True)
class Entry:
    """What is never parted by a page's end. Those of one section share its heading."""

    heading: str
    text: tuple[Span, ...]

    @property
    def size(self) -> int:
        return sum(len(span.text) for span in self.text)


def entries(diff: Diff, language: Language) -> list[Entry]:
    return [*_names(diff, language), *(e for c in diff.sections for e in _section(c, language))]


def _names(diff: Diff, language: Language) -> Iterator[Entry]:
    lines = [texts.NEW_FILE(language, name=name) for name in diff.added_documents]
    lines += [texts.GONE_FILE(language, name=name) for name in diff.removed_documents]
    lines += [texts.RENAMED_FILE(language, old=r.old, new=r.new) for r in diff.renamed_documents]
    lines += [texts.RENAMED_HEADING(language, old=r.old, new=r.new) for r in diff.renamed_headings]
    for line in lines:
        yield Entry("", (plain(f"• {line}\n"),))


def heading_of(change: SectionChange, language: Language) -> str:
    """✏️ Changed · Discounts › Approval (p. 2)"""
    section = change.section
    kind = texts.MOVED_TOO if change.kind == "changed" and change.moved else texts.KIND[change.kind]
    page = f" ({texts.PAGE(language, page=section.page)})" if section.page is not None else ""
    name = " › ".join(section.path[-2:]) or section.document
    return f"{ICONS[change.kind]} {kind(language)} · {name}{page}"


def _section(change: SectionChange, language: Language) -> Iterator[Entry]:
    heading = heading_of(change, language)
    if change.kind == "moved":
        was = change.old
        text = texts.WAS(language, name=was.name or was.document) if was is not None else ""
        yield Entry(heading, (plain(f"{text}\n"),))
        return
    lines = [line for line in change.lines if line.changed]
    shown = lines if change.kind == "changed" else lines[:SENTENCES_OF_NEW]
    for line in shown:
        yield Entry(heading, tuple(_line(line, language)))
    if len(lines) > len(shown):
        more = texts.AND_MORE(language, count=len(lines) - len(shown))
        yield Entry(heading, (italic(f"{more}\n"),))


def _line(line: Line, language: Language) -> Iterator[Span]:
    if line.numbers:
        said = texts.NUMBER_CHANGED(language)
        yield bold(f"⚠ {said}: {line.number_changes}\n")
    whole = bool(line.old) != bool(line.new)
    for sign, pieces in (("−", line.old), ("+", line.new)):
        if pieces:
            yield plain(f"{sign} ")
            yield from _pieces(pieces, marked=not whole)
            yield plain("\n")


def _pieces(pieces: Sequence[Piece], *, marked: bool) -> Iterator[Span]:
    """The sentence; of a long one what stayed is shortened, and never what changed."""
    spoken = " ".join(piece.text for piece in pieces)
    if not marked:
        yield plain(spoken if len(spoken) <= LINE_CHARACTERS else spoken[:LINE_CHARACTERS] + "…")
        return
    long = len(spoken) > LINE_CHARACTERS
    for number, piece in enumerate(pieces):
        if piece.mark:
            yield bold(piece.text)
        else:
            last = number == len(pieces) - 1
            yield plain(_context(piece.text, first=not number, last=last) if long else piece.text)


def _context(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * CONTEXT:
        return text
    head = "" if first else text[:CONTEXT]
    tail = "" if last else text[-CONTEXT:]
    return f"{head}…{tail}"


def page(held: Sequence[Entry], offset: int) -> tuple[list[Span], int | None]:
    """The entries from `offset` that fit on a screen, and where the next screen begins."""
    said: list[Span] = []
    heading, size, at = "", 0, offset
    while at < len(held) and (at == offset or size + held[at].size <= PAGE_CHARACTERS):
        entry = held[at]
        if entry.heading != heading:
            said.append(bold(f"\n{entry.heading}\n"))
            heading = entry.heading
            size += len(heading)
        said += entry.text
        size += entry.size
        at += 1
    return said, at if at < len(held) else None


def as_plain(held: Sequence[Entry]) -> str:
    """For a shell that shows no bold: the changed words in [brackets]."""
    lines: list[str] = []
    heading = ""
    for entry in held:
        if entry.heading != heading:
            heading = entry.heading
            lines.append(f"\n{heading}\n")
        lines += [f"[{s.text}]" if _is_word(s) else s.text for s in entry.text]
    return "".join(lines).strip("\n")


def _is_word(span: Span) -> bool:
    return span.style == "bold" and not span.text.endswith("\n")
