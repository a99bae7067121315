"""kill -9 while versions are activated, rolled back and retired: never both, never neither.

A child process switches again and again; it is killed in a known phase of a switch, and what it
left behind is read by another process. The lexical index is part of the same transaction.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
from collections import Counter

import pytest

from storage import lexical, playbook_history, playbooks, vectors
from storage.database import Database
from storage.vectors import StoredVector
from tests.storage.making import a_document, a_version, text_hash
from tests.stress import switching_child

FULL = os.environ.get("COACH_STRESS") == "full"
KILLS_A_PHASE = 20 if FULL else 2
VERBS = ("activate", "rollback", "retire")
PHASES = ("before", "locked", "switched", "recorded", "committed")
"""Of a switch: not begun; the playbook locked; the index and the rows changed; the event written
but nothing committed; just committed."""


async def _prepare(database: Database) -> tuple[int, int]:
    async with database.write() as session:
        old = await a_version(session, a_document("old words"))
        new = await a_version(session, a_document("new words", "more words"), activate=False)
        hashes = [text_hash(text) for text in ("old words", "new words", "more words")]
        await vectors.keep(session, "e", [StoredVector(h, "zh", b"\0" * 4) for h in hashes])
    return old, new


FORKS = multiprocessing.get_context("forkserver")
"""Children begin as copies of a process that has only imported what they need."""


async def _killed_in(url: str, verb: str, phase: str) -> str:
    """Run one switch in a child that is killed in the phase; what it said before."""
    here, there = FORKS.Pipe()
    child = FORKS.Process(target=switching_child.run, args=(url, verb, phase, there))
    child.start()
    try:
        assert await asyncio.to_thread(here.poll, 60), "it never came to the phase"
        await asyncio.sleep(random.uniform(0, 0.02))
        assert child.is_alive()
    finally:
        child.kill()
        await asyncio.to_thread(child.join)
    return str(here.recv())


async def _consistent(database: Database) -> tuple[str, ...]:
    """The statuses by number, after it was made sure that nothing contradicts them."""
    async with database.read() as session:
        versions = sorted(await playbooks.versions(session), key=lambda v: v.number)
        active = [v for v in versions if v.status == "active"]
        assert len(active) <= 1, "both answer"
        assert await lexical.differences(session) == []
        assert await lexical.count(session) == sum(v.passages for v in active)
        events = await playbook_history.history(session, versions[0].playbook_id)
        if events:
            last = events[0]
            expected = () if last.kind == "retired" else (last.version,)
            assert tuple(v.number for v in active) == expected, "the history tells another story"
    return tuple(v.status for v in versions)


@pytest.mark.timeout(3600 if FULL else 240)
async def test_killed_in_any_phase_exactly_the_old_or_the_new_state_is_left(
    database: Database, database_url: str
) -> None:
    await _prepare(database)
    before = {"activate": ("active", "retired"), "rollback": ("retired", "active"),
              "retire": ("active", "retired")}  # fmt: skip
    after = {"activate": ("retired", "active"), "rollback": ("active", "retired"),
             "retire": ("retired", "retired")}  # fmt: skip
    assert await _consistent(database) == ("active", "draft")
    FORKS.set_forkserver_preload([switching_child.__name__])
    kills: Counter[tuple[str, str]] = Counter()
    cheap = KILLS_A_PHASE if database.is_sqlite or FULL else 1
    for verb in VERBS:
        for phase in PHASES:
            for _ in range(cheap):
                await _reach(database, before[verb])
                assert await _killed_in(database_url, verb, phase) == phase
                left = await _consistent(database)
                wanted = after if phase == "committed" else before
                assert left == wanted[verb], (verb, phase)
                kills[verb, phase] += 1
    print(f"\nkills: {dict(kills)}")
    assert min(kills.values()) == cheap
    assert len(kills) == len(VERBS) * len(PHASES)


async def _reach(database: Database, wanted: tuple[str, ...]) -> None:
    """Have the versions in these states, without an event for a state that is none."""
    for verb in ("activate", "rollback", "retire", "activate"):
        if await _consistent(database) == wanted:
            return
        await switching_child.attempt(database, verb)
    assert await _consistent(database) == wanted
