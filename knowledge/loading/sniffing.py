"""What a file's bytes are, whatever its name says, and whether unpacking them is safe."""

from __future__ import annotations

import io
import zipfile
import zlib

from knowledge.loading.errors import CorruptFile, EncryptedFile, TooLarge

MAX_FILE = 20 * 1024 * 1024
MAX_ILLUSTRATED = 100 * 1024 * 1024
"""Bytes of a file of a kind that is large by its pictures."""
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_PART = 50 * 1024 * 1024
"""Bytes of one XML part, which is held in memory as a tree several times as large."""
RATIO_MATTERS_FROM = 20 * 1024 * 1024
MAX_MEMBERS = 10_000
_CHUNK = 1 << 16

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x7fELF", "executable"),
    (b"SQLite format 3\x00", "sqlite"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"ms-word.document.macroEnabled.main+xml", "docm"),
    (b"wordprocessingml.template.main+xml", "dotx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xltx"),
    (b"presentationml.presentation.main+xml", "pptx"),
    (b"presentationml.slideshow.main+xml", "ppsx"),
    (b"presentationml.template.main+xml", "potx"),
)


def sniff(data: bytes) -> str:
    """A format's short name; "unknown" (which text is) if no signature is recognised."""
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    return next((kind for magic, kind in _SIGNATURES if data.startswith(magic)), "unknown")


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo("[Content_Types].xml")
            if info.flag_bits & 1:
                return "zip"
            with archive.open(info) as stream:
                types = stream.read(1 << 20)
    except KeyError:
        return "zip"
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return "damaged-zip"
    return next((kind for mark, kind in _MAIN_PARTS if mark in types), "zip")


def has_macros(data: bytes) -> bool:
    """Whether an Office package holds a VBA project or a sheet of Excel 4 macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return False
    return any("vbaproject" in name or "/macrosheets/" in name for name in names)


def _ole_kind(data: bytes) -> str:
    """An OLE container holds either an encrypted Office package or a pre-2007 document."""
    streams = (("EncryptedPackage", "encrypted-office"), ("WordDocument", "doc"))
    for name, kind in (*streams, ("Workbook", "xls"), ("PowerPoint Document", "ppt")):
        if name.encode("utf-16-le") in data:
            return kind
    return "ole"


def check_archive(name: str, extension: str, data: bytes) -> None:
    """Refuse an archive that is encrypted, damaged, or unpacks to too much.

    The directory's sizes are judged before anything is unpacked; then every member is read in
    small chunks, which fails as soon as one holds more than the directory says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise EncryptedFile(name, extension=extension)
            _check_sizes(name, members, len(data))
            for member in members:
                _read_through(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise CorruptFile(name, reason=type(error).__name__) from error
    except NotImplementedError as error:
        raise CorruptFile(name, reason="compression") from error


def _check_sizes(name: str, members: list[zipfile.ZipInfo], packed: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise TooLarge(name, what="members", size=len(members), limit=MAX_MEMBERS)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise TooLarge(name, what="unpacked", size=unpacked, limit=MAX_UNPACKED)
    part = max((m.file_size for m in members if m.filename.endswith(".xml")), default=0)
    if part > MAX_PART:
        raise TooLarge(name, what="part", size=part, limit=MAX_PART)
    ratio = unpacked // max(packed, 1)
    if unpacked > RATIO_MATTERS_FROM and ratio > MAX_RATIO:
        raise TooLarge(name, what="ratio", size=ratio, limit=MAX_RATIO)


def _read_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with archive.open(member) as stream:
        while stream.read(_CHUNK):
            pass
