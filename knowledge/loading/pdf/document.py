"""A PDF file as a whole: what is refused before a page is read, and its pages as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.loading.blocks import Content
from knowledge.loading.errors import (
    CorruptFile,
    EncryptedFile,
    ScannedFile,
    TooLarge,
)
from knowledge.loading.pdf.headings import Bookmark
from knowledge.loading.pdf.page import Page, read_page
from knowledge.loading.pdf.writing import write

MAX_PAGES = 2_000
MAX_LETTERS = 20_000_000
_MOST_BOOKMARKS = 5_000


def read_document(name: str, data: bytes) -> Content:
    with _opened(name, data) as document:
        count = len(document)
        if count > MAX_PAGES:
            raise TooLarge(name, what="pages", size=count, limit=MAX_PAGES)
        pages = list(_pages(name, document, count))
        bookmarks = _bookmarks(document)
    blocks, scanned = write(pages, bookmarks)
    if not blocks and scanned:
        raise ScannedFile(name, pages=in_ranges(scanned))
    warnings = (f"scanned_pages:{in_ranges(scanned)}",) if scanned else ()
    return Content(tuple(blocks), warnings=warnings)


@contextmanager
def _opened(name: str, data: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise EncryptedFile(name, extension=".pdf") from error
        raise CorruptFile(name, reason="pdf") from error
    try:
        yield document
    finally:
        document.close()


def _pages(name: str, document: Any, count: int) -> Iterator[Page]:
    letters = 0
    for number in range(1, count + 1):
        page = read_page(document, number)
        letters += sum(len(line.text) for line in page.lines)
        if letters > MAX_LETTERS:
            raise TooLarge(name, what="text", size=letters, limit=MAX_LETTERS)
        yield page


def _bookmarks(document: Any) -> list[Bookmark]:
    found: list[Bookmark] = []
    for item in document.get_toc(max_depth=6):
        target = item.get_dest()
        index = target.get_index() if target else None
        found.append(Bookmark(item.get_title(), item.level + 1, (index or -1) + 1))
        if len(found) >= _MOST_BOOKMARKS:
            break
    return found


def in_ranges(numbers: Sequence[int]) -> str:
    """[3, 4, 5, 9] as "3-5,9"."""
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    spans = [[number for _, number in run] for _, run in runs]
    return ",".join(f"{s[0]}-{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)
