"""A version answers as soon as the fastest encoder has seen it; the slower ones follow."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.library import embedding
from bot.library.embedding import unseen
from storage import playbooks, vectors
from storage.database import Database
from storage.records import Outcome, Scope
from tests.bot.library.shelves import (
    POLICY,
    CountingEncoder,
    answer_with,
    library,
    load,
    publish,
)

MANY = [f"Rule {n}: item{n} is approved by manager{n}." for n in range(9)]
QUESTION = "who approves a 15% discount?"


async def test_a_version_answers_before_the_slower_encoder_has_seen_it(
    database: Database, tmp_path: Path
) -> None:
    async with library(
        database, tmp_path, CountingEncoder("fast"), CountingEncoder("slow")
    ) as shelf:
        await publish(shelf, database, POLICY)
        await shelf.mend()
        indexer = await shelf.indexer()
        assert await indexer.behind() == {"fast": 0, "slow": 3, "slow/units": 3}
        assert await indexer.differences() == [], "what follows is no damage"
        evidence = await shelf.retrieve(QUESTION, Scope())
        assert evidence.outcome is Outcome.ANSWERED
        assert "director" in evidence.results[0].passage.text
        told: list[tuple[int, int]] = []

        async def progress(done: int, total: int) -> None:
            told.append((done, total))

        assert await indexer.catch_up(progress) == 6, "each whole, and its sentences"
        assert told == [(3, 3), (3, 3)]
        assert await indexer.behind() == {"fast": 0, "slow": 0, "slow/units": 0}
        assert await indexer.differences() == [], "the index has them too"
        assert await indexer.catch_up(progress) == 0


async def test_catching_up_goes_on_where_it_was_stopped(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "PAGE", 2)
    slow = CountingEncoder("slow")
    async with library(database, tmp_path, CountingEncoder("fast"), slow) as shelf:
        await publish(shelf, database, MANY)
        indexer = await shelf.indexer()

        async def stop(done: int, _total: int) -> None:
            if done >= 4:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            await indexer.catch_up(stop)
        assert await indexer.behind() == {"fast": 0, "slow": 5, "slow/units": 9}
    async with library(database, tmp_path, CountingEncoder("fast"), slow) as shelf:
        indexer = await shelf.indexer()
        running = asyncio.create_task(indexer.catch_up(unseen))
        await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await indexer.catch_up(unseen)
        assert await indexer.differences() == []
        assert len(slow.embedded) <= 2 * len(MANY) + 1, "one page at most is embedded again"
        assert set(slow.embedded) == set(MANY)


async def test_only_what_changed_is_embedded_again(database: Database, tmp_path: Path) -> None:
    fast, slow = CountingEncoder("fast"), CountingEncoder("slow")
    async with library(database, tmp_path, fast, slow) as shelf:
        await publish(shelf, database, MANY)
        await (await shelf.indexer()).catch_up(unseen)
        fast.embedded.clear()
        slow.embedded.clear()
        await publish(shelf, database, [*MANY[:4], "Rule 4 is new.", *MANY[5:]])
        await (await shelf.indexer()).catch_up(unseen)
    assert fast.embedded == ["Rule 4 is new."]
    assert slow.embedded == ["Rule 4 is new.", "Rule 4 is new."], "whole, and its one sentence"


async def test_a_retired_version_answers_again_after_the_index_was_built_without_it(
    database: Database, tmp_path: Path
) -> None:
    async with library(database, tmp_path, CountingEncoder("fast")) as shelf:
        old = await publish(shelf, database, POLICY)
        await publish(shelf, database, MANY)
    async with library(database, tmp_path, CountingEncoder("fast")) as shelf:
        indexer = await shelf.indexer()
        await indexer.rebuild()
        await indexer.prepare(old, unseen)
        await answer_with(database, old)
        assert await indexer.differences() == []
        evidence = await shelf.retrieve(QUESTION, Scope())
        assert "director" in evidence.results[0].passage.text


async def test_an_encoder_that_came_later_catches_up(database: Database, tmp_path: Path) -> None:
    async with library(database, tmp_path, CountingEncoder("one")) as shelf:
        await publish(shelf, database, POLICY)
    async with library(database, tmp_path, CountingEncoder("two"), CountingEncoder("one")) as shelf:
        indexer = await shelf.indexer()
        assert await indexer.behind() == {"two": 3, "one": 0, "one/units": 3}
        assert (await shelf.retrieve(QUESTION, Scope())).outcome is Outcome.ANSWERED
        await indexer.catch_up(unseen)
        async with database.read() as session:
            assert await vectors.count(session, "two") == 3


async def test_a_version_somebody_waits_for_goes_before_catching_up(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "PAGE", 1)
    order: list[str] = []

    class Noting(CountingEncoder):
        def embed_passages(self, texts):  # type: ignore[no-untyped-def]
            order.extend(f"{self.id} {text}" for text in texts)
            return super().embed_passages(texts)

    async with library(database, tmp_path, Noting("fast"), Noting("slow"), owner=False) as shelf:
        await publish(shelf, database, [f"{text} {n}" for text in MANY for n in range(2)])
        indexer = await shelf.indexer()
        begun = asyncio.Event()

        async def progress(_done: int, _total: int) -> None:
            begun.set()

        following = asyncio.create_task(indexer.catch_up(progress))
        await begun.wait()
        await load(shelf, database, MANY, "new")
        await following
    first, last = order.index(f"fast {MANY[0]}"), order.index(f"fast {MANY[-1]}")
    between = [what for what in order[first:last] if what.startswith("slow")]
    assert len(between) <= 1, "what was begun is finished, no more"
    assert any(what.startswith("slow") for what in order[:first])


async def test_a_passage_is_looked_for_in_the_versions_that_answer_only(
    database: Database, tmp_path: Path
) -> None:
    async with library(database, tmp_path) as shelf:
        await publish(shelf, database, POLICY)
        await publish(shelf, database, MANY)
        await shelf.mend()
        evidence = await shelf.retrieve(QUESTION, Scope())
        assert {r.passage.text for r in evidence.results} <= set(MANY)
        async with database.write() as session:
            await playbooks.retire(session, "policy")
        assert (await shelf.retrieve(QUESTION, Scope())).results == ()
