"""Small things to store, and two doing the same at once."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date
from typing import TypeVar

from hypothesis import HealthCheck, settings

from storage import deals, people, playbooks, processes
from storage.database import Database, Session
from storage.deals import NewDeal, Source
from storage.originals import record_original
from storage.playbooks import NewDocument, NewPassage
from storage.records import Bilingual, Deal, ExitCriterion, Process, Stage

Result = TypeVar("Result")
Work = Callable[[Session], Awaitable[Result]]

TODAY = date(2026, 3, 2)
A_FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""For tests that go to a database with every example."""

LEAD = Stage(
    key="lead",
    name=Bilingual("线索", "Lead"),
    purpose=Bilingual("判断", "Qualify"),
    tasks=(Bilingual("打电话", "Call"),),
    exit_criteria=(
        ExitCriterion("budget", Bilingual("有预算", "Budget"), Bilingual("原话", "Their words")),
    ),
    synonyms_zh=("商机",),
    default_probability=10,
)
OFFER = Stage(key="offer", name=Bilingual("报价", "Offer"), stalled_after_days=7)
B2B = Process(0, "b2b", 0, Bilingual("企业销售", "B2B"), (LEAD, OFFER))


class Undone(Exception):
    """Leaves a transaction without keeping it."""


async def undone(database: Database, work: Work[None]) -> None:
    """Do `work` in a transaction of its own that is rolled back."""
    with suppress(Undone):
        async with database.write() as session:
            await work(session)
            raise Undone


async def at_once(one: Database, other: Database, work: Work[Result]) -> list[Result | Exception]:
    """What `work` came to in two transactions that overlap (or wait for each other)."""

    async def attempt(database: Database) -> Result | Exception:
        try:
            async with database.write() as session:
                result = await work(session)
                await asyncio.sleep(0.05)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        return result

    return list(await asyncio.gather(attempt(one), attempt(other)))


async def a_person(session: Session, name: str = "周雨桐") -> int:
    return (await people.add_person(session, name, "zh", "Asia/Shanghai")).id


async def a_deal(session: Session, owner_id: int, name: str = "华星 ERP", **more: str) -> Deal:
    process = await processes.adopt(session, B2B)
    new = NewDeal(name, "华星", owner_id, process.id, "lead", "CNY", **more)
    return await deals.add(session, new, Source(owner_id, TODAY))


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def a_document(*texts: str, path: str = "价格.md") -> NewDocument:
    """A document with one passage a text; the terms are the words between its spaces."""
    passages = tuple(
        NewPassage(
            ordinal=ordinal,
            heading_path=("价格", f"§{ordinal}"),
            text=text,
            text_hash=text_hash(text),
            terms=tuple(text.split()),
            language="zh",
            page=ordinal + 1,
            stages=("offer",),
        )
        for ordinal, text in enumerate(texts)
    )
    return NewDocument(path, "价格", text_hash(path), ("a warning",), passages)


async def a_version(
    session: Session, *documents: NewDocument, slug: str = "pricing", activate: bool = True
) -> int:
    """A complete version of a playbook."""
    version_id = await playbooks.begin_version(session, slug, slug.title(), "hash", None)
    for document in documents:
        await record_original(session, document.original_sha256, 3)
        await playbooks.add_document(session, version_id, document)
    await playbooks.finish_version(session, version_id, activate=activate)
    return version_id
