"""Frames between the bot and its reading process: a length (4 bytes, big-endian), then JSON.

The bot does not trust what the child says: a file may have taken it over. So nothing is pickled,
every frame is small, and each field is checked for type and size before it is used.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO, cast

HEADER = struct.Struct(">I")
MAX_FRAME = 4 << 20
"""Bytes of JSON in a frame, which the event loop parses in one go (about 20 ms at the most)."""
BATCH = 1 << 17
"""Characters of text after which the child ends a frame of pieces."""
MAX_ANSWER = 256 << 20
"""Bytes of one whole answer."""
MAX_PIECE = 200_000
"""Characters of one piece; a whole one has about 1,500."""
MAX_STRING = 4_000
"""Characters of a title, a heading, a path or a fact."""
MAX_ITEMS = 1_000
"""Entries of any list but pieces, members and terms."""

Frame = Mapping[str, Any]


class BadFrame(Exception):
    """The child said something it never says."""


def encode(frame: Frame) -> bytes:
    data = json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return HEADER.pack(len(data)) + data


def decode(data: bytes) -> Frame:
    try:
        frame = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadFrame("json") from error
    if not isinstance(frame, dict):
        raise BadFrame("object")
    return frame


def read_frame(stream: BinaryIO) -> Frame | None:
    """The next frame of a blocking stream, None at its end."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    data = stream.read(length)
    return decode(data) if len(data) == length else None


def text(value: object, most: int = MAX_STRING) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise BadFrame("text")
    return value


def number(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise BadFrame("number")
    return value


def texts(value: object) -> tuple[str, ...]:
    return tuple(text(item) for item in items(value))


def items(value: object, most: int = MAX_ITEMS) -> list[object]:
    if not isinstance(value, list) or len(value) > most:
        raise BadFrame("list")
    return cast("list[object]", value)


def fields(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict) or len(value) > MAX_ITEMS:
        raise BadFrame("object")
    return cast("Mapping[str, object]", value)
