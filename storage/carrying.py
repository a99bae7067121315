"""Documents that go from one version to the next: standard answers folded into a playbook.

They are in no file that a trainer uploads, so a version made of files alone would lose them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.statements import insert
from storage.tables.playbooks import DocumentRow, PassageRow, PlaybookVersionRow

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Carried:
    """A document that a person wrote in the chat, in the version of a playbook that answers."""

    id: int
    path: str
    title: str
    author_id: int


async def carried_documents(session: AsyncSession, playbook_id: int) -> list[Carried]:
    """What a new version of the playbook has to hold beside its own files, by path."""
    rows = await session.scalars(
        select(DocumentRow)
        .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id))
        .where(
            col(PlaybookVersionRow.playbook_id) == playbook_id,
            col(PlaybookVersionRow.status) == "active",
            col(DocumentRow.author_id).is_not(None),
        )
        .order_by(col(DocumentRow.path))
    )
    return [
        Carried(cast(int, row.id), row.path, row.title, cast(int, row.author_id)) for row in rows
    ]


async def carry(session: AsyncSession, version_id: int) -> int:
    """Copy what the playbook carries into a version that has never answered; how many documents.

    Call it in the transaction that activates the version, after the playbook is locked and before
    the version is put into the lexical index. A version that answered before stays as it was.
    """
    version = await session.get_one(PlaybookVersionRow, version_id)
    if version.activated_at is not None:
        return 0
    present = set(await paths(session, version_id))
    carried = await carried_documents(session, version.playbook_id)
    for document in carried:
        if document.path not in present:
            await copy_document(session, document.id, version_id, document.path)
    return sum(document.path not in present for document in carried)


async def paths(session: AsyncSession, version_id: int) -> list[str]:
    statement = select(col(DocumentRow.path)).where(col(DocumentRow.version_id) == version_id)
    return list(await session.scalars(statement))


async def copy_documents(
    session: AsyncSession, from_id: int, to_id: int, without: Collection[str] = ()
) -> int:
    """Copy a version's documents, but those at the paths in `without`; how many there were."""
    rows = await session.execute(
        select(col(DocumentRow.id), col(DocumentRow.path))
        .where(col(DocumentRow.version_id) == from_id)
        .order_by(col(DocumentRow.id))
    )
    kept = [(document_id, path) for document_id, path in rows if path not in without]
    for document_id, path in kept:
        await copy_document(session, cast(int, document_id), to_id, path)
    return len(kept)


async def copy_document(session: AsyncSession, document_id: int, to_id: int, path: str) -> None:
    """Copy a document with its passages into a version that is being made."""
    old = await session.get_one(DocumentRow, document_id)
    new = DocumentRow(
        version_id=to_id,
        path=path,
        title=old.title,
        original_sha256=old.original_sha256,
        warnings=old.warnings,
        author_id=old.author_id,
    )
    session.add(new)
    await session.flush()
    passages = [dict(row) for row in await _passages(session, document_id)]
    for start in range(0, len(passages), ROWS_AT_ONCE):
        rows = [row | {"document_id": new.id} for row in passages[start : start + ROWS_AT_ONCE]]
        await session.execute(insert(session, PassageRow), rows)
    version = await session.get_one(PlaybookVersionRow, to_id)
    version.passage_count += len(passages)
    version.term_count += sum(len(row["terms"].split(" ")) for row in passages if row["terms"])
    await session.flush()


async def _passages(session: AsyncSession, document_id: int) -> list[Any]:
    passage = PassageRow
    columns = (
        passage.ordinal, passage.heading_path, passage.text, passage.text_hash, passage.terms,
        passage.language, passage.page, passage.stages,
    )  # fmt: skip
    rows = await session.execute(
        select(*map(col, columns))
        .where(col(passage.document_id) == document_id)
        .order_by(col(passage.ordinal))
    )
    return list(rows.mappings())


async def active_version(session: AsyncSession, playbook_id: int) -> PlaybookVersionRow | None:
    return await session.scalar(
        select(PlaybookVersionRow)
        .where(
            col(PlaybookVersionRow.playbook_id) == playbook_id,
            col(PlaybookVersionRow.status) == "active",
        )
        .order_by(col(PlaybookVersionRow.number).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
