"""A page's bytes → text: by its byte order mark, by what it declares, else by its looks."""

from __future__ import annotations

import codecs
import re

from knowledge.loading.encodings import decode

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=["']([\w.-]+)""",
    re.IGNORECASE,
)
_HEAD = 4096
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252",
          "ascii": "cp1252"}  # fmt: skip
"""What browsers read under these names."""


def decode_page(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """A declaration that does not fit the bytes is passed over."""
    encoding = _declared(data)
    if encoding is None or data.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff")):
        return decode(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return decode(data)
    return None if "\x00" in text else (text, ())


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    if match is None:
        return None
    try:
        name = codecs.lookup((match[1] or match[2]).decode("ascii")).name
    except LookupError:
        return None
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        return None
    return _WIDER.get(name, name)
