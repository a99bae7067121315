"""Playbooks and their versions: what was loaded, what answers now, what it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage import lexical
from storage.records import Language, Passage
from storage.statements import batches, insert
from storage.tables.columns import utc_now
from storage.tables.playbooks import (
    DocumentRow,
    IndexBuildRow,
    PassageRow,
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
    id: int
    slug: str
    title: str
    number: int
    status: str
    documents: int
    passages: int
    activated_at: datetime | None
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
    playbook_id = await _lock(session, col(PlaybookRow.slug) == slug)
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


async def _lock(session: AsyncSession, which: ColumnElement[bool]) -> int:
    """Let nobody else change what is active of a playbook until this transaction ends; its id."""
    found = await session.execute(select(col(PlaybookRow.id)).where(which).with_for_update())
    return cast(int, found.scalar_one())


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
    session.add_all(
        PassageRow(
            document_id=cast(int, document.id),
            ordinal=piece.ordinal,
            heading_path=list(piece.heading_path),
            text=piece.text,
            text_hash=piece.text_hash,
            terms=" ".join(map(lexical.shortened, piece.terms)),
            language=piece.language,
            page=piece.page,
            stages=list(piece.stages),
        )
        for piece in new.passages
    )
    version = await session.get_one(PlaybookVersionRow, version_id)
    version.passage_count += len(new.passages)
    version.term_count += sum(len(piece.terms) for piece in new.passages)
    await session.flush()


async def finish_version(session: AsyncSession, version_id: int, activate: bool) -> None:
    """Make a version that is complete a draft, or the one that answers, in this transaction."""
    version = await session.get_one(PlaybookVersionRow, version_id)
    if not activate:
        version.status = "draft"
        return
    await _lock(session, col(PlaybookRow.id) == version.playbook_id)
    await session.refresh(version)
    active = await session.scalars(
        select(PlaybookVersionRow).where(
            col(PlaybookVersionRow.playbook_id) == version.playbook_id,
            col(PlaybookVersionRow.status) == "active",
            col(PlaybookVersionRow.id) != version_id,
        )
    )
    for old in active:
        await _retire(session, old)
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
    await _retire(session, version)
    return True


async def _retire(session: AsyncSession, version: PlaybookVersionRow) -> None:
    await lexical.remove_version(session, cast(int, version.id))
    version.status = "retired"
    version.retired_at = utc_now()
    await session.flush()


async def fail_version(session: AsyncSession, version_id: int) -> None:
    await session.execute(
        update(PlaybookVersionRow)
        .where(col(PlaybookVersionRow.id) == version_id)
        .values(status="failed")
    )


async def abandon_unfinished(session: AsyncSession) -> None:
    """Versions a dead process left half-built; their job starts again from the originals."""
    await session.execute(
        update(PlaybookVersionRow)
        .where(col(PlaybookVersionRow.status) == "indexing")
        .values(status="failed")
    )


async def versions(session: AsyncSession, slug: str | None = None) -> list[PlaybookVersion]:
    """All versions that are not failed, by playbook, newest first."""
    counted = (
        select(col(DocumentRow.version_id), func.count().label("documents"))
        .group_by(col(DocumentRow.version_id))
        .subquery()
    )
    statement = (
        select(PlaybookVersionRow, PlaybookRow, counted.c.documents)
        .join(PlaybookRow, col(PlaybookRow.id) == col(PlaybookVersionRow.playbook_id))
        .outerjoin(counted, counted.c.version_id == col(PlaybookVersionRow.id))
        .where(col(PlaybookVersionRow.status) != "failed")
        .order_by(col(PlaybookRow.slug), col(PlaybookVersionRow.number).desc())
    )
    if slug is not None:
        statement = statement.where(col(PlaybookRow.slug) == slug)
    return [
        PlaybookVersion(
            id=cast(int, version.id),
            slug=playbook.slug,
            title=playbook.title,
            number=version.number,
            status=version.status,
            documents=documents or 0,
            passages=version.passage_count,
            activated_at=version.activated_at,
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


def _active(statement: _PassageSelect) -> _PassageSelect:
    return statement.where(col(PlaybookVersionRow.status) == "active")


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


async def active_passages(session: AsyncSession, ids: Sequence[int]) -> list[Passage]:
    """Those of the passages that answer now."""
    found: list[Passage] = []
    for some in batches(ids):
        found += await _fetch(session, _active(_passages()).where(col(PassageRow.id).in_(some)))
    return found


async def active_by_hash(session: AsyncSession, text_hashes: Sequence[str]) -> list[Passage]:
    """Active passages whose embedded text has one of these hashes."""
    found: list[Passage] = []
    for some in batches(text_hashes):
        statement = _active(_passages()).where(col(PassageRow.text_hash).in_(some))
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


async def any_active(session: AsyncSession) -> bool:
    statement = select(col(PlaybookVersionRow.id)).where(
        col(PlaybookVersionRow.status) == "active", col(PlaybookVersionRow.passage_count) > 0
    )
    return await session.scalar(statement.limit(1)) is not None


async def generation(session: AsyncSession) -> tuple[object, ...]:
    """Changes whenever what is active, or the build of its index, changes."""
    version = PlaybookVersionRow
    statement = select(
        func.count(col(version.id)),
        func.max(col(version.id)),
        func.max(col(version.activated_at)),
        func.max(col(version.retired_at)),
        select(func.max(col(IndexBuildRow.id))).scalar_subquery(),
    ).where(col(version.status).in_(("active", "retired")))
    return tuple((await session.execute(statement)).one())
