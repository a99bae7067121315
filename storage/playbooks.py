"""Playbooks and their versions: what was loaded, what answers now, what it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Text, and_, func, or_, select, update
from sqlalchemy import cast as cast_to
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from storage import carrying, lexical
from storage.records import Language, Passage
from storage.statements import batches, insert
from storage.tables.columns import utc_now
from storage.tables.playbooks import (
    DocumentRow,
    IndexBuildRow,
    PassageRow,
    PlaybookEventRow,
    PlaybookRow,
    PlaybookVersionRow,
)


@dataclass(frozen=True)
class NewPassage:
    """A passage as the splitter made it, with its segmented terms."""

    ordinal: int
    heading_path: tuple[str, ...]
    text: str
    text_hash: str
    terms: tuple[str, ...]
    language: str
    page: int | None
    stages: tuple[str, ...]


@dataclass(frozen=True)
class NewDocument:
    path: str
    title: str
    original_sha256: str
    warnings: tuple[str, ...]
    passages: tuple[NewPassage, ...]


@dataclass(frozen=True)
class PlaybookVersion:
    """`created_by` is a person's id; None where the coach itself made the version."""

    id: int
    playbook_id: int
    slug: str
    title: str
    number: int
    status: str
    documents: int
    passages: int
    created_at: datetime
    created_by: int | None
    activated_at: datetime | None
    retired_at: datetime | None
    content_hash: str


async def begin_version(
    session: AsyncSession, slug: str, title: str, content_hash: str, by: int | None
) -> int:
    """A new version in status `indexing`; its id. The active one goes on answering."""
    await session.execute(
        insert(session, PlaybookRow)
        .values(slug=slug, title=title, created_at=utc_now())
        .on_conflict_do_nothing(index_elements=["slug"])
    )
    playbook_id = await lock(session, col(PlaybookRow.slug) == slug)
    latest = await session.scalar(
        select(func.max(col(PlaybookVersionRow.number))).where(
            col(PlaybookVersionRow.playbook_id) == playbook_id
        )
    )
    row = PlaybookVersionRow(
        playbook_id=playbook_id,
        number=(latest or 0) + 1,
        status="indexing",
        content_hash=content_hash,
        created_by=by,
    )
    session.add(row)
    await session.flush()
    return cast(int, row.id)


async def lock(session: AsyncSession, which: ColumnElement[bool]) -> int:
    """Let nobody else change what is active of a playbook until this transaction ends; its id."""
    found = await session.execute(select(col(PlaybookRow.id)).where(which).with_for_update())
    return cast(int, found.scalar_one())


async def still_active(session: AsyncSession, version_id: int) -> bool:
    """Whether the version answers; that stays so until this transaction ends."""
    of = select(col(PlaybookVersionRow.playbook_id)).where(col(PlaybookVersionRow.id) == version_id)
    await lock(session, col(PlaybookRow.id).in_(of))
    status = await session.scalar(
        select(col(PlaybookVersionRow.status)).where(col(PlaybookVersionRow.id) == version_id)
    )
    return status == "active"


ROWS_AT_ONCE = 500
"""Passages written by one statement; between two of them the event loop has its turn."""


def _row(document_id: int, piece: NewPassage) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "ordinal": piece.ordinal,
        "heading_path": list(piece.heading_path),
        "text": piece.text,
        "text_hash": piece.text_hash,
        "terms": " ".join(map(lexical.shortened, piece.terms)),
        "language": piece.language,
        "page": piece.page,
        "stages": list(piece.stages),
    }


async def add_document(session: AsyncSession, version_id: int, new: NewDocument) -> None:
    document = DocumentRow(
        version_id=version_id,
        path=new.path,
        title=new.title,
        original_sha256=new.original_sha256,
        warnings=list(new.warnings),
    )
    session.add(document)
    await session.flush()
    for start in range(0, len(new.passages), ROWS_AT_ONCE):
        some = new.passages[start : start + ROWS_AT_ONCE]
        await session.execute(
            insert(session, PassageRow), [_row(cast(int, document.id), piece) for piece in some]
        )
    version = await session.get_one(PlaybookVersionRow, version_id)
    version.passage_count += len(new.passages)
    version.term_count += sum(len(piece.terms) for piece in new.passages)
    await session.flush()


async def finish_version(
    session: AsyncSession, version_id: int, activate: bool, *, carry: bool = True
) -> None:
    """Make a version that is complete a draft, or the one that answers, in this transaction.

    With `carry`, one that answers for the first time takes over what trainers wrote in the chat.
    """
    version = await session.get_one(PlaybookVersionRow, version_id)
    if not activate:
        version.status = "draft"
        return
    await lock(session, col(PlaybookRow.id) == version.playbook_id)
    await session.refresh(version)
    if carry:
        await carrying.carry(session, version_id)
    active = await session.scalars(
        select(PlaybookVersionRow).where(
            col(PlaybookVersionRow.playbook_id) == version.playbook_id,
            col(PlaybookVersionRow.status) == "active",
            col(PlaybookVersionRow.id) != version_id,
        )
    )
    for old in active:
        await retire_row(session, old)
    if version.status != "active":
        await lexical.add_version(session, version_id)
    version.status = "active"
    version.activated_at = utc_now()
    await session.flush()


