"""Files → documents of headed blocks. A format is one reader module and one line of `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from knowledge.loading.blocks import Block, Content, LoadedDocument, Metadata
from knowledge.loading.errors import (
    CorruptFile,
    EmptyFile,
    EncryptedFile,
    LoadError,
    TooLarge,
    UnsupportedType,
    WrongType,
)
from knowledge.loading.sniffing import MAX_FILE, check_archive, sniff

__all__ = [
    "SUPPORTED",
    "Block",
    "CorruptFile",
    "EmptyFile",
    "EncryptedFile",
    "LoadError",
    "LoadedDocument",
    "Metadata",
    "TooLarge",
    "UnsupportedType",
    "WrongType",
    "load",
]

Reader = Callable[[str, bytes], Content]


@dataclass(frozen=True)
class Format:
    """`module` has `read(name, data)`; `content` is what `sniff` must say of the bytes."""

    module: str
    content: str = "unknown"
    archive: bool = False


FORMATS: dict[str, Format] = {
    ".md": Format("knowledge.loading.markdown"),
    ".markdown": Format("knowledge.loading.markdown"),
    ".txt": Format("knowledge.loading.plain"),
    ".docx": Format("knowledge.loading.word", content="docx", archive=True),
}
SUPPORTED: frozenset[str] = frozenset(FORMATS)


def load(name: str, data: bytes) -> LoadedDocument:
    """Read a file by its name's extension. Raises a `LoadError`; runs nothing in the file."""
    extension = PurePath(name).suffix.lower()
    form = FORMATS.get(extension)
    if form is None:
        raise UnsupportedType(name, extension=extension, supported=",".join(sorted(SUPPORTED)))
    if len(data) > MAX_FILE:
        raise TooLarge(name, what="file", size=len(data), limit=MAX_FILE)
    if not data.strip():
        raise EmptyFile(name, size=len(data))
    _check_content(name, extension, form, data)
    content = _reader(form)(name, data)
    if not content.blocks:
        raise EmptyFile(name, size=len(data))
    return LoadedDocument(
        name=name,
        title=_title(name, content),
        blocks=content.blocks,
        metadata=content.metadata,
        warnings=content.warnings,
    )


def _check_content(name: str, extension: str, form: Format, data: bytes) -> None:
    found = sniff(data)
    if form.archive and found == "damaged-zip":
        raise CorruptFile(name, reason="zip")
    if form.archive and found == "encrypted-office":
        raise EncryptedFile(name, extension=extension)
    if form.archive and found in (form.content, "zip"):
        check_archive(name, extension, data)
    if found != form.content:
        raise WrongType(name, extension=extension, found=found.removeprefix("damaged-"))


def _reader(form: Format) -> Reader:
    return cast(Reader, import_module(form.module).read)


def _title(name: str, content: Content) -> str:
    first = content.blocks[0]
    heading = first.text if first.kind == "heading" and first.level == 1 else ""
    return content.metadata.get("title") or heading or PurePath(name).stem
