"""Pages → blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from knowledge.loading.blocks import Block, BlockBuilder
from knowledge.loading.outline import Guess, guess, read_lines
from knowledge.loading.pdf.aligned import with_tables
from knowledge.loading.pdf.columns import regions_of
from knowledge.loading.pdf.contents import ContentsFilter
from knowledge.loading.pdf.geometry import Box
from knowledge.loading.pdf.headings import Bookmark, Heading, Headings, levels, running_styles
from knowledge.loading.pdf.lines import Line, wrapped
from knowledge.loading.pdf.margins import without_margins
from knowledge.loading.pdf.page import Page
from knowledge.loading.pdf.paragraphs import Assembly, Chunk, Part, PlacedTable, usual_pitch
from knowledge.loading.pdf.tables import Table

Piece = Chunk | PlacedTable
_NEAR = 6.0


def write(pages: Sequence[Page], bookmarks: Sequence[Bookmark]) -> tuple[list[Block], list[int]]:
    """The blocks, and the numbers of the pages that hold no text that can be read."""
    running = running_styles(line for page in pages for line in page.lines)
    without_margins(pages, max(style.size for style in running))
    scanned = [page.number for page in pages if page.scanned]
    pages = [page for page in pages if not page.scanned]
    parts = list(_parts(pages))
    headings = Headings(running, bookmarks)
    pieces = list(Assembly(headings, usual_pitch(parts)).chunks(parts))
    return _blocks(_with_headers(pieces)), scanned


def _parts(pages: Sequence[Page]) -> Iterator[Part]:
    contents = ContentsFilter()
    for page in pages:
        for region in regions_of([*page.lines, *page.tables], page.level):
            items = with_tables(contents.without(region.items), page.level)
            if items:
                yield Part(page.number, items, region.left, region.right)
        if page.turned:
            yield Part(page.number, [_turned(page)], 0, page.width)


def _turned(page: Page) -> Line:
    style = running_styles(page.lines)[0]
    return Line(page.turned, Box(0, page.height, page.width, page.height + 1), style)


def _with_headers(pieces: Sequence[Piece]) -> list[Piece]:
    """A table that goes on on the next page is a table there, with the header of the first."""
    kept: list[Piece] = []
    for piece in pieces:
        before = kept[-1] if kept else None
        if (
            isinstance(piece, PlacedTable)
            and isinstance(before, PlacedTable)
            and piece.page == before.page + 1
            and _same_columns(before.table, piece.table)
        ):
            rest = _rest(before.table, piece.table)
            if len(rest) > 1:
                kept.append(replace(piece, table=replace(piece.table, rows=rest)))
        else:
            kept.append(piece)
    return kept


def _rest(table: Table, more: Table) -> list[list[str]]:
    """The rows below the header of `table`; a row that the page's end cut is made whole there."""
    header, last = table.rows[0], table.rows[-1]
    new = more.rows[more.rows[0] == header :]
    if new and not any(new[0][:2]):
        last[:] = [wrapped(both) for both in zip(last, new[0], strict=True)]
        new = new[1:]
    beside = list(takewhile(lambda row: not row[0], new))
    return [header, *([last[0], *row[1:]] for row in beside), *new[len(beside) :]]


def _same_columns(one: Table, other: Table) -> bool:
    aligned = abs(one.box.x0 - other.box.x0) < _NEAR and abs(one.box.x1 - other.box.x1) < _NEAR
    return len(one.rows[0]) == len(other.rows[0]) and (aligned or one.rows[0] == other.rows[0])


def _blocks(pieces: Sequence[Piece]) -> list[Block]:
    builder = BlockBuilder()
    found = [p for p in pieces if isinstance(p, Chunk) and p.kind == "heading"]
    if not found:
        _write_guessing(builder, pieces)
        return builder.blocks
    ranks = levels([Heading(p.text, p.lines[0].style, p.bookmark) for p in found])
    ranked = {id(piece): level for piece, level in zip(found, ranks, strict=True)}
    title = _title(found)
    for piece in pieces:
        if piece is title:
            builder.document_title(title.text, title.page)
        else:
            _write(builder, piece, ranked.get(id(piece), 0))
    return builder.blocks


def _title(headings: Sequence[Chunk]) -> Chunk | None:
    """The first heading, if no other is as large and none but it has no bookmark's level."""
    first = headings[0]
    size = first.lines[0].style.size
    larger = all(other.lines[0].style.size < size for other in headings[1:])
    return first if larger and len(headings) > 1 and not first.bookmark else None


def _write(builder: BlockBuilder, piece: Piece, level: int) -> None:
    if isinstance(piece, PlacedTable):
        builder.table(piece.table.rows, piece.page)
    elif level:
        builder.heading(piece.text, level, piece.page)
    elif piece.kind == "list_item":
        builder.list_item(piece.text, len(piece.indents), piece.page)
    else:
        builder.paragraph(piece.text, piece.page)


def _write_guessing(builder: BlockBuilder, pieces: Sequence[Piece]) -> None:
    """Nothing stands out by its type: headings are guessed as in plain text."""
    texts = [piece.text if isinstance(piece, Chunk) else "" for piece in pieces]
    lines = read_lines("\n\n".join(text or "\t" for text in texts))
    guesses = guess(lines)[::2]
    for piece, what in zip(pieces, guesses, strict=False):
        _write(builder, piece, _guessed(piece, what))


def _guessed(piece: Piece, what: Guess) -> int:
    return what.level if isinstance(piece, Chunk) and what.kind == "heading" else 0
