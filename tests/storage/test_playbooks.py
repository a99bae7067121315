"""What answers: the old version until the new one is complete, and never both."""

from __future__ import annotations

import asyncio

from storage import lexical, playbooks
from storage.database import Database, Session
from storage.playbooks import PlaybookVersion
from tests.storage.making import a_document, a_version, at_once, text_hash, undone


async def _statuses(session: Session) -> dict[int, str]:
    return {v.number: v.status for v in await playbooks.versions(session, "pricing")}


async def test_versions_are_numbered_within_their_playbook(database: Database) -> None:
    async with database.write() as session:
        for slug in ("pricing", "pricing", "legal"):
            await a_version(session, a_document("x"), slug=slug)
    async with database.read() as session:
        found = [(v.slug, v.number, v.status) for v in await playbooks.versions(session)]
    assert found == [("legal", 1, "active"), ("pricing", 2, "active"), ("pricing", 1, "retired")]


async def test_a_version_says_what_it_holds(database: Database) -> None:
    async with database.write() as session:
        await a_version(session, a_document("a b", "c"), a_document("d", path="b.md"))
        (version,) = await playbooks.versions(session, "pricing")
    assert isinstance(version, PlaybookVersion)
    assert (version.documents, version.passages, version.title) == (2, 3, "Pricing")
    assert version.content_hash == "hash"
    assert version.activated_at is not None


async def test_the_old_version_answers_until_the_new_one_is_complete(database: Database) -> None:
    async with database.write() as session:
        await a_version(session, a_document("old"))
        new = await playbooks.begin_version(session, "pricing", "Pricing", "h", None)
        await playbooks.add_document(session, new, a_document("new"))
        assert await _statuses(session) == {1: "active", 2: "indexing"}
        assert [p.terms for p in await lexical.nominate(session, ["old", "new"], 9)] == [("old",)]
        found = await playbooks.active_by_hash(session, [text_hash("old"), text_hash("new")])
        assert [p.text for p in found] == ["old"]
        await playbooks.finish_version(session, new, activate=True)
        assert await _statuses(session) == {1: "retired", 2: "active"}
        assert [p.terms for p in await lexical.nominate(session, ["old", "new"], 9)] == [("new",)]
        found = await playbooks.active_by_hash(session, [text_hash("old"), text_hash("new")])
        assert [p.text for p in found] == ["new"]


async def test_a_draft_does_not_answer(database: Database) -> None:
    async with database.write() as session:
        draft = await a_version(session, a_document("draft"), activate=False)
        assert await _statuses(session) == {1: "draft"}
        assert await playbooks.active_by_hash(session, [text_hash("draft")]) == []
        assert await lexical.count(session) == 0
        await playbooks.finish_version(session, draft, activate=True)
        assert len(await playbooks.active_by_hash(session, [text_hash("draft")])) == 1
        await playbooks.finish_version(session, draft, activate=True)
        assert await lexical.count(session) == 1, "activated twice, indexed once"


async def test_an_old_version_can_be_made_to_answer_again(database: Database) -> None:
    async with database.write() as session:
        old = await a_version(session, a_document("old"))
        await a_version(session, a_document("new"))
        await playbooks.finish_version(session, old, activate=True)
        assert await _statuses(session) == {1: "active", 2: "retired"}
        assert [p.terms for p in await lexical.nominate(session, ["old", "new"], 9)] == [("old",)]


async def test_a_reader_sees_the_old_or_the_new_version_never_both_nor_neither(
    database: Database, beside: Database
) -> None:
    async with database.write() as session:
        await a_version(session, a_document("common one"))
    seen: set[tuple[str, ...]] = set()
    done = asyncio.Event()

    async def reader() -> None:
        while not done.is_set():
            async with beside.read() as session:
                versions = await playbooks.versions(session, "pricing")
                await asyncio.sleep(0)
                postings = await lexical.nominate(session, ["common"], 9)
                statistics = await lexical.statistics(session, ["common"])
                found = await playbooks.active_passages(session, range(100))
            assert [v.status for v in versions].count("active") == 1
            assert statistics.frequency == {"common": 1}
            assert [p.text for p in found] == [" ".join(p.terms) for p in postings]
            assert [v.number for v in versions if v.status == "active"] == [
                p.version for p in found
            ]
            seen.add(tuple(p.text for p in found))

    reading = asyncio.create_task(reader())
    for name in ("two", "three", "four"):
        async with database.write() as session:
            await a_version(session, a_document(f"common {name}"))
            await asyncio.sleep(0.03)
        await asyncio.sleep(0.03)
    done.set()
    await reading
    assert {("common one",), ("common four",)} <= seen


