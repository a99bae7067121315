"""Documents that go from one version to the next: standard answers folded into a playbook.

They are in no file that a trainer uploads, so a version made of files alone would lose them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, and_, case, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from storage.tables.learning import StandardAnswerRow
from storage.tables.playbooks import DocumentRow, PassageRow, PlaybookVersionRow

_ANSWER = re.compile(r"answers/(\d+)\.md$")


@dataclass(frozen=True)
class Carried:
    """A document that a person wrote in the chat, as a version of the playbook holds it."""

    id: int
    path: str
    title: str
    author_id: int


def answer_id(path: str) -> int | None:
    """The standard answer that a document of this path is, if it was written in the chat."""
    found = _ANSWER.search(path)
    return int(found[1]) if found else None


def free_path(path: str, taken: Collection[str]) -> str:
    """The path, or one made of it that is not taken and names the same standard answer."""
    while path in taken:
        path = f"standard-{path}"
    return path


async def carried_documents(session: AsyncSession, playbook_id: int) -> list[Carried]:
    """What a new version of the playbook has to hold beside its own files, by path.

    Every answer that was folded into any version of it: as the active version holds it, else as
    the newest one that does.
    """
    folded = await _folded(session, playbook_id)
    if not folded:
        return []
    rows = await session.scalars(
        select(DocumentRow)
        .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id))
        .where(
            col(PlaybookVersionRow.playbook_id) == playbook_id,
            col(DocumentRow.author_id).is_not(None),
        )
        .order_by(col(PlaybookVersionRow.status) == "active", col(DocumentRow.id))
    )
    newest = {number: row for row in rows if (number := answer_id(row.path)) in folded}
    found = [
        Carried(cast(int, row.id), row.path, row.title, cast(int, row.author_id))
        for row in newest.values()
    ]
    return sorted(found, key=lambda one: one.path)


async def _folded(session: AsyncSession, playbook_id: int) -> set[int | None]:
    """The standard answers that were folded into the playbook."""
    rows = await session.scalars(
        select(col(StandardAnswerRow.id))
        .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(StandardAnswerRow.folded_into))
        .where(
            col(PlaybookVersionRow.playbook_id) == playbook_id,
            col(StandardAnswerRow.retired_at).is_(None),
        )
    )
    return set(rows)


async def carry(session: AsyncSession, version_id: int) -> int:
    """Copy what the playbook carries into a version that has never answered; how many documents.

    Call it in the transaction that activates the version, after the playbook is locked and before
    the version is put into the lexical index. A version that answered before stays as it was.
    """
    version = await session.get_one(PlaybookVersionRow, version_id)
    if version.activated_at is not None:
        return 0
    taken = set(await paths(session, version_id))
    carried = await carried_documents(session, version.playbook_id)
    for document in carried:
        path = free_path(document.path, taken)
        await copy_document(session, document.id, version_id, path)
        taken.add(path)
    return len(carried)


async def paths(session: AsyncSession, version_id: int) -> list[str]:
    statement = select(col(DocumentRow.path)).where(col(DocumentRow.version_id) == version_id)
    return list(await session.scalars(statement))


async def copy_documents(
    session: AsyncSession, from_id: int, to_id: int, without: Collection[str] = ()
) -> None:
    """Copy a version's documents, but those at the paths in `without`, into an empty version."""
    old, new = DocumentRow, aliased(DocumentRow)
    kept = and_(col(old.version_id) == from_id, col(old.path).not_in(without))
    columns = [col(getattr(old, name)) for name in _DOCUMENT_NAMES]
    documents = select(literal(to_id), *columns).where(kept).order_by(col(old.id))
    names = ["version_id", *_DOCUMENT_NAMES]
    await session.execute(insert(old).from_select(names, documents))
    pairs = and_(col(new.version_id) == to_id, col(new.path) == col(old.path))
    passages = (
        _passages(col(new.id))
        .join(old, col(old.id) == col(PassageRow.document_id))
        .join(new, pairs)
        .where(kept)
        .order_by(col(new.id), col(PassageRow.ordinal))
    )
    await session.execute(insert(PassageRow).from_select(_PASSAGE_NAMES, passages))
    await _count(session, to_id)


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
    passages = (
        _passages(literal(new.id))
        .where(col(PassageRow.document_id) == document_id)
        .order_by(col(PassageRow.ordinal))
    )
    await session.execute(insert(PassageRow).from_select(_PASSAGE_NAMES, passages))
    await _count(session, to_id)


_DOCUMENT_NAMES = ("path", "title", "original_sha256", "warnings", "author_id")
_PASSAGE_NAMES = (
    "document_id", "ordinal", "heading_path", "text", "text_hash", "terms", "language", "page",
    "stages",
)  # fmt: skip


def _passages(document_id: Any) -> Select[Any]:
    """Passages as rows of another document."""
    return select(document_id, *(col(getattr(PassageRow, name)) for name in _PASSAGE_NAMES[1:]))


async def _count(session: AsyncSession, version_id: int) -> None:
    """Write down how many passages and terms the version holds."""
    terms = col(PassageRow.terms)
    spaces = func.length(terms) - func.length(func.replace(terms, " ", ""))
    found = await session.execute(
        select(func.count(), func.coalesce(func.sum(case((terms == "", 0), else_=spaces + 1)), 0))
        .select_from(PassageRow)
        .join(DocumentRow, col(DocumentRow.id) == col(PassageRow.document_id))
        .where(col(DocumentRow.version_id) == version_id)
    )
    version = await session.get_one(PlaybookVersionRow, version_id)
    version.passage_count, version.term_count = found.one()
    await session.flush()


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
