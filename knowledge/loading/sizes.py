"""How long a text is: on a line, and in an encoder's window."""

from __future__ import annotations

import re

_WIDE = re.compile(r"[\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]+")
_DENSE = re.compile(r"[!-@\[-`{-~]+")

HAN_POINTS = 5
SIGN_POINTS = 4
LATIN_POINTS = 2
"""Points a character: 600 Han characters and 1,500 Latin letters both make 3,000.

Digits and ASCII signs weigh twice a letter, since E5 reads a table of figures in twice the tokens.
Measured with its tokenizer, 3,000 points are at most 430 tokens of English prose, 560 of Chinese
(450 as a rule).
"""


def shortness(text: str) -> int:
    """Columns in a fixed-width font: a Han character takes two."""
    return len(text) + _wide(text)


def points(text: str) -> int:
    signs = len(text) - len(_DENSE.sub("", text))
    extra = (HAN_POINTS - LATIN_POINTS) * _wide(text) + (SIGN_POINTS - LATIN_POINTS) * signs
    return LATIN_POINTS * len(text) + extra


def _wide(text: str) -> int:
    return 0 if text.isascii() else len(text) - len(_WIDE.sub("", text))
