"""PDF files, read from their text layer by PDFium; scripts and attachments are not touched."""

from __future__ import annotations

from threading import Lock

from knowledge.loading.blocks import Content
from knowledge.loading.errors import CorruptFile, LoadError

_PDFIUM = Lock()
"""PDFium is not safe for threads."""


def read(name: str, data: bytes) -> Content:
    from knowledge.loading.pdf.document import read_document

    with _PDFIUM:
        try:
            return read_document(name, data)
        except LoadError:
            raise
        except Exception as error:
            raise CorruptFile(name, reason=type(error).__name__) from error
