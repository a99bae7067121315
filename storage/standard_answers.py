"""Short answers that trainers write themselves. They answer as documents of one playbook, a new
version of it for each change, until they are retired or folded into another playbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage import carrying, playbooks
from storage.originals import record_original
from storage.playbook_history import record_event
from storage.playbooks import NewDocument
from storage.statements import batches
from storage.tables.columns import utc_now
from storage.tables.learning import GapRow, StandardAnswerRow
from storage.tables.people import PersonRow
from storage.tables.playbooks import DocumentRow, PlaybookRow, PlaybookVersionRow

SLUG = "standard-answers"
TITLE = "标准答案 / Standard answers"


@dataclass(frozen=True)
class StandardAnswer:
    """Never changed: an edit is a new one. `folded_into` names the version, "title v3"."""

    id: int
    gap_id: int | None
    question: str
    answer: str
    author_id: int
    author: str
    written_at: datetime
    folded_into: str = ""
    retired_at: datetime | None = None

    @property
    def is_current(self) -> bool:
        """Whether it stands among the standard answers."""
        return not self.folded_into and self.retired_at is None


@dataclass(frozen=True)
class NewAnswer:
    """`document` is the answer as it was read and split (its path is set here); `size` is that of
    its original, in bytes. `replaces` is the standard answer that it is an edit of."""

    question: str
    answer: str
    document: NewDocument
    size: int
    gap_id: int | None = None
    replaces: int | None = None


@dataclass(frozen=True)
class Saved:
    """`gap_id` is None as well where the gap is gone."""

    id: int
    version_id: int
    gap_id: int | None


@dataclass(frozen=True)
class Author:
    """Who wrote a document in the chat, and when."""

    name: str
    written_at: datetime


def path_of(answer_id: int) -> str:
    """The path of a standard answer's document, which outlives a fold."""
    return f"answers/{answer_id}.md"


# --- writing -----------------------------------------------------------------------------------


async def save(session: AsyncSession, new: NewAnswer, author_id: int) -> Saved:
    """Keep the answer and have it answer from now on, in this transaction.

    A gap that was merged or withdrawn since the answer was begun is not its gap any more.
    """
    await _lock_own(session)
    gap_id = await _lock_gap(session, new.gap_id)
    row = StandardAnswerRow(
        gap_id=gap_id, question=new.question, answer=new.answer, author_id=author_id
    )
    session.add(row)
    await session.flush()
    answer_id = cast(int, row.id)
    await record_original(session, new.document.original_sha256, new.size)
    gone = []
    if new.replaces is not None and await _retire_row(session, new.replaces):
        gone = [path_of(new.replaces)]
    document = replace(new.document, path=path_of(answer_id))
    version_id = await _publish(session, author_id, add=document, without=gone)
    assert version_id is not None
    return Saved(answer_id, version_id, gap_id)


async def retire(session: AsyncSession, answer_id: int, by: int) -> bool:
    """Stop an answer from answering; False if it is retired already, folded or gone."""
    await _lock_own(session)
    if not await _retire_row(session, answer_id):
        return False
    await _publish(session, by, without=[path_of(answer_id)])
    return True


async def _retire_row(session: AsyncSession, answer_id: int) -> bool:
    statement = (
        update(StandardAnswerRow)
        .where(
            col(StandardAnswerRow.id) == answer_id,
            col(StandardAnswerRow.retired_at).is_(None),
            col(StandardAnswerRow.folded_into).is_(None),
        )
        .values(retired_at=utc_now())
        .returning(col(StandardAnswerRow.id))
    )
    return await session.scalar(statement) is not None


