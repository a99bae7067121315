"""Words as search matches them, in Chinese, English and numbers.

A term consists of letters and digits only, in lower case and without accents, so that any
tokenizer that splits at everything else (FTS5's `unicode61`, PostgreSQL's `simple`) keeps it
whole: "15%" becomes `15pct` (beside `15`), "2.5" becomes `2p5`, "A-100" becomes `a100` (beside
`a` and `100`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.text.normalising import normalise
from knowledge.text.stopwords import STOP_ENGLISH, STOP_HAN

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f々〇"
_TOKEN = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    r"|(?P<number>(?>\d+(?:\.\d+)*))(?P<percent>%)?(?![a-z]|[-/&+][a-z])"
    rf"|(?P<code>[a-z0-9]+(?:[-.+&/][a-z0-9]+)+)"
    rf"|(?P<word>(?:(?![{_HAN}])[^\W_])+(?:'(?=[a-z])[a-z]+)?)"
)
_JOINT = re.compile(r"[-+&/]|(?<!\d)\.|\.(?!\d)")
_LATIN = re.compile(r"[a-z]+$")
_LONGEST_RUN = 200


def segment(text: str) -> list[str]:
    """The terms of `text` in order: Chinese words (long ones also in parts), stems, numbers.

    Never raises, whatever `text` holds; returns an empty list where nothing can be matched.
    """
    return [term for term, _ in _terms(normalise(text)) if term.isalnum()]


def content_words(question: str) -> list[str]:
    """The terms of `question` that say what it is about, each once, in order.

    Without the stop and question words of both languages, in the vocabulary of `segment`.
    """
    kept = (term for term, surface in _terms(normalise(question)) if not _is_stop(surface))
    return list(dict.fromkeys(term for term in kept if term.isalnum()))


def content_text(question: str) -> str:
    """The content words of `question` as they are written (not stemmed), joined by spaces."""
    words: list[str] = []
    for match in _TOKEN.finditer(normalise(question)):
        surface = match.group()
        words.extend(_plain_words(surface) if match.lastgroup == "han" else [surface])
    return " ".join(word for word in words if not _is_stop(word))


def _is_stop(surface: str) -> bool:
    return surface in STOP_HAN or surface in STOP_ENGLISH


def _terms(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of the term that is matched and the word as it stands in the normalised text."""
    for match in _TOKEN.finditer(text):
        kind, surface = str(match.lastgroup), match.group()
        if kind == "han":
            yield from ((word, word) for word in _chinese_words(surface))
        elif kind in ("number", "percent"):
            yield from _number(match.group("number"), bool(match.group("percent")))
        elif kind == "code":
            yield from _code(surface)
        else:
            yield _stem(_bare(surface)), surface


def _number(digits: str, percent: bool) -> Iterator[tuple[str, str]]:
    term = _decimal(digits)
    if percent:
        yield f"{term}pct", f"{digits}%"
    yield term, digits


def _code(surface: str) -> Iterator[tuple[str, str]]:
    """A compound in its parts; one with a digit ("a-100", "iso/27001") also as one term."""
    parts = [_decimal(part) for part in _JOINT.split(surface)]
    yield from ((_stem(part), part) for part in parts)
    joined = "".join(parts)
    if len(parts) > 1 and any(c.isdigit() for c in joined) and not joined.isdigit():
        yield joined, surface


def _decimal(digits: str) -> str:
    return digits.replace(".", "p")


def _bare(word: str) -> str:
    return word.split("'", 1)[0] if "'" in word else word


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    if not _LATIN.match(word) or len(word) < 3:
        return word
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]  # snowballstemmer has no types
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def _chinese_words(run: str) -> list[str]:
    """Words, long ones also in their parts: 销售总监 gives 销售, 总监, 销售总监."""
    import rjieba

    return [word for piece in _pieces(run) for word in rjieba.cut_for_search(piece)]


def _plain_words(run: str) -> list[str]:
    import rjieba

    return [word for piece in _pieces(run) for word in rjieba.cut(piece)]


def _pieces(run: str) -> list[str]:
    return [run[i : i + _LONGEST_RUN] for i in range(0, len(run), _LONGEST_RUN)]
