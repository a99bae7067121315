"""Vectors: one a text and encoder, and lists longer than one statement takes."""

from __future__ import annotations

from storage import playbooks, vectors
from storage.database import Database
from storage.vectors import StoredVector
from tests.storage.making import a_document, a_version, at_once, text_hash

MANY = [f"{n:064x}" for n in range(33_000)]
"""More than SQLite (32,766) or PostgreSQL (32,767) binds in one statement."""


def _vector(text: str, data: bytes = b"1234") -> StoredVector:
    return StoredVector(text_hash(text), "zh", data)


async def test_a_vector_is_there_once_kept_each_encoder_by_itself(database: Database) -> None:
    a, b = text_hash("a"), text_hash("b")
    async with database.write() as session:
        assert await vectors.load(session, "e5", [b, a, b]) == []
        await vectors.keep(session, "e5", [_vector("a")])
        await vectors.keep(session, "e5", [])
        assert await vectors.load(session, "e5", [b, a, b]) == [_vector("a")]
        assert await vectors.load(session, "sentence", [a]) == []
        assert await vectors.count(session, "e5") == 1


async def test_a_vector_kept_again_stays_as_it_was(database: Database, beside: Database) -> None:
    both = [_vector("a"), _vector("b"), _vector("a", b"other")]
    kept = await at_once(database, beside, lambda s: vectors.keep(s, "e5", both))
    assert kept == [None, None]
    async with database.write() as session:
        await vectors.keep(session, "e5", [_vector("b", b"other")])
        held = {v.text_hash: v.vector for v in await vectors.load(session, "e5", MANY[:1])}
        assert held == {}
        held = {v.text_hash: v.vector for v in await vectors.page(session, "e5", "", 99)}
        assert held == {}
        found = await vectors.load(session, "e5", [text_hash("a"), text_hash("b")])
    assert {v.text_hash: v.vector for v in found} == dict.fromkeys(
        (text_hash("a"), text_hash("b")), b"1234"
    )


async def test_a_text_that_answers_twice_has_one_active_vector(database: Database) -> None:
    async with database.write() as session:
        await a_version(session, a_document("same", "same", "other"))
        await a_version(session, a_document("same"), slug="legal")
        await a_version(session, a_document("draft"), slug="draft", activate=False)
        await vectors.keep(session, "e5", [_vector("same"), _vector("draft")])
        assert await vectors.page(session, "e5", "", 99) == [_vector("same")]
        assert await vectors.hashes_with_vector(session, "e5") == [text_hash("same")]
        assert len(await playbooks.active_by_hash(session, [text_hash("same")])) == 3


async def test_more_hashes_than_one_statement_takes_are_looked_up(database: Database) -> None:
    asked = [*MANY, text_hash("a"), *MANY[:5]]
    async with database.write() as session:
        await a_version(session, a_document("b", "a"))
        await vectors.keep(session, "e5", [_vector("a"), StoredVector(MANY[-1], "en", b"5678")])
        loaded = await vectors.load(session, "e5", asked)
        by_hash = await playbooks.active_by_hash(session, [*asked, text_hash("b")])
        by_id = await playbooks.active_passages(session, range(40_000))
    assert {v.text_hash for v in loaded} == {text_hash("a"), MANY[-1]}
    assert [p.text for p in by_hash] == ["b", "a"], "in reading order, whatever was asked first"
    assert [p.text for p in by_id] == ["b", "a"]


async def test_the_means_are_those_of_the_newest_build_of_the_encoder(database: Database) -> None:
    async with database.write() as session:
        assert await vectors.means(session, "e5") == {}
        before = await playbooks.generation(session)
        await vectors.record_build(session, "e5", 1, {"zh": [0.1, -2.5e-08]})
        await vectors.record_build(session, "e5", 2, {"zh": [0.1], "en": [1.0]})
        await vectors.record_build(session, "sentence", 2, {"zh": [9.0]})
        assert await vectors.means(session, "e5") == {"zh": [0.1], "en": [1.0]}
        assert await playbooks.generation(session) != before