async def fold(session: AsyncSession, answer_id: int, playbook_id: int, by: int) -> int | None:
    """Move an answer into a new version of another playbook, which answers at once; the version's
    id. None if the answer is not among the standard answers or the playbook does not answer."""
    await playbooks.lock(session, col(PlaybookRow.id) == playbook_id)
    target = await carrying.active_version(session, playbook_id)
    playbook = await session.get_one(PlaybookRow, playbook_id)
    if target is None or playbook.slug == SLUG:
        return None
    await _lock_own(session)
    document = await _document(session, answer_id)
    answer = await session.get(StandardAnswerRow, answer_id, populate_existing=True)
    if document is None or answer is None or answer.retired_at or answer.folded_into:
        return None
    version_id = await playbooks.begin_version(
        session, playbook.slug, playbook.title, target.content_hash, by
    )
    await carrying.copy_documents(session, cast(int, target.id), version_id)
    path = carrying.free_path(path_of(answer_id), await carrying.paths(session, version_id))
    await carrying.copy_document(session, cast(int, document.id), version_id, path)
    await playbooks.finish_version(session, version_id, activate=True, carry=False)
    await record_event(session, playbook_id, "folded", by, version_id, answer.question)
    await _publish(session, by, without=[document.path])
    answer.folded_into = version_id
    await session.flush()
    return version_id


async def _publish(
    session: AsyncSession, by: int, *, add: NewDocument | None = None, without: Sequence[str] = ()
) -> int | None:
    """The standard answers that answer now, with one more or one less, as a new version.

    None if none is left: nothing answers then.
    """
    playbook_id = await _lock_own(session)
    if add is None and not await _left(session, playbook_id, without):
        await _retire_all(session, playbook_id, by)
        return None
    version_id = await playbooks.begin_version(session, SLUG, TITLE, uuid4().hex, by)
    version = await session.get_one(PlaybookVersionRow, version_id)
    active = await carrying.active_version(session, version.playbook_id)
    if active is not None:
        await carrying.copy_documents(session, cast(int, active.id), version_id, without)
    if add is not None:
        await playbooks.add_document(session, version_id, add)
        await session.execute(
            update(DocumentRow)
            .where(col(DocumentRow.version_id) == version_id, col(DocumentRow.path) == add.path)
            .values(author_id=by)
        )
    await playbooks.finish_version(session, version_id, activate=True, carry=False)
    await record_event(session, version.playbook_id, "activated", by, version_id)
    return version_id


async def _left(session: AsyncSession, playbook_id: int | None, without: Sequence[str]) -> bool:
    active = await carrying.active_version(session, playbook_id) if playbook_id else None
    held = await carrying.paths(session, cast(int, active.id)) if active else []
    return bool(set(held) - {*without})


async def _retire_all(session: AsyncSession, playbook_id: int | None, by: int) -> None:
    if playbook_id is not None and await playbooks.retire(session, SLUG):
        await record_event(session, playbook_id, "retired", by)


async def _lock_own(session: AsyncSession) -> int | None:
    """Let nobody else change the standard answers until this transaction ends."""
    statement = select(col(PlaybookRow.id)).where(col(PlaybookRow.slug) == SLUG)
    return await session.scalar(statement.with_for_update())


async def _lock_gap(session: AsyncSession, gap_id: int | None) -> int | None:
    """Let nobody else change the gap until this transaction ends; None if it is gone."""
    if gap_id is None:
        return None
    statement = select(col(GapRow.id)).where(col(GapRow.id) == gap_id)
    return await session.scalar(statement.with_for_update())


async def _document(session: AsyncSession, answer_id: int) -> DocumentRow | None:
    """The answer's document among those that answer now."""
    return await session.scalar(
        select(DocumentRow)
        .join(PlaybookVersionRow, col(PlaybookVersionRow.id) == col(DocumentRow.version_id))
        .join(PlaybookRow, col(PlaybookRow.id) == col(PlaybookVersionRow.playbook_id))
        .where(
            col(PlaybookRow.slug) == SLUG,
            col(PlaybookVersionRow.status) == "active",
            col(DocumentRow.path) == path_of(answer_id),
        )
    )


