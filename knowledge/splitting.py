"""A document → pieces small enough to embed and whole enough to read.

A piece never crosses a heading; a list item and a table row are never cut. Sizes count in points,
because a Han character takes more of an encoder's window than a Latin letter.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from knowledge.loading import Block, LoadedDocument
from knowledge.loading.cutting import SENTENCE_END, cut
from knowledge.loading.rendering import item_line, table_line
from knowledge.loading.sizes import points
from knowledge.text.language import language_of
from storage.records import Language

TARGET = 1_750
"""Points (see `sizes`) that neighbours are merged up to: 350 Han characters or 875 letters."""
MAX = 3_000
"""Points of a piece: 600 Han characters or 1,500 letters, near the 512 tokens E5 reads."""
_PATH_ALLOWANCE = MAX // 8
"""Points of heading path that fit beside a piece of MAX; a longer path takes from the text."""
_MOST_ORPHANS = 2
"""Empty headings that may join the path of what follows; more of them become a piece."""

Path = tuple[str, ...]


def embedded_text(heading_path: Path, text: str) -> str:
    """A passage's text below its headings, as it is embedded and indexed."""
    return "\n".join((" › ".join(heading_path), text)).lstrip("\n")


@dataclass(frozen=True)
class Piece:
    """`ordinal` counts from 0 within the document.

    `repeated` is how `text` begins when it goes on with a table: the header row, said before.
    """

    ordinal: int
    heading_path: Path
    text: str
    page: int | None
    language: Language
    stages: tuple[str, ...] = ()
    repeated: str = ""

    @property
    def embedded_text(self) -> str:
        """What is embedded and indexed."""
        return embedded_text(self.heading_path, self.text)

    @property
    def text_hash(self) -> str:
        """SHA-256 of the embedded text in NFC, in hexadecimal."""
        return hashlib.sha256(unicodedata.normalize("NFC", self.embedded_text).encode()).hexdigest()


@dataclass(frozen=True)
class _Section:
    """What stands between two headings, and the empty headings before it."""

    path: Path
    blocks: tuple[Block, ...]


def split(document: LoadedDocument) -> list[Piece]:
    stages = tuple(document.metadata.get("stages", ()))
    drafts = (draft for section in _sections(document.blocks) for draft in _drafts(section))
    return [
        Piece(
            ordinal=ordinal,
            heading_path=path,
            text=unit.text,
            page=unit.page,
            language=_language(path, unit.text, document.language),
            stages=stages,
            repeated=unit.repeated,
        )
        for ordinal, (path, unit) in enumerate(drafts)
    ]


def _sections(blocks: Iterable[Block]) -> Iterator[_Section]:
    """Blocks under one heading; headings with nothing below join what follows (see `_adopt`).

    One that stands deeper than the heading that follows belongs to what was before.
    """
    orphans: list[Block] = []
    for is_heading, run in groupby(blocks, key=lambda block: block.kind == "heading"):
        if is_heading:
            orphans += run
            continue
        body = tuple(run)
        path = body[0].heading_path
        left, orphans = _parted(orphans, path)
        if left:
            yield _outline(left)
        if len(orphans) > _MOST_ORPHANS:
            yield _outline(orphans)
        elif orphans:
            path = _adopt(orphans, path)
        yield _Section(path, body)
        orphans = []
    if orphans:
        yield _outline(orphans)


def _parted(headings: list[Block], path: Path) -> tuple[list[Block], list[Block]]:
    """The empty ones of the headings: those up to the last that is deeper than one of `path`
    behind it, and those that `path` may adopt."""
    left: list[Block] = []
    orphans: list[Block] = []
    for heading in headings:
        if not _is_above(heading, path):
            orphans.append(heading)
        elif any(orphan.level > heading.level for orphan in orphans):
            left, orphans = [*left, *orphans], []
    return left, orphans


def _is_above(heading: Block, path: Path) -> bool:
    return path[: len(heading.heading_path)] == heading.heading_path


def _shared(paths: Iterable[Path]) -> Path:
    """The beginning that all paths have in common."""
    columns = zip(*paths, strict=False)
    shared: list[str] = []
    for column in columns:
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    return tuple(shared)


def _adopt(orphans: list[Block], path: Path) -> Path:
    """`path` with the empty headings' words put in where it parts from them."""
    common = _shared([path, *(heading.heading_path for heading in orphans)])
    return common + tuple(heading.text for heading in orphans) + path[len(common) :]


def _outline(orphans: list[Block]) -> _Section:
    """A section whose text is the empty headings themselves."""
    common = _shared(heading.heading_path[:-1] for heading in orphans)
    lines = tuple(replace(h, kind="paragraph", level=0, heading_path=common) for h in orphans)
    return _Section(common, lines)


