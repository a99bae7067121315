"""A ZIP archive → its readable members, as files with names of our own."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any

from knowledge.loading import (
    FORMATS,
    SUPPORTED,
    WITH_MACROS,
    CorruptFile,
    EncryptedFile,
    HasMacros,
    LoadError,
    TooLarge,
    UnsupportedType,
    WrongType,
)
from knowledge.loading.sniffing import sniff
from knowledge.reading.errors import DuplicateName, NestedArchive, UnsafePath
from knowledge.reading.member_names import decoded_names, is_clutter, safe_path

MAX_ARCHIVE = 100 << 20
MAX_UNPACKED = 300 << 20
"""Bytes of all readable members together."""
MAX_RATIO = 100
RATIO_MATTERS_FROM = 20 << 20
MAX_MEMBERS = 5_000
_CHUNK = 1 << 18
_LOCAL_HEADER = 30
_NESTED = {".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".jar"}
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


def unpack(name: str, archive: Path, into: Path) -> Iterator[dict[str, Any]]:
    """Frames of a member or of a problem each. Raises a LoadError for the archive as a whole."""
    size = archive.stat().st_size
    if size > MAX_ARCHIVE:
        raise TooLarge(name, what="file", size=size, limit=MAX_ARCHIVE)
    data = archive.read_bytes()
    found = sniff(data)
    if found == "damaged-zip":
        raise CorruptFile(name, reason="zip")
    if found != "zip":
        raise WrongType(name, extension=PurePath(name).suffix.lower(), found=found)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            yield from _Archive(name, opened, len(data)).unpack(into)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise CorruptFile(name, reason="zip") from error


class _Archive:
    def __init__(self, name: str, opened: zipfile.ZipFile, packed: int) -> None:
        self._name = name
        self._opened = opened
        self._packed = packed
        self._room = MAX_UNPACKED
        self._taken: set[str] = set()

    def unpack(self, into: Path) -> Iterator[dict[str, Any]]:
        infos = self._opened.infolist()
        self._refuse_bomb(infos)
        names = decoded_names(infos)
        for number, (info, path) in enumerate(zip(infos, names, strict=True)):
            if info.is_dir() or is_clutter(path):
                continue
            try:
                path = self._checked(info, path)
                file = f"{number:05}{PurePath(path).suffix.lower()}"
                size = self._write(info, path, into / file)
                yield {"member": {"path": path, "file": file, "size": size}}
            except LoadError as error:
                facts = dict(error.facts)
                yield {"problem": {"path": path, "error": error.code, "facts": facts}}

    def _refuse_bomb(self, infos: Sequence[zipfile.ZipInfo]) -> None:
        """By the directory, before anything is unpacked; it is held to its sizes afterwards."""
        if len(infos) > MAX_MEMBERS:
            raise TooLarge(self._name, what="members", size=len(infos), limit=MAX_MEMBERS)
        unpacked = sum(info.file_size for info in infos)
        if unpacked > MAX_UNPACKED:
            raise TooLarge(self._name, what="unpacked", size=unpacked, limit=MAX_UNPACKED)
        ratio = unpacked // max(self._packed, 1)
        if unpacked > RATIO_MATTERS_FROM and ratio > MAX_RATIO:
            raise TooLarge(self._name, what="ratio", size=ratio, limit=MAX_RATIO)
        end = 0
        for info in sorted(infos, key=lambda info: info.header_offset):
            if info.header_offset < end:
                raise CorruptFile(self._name, reason="overlapping")
            end = info.header_offset + _LOCAL_HEADER + info.compress_size

    def _checked(self, info: zipfile.ZipInfo, path: str) -> str:
        """The member's path, if it may come out. Raises a LoadError."""
        kind = stat.S_IFMT(info.external_attr >> 16)
        if info.create_system == 3 and kind not in (0, stat.S_IFREG):
            raise UnsafePath(path, reason="link" if stat.S_ISLNK(kind) else "device")
        safe = safe_path(path)
        if safe is None:
            raise UnsafePath(path, reason="path")
        extension = PurePath(safe).suffix.lower()
        if extension in _NESTED:
            raise NestedArchive(path, extension=extension)
        if extension in WITH_MACROS:
            raise HasMacros(path, extension=extension)
        if extension not in SUPPORTED:
            raise UnsupportedType(path, extension=extension, supported=",".join(sorted(SUPPORTED)))
        if info.flag_bits & 1:
            raise EncryptedFile(path, extension=extension)
        largest = FORMATS[extension].largest
        if info.file_size > largest:
            raise TooLarge(path, what="file", size=info.file_size, limit=largest)
        if safe.casefold() in self._taken:
            raise DuplicateName(path)
        self._taken.add(safe.casefold())
        return safe

    def _write(self, info: zipfile.ZipInfo, path: str, file: Path) -> int:
        """Unpack in chunks; zipfile stops at the size that the directory says. The size."""
        try:
            with self._opened.open(info) as packed, file.open("xb") as plain:
                while chunk := packed.read(_CHUNK):
                    plain.write(chunk)
                return plain.tell()
        except NotImplementedError as error:
            raise CorruptFile(path, reason="compression") from error
        except _DAMAGE as error:
            raise CorruptFile(path, reason=type(error).__name__) from error
