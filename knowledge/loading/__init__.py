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
    HasMacros,
    LoadError,
    ScannedFile,
    TooLarge,
    UnsupportedType,
    WrongType,
)
from knowledge.loading.sniffing import MAX_FILE, MAX_ILLUSTRATED, check_archive, has_macros, sniff

__all__ = [
    "SUPPORTED",
    "Block",
    "CorruptFile",
    "EmptyFile",
    "EncryptedFile",
    "HasMacros",
    "LoadError",
    "LoadedDocument",
    "Metadata",
    "ScannedFile",
    "TooLarge",
    "UnsupportedType",
    "WrongType",
    "load",
]

Reader = Callable[[str, bytes], Content]


@dataclass(frozen=True)
class Format:
    """`module` has `read(name, data)`; `content` is what `sniff` must say of the bytes.

    `largest` is in bytes: text is held to less than what may be mostly pictures.
    """

    module: str
    content: str = "unknown"
    archive: bool = False
    largest: int = MAX_FILE


FORMATS: dict[str, Format] = {
    ".md": Format("knowledge.loading.markdown"),
    ".markdown": Format("knowledge.loading.markdown"),
    ".txt": Format("knowledge.loading.plain"),
    ".docx": Format("knowledge.loading.word", "docx", archive=True, largest=MAX_ILLUSTRATED),
    ".dotx": Format("knowledge.loading.word", "dotx", archive=True, largest=MAX_ILLUSTRATED),
    ".pptx": Format("knowledge.loading.slides", "pptx", archive=True, largest=MAX_ILLUSTRATED),
    ".ppsx": Format("knowledge.loading.slides", "ppsx", archive=True, largest=MAX_ILLUSTRATED),
    ".potx": Format("knowledge.loading.slides", "potx", archive=True, largest=MAX_ILLUSTRATED),
    ".xlsx": Format("knowledge.loading.sheets", content="xlsx", archive=True),
    ".xltx": Format("knowledge.loading.sheets", content="xltx", archive=True),
    ".csv": Format("knowledge.loading.delimited"),
    ".tsv": Format("knowledge.loading.delimited"),
    ".html": Format("knowledge.loading.html"),
    ".htm": Format("knowledge.loading.html"),
    ".pdf": Format("knowledge.loading.pdf", "pdf", largest=MAX_ILLUSTRATED),
}
SUPPORTED: frozenset[str] = frozenset(FORMATS)
WITH_MACROS = frozenset(
    {".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".pptm", ".ppsm", ".potm", ".xlam", ".ppam"}
)
"""Extensions of Office files that may run programs; a reader could do without them, but a file
that asks everybody who opens it to run something has no place among playbooks.
"""


def load(name: str, data: bytes) -> LoadedDocument:
    """Read a file by its name's extension. Raises a `LoadError`; runs nothing in the file."""
    extension = PurePath(name).suffix.lower()
    if extension in WITH_MACROS:
        raise HasMacros(name, extension=extension)
    form = FORMATS.get(extension)
    if form is None:
        raise UnsupportedType(name, extension=extension, supported=",".join(sorted(SUPPORTED)))
    if len(data) > form.largest:
        raise TooLarge(name, what="file", size=len(data), limit=form.largest)
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
    if form.archive and has_macros(data):
        raise HasMacros(name, extension=extension)
    if found != form.content:
        raise WrongType(name, extension=extension, found=found.removeprefix("damaged-"))


def _reader(form: Format) -> Reader:
    return cast(Reader, import_module(form.module).read)


def _title(name: str, content: Content) -> str:
    first = content.blocks[0]
    heading = first.text if first.kind == "heading" and first.level == 1 else ""
    return content.metadata.get("title") or heading or PurePath(name).stem
