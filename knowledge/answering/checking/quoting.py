"""Words a sentence puts into a document's mouth: quotations and the titles of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.embedding import language_of
from knowledge.text import normalise, segment
from storage.records import Passage

_TITLE = re.compile(r"《([^《》]{2,60})》")
_QUOTED = re.compile(
    r"「([^「」]{6,})」|“([^“”]{6,})”|\"([^\"]{12,})\"|(?<!\w)['‘]([^'‘’]{12,})['’](?!\w)"
)
_LITERALLY = re.compile(r"literally|verbatim|word for word|原文|原话|说过|says?:|said:")
_NAMED = re.compile(
    r"(?:according to|under|pursuant to|as per|required by|in) (?:the |our )?"
    r"((?:[A-Z][\w&-]+ ){1,5}(?:Act|Law|Regulation|Directive|Handbook|Manual|Code|Policy|"
    r"Guide|Charter|Standard|"
    r"Playbook|Rules))"
)
_LINK = re.compile(
    r"[a-zA-Z]+://[^\s，。；）)」”\"]+|[\w.+-]+@[\w-]+\.[\w.]+\w|www\.[^\s，。；）)]+"
)
ENOUGH = 0.85


def quoted_wrongly(text: str, passages: Sequence[Passage]) -> Iterator[str]:
    """Titles and quotations in `text` that the passages do not have."""
    plain = normalise(
        "\n".join(f"{p.document}\n{p.playbook_title}\n{p.section}\n{p.text}" for p in passages)
    )
    held = bare(plain)
    for title in (*_TITLE.findall(text), *_NAMED.findall(text)):
        if bare(title) not in held and not _most(title, plain):
            yield f"The document {title!r}"
    for link in _LINK.findall(text):
        if normalise(link) not in plain:
            yield f"The address {link}"
    languages = {p.language for p in passages}
    for groups in _QUOTED.findall(text):
        quote = "".join(groups)
        if language_of(quote) not in languages and not _LITERALLY.search(text):
            continue
        if bare(quote) not in held and not _most(quote, plain):
            yield f"The quotation {quote!r}"


def bare(text: str) -> str:
    """The letters and digits of a text in their normal form."""
    return re.sub(r"[\W_]+", "", normalise(text))


def _most(words: str, plain: str) -> bool:
    terms = segment(words)
    return sum(term in set(segment(plain)) for term in terms) >= ENOUGH * len(terms)
