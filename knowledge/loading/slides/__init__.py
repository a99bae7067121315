"""PowerPoint presentations (.pptx), read from their own XML: every slide is a section.

Why not python-pptx: docs/decisions/0008-office-html-readers.md.
"""

from __future__ import annotations

from knowledge.loading.blocks import Content
from knowledge.loading.errors import CorruptFile, LoadError


def read(name: str, data: bytes) -> Content:
    try:
        return _read(data)
    except LoadError:
        raise
    except Exception as error:
        raise CorruptFile(name, reason=type(error).__name__) from error


def _read(data: bytes) -> Content:
    from knowledge.loading.office import Package
    from knowledge.loading.slides.deck import DeckReader

    with Package(data) as package:
        return DeckReader(package).read()
