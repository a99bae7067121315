"""A passage as it is opened: rows as labels and values, the words an answer rests on in bold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.reply import Span, quote, quoted_bold
from knowledge.answering.units import Unit, units

_TABLE_LINE = re.compile(r"\s*\|")
_HASHES = re.compile(r"^\s*#{1,6}\s+", re.MULTILINE)
_BLANK = re.compile(r"\n{3,}")


def passage_spans(text: str, quotes: Sequence[str] = ()) -> list[Span]:
    """The passage as one quotation; the sentences, items and rows of `quotes` are bold in it.

    Where the quotes are all of it, nothing is bold.
    """
    pieces = list(_pieces(text, quotes))
    if all(bold for said, bold in pieces if said.strip()):
        pieces = [(said, False) for said, _ in pieces]
    return [quoted_bold(said) if bold else quote(said) for said, bold in pieces if said]


def _pieces(text: str, quotes: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """What is shown, in order, and whether an answer quotes it."""
    quoted = [found for words in quotes if (found := _where(words, text))]
    at = 0
    for unit in units(text):
        yield _between(text[at : unit.start]), False
        yield _shown(unit), any(unit.start < end and start < unit.end for start, end in quoted)
        at = unit.end
    yield _between(text[at:]), False


def _where(words: str, text: str) -> tuple[int, int] | None:
    start = text.find(words.strip()) if words.strip() else -1
    return (start, start + len(words.strip())) if start >= 0 else None


def _shown(unit: Unit) -> str:
    return f"▪ {unit.shown()}" if unit.kind == "row" else unit.text


def _between(text: str) -> str:
    """Headings without their marks; the header and the ruler of a table are in its rows."""
    kept = [line for line in text.split("\n") if not _TABLE_LINE.match(line)]
    return _BLANK.sub("\n\n", _HASHES.sub("", "\n".join(kept)))
