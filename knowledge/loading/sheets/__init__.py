"""Excel workbooks (.xlsx), read from their own XML: every visible sheet is a section.

Why neither openpyxl nor calamine: docs/decisions/0008-office-html-readers.md.
"""

from __future__ import annotations

from knowledge.loading.blocks import Content
from knowledge.loading.errors import CorruptFile, LoadError


def read(name: str, data: bytes) -> Content:
    try:
        return _read(name, data)
    except LoadError:
        raise
    except Exception as error:
        raise CorruptFile(name, reason=type(error).__name__) from error


def _read(name: str, data: bytes) -> Content:
    from knowledge.loading.office import Package
    from knowledge.loading.sheets.reading import WorkbookReader

    with Package(data) as package:
        return WorkbookReader(name, package).read()
