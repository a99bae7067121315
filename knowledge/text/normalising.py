"""The normal form in which texts are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from knowledge.text.numerals import chinese_percentages

_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MARKS = re.compile(r"[\u0300-\u036f\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]")
_PERCENT = re.compile(r"(?<=\d)\s+(?=[%‰])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣~〜～", "-"))


def clean(text: str) -> str:
    """`text` without NUL, control characters and lone surrogates, which no encoder takes."""
    return _UNUSABLE.sub(" ", text)


def normalise(text: str) -> str:
    """The form in which texts are compared; never shown to a person.

    Width and compatibility forms are unified (NFKC), letters lowered and freed of accents,
    Traditional characters made Simplified, "15 %", "15％" and "百分之十五" become "15%",
    "1,000" becomes "1000", every dash a hyphen.
    """
    text = unicodedata.normalize("NFKC", clean(text)).lower()
    text = unicodedata.normalize("NFKC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    text = text.translate(_simplified()).translate(_DASHES)
    return _THOUSANDS.sub("", _PERCENT.sub("", chinese_percentages(text)))


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional → Simplified, one character to one, from OpenCC's table.

    A character that Simplified Chinese uses too (著, 乾) stays: the table lists it among its own
    readings. Whole-phrase conversion turns 显著 into 显着, which a character table does not.
    """
    from importlib.resources import files

    table = (files("opencc_purepy") / "dicts" / "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    readings = {pair[0]: pair[1].split() for pair in pairs if len(pair) == 2}
    return {
        ord(old): new[0]
        for old, new in readings.items()
        if len(old) == 1 and len(new[0]) == 1 and old not in new and old not in "著乾"
    }
