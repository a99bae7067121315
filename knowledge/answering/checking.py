"""Whether the passages a model cites bear its sentences out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.embedding import language_of
from knowledge.text import content_words, normalise, segment
from storage.records import Passage

SHARED = 0.4
"""The share of a sentence's content words that its passages must have, in the same language."""
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_CODE = re.compile(r"\b(?=\w*[A-Z])(?:[A-Z]{2,}\w*|\w+\d\w*|[A-Z][a-z]+[A-Z]\w*)\b")
_CAPITALISED = re.compile(r"(?<![.!?:;]\s)(?<!^)\b[A-Z][a-z]{2,}\b")


def problems(claims: Sequence[tuple[str, Sequence[int]]], passages: Sequence[Passage]) -> list[str]:
    """What is wrong with the claims, each (sentence, numbers of cited passages from 1)."""
    return [problem for text, cited in claims for problem in _of(text, cited, passages)]


def _of(text: str, cited: Sequence[int], passages: Sequence[Passage]) -> Iterator[str]:
    if not text:
        yield "A sentence is empty."
        return
    wrong = [n for n in cited if not 1 <= n <= len(passages)]
    if wrong or not cited:
        yield f"{text!r} cites no passage." if not cited else f"{text!r} cites {wrong}: no such."
        return
    sources = [passages[n - 1] for n in cited]
    held = normalise("\n".join(f"{p.section}\n{p.text}" for p in sources))
    numbers = set(_NUMBER.findall(held))
    for number in dict.fromkeys(_NUMBER.findall(normalise(text))):
        if number not in numbers:
            yield f"The number {number} in {text!r} is not in the passages it cites."
    for name in _names(text, sources):
        if not set(segment(name)) <= set(segment(held)):
            yield f"The name {name} in {text!r} is not in the passages it cites."
    if not _shares_words(text, sources, held):
        yield f"{text!r} is not what the passages it cites say."


def _names(text: str, sources: Sequence[Passage]) -> list[str]:
    """Codes and product names; capitalised words too where they cannot be a translation."""
    found = _CODE.findall(text)
    if language_of(text) == "zh" or any(p.language == "en" for p in sources):
        found += _CAPITALISED.findall(text)
    return list(dict.fromkeys(found))


def _shares_words(text: str, sources: Sequence[Passage], held: str) -> bool:
    if all(p.language != language_of(text) for p in sources):
        return True
    words = content_words(text)
    known = set(segment(held))
    return not words or sum(word in known for word in words) >= SHARED * len(words)