async def test_a_view_once_begun_does_not_change_under_its_reader(
    database: Database, beside: Database
) -> None:
    async with database.write() as session:
        await a_version(session, a_document("old"))
    async with beside.read() as reader:
        assert len(await lexical.nominate(reader, ["old"], 9)) == 1
        async with database.write() as session:
            await playbooks.retire(session, "pricing")
        assert len(await playbooks.active_by_hash(reader, [text_hash("old")])) == 1
    async with beside.read() as reader:
        assert await playbooks.active_by_hash(reader, [text_hash("old")]) == []


async def test_of_two_versions_activated_at_once_one_answers(
    database: Database, beside: Database
) -> None:
    async with database.write() as session:
        await a_version(session, a_document("old"))
        drafts = [await a_version(session, a_document(t), activate=False) for t in ("a", "b")]
    ids = iter(drafts)
    results = await at_once(
        database, beside, lambda s: playbooks.finish_version(s, next(ids), activate=True)
    )
    assert results == [None, None]
    async with database.read() as session:
        assert list((await _statuses(session)).values()).count("active") == 1
        assert await lexical.count(session) == 1
        assert await lexical.differences(session) == []


async def test_two_versions_begun_at_once_get_two_numbers(
    database: Database, beside: Database
) -> None:
    begun = await at_once(
        database, beside, lambda s: playbooks.begin_version(s, "pricing", "Pricing", "h", None)
    )
    assert all(isinstance(version, int) for version in begun), begun
    async with database.read() as session:
        assert await _statuses(session) == {1: "indexing", 2: "indexing"}


async def test_a_retired_playbook_stops_answering(database: Database) -> None:
    async with database.write() as session:
        await a_version(session, a_document("price"))
        before = await playbooks.generation(session)
        assert await playbooks.retire(session, "pricing")
        assert not await playbooks.retire(session, "pricing")
        assert not await playbooks.retire(session, "unknown")
        assert await playbooks.generation(session) != before
        assert await playbooks.active_by_hash(session, [text_hash("price")]) == []
        assert await lexical.nominate(session, ["price"], 9) == []


async def test_a_failed_version_leaves_the_old_one_answering_and_is_not_listed(
    database: Database,
) -> None:
    async with database.write() as session:
        await a_version(session, a_document("old"))
        for give_up in (playbooks.fail_version, None):
            new = await playbooks.begin_version(session, "pricing", "Pricing", "h", None)
            if give_up:
                await give_up(session, new)
        await playbooks.abandon_unfinished(session)
        session.expire_all()
        assert await _statuses(session) == {1: "active"}
        later = await a_version(session, a_document("new"))
        assert {v.id: v.number for v in await playbooks.versions(session)}[later] == 4


async def test_a_version_that_fails_while_activated_changes_nothing(database: Database) -> None:
    async with database.write() as session:
        await a_version(session, a_document("old"))

    async def activate(session: Session) -> None:
        await a_version(session, a_document("new"))

    await undone(database, activate)
    async with database.read() as session:
        assert await _statuses(session) == {1: "active"}
        assert [p.terms for p in await lexical.nominate(session, ["old", "new"], 9)] == [("old",)]


async def test_an_old_passage_can_still_be_read_by_its_id(database: Database) -> None:
    async with database.write() as session:
        await a_version(session, a_document("old words"))
        (posting,) = await lexical.nominate(session, ["old"], 1)
        await a_version(session, a_document("new words"))
        assert await playbooks.active_passages(session, [posting.passage_id]) == []
        passage = await playbooks.passage(session, posting.passage_id)
        assert await playbooks.passage(session, 404) is None
    assert passage is not None
    assert (passage.text, passage.version, passage.page) == ("old words", 1, 1)
    assert (passage.heading_path, passage.stages) == (("价格", "§0"), ("offer",))
    assert (passage.document, passage.playbook, passage.language) == ("价格.md", "pricing", "zh")


async def test_neighbours_are_those_beside_a_passage_in_its_own_document(
    database: Database,
) -> None:
    async with database.write() as session:
        version = await a_version(
            session, a_document("a", "b", "c", "d"), a_document("e", path="z.md")
        )
        held = await playbooks.document_passages(session, version)
        ids = {p.text: p.id for passages in held.values() for p in passages}
        found = {
            text: "".join(p.text for p in await playbooks.neighbours(session, ids[text]))
            for text in "abde"
        }
        assert await playbooks.neighbours(session, 404) == []
    assert list(held) == ["z.md", "价格.md"]
    assert found == {"a": "ab", "b": "abc", "d": "cd", "e": "e"}
