"""Which of the product's two languages a text is in."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

# A Han character says as much as three Latin letters or so: a Chinese sentence full of product
# names still has a quarter of Han, an English one that quotes a Chinese name has less.
HAN_SHARE = 0.25

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_LETTER = re.compile(r"[^\W\d_]")


def language_of(text: str) -> Language:
    """'zh' if at least a quarter of the letters are Han, else 'en' (also if there are none)."""
    han = len(_HAN.findall(text))
    return "zh" if han and han >= HAN_SHARE * len(_LETTER.findall(text)) else "en"
