"""Files made to break a reader."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

MB = 1 << 20
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'


def archive(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


def changed(data: bytes, more: Mapping[str, str | bytes]) -> bytes:
    """The archive with members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        kept: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    return archive(kept | dict(more))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name).decode()


def with_entity(data: bytes, name: str, doctype: str, word: str) -> bytes:
    """The Office file with a document type in one part, and its entity where `word` was."""
    xml = part(data, name)
    assert word in xml
    start = xml.index("?>") + 2 if xml.startswith("<?xml") else 0
    return changed(data, {name: xml[:start] + doctype + xml[start:].replace(word, "&a9;", 1)})


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph("Haggle")
    return saved(document)


def pptx() -> bytes:
    from pptx import Presentation

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.placeholders[1].text = "Haggle"
    return saved(deck)


def xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Price", "Note"])
    book.active.append(["10", "Haggle"])
    return saved(book)


def saved(document) -> bytes:  # type: ignore[no-untyped-def]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf_of_pages(count: int) -> bytes:
    """A PDF of empty pages that all are the same object's children, a few bytes each."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(count))
    objects.append(b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 9 9]>>" % (count, kids))
    objects += [b"<</Type/Page/Parent 2 0 R>>"] * count
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Root 1 0 R/Size %d>>startxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(out)


def bomb(size: int) -> bytes:
    """An archive of one member of spaces, a thousandth of what it unpacks to."""
    return archive({"a.txt": b" " * size})


def overlapping(count: int) -> bytes:
    """Many entries of the directory that all point to the same packed bytes."""
    data = archive({"a.txt": b"x" * 1000})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entries = data[start:end] * count
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return data[:start] + entries + tail


def encrypted(data: bytes) -> bytes:
    """The archive with its members marked as encrypted."""
    marked = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = marked.find(signature)
        while start >= 0:
            marked[start + at] |= 1
            start = marked.find(signature, start + 4)
    return bytes(marked)
