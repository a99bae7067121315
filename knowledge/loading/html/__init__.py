"""Web pages (.html): what a page says, without what surrounds it. Nothing is fetched or run."""

from __future__ import annotations

from pathlib import PurePath

from knowledge.loading.blocks import Content
from knowledge.loading.errors import CorruptFile, LoadError, WrongType


def read(name: str, data: bytes) -> Content:
    from knowledge.loading.html.charset import decode_page

    decoded = decode_page(data)
    if decoded is None:
        raise WrongType(name, extension=PurePath(name).suffix.lower(), found="binary")
    text, warnings = decoded
    try:
        content = _read(text)
    except LoadError:
        raise
    except Exception as error:
        raise CorruptFile(name, reason=type(error).__name__) from error
    return Content(content.blocks, content.metadata, warnings + content.warnings)


def _read(text: str) -> Content:
    from knowledge.loading.html.main_part import cleaned
    from knowledge.loading.html.walking import Walker

    page = cleaned(text)
    walker = Walker(page.title)
    walker.walk(page.body)
    title = page.title or page.heading
    return Content(tuple(walker.blocks), {"title": title} if title else {}, page.warnings)
