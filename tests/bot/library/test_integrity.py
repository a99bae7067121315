"""Whatever becomes of an index, questions find the passage and the index is made right again."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from bot.library import indexing
from bot.library.embedding import unseen
from bot.library.library import Library
from knowledge.index import ChromaIndex
from storage.database import Database
from storage.records import Outcome, Scope
from tests.bot.library.shelves import POLICY, library, load, publish
from tests.knowledge.encoders import WordEncoder

QUESTION = "who approves a 15% discount?"
Damage = Callable[[Library, Path], Awaitable[None]]


def _chroma(shelf: Library) -> ChromaIndex:
    assert shelf._opening is not None
    index = shelf._opening.result().index
    chroma: ChromaIndex = index.chroma  # type: ignore[union-attr]
    return chroma


async def _delete(_shelf: Library, home: Path) -> None:
    shutil.rmtree(home / "chroma")


async def _truncate(_shelf: Library, home: Path) -> None:
    file = home / "chroma" / "chroma.sqlite3"
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size // 3)


async def _overwrite(_shelf: Library, home: Path) -> None:
    for file in (home / "chroma").rglob("*"):
        if file.is_file():
            file.write_bytes(b"not what it was")


async def _empty(shelf: Library, _home: Path) -> None:
    await _chroma(shelf).drop("words/1")


async def _alter(shelf: Library, _home: Path) -> None:
    hashes = sorted(await _chroma(shelf).hashes("words/1"))
    other = np.eye(len(hashes), 64, dtype=np.float32)
    await _chroma(shelf).upsert("words/1", hashes, other)


async def _lose_one(shelf: Library, _home: Path) -> None:
    hashes = sorted(await _chroma(shelf).hashes("words/1"))
    await _chroma(shelf).delete("words/1", hashes[:1])


async def _found(shelf: Library) -> bool:
    evidence = await shelf.retrieve(QUESTION, Scope())
    return evidence.outcome is Outcome.ANSWERED and evidence.results[0].passage.text == POLICY[0]


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize("damage", [_delete, _truncate, _overwrite, _empty, _alter, _lose_one])
async def test_a_damaged_chroma_is_seen_and_made_anew(
    migrated_sqlite: Path, tmp_path: Path, damage: Damage, running: bool
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "coach.db")
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}")
    async with library(database, tmp_path) as shelf:
        await publish(shelf, database, POLICY)
        await shelf.mend()
        assert await _found(shelf)
        await damage(shelf, tmp_path)
        if running:
            if damage not in (_alter, _empty, _lose_one):
                assert await _found(shelf)
            await shelf.mend()
            assert await _found(shelf)
            assert await (await shelf.indexer()).differences() == []
    async with library(database, tmp_path) as shelf:
        assert await _found(shelf), "before it was looked at"
        await shelf.mend()
        assert await _found(shelf)
        assert len(await _chroma(shelf).hashes("words/1")) == len(POLICY)
        assert await (await shelf.indexer()).differences() == []
    await database.close()


@pytest.mark.parametrize("damage", [_empty, _alter, _lose_one, _delete])
async def test_a_damaged_chroma_is_told(tmp_path: Path, database: Database, damage: Damage) -> None:
    async with library(database, tmp_path) as shelf:
        await publish(shelf, database, POLICY)
        await shelf.mend()
        assert await (await shelf.indexer()).differences() == []
        await damage(shelf, tmp_path)
        assert await (await shelf.indexer()).differences() != []


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM lexical_passage WHERE {key} = 1",
        "UPDATE lexical_passage SET terms = {terms} WHERE {key} = 1",
        "INSERT INTO lexical_passage ({key}, terms) VALUES (99, {terms})",
        "UPDATE lexical_passage SET terms = {more} WHERE {key} = 1",
        "DELETE FROM lexical_passage",
    ],
)
async def test_a_damaged_lexical_index_is_told_and_mended(
    database: Database, tmp_path: Path, damage: str
) -> None:
    key = "rowid" if database.is_sqlite else "passage_id"
    more = "terms || ' other'" if database.is_sqlite else "array_append(terms, 'other')"
    terms = "'other words'" if database.is_sqlite else "ARRAY['other', 'words']"
    async with library(database, tmp_path, owner=False) as shelf:
        await publish(shelf, database, POLICY)
        indexer = await shelf.indexer()
        assert await indexer.differences() == []
        async with database.write() as session:
            await session.execute(text(damage.format(key=key, terms=terms, more=more)))
        assert len(await indexer.differences()) == 1
        assert await indexer.heal()
        assert await indexer.differences() == []
        assert not await indexer.heal()
        assert (await shelf.retrieve(QUESTION, Scope())).results[0].lexical > 0.3


async def test_an_inverted_index_that_lost_its_words_is_told_and_mended(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "coach.db")
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}")
    async with library(database, tmp_path, owner=False) as shelf:
        await publish(shelf, database, POLICY)
        indexer = await shelf.indexer()
        async with database.write() as session:  # the words go, the rows stay
            await session.execute(
                text("CREATE TABLE kept AS SELECT * FROM lexical_passage_content")
            )
            await session.execute(text("DELETE FROM lexical_passage"))
            await session.execute(text("INSERT INTO lexical_passage_content SELECT * FROM kept"))
        assert await indexer.differences() == [
            "a word does not lead to its passage in the lexical index"
        ]
        await indexer.heal()
        assert await indexer.differences() == []
        assert await _found(shelf)
    await database.close()


async def test_questions_asked_while_everything_is_rebuilt_always_find_the_passage(
    database: Database, tmp_path: Path
) -> None:
    rules = [f"Rule {n}: topic{n} is decided by manager{n}." for n in range(150)]
    async with library(database, tmp_path, WordEncoder("fast"), WordEncoder("slow")) as shelf:
        await publish(shelf, database, [*POLICY, *rules])
        indexer = await shelf.indexer()
        await indexer.catch_up(unseen)
        await shelf.mend()
        asked, done = 0, asyncio.Event()

        async def ask() -> None:
            nonlocal asked
            while not done.is_set():
                evidence = await shelf.retrieve(QUESTION, Scope())
                assert evidence.results[0].passage.text == POLICY[0]
                assert evidence.results[0].dense > 0.5, "by meaning"
                assert evidence.results[0].lexical > 0.3, "and by words"
                asked += 1

        asking = asyncio.create_task(ask())
        await indexer.rebuild()
        shutil.rmtree(tmp_path / "chroma")
        await shelf.mend()
        await asyncio.gather(load(shelf, database, rules[:40], "more"), indexer.rebuild())
        done.set()
        await asking
        assert asked, "not one question was asked meanwhile"
        assert await indexer.differences() == []


@pytest.mark.parametrize("damage", [_delete, _empty, _lose_one])
async def test_questions_are_answered_while_the_doctor_looks_and_the_worker_heals(
    migrated_sqlite: Path, tmp_path: Path, damage: Damage
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "coach.db")
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}")
    rules = [f"Rule {n}: topic{n} is decided by manager{n}." for n in range(150)]
    async with library(database, tmp_path) as shelf:
        await publish(shelf, database, [*POLICY, *rules])
        indexer = await shelf.indexer()
        await shelf.mend()
        await damage(shelf, tmp_path)
        assert await indexer.differences() != [], "it is seen, and does not serve any more"
        asked, done = 0, asyncio.Event()

        async def ask() -> None:
            nonlocal asked
            while not done.is_set():
                evidence = await shelf.retrieve(QUESTION, Scope())
                assert evidence.results[0].passage.text == POLICY[0]
                assert evidence.results[0].dense > 0.5, "by meaning"
                assert evidence.results[0].lexical > 0.3, "and by words"
                asked += 1

        asking = asyncio.create_task(ask())
        mended, _ = await asyncio.gather(indexer.heal(), indexer.differences())
        meanwhile = asked
        done.set()
        await asking
        assert mended
        assert meanwhile
        assert await indexer.differences() == []
    await database.close()


async def test_vectors_of_versions_that_are_gone_never_answer_and_do_not_pile_up(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "NOT_MANY", 6)
    monkeypatch.setattr(indexing, "SOON_SECONDS", 0.0)
    async with library(database, tmp_path) as shelf:
        for number in range(4):
            await publish(shelf, database, [f"{said} {number}" for said in POLICY])
        draft = await load(shelf, database, ["A draft is kept ready."])
        assert await _chroma(shelf).count("words/1") == 4 * 3 + 1
        evidence = await shelf.retrieve(QUESTION, Scope())
        assert [r.passage.version for r in evidence.results] == [4, 4, 4]
        await shelf.mend()
        assert await _chroma(shelf).count("words/1") == 3 + 1
        assert (await (await shelf.with_draft(draft)).retrieve("draft", Scope())).results


async def test_a_vector_nobody_knows_is_never_shown(database: Database, tmp_path: Path) -> None:
    async with library(database, tmp_path) as shelf:
        await publish(shelf, database, POLICY)
        await shelf.mend()
        stranger = WordEncoder().embed_passages([QUESTION])
        await _chroma(shelf).upsert("words/1", ["f" * 64], stranger)
        assert await _found(shelf)
        assert await (await shelf.indexer()).differences() == []
