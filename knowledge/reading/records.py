"""What the reading process hands back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.loading import LoadError, Metadata
from storage.records import Language


@dataclass(frozen=True)
class ReadPiece:
    """A passage as it is stored: `terms` are the segmented words of `embedded_text`.

    `ordinal` counts from 0; `text_hash` is SHA-256 of the embedded text, in hexadecimal.
    """

    ordinal: int
    heading_path: tuple[str, ...]
    text: str
    text_hash: str
    embedded_text: str
    terms: tuple[str, ...]
    language: Language
    page: int | None
    stages: tuple[str, ...]


@dataclass(frozen=True)
class ReadDocument:
    """`warnings` are codes, some with a detail after a colon; `metadata` is the front matter."""

    title: str
    warnings: tuple[str, ...]
    pieces: tuple[ReadPiece, ...]
    metadata: Metadata


@dataclass(frozen=True)
class Member:
    """A file out of an archive: `path` is what it is called there, with `/` between folders.

    `path` never leads upwards nor starts at a root. `file` has a name of our own, with the
    member's extension; `size` is in bytes.
    """

    path: str
    file: Path
    size: int


@dataclass(frozen=True)
class Unpacked:
    """What came out of an archive, and why the rest did not: each problem's `name` is a path."""

    members: tuple[Member, ...]
    problems: tuple[LoadError, ...] = ()