async def retire(session: AsyncSession, slug: str) -> bool:
    """Stop the playbook from answering; False if nothing of it was active."""
    version = await session.scalar(
        select(PlaybookVersionRow)
        .join(PlaybookRow, col(PlaybookRow.id) == col(PlaybookVersionRow.playbook_id))
        .where(col(PlaybookRow.slug) == slug, col(PlaybookVersionRow.status) == "active")
        .with_for_update()
    )
    if version is None:
        return False
    await retire_row(session, version)
    return True


async def retire_row(session: AsyncSession, version: PlaybookVersionRow) -> None:
    await lexical.remove_version(session, cast(int, version.id))
    version.status = "retired"
    version.retired_at = utc_now()
    await session.flush()


async def fail_version(session: AsyncSession, version_id: int) -> None:
    """Give up a version that is half-built; one that is complete stays what it is."""
    await session.execute(
        update(PlaybookVersionRow)
        .where(
            col(PlaybookVersionRow.id) == version_id,
            col(PlaybookVersionRow.status) == "indexing",
        )
        .values(status="failed")
    )


async def abandon_unfinished(session: AsyncSession, kept: Sequence[int] = ()) -> None:
    """Give up half-built versions that nobody goes on building: all but those `kept`."""
    await session.execute(
        update(PlaybookVersionRow)
        .where(
            col(PlaybookVersionRow.status) == "indexing",
            col(PlaybookVersionRow.id).not_in(kept),
        )
        .values(status="failed")
    )


async def document_paths(session: AsyncSession, version_id: int) -> list[str]:
    return list(
        await session.scalars(
            select(col(DocumentRow.path)).where(col(DocumentRow.version_id) == version_id)
        )
    )


async def document_warnings(session: AsyncSession, version_id: int) -> list[tuple[str, list[str]]]:
    """Path and warnings of each document, in the order they were read."""
    rows = await session.execute(
        select(col(DocumentRow.path), col(DocumentRow.warnings))
        .where(col(DocumentRow.version_id) == version_id)
        .order_by(col(DocumentRow.id))
    )
    return [(path, warnings) for path, warnings in rows]


async def count_sections(session: AsyncSession, version_id: int) -> int:
    """How many headings (and documents without one) the passages of a version lie under."""
    sections = (
        select(col(DocumentRow.id), cast_to(col(PassageRow.heading_path), Text))
        .join(PassageRow, col(PassageRow.document_id) == col(DocumentRow.id))
        .where(col(DocumentRow.version_id) == version_id)
        .distinct()
    )
    return await session.scalar(select(func.count()).select_from(sections.subquery())) or 0


async def versions(session: AsyncSession, slug: str | None = None) -> list[PlaybookVersion]:
    """All versions that neither failed nor were discarded, by playbook, newest first."""
    counted = (
        select(col(DocumentRow.version_id), func.count().label("documents"))
        .group_by(col(DocumentRow.version_id))
        .subquery()
    )
    statement = (
        select(PlaybookVersionRow, PlaybookRow, counted.c.documents)
        .join(PlaybookRow, col(PlaybookRow.id) == col(PlaybookVersionRow.playbook_id))
        .outerjoin(counted, counted.c.version_id == col(PlaybookVersionRow.id))
        .where(col(PlaybookVersionRow.status).not_in(("failed", "discarded")))
        .order_by(col(PlaybookRow.slug), col(PlaybookVersionRow.number).desc())
    )
    if slug is not None:
        statement = statement.where(col(PlaybookRow.slug) == slug)
    return [
        PlaybookVersion(
            id=cast(int, version.id),
            playbook_id=version.playbook_id,
            slug=playbook.slug,
            title=playbook.title,
            number=version.number,
            status=version.status,
            documents=documents or 0,
            passages=version.passage_count,
            created_at=version.created_at,
            created_by=version.created_by,
            activated_at=version.activated_at,
            retired_at=version.retired_at,
            content_hash=version.content_hash,
        )
        for version, playbook, documents in (await session.execute(statement))
    ]


async def document_passages(session: AsyncSession, version_id: int) -> dict[str, list[Passage]]:
    """The passages of a version by document path, in reading order."""
    statement = (
        _passages()
        .where(col(PlaybookVersionRow.id) == version_id)
        .order_by(col(DocumentRow.path), col(PassageRow.ordinal))
    )
    found: dict[str, list[Passage]] = {}
    for passage in await _fetch(session, statement):
        found.setdefault(passage.document, []).append(passage)
    return found


