"""Switching what answers: as the trainer saw it, complete, by one of two at once, with a record."""

from __future__ import annotations

import pytest

from storage import (
    lexical,
    playbook_history,
    playbook_switching,
    playbooks,
    stage_choices,
    standard_answers,
)
from storage import vectors as stored_vectors
from storage.database import Database, Session
from storage.playbook_switching import Seen, Switched
from storage.vectors import StoredVector
from tests.storage.making import a_document, a_person, a_version, at_once, text_hash, undone

ENCODER = "words/1"


async def _embedded(session: Session, *texts: str) -> None:
    vectors = [StoredVector(text_hash(text), "zh", b"\0" * 4) for text in texts]
    await stored_vectors.keep(session, ENCODER, vectors)


async def _statuses(session: Session) -> dict[int, str]:
    return {v.number: v.status for v in await playbooks.versions(session, "pricing")}


async def _answering(session: Session) -> list[tuple[str, ...]]:
    return [p.terms for p in await lexical.nominate(session, ["old", "new", "newer"], 9)]


async def _try(
    session: Session, version: int, active: int | None, draft: int | None, by: int | None = None
) -> Switched:
    attempt = await playbook_switching.activate(
        session, version, Seen(active, draft), by, encoder_id=ENCODER
    )
    assert (attempt.event is not None) == (attempt.outcome is Switched.DONE)
    return attempt.outcome


@pytest.fixture
async def two(database: Database) -> tuple[int, int]:
    """An active version and a complete draft; their ids."""
    async with database.write() as session:
        old = await a_version(session, a_document("old"))
        new = await a_version(session, a_document("new"), activate=False)
        await _embedded(session, "old", "new")
    return old, new


async def test_a_draft_is_activated_once_and_the_old_version_retires(
    database: Database, two: tuple[int, int]
) -> None:
    old, new = two
    async with database.write() as session:
        xin = await a_person(session, "林欣")
        assert await _try(session, new, old, new, xin) is Switched.DONE
        assert await _statuses(session) == {1: "retired", 2: "active"}
        assert await _answering(session) == [("new",)]
        assert await _try(session, new, old, new, xin) is Switched.ALREADY
        version = next(v for v in await playbooks.versions(session, "pricing"))
        events = await playbook_history.history(session, version.playbook_id)
    assert [(e.kind, e.version, e.by) for e in events] == [("activated", 2, "林欣")]


async def test_what_is_not_complete_is_not_activated(
    database: Database, two: tuple[int, int]
) -> None:
    old, _ = two
    async with database.write() as session:
        half = await a_version(session, a_document("old", "newer"), activate=False)
        assert await playbook_switching.missing_vectors(session, half, ENCODER) == 1
        assert await _try(session, half, old, half) is Switched.INCOMPLETE
        empty = await a_version(session, activate=False)
        assert await _try(session, empty, old, empty) is Switched.INCOMPLETE
        indexing = await playbooks.begin_version(session, "pricing", "Pricing", "h", None)
        assert await _try(session, indexing, old, None) is Switched.GONE
        assert (await _statuses(session))[1] == "active"
        await _embedded(session, "newer")
        assert await _try(session, half, old, empty) is Switched.DONE


async def test_a_button_from_before_another_switch_changes_nothing(
    database: Database, two: tuple[int, int]
) -> None:
    old, new = two
    async with database.write() as session:
        newer = await a_version(session, a_document("newer"), activate=False)
        await _embedded(session, "newer")
        assert await _try(session, new, old, new) is Switched.SUPERSEDED
        assert await _try(session, newer, None, newer) is Switched.CHANGED
        assert await _try(session, newer, old, newer) is Switched.DONE
        assert await _try(session, new, old, newer) is Switched.CHANGED
        assert await _statuses(session) == {1: "retired", 2: "draft", 3: "active"}


async def test_a_discarded_draft_cannot_be_activated_and_keeps_its_words(
    database: Database, two: tuple[int, int]
) -> None:
    old, new = two
    async with database.write() as session:
        held = await playbooks.document_passages(session, new)
        [passage] = [p for passages in held.values() for p in passages]
        assert (await playbook_switching.discard(session, new, None)).outcome is Switched.DONE
        assert (await playbook_switching.discard(session, new, None)).outcome is Switched.ALREADY
        assert (await playbook_switching.discard(session, old, None)).outcome is Switched.GONE
        assert await _try(session, new, old, None) is Switched.GONE
        assert await _statuses(session) == {1: "active"}
        kept = await playbooks.passage(session, passage.id)
        assert kept is not None
        assert kept.text == "new"
        assert (await playbook_switching.restore(session, new, None)).outcome is Switched.DONE
        assert await _try(session, new, old, new) is Switched.DONE


async def test_an_earlier_version_comes_back_and_the_history_says_so(
    database: Database, two: tuple[int, int]
) -> None:
    old, new = two
    async with database.write() as session:
        before = await playbooks.generation(session)
        await _try(session, new, old, new)
        assert await _try(session, old, new, None) is Switched.DONE
        assert await _statuses(session) == {1: "active", 2: "retired"}
        assert await _answering(session) == [("old",)]
        assert await playbooks.generation(session) != before
        assert await _try(session, new, old, None) is Switched.DONE
        playbook = (await playbooks.versions(session))[0].playbook_id
        kinds = [(e.kind, e.version) for e in await playbook_history.history(session, playbook)]
    assert kinds == [("activated", 2), ("rolled_back", 1), ("activated", 2)]


