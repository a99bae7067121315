"""What is refused, and what the refusal says."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading import (
    SUPPORTED,
    CorruptFile,
    EmptyFile,
    EncryptedFile,
    HasMacros,
    LoadError,
    TooLarge,
    UnsupportedType,
    WrongType,
    load,
)

FILES = Path(__file__).parent / "files"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TYPES = "[Content_Types].xml"
WORD_TYPE = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPH = (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body></w:document>'
)


def archive(**members: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


def word_archive(document: str | bytes, **more: str | bytes) -> bytes:
    return archive(**{TYPES: WORD_TYPE, "word/document.xml": document, **more})


def refused(name: str, data: bytes) -> tuple[type[LoadError], dict[str, str | int]]:
    with pytest.raises(LoadError) as raised:
        load(name, data)
    assert raised.value.name == name
    return type(raised.value), raised.value.facts


def test_the_supported_extensions() -> None:
    assert {".md", ".txt", ".docx"} <= SUPPORTED
    assert load("READ.ME.MD", b"text").name == "READ.ME.MD"


def test_every_refusal_has_its_own_code() -> None:
    kinds = (UnsupportedType, EmptyFile, CorruptFile, WrongType, TooLarge, EncryptedFile)
    assert len({kind.code for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("name", ["手册.epub", "手册", ".md"])
def test_unsupported(name: str) -> None:
    kind, facts = refused(name, b"text")
    assert kind is UnsupportedType
    assert ".docx" in str(facts["supported"])


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\ufeff\n".encode(), b"---\ntitle: a\n---\n"])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_empty_text(name: str, data: bytes) -> None:
    assert refused(name, data) == (EmptyFile, {"size": len(data)})


@pytest.mark.parametrize("extension", [".docm", ".dotm", ".xlsm", ".xlsb", ".pptm", ".ppsm"])
def test_files_that_may_run_programs(extension: str) -> None:
    assert refused(f"a{extension}", b"x") == (HasMacros, {"extension": extension})


@pytest.mark.parametrize("extension", [".docx", ".pptx", ".xlsx", ".dotx", ".ppsx", ".xltx"])
@pytest.mark.parametrize("part", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "a/macrosheets/s"])
def test_macros_behind_an_innocent_name(extension: str, part: str) -> None:
    data = word_archive(PARAGRAPH.format("hi"), **{part: b"x"})
    assert refused(f"a{extension}", data) == (HasMacros, {"extension": extension})


def test_empty_word_document() -> None:
    stream = io.BytesIO()
    Document().save(stream)
    assert refused("a.docx", stream.getvalue())[0] is EmptyFile
    assert refused("a.docx", b"")[0] is EmptyFile


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.docx", PNG, "png"),
        ("a.docx", b"just text", "unknown"),
        ("a.docx", b"%PDF-1.7\n", "pdf"),
        ("a.docx", archive(**{"a.txt": "a"}), "zip"),
        ("a.docx", archive(**{TYPES: "spreadsheetml.sheet.main+xml"}), "xlsx"),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "doc"),
        ("a.md", archive(**{"a.txt": "a"}), "zip"),
        ("a.md", b"PK\x03\x04 cut", "zip"),
        ("a.md", (FILES / "par-hyperlinks.docx").read_bytes(), "docx"),
        ("a.txt", PNG, "png"),
        ("a.txt", b"{\\rtf1 text}", "rtf"),
        ("a.txt", b"\x01\x02\x03\x04\x00\x05" * 50, "binary"),
    ],
)
def test_content_that_is_not_what_the_name_says(name: str, data: bytes, found: str) -> None:
    assert refused(name, data) == (WrongType, {"extension": name[1:], "found": found})


def test_encrypted() -> None:
    office = OLE + "EncryptedPackage".encode("utf-16-le")
    assert refused("a.docx", office) == (EncryptedFile, {"extension": ".docx"})
    data = bytearray(word_archive("<x/>"))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(signature, start + 4)
    assert refused("a.docx", bytes(data)) == (EncryptedFile, {"extension": ".docx"})


def test_a_large_file() -> None:
    limit = 20 * 1024 * 1024
    facts = {"what": "file", "size": limit + 1, "limit": limit}
    assert refused("a.txt", b"a" * (limit + 1)) == (TooLarge, facts)


def test_a_bomb_is_refused_by_its_directory() -> None:
    spaces = b" " * (30 * 1024 * 1024)
    kind, facts = refused("a.docx", word_archive(b"<x/>", **{"word/media/a": spaces}))
    assert (kind, facts["what"], facts["limit"]) == (TooLarge, "ratio", 100)


def declaring(data: bytes, size: int) -> bytes:
    """The archive with every member's unpacked size in the directory set to `size`."""
    changed, start = bytearray(data), data.find(b"PK\x01\x02")
    while start >= 0:
        changed[start + 24 : start + 28] = struct.pack("<I", size)
        start = data.find(b"PK\x01\x02", start + 4)
    return bytes(changed)