# --- passages ----------------------------------------------------------------------------------

_PassageSelect = Select[*tuple[Any, ...]]


def _passages() -> _PassageSelect:
    """The columns of a Passage record, in its order: the hot path loads no whole rows."""
    passage, document, version, playbook = PassageRow, DocumentRow, PlaybookVersionRow, PlaybookRow
    columns = (
        passage.id, document.id, document.path, playbook.slug, playbook.title, version.number,
        passage.ordinal, passage.heading_path, passage.text, passage.text_hash, passage.language,
        passage.page, passage.stages,
    )  # fmt: skip
    return (
        select(*map(col, columns))
        .join(DocumentRow, col(DocumentRow.id) == col(PassageRow.document_id))
        .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id))
        .join(PlaybookRow, col(PlaybookRow.id) == col(PlaybookVersionRow.playbook_id))
    )


def _active(statement: _PassageSelect, draft: int | None) -> _PassageSelect:
    """Those of active versions, as if `draft` were active in place of its playbook's version."""
    active = col(PlaybookVersionRow.status) == "active"
    if draft is None:
        return statement.where(active)
    its = aliased(PlaybookVersionRow)
    playbook = select(col(its.playbook_id)).where(col(its.id) == draft).scalar_subquery()
    others = and_(active, col(PlaybookVersionRow.playbook_id) != playbook)
    return statement.where(or_(col(PlaybookVersionRow.id) == draft, others))


async def _fetch(session: AsyncSession, statement: _PassageSelect) -> list[Passage]:
    return [_record(tuple(row)) for row in await session.execute(statement)]


def _record(row: tuple[Any, ...]) -> Passage:
    *identity, path, text, text_hash, language, page, stages = row
    passage_id, document_id, document, slug, title, number, ordinal = identity
    return Passage(
        id=passage_id,
        document_id=document_id,
        document=document,
        playbook=slug,
        playbook_title=title,
        version=number,
        ordinal=ordinal,
        heading_path=tuple(path),
        text=text,
        text_hash=text_hash,
        language=cast(Language, language),
        page=page,
        stages=tuple(stages),
    )


async def active_passages(
    session: AsyncSession, ids: Sequence[int], *, draft: int | None = None
) -> list[Passage]:
    """Those of the passages that answer now, or would if the version `draft` were active."""
    found: list[Passage] = []
    for some in batches(ids):
        statement = _active(_passages(), draft).where(col(PassageRow.id).in_(some))
        found += await _fetch(session, statement)
    return found


async def active_by_hash(
    session: AsyncSession, text_hashes: Sequence[str], *, draft: int | None = None
) -> list[Passage]:
    """Such passages whose embedded text has one of these hashes."""
    found: list[Passage] = []
    for some in batches(text_hashes):
        statement = _active(_passages(), draft).where(col(PassageRow.text_hash).in_(some))
        found += await _fetch(session, statement)
    return sorted(found, key=lambda passage: passage.id)


async def passage(session: AsyncSession, passage_id: int) -> Passage | None:
    """Any passage, active or not: an old answer opens the very words it cited."""
    found = await _fetch(session, _passages().where(col(PassageRow.id) == passage_id))
    return found[0] if found else None


async def neighbours(session: AsyncSession, passage_id: int) -> list[Passage]:
    """The passage before, the passage itself and the one after, in its document."""
    here = await session.get(PassageRow, passage_id)
    if here is None:
        return []
    statement = _passages().where(
        col(PassageRow.document_id) == here.document_id,
        col(PassageRow.ordinal).between(here.ordinal - 1, here.ordinal + 1),
    )
    return await _fetch(session, statement.order_by(col(PassageRow.ordinal)))


async def section_of(session: AsyncSession, passage_id: int) -> list[Passage]:
    """The passages of its document below the same headings as this one, in reading order."""
    here = await session.get(PassageRow, passage_id)
    if here is None:
        return []
    statement = _passages().where(col(PassageRow.document_id) == here.document_id)
    found = await _fetch(session, statement.order_by(col(PassageRow.ordinal)))
    return [passage for passage in found if passage.heading_path == tuple(here.heading_path)]


async def generation(session: AsyncSession) -> tuple[object, ...]:
    """Changes whenever what is active, its stages, or the build of its index, changes."""
    version = PlaybookVersionRow
    statement = select(
        func.count(col(version.id)),
        func.max(col(version.id)),
        func.max(col(version.activated_at)),
        func.max(col(version.retired_at)),
        select(func.max(col(IndexBuildRow.id))).scalar_subquery(),
        select(func.max(col(PlaybookEventRow.id)))
        .where(col(PlaybookEventRow.kind) == "stages")
        .scalar_subquery(),
    ).where(col(version.status).in_(("active", "retired")))
    return tuple((await session.execute(statement)).one())