# --- reading -----------------------------------------------------------------------------------


def _answers() -> Select[*tuple[Any, ...]]:
    return (
        select(
            StandardAnswerRow,
            col(PersonRow.name),
            col(PlaybookRow.title),
            col(PlaybookVersionRow.number),
        )
        .join(PersonRow, col(PersonRow.id) == col(StandardAnswerRow.author_id))
        .outerjoin(
            PlaybookVersionRow, col(PlaybookVersionRow.id) == col(StandardAnswerRow.folded_into)
        )
        .outerjoin(PlaybookRow, col(PlaybookRow.id) == col(PlaybookVersionRow.playbook_id))
    )


def _answer(
    row: StandardAnswerRow, author: str, title: str | None, number: int | None
) -> StandardAnswer:
    return StandardAnswer(
        id=cast(int, row.id),
        gap_id=row.gap_id,
        question=row.question,
        answer=row.answer,
        author_id=row.author_id,
        author=author,
        written_at=row.written_at,
        folded_into=f"{title} v{number}" if title else "",
        retired_at=row.retired_at,
    )


async def answers(session: AsyncSession, *, retired: bool = False) -> list[StandardAnswer]:
    """Newest first, those that were folded among them; with `retired`, those too."""
    statement = _answers().order_by(col(StandardAnswerRow.id).desc())
    if not retired:
        statement = statement.where(col(StandardAnswerRow.retired_at).is_(None))
    return [_answer(*row) for row in await session.execute(statement)]


async def answer(session: AsyncSession, answer_id: int) -> StandardAnswer | None:
    statement = _answers().where(col(StandardAnswerRow.id) == answer_id)
    row = (await session.execute(statement)).one_or_none()
    return _answer(*row) if row else None


async def authors(session: AsyncSession, document_ids: Sequence[int]) -> dict[int, Author]:
    """Who wrote which of these documents in the chat; other documents are left out."""
    found: dict[int, Author] = {}
    for some in batches(document_ids):
        documents = list(
            await session.execute(
                select(col(DocumentRow.id), col(DocumentRow.path), col(PersonRow.name))
                .join(PersonRow, col(PersonRow.id) == col(DocumentRow.author_id))
                .where(col(DocumentRow.id).in_(some))
            )
        )
        numbers = {i: n for i, path, _ in documents if (n := carrying.answer_id(path)) is not None}
        if not numbers:
            continue
        written = await session.execute(
            select(col(StandardAnswerRow.id), col(StandardAnswerRow.written_at)).where(
                col(StandardAnswerRow.id).in_(set(numbers.values()))
            )
        )
        at = dict(written.all())
        found |= {
            cast(int, i): Author(name, at[numbers[i]])
            for i, _, name in documents
            if numbers.get(i) in at
        }
    return found


@dataclass(frozen=True)
class Target:
    """A playbook that an answer can be folded into."""

    id: int
    title: str


async def targets(session: AsyncSession) -> list[Target]:
    """The playbooks that answer now, by title, but the standard answers themselves."""
    rows = await session.execute(
        select(col(PlaybookRow.id), col(PlaybookRow.title))
        .join(PlaybookVersionRow, col(PlaybookVersionRow.playbook_id) == col(PlaybookRow.id))
        .where(col(PlaybookVersionRow.status) == "active", col(PlaybookRow.slug) != SLUG)
        .order_by(col(PlaybookRow.title), col(PlaybookRow.id))
    )
    return [Target(cast(int, playbook_id), title) for playbook_id, title in rows]


async def active_version_id(session: AsyncSession) -> int | None:
    """The version of the standard answers that answers now."""
    return await session.scalar(
        select(col(PlaybookVersionRow.id))
        .join(PlaybookRow, col(PlaybookRow.id) == col(PlaybookVersionRow.playbook_id))
        .where(col(PlaybookRow.slug) == SLUG, col(PlaybookVersionRow.status) == "active")
    )
