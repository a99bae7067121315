"""Replies as Telegram's HTML, cut into messages of at most 4096 UTF-16 units.

Telegram counts the text after its tags and entities are read. Each span is escaped and tagged on
its own, and a cut always falls between characters, so a message never ends inside an entity.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.reply import Rows, Span, Style

MESSAGE_UNITS = 4096
_TAGS = {
    Style.PLAIN: ("", ""),
    Style.BOLD: ("<b>", "</b>"),
    Style.ITALIC: ("<i>", "</i>"),
    Style.QUOTE: ("", ""),
    Style.QUOTED_BOLD: ("<b>", "</b>"),
}
_QUOTED = (Style.QUOTE, Style.QUOTED_BOLD)
_JOINER = "\N{ZERO WIDTH JOINER}"
_LONGEST_CLUSTER = 32
_CUTS = (re.compile(r"\n"), re.compile(r"[。！？；.!?;]\s*"), re.compile(r"\s"))


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Text that can be sent: no lone surrogates, no control characters but line ends and tabs."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)


def to_html(spans: Sequence[Span]) -> str:
    said = (span for span in spans if span.text)
    return "".join(
        f"<blockquote>{_tagged(run)}</blockquote>" if quoted else _tagged(run)
        for quoted, run in groupby(said, key=lambda span: span.style in _QUOTED)
    )


def _tagged(spans: Iterable[Span]) -> str:
    return "".join(
        f"{_TAGS[s.style][0]}{html.escape(s.text, quote=False)}{_TAGS[s.style][1]}" for s in spans
    )


def to_plain(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)


def chunks(spans: Sequence[Span], limit: int = MESSAGE_UNITS) -> Iterator[list[Span]]:
    """The spans in order, cut into messages of at most `limit` UTF-16 units; none is empty."""
    message: list[Span] = []
    room = limit
    for span in spans:
        rest = clean(span.text)
        while units(rest) > room:
            head, rest = _cut(rest, room)
            if head:
                message.append(Span(head, span.style))
            if to_plain(message).strip():
                yield message
            message, room = [], limit
        if rest:
            message.append(Span(rest, span.style))
            room -= units(rest)
    if to_plain(message).strip():
        yield message


def _cut(text: str, room: int) -> tuple[str, str]:
    """The longest good beginning of at most `room` units, and the rest."""
    end = len(text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore"))
    end = next((at for at in range(end, max(0, end - _LONGEST_CLUSTER), -1)
                if not _joined(text, at)), end)  # fmt: skip
    for cut in _CUTS:
        places = [found.end() for found in cut.finditer(text, 0, end)]
        if places and places[-1] > end // 2:
            return text[: places[-1]], text[places[-1] :]
    return text[:end], text[end:]


def _joined(text: str, at: int) -> bool:
    """Whether what stands before and after is one character to the eye, such as an emoji."""
    before, after = text[at - 1 : at], text[at : at + 1]
    if not before or not after:
        return False
    is_tone = "\U0001f3fb" <= after <= "\U0001f3ff"
    return before == _JOINER or is_tone or unicodedata.category(after) in ("Mn", "Me", "Cf")


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(clean(b.label) or "·", callback_data=b.action) for b in row]
            for row in rows
        ]
    )
