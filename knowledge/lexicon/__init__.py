"""What a word of a question may be called in the other language.

`cedict.marisa` is made by benchmarks/dictionary.py from CC-CEDICT (CC BY-SA 4.0, see NOTICE.md):
3 MB, mapped, so that only what is looked up takes memory. Words are those of
`knowledge.text.segment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from knowledge.text.language import Language

if TYPE_CHECKING:
    import marisa_trie

FILE = "cedict.marisa"
_STEPS = 10
"""Weights are kept in tenths."""


def key(word: str, language: Language) -> str:
    """Under what the translations of a word are kept."""
    return f"{language}/{word}"


def packed(translations: Mapping[str, float]) -> bytes:
    """Translations with their weights, as the file has them."""
    return " ".join(f"{word}:{round(w * _STEPS)}" for word, w in translations.items()).encode()


@lru_cache(maxsize=4_096)
def translations(word: str, language: Language) -> Mapping[str, float]:
    """Terms of the other language that `word`, a term of this one, may stand for → (0, 1].

    A term of one translation alone weighs 1. Empty where the dictionary has none.
    """
    found = _trie().get(key(word, language))
    if not found:
        return {}
    pairs = (pair.rpartition(":") for pair in found[0].decode().split(" "))
    return {term: int(tenths) / _STEPS for term, _, tenths in pairs}


@lru_cache(maxsize=1)
def _trie() -> marisa_trie.BytesTrie:
    import marisa_trie

    with as_file(files(__package__).joinpath(FILE)) as path:
        return marisa_trie.BytesTrie().mmap(str(path))
