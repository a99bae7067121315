"""The stages that trainers gave to documents and sections, and those that passages have."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.statements import batches, insert
from storage.tables.columns import utc_now
from storage.tables.playbooks import PassageRow, PlaybookVersionRow, StageChoiceRow

HeadingPath = tuple[str, ...]
Choices = Mapping[tuple[str, str], tuple[str, ...]]
"""Stage keys by document and section key; no stages means all of them."""


def section_key(path: HeadingPath) -> str:
    """What a section is known by from version to version; the empty path is the document."""
    return hashlib.sha256("\x1f".join(path).encode("utf-8", "surrogatepass")).hexdigest()


def chosen(choices: Choices, document: str, path: HeadingPath) -> tuple[str, ...] | None:
    """What was chosen for the section, or else for the nearest one above it; None for nothing."""
    for length in range(len(path), -1, -1):
        stages = choices.get((document, section_key(path[:length])))
        if stages is not None:
            return stages
    return None


async def choices(session: AsyncSession, playbook_id: int) -> Choices:
    rows = await session.execute(
        select(
            col(StageChoiceRow.document), col(StageChoiceRow.section_key),
            col(StageChoiceRow.stages),
        ).where(col(StageChoiceRow.playbook_id) == playbook_id)
    )  # fmt: skip
    return {(document, key): tuple(stages) for document, key, stages in rows}


async def choose(
    session: AsyncSession,
    playbook_id: int,
    document: str,
    path: HeadingPath,
    stages: Sequence[str],
    by: int | None,
) -> None:
    """Keep a trainer's choice for this and all later versions."""
    stands = {"stages": list(stages), "by": by or None, "at": utc_now()}
    await session.execute(
        insert(session, StageChoiceRow)
        .values(
            playbook_id=playbook_id,
            document=document,
            section=" › ".join(path),
            section_key=section_key(path),
            **stands,
        )
        .on_conflict_do_update(
            index_elements=["playbook_id", "document", "section_key"], set_=stands
        )
    )


async def assign(session: AsyncSession, stages: Mapping[int, tuple[str, ...]]) -> None:
    """Give passages, by id, their stages."""
    by_stages: dict[tuple[str, ...], list[int]] = {}
    for passage_id, given in stages.items():
        by_stages.setdefault(given, []).append(passage_id)
    for given, ids in by_stages.items():
        for some in batches(ids):
            await session.execute(
                update(PassageRow)
                .where(col(PassageRow.id).in_(some))
                .values(stages=list(given))
                .execution_options(synchronize_session=False)
            )


async def playbook_of(session: AsyncSession, version_id: int) -> int:
    """The id of the playbook that a version belongs to."""
    return (await session.get_one(PlaybookVersionRow, version_id)).playbook_id


async def versions_to_follow(session: AsyncSession, version_id: int) -> list[int]:
    """The version and the drafts of its playbook, which take over what is chosen for it."""
    version = await session.get_one(PlaybookVersionRow, version_id)
    rows = await session.scalars(
        select(col(PlaybookVersionRow.id)).where(
            col(PlaybookVersionRow.playbook_id) == version.playbook_id,
            (col(PlaybookVersionRow.status) == "draft")
            | (col(PlaybookVersionRow.id) == version_id),
        )
    )
    return sorted(cast("list[int]", list(rows)))
