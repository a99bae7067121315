"""A text that is too long, in parts: at sentence ends where it has any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.loading.sizes import points

SENTENCE_END = re.compile(r"[。！？；…!?]+[”’」』）)\"']*\s*|\.[”’)\"']*\s+(?![a-z])|;\s+|\n+")
_GRAINS = (SENTENCE_END, re.compile(r"[，、：,:]\s*|[—]+"), re.compile(r"\s+"))
_LINES = (re.compile(r"\n+"), *_GRAINS)


def cut(text: str, target: int, limit: int, *, by_line: bool = False) -> Iterator[str]:
    """Parts of about `target` and at most `limit` points; joined again they are the text."""
    yield from _packed(_parts(text, _LINES if by_line else _GRAINS, limit), target)


def _packed(parts: Iterable[str], target: int) -> Iterator[str]:
    """Parts strung together up to the target; joined again they are the text."""
    held: list[str] = []
    used = 0
    for part in parts:
        cost = points(part)
        if held and used + cost > target:
            yield "".join(held)
            held, used = [], 0
        held.append(part)
        used += cost
    yield "".join(held)


def _parts(text: str, grains: Sequence[re.Pattern[str]], limit: int) -> Iterator[str]:
    """`text` in parts of at most `limit` points, cut at the first grain that is fine enough."""
    if points(text) <= limit:
        yield text
        return
    if not grains:
        step = limit // points("字")
        yield from (text[at : at + step] for at in range(0, len(text), step))
        return
    start = 0
    for match in grains[0].finditer(text):
        yield from _parts(text[start : match.end()], grains[1:], limit)
        start = match.end()
    yield from _parts(text[start:], grains[1:], limit) if start < len(text) else ()