async def test_what_was_retired_is_retired_once_and_brought_back(
    database: Database, two: tuple[int, int]
) -> None:
    old, _ = two
    async with database.write() as session:
        assert (await playbook_switching.retire(session, old, None)).outcome is Switched.DONE
        assert (await playbook_switching.retire(session, old, None)).outcome is Switched.ALREADY
        assert await _answering(session) == []
        assert await _try(session, old, None, None) is Switched.DONE
        assert await _answering(session) == [("old",)]
        assert await lexical.differences(session) == []


async def test_standard_answers_are_not_switched_as_a_whole(database: Database) -> None:
    slug = standard_answers.SLUG
    async with database.write() as session:
        old = await a_version(session, a_document("old"), slug=slug)
        new = await a_version(session, a_document("new"), slug=slug)
        draft = await a_version(session, a_document("newer"), slug=slug, activate=False)
        await _embedded(session, "old", "new", "newer")
        assert await _try(session, old, new, draft) is Switched.STANDARD_ANSWERS
        assert await _try(session, draft, new, draft) is Switched.STANDARD_ANSWERS
        for act, version in (
            (playbook_switching.retire, new),
            (playbook_switching.discard, draft),
        ):
            attempt = await act(session, version, None)
            assert (attempt.outcome, attempt.event) == (Switched.STANDARD_ANSWERS, None)
        statuses = {v.id: v.status for v in await playbooks.versions(session, slug)}
        assert statuses == {old: "retired", new: "active", draft: "draft"}
        assert await _answering(session) == [("new",)]


async def test_of_two_trainers_at_once_one_activates_and_the_other_is_told(
    database: Database, beside: Database, two: tuple[int, int]
) -> None:
    old, new = two
    async with database.write() as session:
        newer = await a_version(session, a_document("newer"), activate=False)
        await _embedded(session, "newer")
    drafts = iter((new, newer))
    results = await at_once(
        database, beside, lambda session: _try(session, next(drafts), old, newer)
    )
    assert sorted(map(str, results)) == ["changed", "done"]
    async with database.read() as session:
        assert list((await _statuses(session)).values()).count("active") == 1
        assert len(await _answering(session)) == 1


async def test_the_same_draft_tapped_by_two_at_once_is_activated_once(
    database: Database, beside: Database, two: tuple[int, int]
) -> None:
    old, new = two
    results = await at_once(database, beside, lambda session: _try(session, new, old, new))
    assert sorted(map(str, results)) == ["already", "done"]
    async with database.read() as session:
        playbook = (await playbooks.versions(session))[0].playbook_id
        assert len(await playbook_history.history(session, playbook)) == 1
        assert await lexical.differences(session) == []


async def test_a_switch_that_is_rolled_back_leaves_everything_as_it_was(
    database: Database, two: tuple[int, int]
) -> None:
    old, new = two

    async def activate(session: Session) -> None:
        assert await _try(session, new, old, new) is Switched.DONE

    await undone(database, activate)
    async with database.read() as session:
        assert await _statuses(session) == {1: "active", 2: "draft"}
        assert await _answering(session) == [("old",)]
        playbook = (await playbooks.versions(session))[0].playbook_id
        assert await playbook_history.history(session, playbook) == []


async def test_a_reason_is_given_once_and_only_by_whoever_did_it(
    database: Database, two: tuple[int, int]
) -> None:
    old, new = two
    async with database.write() as session:
        xin, eve = await a_person(session, "林欣"), await a_person(session, "Eve")
        looked = Seen(old, new)
        done = await playbook_switching.activate(session, new, looked, xin, encoder_id=ENCODER)
        assert done.event is not None
        assert not await playbook_history.give_reason(session, done.event, eve, "mine")
        assert await playbook_history.give_reason(session, done.event, xin, "新价格")
        assert not await playbook_history.give_reason(session, done.event, xin, "again")
        playbook = (await playbooks.versions(session))[0].playbook_id
        [event] = await playbook_history.history(session, playbook)
    assert event.detail == "新价格"


async def test_a_choice_holds_for_what_lies_below_until_something_nearer_is_chosen(
    database: Database, two: tuple[int, int]
) -> None:
    old, _ = two
    async with database.write() as session:
        playbook = await stage_choices.playbook_of(session, old)
        await stage_choices.choose(session, playbook, "价格.md", ("A",), ["offer"], None)
        await stage_choices.choose(session, playbook, "价格.md", ("A", "B"), [], None)
        await stage_choices.choose(session, playbook, "价格.md", ("A",), ["lead"], None)
        found = await stage_choices.choices(session, playbook)
    expected = {
        ("A",): ("lead",), ("A", "x"): ("lead",), ("A", "B"): (), ("A", "B", "y"): (),
        ("C",): None, (): None,
    }  # fmt: skip
    for path, stages in expected.items():
        assert stage_choices.chosen(found, "价格.md", path) == stages
    assert stage_choices.chosen(found, "other.md", ("A",)) is None


async def test_stages_given_to_passages_are_read_with_them(
    database: Database, two: tuple[int, int]
) -> None:
    old, new = two
    async with database.write() as session:
        held = await playbooks.document_passages(session, old)
        [passage] = [p for passages in held.values() for p in passages]
        before = await playbooks.generation(session)
        await stage_choices.assign(session, {passage.id: ("lead", "offer")})
        playbook = await stage_choices.playbook_of(session, old)
        await playbook_history.record_event(session, playbook, "stages", None, old, "x")
        after = await playbooks.generation(session)
        [read] = await playbooks.active_passages(session, [passage.id])
        assert await stage_choices.versions_to_follow(session, old) == [old, new]
        assert await stage_choices.versions_to_follow(session, new) == [new]
    assert read.stages == ("lead", "offer")
    assert before != after, "a retriever that remembers passages must see it"
