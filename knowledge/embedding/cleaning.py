"""Make any Python string safe for a tokenizer."""

from __future__ import annotations

import re

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str, longest: int) -> str:
    """The text's first `longest` characters, with NULs and lone surrogates as spaces."""
    return _UNREADABLE.sub(" ", text[:longest])
