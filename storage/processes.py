"""Processes: named, versioned lists of stages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.records import Bilingual, ExitCriterion, Process, Stage
from storage.tables.deals import ProcessRow, StageRow

_DEFINED = ("purpose", "owner", "tasks", "standards", "tools", "exit_criteria",
            "synonyms_zh", "synonyms_en")  # fmt: skip


def _bilingual(value: dict[str, str]) -> Bilingual:
    return Bilingual(value.get("zh", ""), value.get("en", ""))


def _stage(row: StageRow) -> Stage:
    held: dict[str, Any] = row.definition
    return Stage(
        key=row.key,
        name=Bilingual(row.name_zh, row.name_en),
        purpose=_bilingual(held["purpose"]),
        owner=_bilingual(held["owner"]),
        tasks=tuple(map(_bilingual, held["tasks"])),
        standards=tuple(map(_bilingual, held["standards"])),
        tools=tuple(map(_bilingual, held["tools"])),
        exit_criteria=tuple(
            ExitCriterion(c["key"], _bilingual(c["text"]), _bilingual(c["evidence"]))
            for c in held["exit_criteria"]
        ),
        synonyms_zh=tuple(held["synonyms_zh"]),
        synonyms_en=tuple(held["synonyms_en"]),
        default_probability=row.default_probability,
        stalled_after_days=row.stalled_after_days,
    )


async def _processes(session: AsyncSession, rows: list[ProcessRow]) -> list[Process]:
    stages: dict[int, list[Stage]] = {}
    found = await session.scalars(
        select(StageRow)
        .where(col(StageRow.process_id).in_([row.id for row in rows]))
        .order_by(col(StageRow.position))
    )
    for stage in found:
        stages.setdefault(stage.process_id, []).append(_stage(stage))
    return [
        Process(
            id=cast(int, row.id),
            key=row.key,
            version=row.version,
            name=Bilingual(row.name_zh, row.name_en),
            stages=tuple(stages.get(cast(int, row.id), ())),
        )
        for row in rows
    ]


async def active(session: AsyncSession) -> Process | None:
    """The process that new deals enter; the first by key where there are several."""
    row = await session.scalar(
        select(ProcessRow).where(col(ProcessRow.active)).order_by(col(ProcessRow.id)).limit(1)
    )
    return (await _processes(session, [row]))[0] if row else None


async def all_processes(session: AsyncSession) -> dict[int, Process]:
    """Every version by id: a deal keeps the one it entered its stage under."""
    rows = await session.scalars(select(ProcessRow))
    return {process.id: process for process in await _processes(session, list(rows))}


async def adopt(session: AsyncSession, process: Process) -> Process:
    """Make `process` the active version of its key. The same content again changes nothing."""
    newest = await session.scalar(
        select(ProcessRow)
        .where(col(ProcessRow.key) == process.key)
        .order_by(col(ProcessRow.version).desc())
        .limit(1)
    )
    if newest is not None:
        present = (await _processes(session, [newest]))[0]
        if newest.active and (present.stages, present.name) == (process.stages, process.name):
            return present
    await session.execute(
        update(ProcessRow).where(col(ProcessRow.key) == process.key).values(active=False)
    )
    row = ProcessRow(
        key=process.key,
        version=(newest.version if newest else 0) + 1,
        name_zh=process.name.zh,
        name_en=process.name.en,
    )
    session.add(row)
    await session.flush()
    session.add_all(_stage_rows(cast(int, row.id), process))
    await session.flush()
    return (await _processes(session, [row]))[0]


def _stage_rows(process_id: int, process: Process) -> list[StageRow]:
    return [
        StageRow(
            process_id=process_id,
            position=position,
            key=stage.key,
            name_zh=stage.name.zh,
            name_en=stage.name.en,
            default_probability=stage.default_probability,
            stalled_after_days=stage.stalled_after_days,
            definition={key: asdict(stage)[key] for key in _DEFINED},
        )
        for position, stage in enumerate(process.stages)
    ]
