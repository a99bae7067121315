"""What the members of a ZIP archive are called, and which of those names are safe."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_CLUTTER = {"__macosx", "thumbs.db", "desktop.ini"}
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_CHINESE = 0.4
LONGEST = 400
"""Characters of a path."""


def decoded_names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names, NUL and all. One encoding for all names that don't say which they are in.

    Windows writes the encoding of its language (GBK in China), macOS writes UTF-8, and neither
    says so; zipfile takes both for code page 437.
    """
    raw = {info: _raw(info) for info in infos}
    doubtful = [name for name in raw.values() if name is not None and not name.isascii()]
    encoding = _encoding(doubtful)
    return [_name(info, raw[info], encoding) for info in infos]


def safe_path(path: str) -> str | None:
    """The path in NFC with `/` between folders, or None if it is not plainly below its folder."""
    path = unicodedata.normalize("NFC", path.replace("\\", "/"))
    if len(path) > LONGEST or path.startswith("/") or _DRIVE.match(path) or _CONTROLS.search(path):
        return None
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts or any(part == ".." or ":" in part or _DEVICES.match(part) for part in parts):
        return None
    return "/".join(parts)


def is_clutter(path: str) -> bool:
    """What systems and editors leave behind: hidden files, lock files, thumbnails.

    A name that leads upwards is not clutter: it is reported.
    """
    parts = [part for part in re.split(r"[/\\]", path) if part not in ("", ".")]
    return ".." not in parts and any(
        p.startswith((".", "~$")) or p.casefold() in _CLUTTER for p in parts
    )


def _raw(info: zipfile.ZipInfo) -> bytes | None:
    """The name as it is stored, or None if the archive says that it is UTF-8."""
    return None if info.flag_bits & _UTF8_FLAG else info.orig_filename.encode("cp437")


def _name(info: zipfile.ZipInfo, raw: bytes | None, encoding: str) -> str:
    if raw is None:
        return info.orig_filename
    return _unicode_path(info.extra, raw) or raw.decode(encoding)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in the extra field that Info-ZIP keeps for it, if it belongs to this name."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        held = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and length > 5 and held[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return held[5:].decode(errors="replace")
        at += 4 + length
    return None


def _encoding(names: Sequence[bytes]) -> str:
    """UTF-8 if all names are that, else the Chinese encoding with more everyday characters."""
    joined = b"/".join(names)
    try:
        joined.decode()
    except UnicodeDecodeError:
        share, best = max((_everyday(joined, name), name) for name in ("big5hkscs", "gb18030"))
        return best if share > _CHINESE else "cp437"
    return "utf-8"


def _everyday(joined: bytes, encoding: str) -> float:
    """The share of characters in the encoding's first level, where everyday words are."""
    try:
        foreign = [char for char in joined.decode(encoding) if not char.isascii()]
    except UnicodeDecodeError:
        return 0.0
    codes = [int.from_bytes(char.encode(encoding)) for char in foreign]
    if encoding == "gb18030":
        usual = [0xB0A1 <= code <= 0xD7F9 and code & 0xFF >= 0xA1 for code in codes]
    else:
        usual = [0xA440 <= code <= 0xC67E for code in codes]
    return sum(usual) / max(len(codes), 1)