def test_a_part_too_large_for_a_tree_in_memory() -> None:
    data = word_archive(b"<x/>")
    at = data.rfind(b"PK\x01\x02")
    data = data[: at + 24] + struct.pack("<I", 60 * 1024 * 1024) + data[at + 28 :]
    kind, facts = refused("a.docx", data)
    assert (kind, facts["what"]) == (TooLarge, "part")


def test_a_directory_that_claims_too_much() -> None:
    kind, facts = refused("a.docx", declaring(word_archive("<x/>"), 150 * 1024 * 1024))
    assert (kind, facts["what"]) == (TooLarge, "unpacked")


def test_a_bomb_behind_a_lying_directory_is_not_unpacked() -> None:
    data = word_archive(b"<x/>", **{"word/media/a": b" " * (30 * 1024 * 1024)})
    assert refused("a.docx", declaring(data, 200))[0] in (CorruptFile, WrongType)


@pytest.mark.parametrize(
    "document",
    [
        "<w:document",
        "",
        f'<w:document xmlns:w="{W}"/>',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + PARAGRAPH.format("&x;"),
    ],
)
def test_a_damaged_or_hostile_document_part(document: str) -> None:
    assert refused("a.docx", word_archive(document))[0] is CorruptFile


def test_a_docx_cut_short() -> None:
    data = (FILES / "par-hyperlinks.docx").read_bytes()
    assert refused("a.docx", data[: len(data) // 2]) == (CorruptFile, {"reason": "zip"})


def test_a_document_without_styles_or_relations_is_still_read() -> None:
    xml = PARAGRAPH.format("hi")
    assert load("a.docx", word_archive(xml)).blocks[0].text == "hi"
    strict = xml.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert load("a.docx", word_archive(strict)).blocks[0].text == "hi"


def loads_or_is_refused(name: str, data: bytes) -> bool:
    """Whether nothing but a typed refusal, with its facts, comes out of `load`."""
    try:
        return bool(load(name, data).blocks)
    except LoadError as error:
        return bool(error.facts)


@given(st.binary(max_size=200), st.sampled_from(sorted(SUPPORTED)))
def test_any_bytes_load_or_are_refused(data: bytes, extension: str) -> None:
    assert loads_or_is_refused(f"a{extension}", data)


DOCX = (FILES / "par-hyperlinks.docx").read_bytes()


@given(st.integers(0, len(DOCX) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_docx_loads_or_is_refused(at: int, noise: bytes) -> None:
    assert loads_or_is_refused("a.docx", DOCX[:at] + noise + DOCX[at + len(noise) :])


@given(st.text(alphabet="<>/w:tprbdy &;\"'=", max_size=80))
def test_damaged_xml_loads_or_is_refused(inside: str) -> None:
    xml = f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'
    assert loads_or_is_refused("a.docx", word_archive(xml))