def _drafts(section: _Section) -> Iterator[tuple[Path, _Unit]]:
    """Units with their path; only the first piece of a section shows adopted headings."""
    too_long = max(0, points(" › ".join(section.path)) - _PATH_ALLOWANCE)
    fit = _Fit(max(MAX - too_long, MAX // 2))
    for number, unit in enumerate(_merged(_units(section.blocks, fit), fit)):
        yield (section.path if number == 0 else section.blocks[0].heading_path), unit


@dataclass(frozen=True)
class _Unit:
    """A part of a piece that stays whole; `before` separates it from what it is joined to."""

    text: str
    page: int | None
    before: str = "\n\n"
    repeated: str = ""

    @cached_property
    def points(self) -> int:
        return points(self.text)


@dataclass(frozen=True)
class _Fit:
    limit: int

    @property
    def target(self) -> int:
        return min(TARGET, self.limit)

    @property
    def small(self) -> int:
        return self.target // 4


def _merged(units: Iterable[_Unit], fit: _Fit) -> list[_Unit]:
    """Short neighbours together, up to the target; a short rest joins what is before it."""
    merged: list[_Unit] = []
    for unit in units:
        joined = _join(merged[-1], unit) if merged and not unit.repeated else None
        small = bool(merged) and merged[-1].points < fit.small
        if joined and joined.points <= (fit.limit if small else fit.target):
            merged[-1] = joined
        else:
            merged.append(unit)
    if len(merged) > 1 and merged[-1].points < fit.small and not merged[-1].repeated:
        joined = _join(merged[-2], merged[-1])
        if joined.points <= fit.limit:
            merged[-2:] = [joined]
    return merged


def _join(one: _Unit, other: _Unit) -> _Unit:
    return replace(one, text=one.text + other.before + other.text)


def _units(blocks: Sequence[Block], fit: _Fit) -> Iterator[_Unit]:
    """A list or a table with the line that leads in to it, or parts of them; other blocks."""
    lead: Block | None = None
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        if kind == "list_item":
            yield from _list(lead, list(run), fit)
            lead = None
            continue
        for block in run:
            if kind == "table":
                yield from _table(lead, block, fit)
                lead = None
                continue
            if lead:
                yield from _cut(lead, fit)
            lead = block
    if lead:
        yield from _cut(lead, fit)


def _led_in(lead: Block | None, first: str, fit: _Fit) -> tuple[list[_Unit], list[str]]:
    """What of the block above a list stands by itself, and the line that stays with the list."""
    if lead is None:
        return [], []
    at = 0
    if points(lead.text) > fit.small:
        starts = [match.end() for match in SENTENCE_END.finditer(lead.text.rstrip())]
        ends_open = lead.kind == "paragraph" and lead.text.endswith((":", "："))
        at = max((s for s in starts if s < len(lead.text)), default=0) if ends_open else -1
    line = lead.text[at:].strip() if at >= 0 else ""
    if lead.kind == "code" or not line or points(f"{line}\n{first}") > fit.limit:
        return list(_cut(lead, fit)), []
    above = replace(lead, text=lead.text[:at].strip())
    return list(_cut(above, fit)) if above.text else [], [line]


def _list(lead: Block | None, items: Sequence[Block], fit: _Fit) -> Iterator[_Unit]:
    """The whole list if it fits, else parts of it, cut before an item of the first level."""
    lines = [item_line(item) for item in items]
    above, part = _led_in(lead, lines[0], fit)
    yield from above
    page = lead.page if lead and part else items[0].page
    room = fit.limit if points("\n".join([*part, *lines])) <= fit.limit else fit.target
    used, led = points("\n".join(part)), bool(part)
    before = "\n\n"
    for item, line in zip(items, lines, strict=True):
        cost = points(line) + points("\n")
        full = used + cost > (room if item.level == 1 and not led else fit.limit)
        if part and full:
            yield _Unit("\n".join(part), page, before)
            part, used, page, before = [], 0, item.page, "\n"
        part.append(line)
        used, led = used + cost, False
    yield _Unit("\n".join(part), page, before)


def _table(lead: Block | None, table: Block, fit: _Fit) -> Iterator[_Unit]:
    """The whole table if it fits, else rows of it, each time below the header."""
    header, *rows = map(table_line, table.rows)
    above, part = _led_in(lead, header, fit)
    yield from above
    page = lead.page if lead and part else table.page
    part.append(header)
    room = fit.limit if points("\n".join([*part, *rows])) <= fit.limit else fit.target
    used, bare, repeated = points("\n".join(part)), True, ""
    for row in rows:
        cost = points(row) + points("\n")
        if used + cost > (fit.limit if bare else room):
            yield _Unit("\n".join(part), page, repeated=repeated)
            repeated = header if points(header) + cost <= fit.limit else ""
            part, page = ([header] if repeated else []), table.page
            used = points(repeated)
        part.append(row)
        used, bare = used + cost, False
    yield _Unit("\n".join(part), page, repeated=repeated)


def _cut(block: Block, fit: _Fit) -> Iterator[_Unit]:
    """The block whole if it fits, else at sentence ends (code: at line ends), else wherever."""
    if points(block.text) <= fit.limit:
        yield _Unit(block.text, block.page)
        return
    before = "\n\n"
    for chunk in cut(block.text, fit.target, fit.limit, by_line=block.kind == "code"):
        kept = chunk.rstrip()
        if kept:
            yield _Unit(kept, block.page, before)
            before = chunk[len(kept) :]


def _language(path: Path, text: str, declared: Language | None) -> Language:
    """By the text; by the headings, then by what the author declared, where it has no letters."""
    for words in (text, " ".join(path)):
        if any(map(str.isalpha, words)):
            return language_of(words)
    return declared or "en"
