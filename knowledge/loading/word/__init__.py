"""Word documents (.docx), read from their own XML.

python-docx is not used: its object model has no numbering, drops content
controls and text boxes, and refuses files with a dangling relationship that Word opens.
"""

from __future__ import annotations

from knowledge.loading.blocks import BlockBuilder, Content
from knowledge.loading.errors import CorruptFile, LoadError


def read(name: str, data: bytes) -> Content:
    try:
        return _read(data)
    except LoadError:
        raise
    except Exception as error:
        raise CorruptFile(name, reason=type(error).__name__) from error


def _read(data: bytes) -> Content:
    from knowledge.loading.word.body import Body
    from knowledge.loading.word.package import Package

    with Package(data) as package:
        builder = BlockBuilder()
        body = Body(package, builder)
        body.walk()
    return Content(tuple(builder.blocks), warnings=tuple(body.warnings))
