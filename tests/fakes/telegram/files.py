"""The files Telegram keeps for the bot."""

import base64
import hashlib
import secrets
import struct
import zlib
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from .errors import ApiError, bad_request

MEGABYTE = 1024 * 1024
MAX_DOWNLOAD = 20 * MEGABYTE
MAX_UPLOAD = 50 * MEGABYTE
MAX_PHOTO = 10 * MEGABYTE


@dataclass(frozen=True)
class Upload:
    """A file as a bot sent it, before Telegram has stored it."""

    name: str
    data: bytes = field(repr=False)
    mime_type: str

    def __str__(self) -> str:
        return f"<{self.name}, {len(self.data)} bytes>"


@dataclass(frozen=True)
class StoredFile:
    file_id: str
    file_unique_id: str
    path: str
    name: str
    mime_type: str
    data: bytes = field(repr=False)

    @property
    def reference(self) -> dict[str, Any]:
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_unique_id,
            "file_size": len(self.data),
        }

    def as_document(self) -> dict[str, Any]:
        return self.reference | {"file_name": self.name, "mime_type": self.mime_type}


class FileStore:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}

    def add(self, data: bytes, name: str, mime_type: str, folder: str = "documents") -> StoredFile:
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())[:12].decode()
        stored = StoredFile(
            file_id=f"BQACAgUAAxk{secrets.token_urlsafe(42)}",
            file_unique_id=f"AgAD{digest}",
            path=f"{folder}/file_{len(self._by_id)}{PurePath(name).suffix}",
            name=name,
            mime_type=mime_type,
            data=data,
        )
        self._by_id[stored.file_id] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile:
        if file_id.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        try:
            return self._by_id[file_id]
        except KeyError:
            raise bad_request("wrong file identifier/HTTP URL specified") from None

    def by_path(self, path: str) -> StoredFile | None:
        return next((file for file in self._by_id.values() if file.path == path), None)

    def accept(self, given: Upload | str, folder: str = "documents") -> StoredFile:
        """Store what a bot uploaded, or find what it named by file_id."""
        if isinstance(given, str):
            return self.by_id(given)
        if not given.data:
            raise bad_request("file must be non-empty")
        if len(given.data) > MAX_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        return self.add(given.data, given.name, given.mime_type, folder)


def photo_sizes(file: StoredFile) -> list[dict[str, Any]]:
    """PhotoSize objects; ApiError where Telegram would refuse the picture."""
    if len(file.data) > MAX_PHOTO:
        raise bad_request(f"file of size {len(file.data)} bytes is too big for a photo")
    width, height = picture_size(file.data)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [file.reference | {"width": width, "height": height}]


def picture_size(data: bytes) -> tuple[int, int]:
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    raise bad_request("IMAGE_PROCESS_FAILED")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise bad_request("IMAGE_PROCESS_FAILED")


def tiny_png(side: int = 8) -> bytes:
    """A small valid picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x33\x99\xdd" * side) * side)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
