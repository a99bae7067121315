"""What the reading process says → values, each field checked first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol, TypeVar, cast

from knowledge.loading import LoadError, Metadata
from knowledge.reading import errors, protocol
from knowledge.reading.protocol import MAX_PIECE, BadFrame, Frame
from knowledge.reading.records import Member, ReadDocument, ReadPiece, Unpacked
from knowledge.splitting import Piece
from storage.records import Language

T_co = TypeVar("T_co", covariant=True)

MAX_PIECES = 1_000_000
_LARGEST = 1 << 40
_CODE = re.compile(r"[a-z_]{1,40}", re.ASCII)


class Answer(Protocol[T_co]):
    """Puts together what a request is answered with. Both methods raise BadFrame."""

    def take(self, frame: Frame) -> None: ...

    def whole(self) -> T_co: ...


class DocumentAnswer:
    """The frames of a document, as they come."""

    def __init__(self) -> None:
        self._pieces: list[ReadPiece] = []
        self._document: ReadDocument | None = None

    def take(self, frame: Frame) -> None:
        for held in protocol.items(frame.get("pieces", []), MAX_PIECES):
            self._pieces.append(_piece(len(self._pieces), held))
        if "title" in frame:
            self._document = ReadDocument(
                title=protocol.text(frame["title"]),
                warnings=protocol.texts(frame.get("warnings")),
                pieces=tuple(self._pieces),
                metadata=_metadata(frame.get("metadata")),
            )

    def whole(self) -> ReadDocument:
        if self._document is None:
            raise BadFrame("document")
        return self._document


class UnpackedAnswer:
    """The frames of an archive, as they come."""

    def __init__(self, into: Path) -> None:
        self._into = into
        self._members: list[Member] = []
        self._problems: list[LoadError] = []

    def take(self, frame: Frame) -> None:
        if len(self._members) + len(self._problems) > MAX_PIECES:
            raise BadFrame("members")
        if "member" in frame:
            self._members.append(_member(frame["member"], self._into))
        if "problem" in frame:
            problem = protocol.fields(frame["problem"])
            self._problems.append(failure(protocol.text(problem.get("path")), problem))

    def whole(self) -> Unpacked:
        return Unpacked(tuple(self._members), tuple(self._problems))


def _piece(ordinal: int, held: object) -> ReadPiece:
    """A piece, its embedded text and hash made here: a wrong hash would spoil other passages."""
    fields = protocol.fields(held)
    page = fields.get("page")
    made = Piece(
        ordinal=ordinal,
        heading_path=protocol.texts(fields.get("path")),
        text=protocol.text(fields.get("text"), MAX_PIECE),
        page=None if page is None else protocol.number(page, _LARGEST),
        language=_language(fields.get("language")),
        stages=protocol.texts(fields.get("stages")),
    )
    return ReadPiece(
        ordinal=ordinal,
        heading_path=made.heading_path,
        text=made.text,
        text_hash=made.text_hash,
        embedded_text=made.embedded_text,
        terms=tuple(protocol.text(fields.get("terms"), protocol.MAX_FRAME).split()),
        language=made.language,
        page=made.page,
        stages=made.stages,
    )


def _metadata(held: object) -> Metadata:
    """Front matter: strings and lists of strings; `language` is one of the product's."""
    kept: dict[str, str | list[str]] = {}
    for key, value in protocol.fields(held).items():
        kept[protocol.text(key)] = (
            list(protocol.texts(value)) if isinstance(value, list) else protocol.text(value)
        )
    if "language" in kept:
        _language(kept["language"])
    return cast(Metadata, kept)


def _member(held: object, into: Path) -> Member:
    """A member that is where it says: a plain file directly in `into`."""
    fields = protocol.fields(held)
    name = protocol.text(fields.get("file"))
    file = into / name
    if Path(name).name != name or file.is_symlink() or not file.is_file():
        raise BadFrame("file")
    return Member(protocol.text(fields.get("path")), file, file.stat().st_size)


def failure(name: str, frame: Frame) -> LoadError:
    """The error that a code stands for; an unknown code is a failure of the reader."""
    code = protocol.text(frame.get("error"))
    facts: dict[str, str | int] = {}
    for key, value in protocol.fields(frame.get("facts")).items():
        if not _CODE.fullmatch(key) or key == "name":
            raise BadFrame("fact")
        facts[key] = value if isinstance(value, int) else protocol.text(value)
    kind = _kinds().get(code)
    if kind is None:
        return errors.ReadingFailed(name, reason="protocol")
    return kind(name, **facts)


def _kinds() -> dict[str, type[LoadError]]:
    """Every kind of LoadError by its code."""
    found: dict[str, type[LoadError]] = {}
    waiting = LoadError.__subclasses__()
    while waiting:
        kind = waiting.pop()
        found[kind.code] = kind
        waiting += kind.__subclasses__()
    return found


def _language(value: object) -> Language:
    if value == "zh" or value == "en":
        return value
    raise BadFrame("language")
