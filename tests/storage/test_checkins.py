"""Words, check-ins and where a dialogue stands: confirmed once, corrected with new evidence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import checkins, exchanges, originals, playbooks, processes
from storage.checkins import CheckIn, Dialogue, NewProposal
from storage.database import Database, Session
from storage.exchanges import Asked
from storage.records import Answered, Citation, DealField, Outcome, Reason, Stage
from tests.storage.making import (
    B2B,
    TODAY,
    a_deal,
    a_document,
    a_person,
    a_version,
    at_once,
    text_hash,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


async def _say(session: Session, who: int, text: str, external_id: str = "1") -> int:
    return await checkins.keep_message(session, who, "t", "1", external_id, text, NOW)


async def _begin(session: Session, who: int) -> int:
    lines = [
        NewProposal(n, None, "ERP", "华星", field, "", new, (0, 2))
        for n, field, new in ((1, DealField.BLOCKER, "b"), (0, DealField.STAGE, "lead"))
    ]
    return await checkins.begin(session, who, TODAY, await _say(session, who, "hello"), lines)


async def test_a_double_tap_submits_a_checkin_once(database: Database, beside: Database) -> None:
    async with database.write() as session:
        checkin = await _begin(session, await a_person(session))
    tapped = await at_once(database, beside, lambda s: checkins.settle(s, checkin, "submitted"))
    assert sorted(map(str, tapped)) == ["False", "True"]
    async with database.write() as session:
        assert not await checkins.settle(session, checkin, "cancelled")
        (record,) = await checkins.in_period(session, None, TODAY, TODAY)
    assert (record.status, record.submitted_at is None) == ("submitted", False)


async def test_proposals_come_deal_by_deal_and_are_decided_one_by_one(database: Database) -> None:
    async with database.write() as session:
        checkin = await _begin(session, await a_person(session))
        first, second = await checkins.proposed(session, checkin)
        await checkins.decide(session, first.id, "dropped")
        assert await checkins.checkin_of_change(session, second.id) == checkin
        assert await checkins.checkin_of_change(session, 404) is None
    async with database.read() as session:
        found = await checkins.proposed(session, checkin)
    assert [(p.field, p.new, p.state) for p in found] == [
        (DealField.STAGE, "lead", "dropped"),
        (DealField.BLOCKER, "b", "proposed"),
    ]
    assert (second.new_deal, second.new_account, second.evidence) == ("ERP", "华星", (0, 2))


async def test_a_correction_rests_on_the_words_it_was_made_with(database: Database) -> None:
    async with database.write() as session:
        who = await a_person(session)
        checkin = await _begin(session, who)
        change = (await checkins.proposed(session, checkin))[0]
        said = await _say(session, who, "no, offer", "2")
        await checkins.decide(session, change.id, "dropped")
        await checkins.correct(session, change.id, "offer", said, (4, 9))
    async with database.read() as session:
        corrected, other = await checkins.proposed(session, checkin)
    assert (corrected.new, corrected.message_id, corrected.evidence) == ("offer", said, (4, 9))
    assert (corrected.state, other.new) == ("proposed", "b")


async def test_the_newest_pending_checkin_is_the_one_that_waits(database: Database) -> None:
    async with database.write() as session:
        who, other = await a_person(session), await a_person(session)
        old, new = await _begin(session, who), await _begin(session, who)
        assert await checkins.pending(session, other) is None
        found = await checkins.pending(session, who)
        assert found is not None
        assert found == CheckIn(new, who, TODAY, "pending", found.message_id)
        assert await checkins.of_message(session, found.message_id or 0) == found
        await checkins.settle(session, new, "cancelled")
        session.expire_all()
        left = await checkins.pending(session, who)
    assert left is not None
    assert left.id == old


async def test_only_submitted_checkins_of_the_period_and_people_are_counted(
    database: Database,
) -> None:
    async with database.write() as session:
        who, other = await a_person(session), await a_person(session)
        said = await _say(session, who, "hi")
        for person, days in ((who, 0), (who, 1), (who, 2), (other, 1)):
            made = await checkins.begin(session, person, TODAY + days * DAY, said, [])
            await checkins.settle(session, made, "submitted")
        await checkins.begin(session, who, TODAY, said, [])
        every = await checkins.in_period(session, None, TODAY, TODAY + DAY)
        own = await checkins.in_period(session, [who], TODAY + DAY, TODAY + 2 * DAY)
        nobody = await checkins.in_period(session, [], TODAY, TODAY + 2 * DAY)
    assert [(r.person_id, r.local_date - TODAY) for r in every] == [
        (who, 0 * DAY), (who, DAY), (other, DAY),
    ]  # fmt: skip
    assert [r.local_date - TODAY for r in own] == [DAY, 2 * DAY]
    assert nobody == []


async def test_an_edit_is_the_newest_wording_and_the_old_one_stays(database: Database) -> None:
    async with database.write() as session:
        who = await a_person(session)
        wordings = [await _say(session, who, text) for text in ("80万", "90万", "100万")]
        elsewhere = await checkins.keep_message(session, who, "t", "2", "1", "other chat", NOW)
        newest = await checkins.message_by_external_id(session, "t", "1", "1")
        texts = [await checkins.message(session, wording) for wording in wordings]
        assert newest is not None
        assert (newest.id, newest.text) == (wordings[-1], "100万")
        assert [m.text for m in texts if m] == ["80万", "90万", "100万"]
        assert await checkins.message_by_external_id(session, "t", "1", "") is None
        assert elsewhere not in wordings


async def test_a_dialogue_stands_where_it_was_left_until_it_ends(
    database: Database, beside: Database
) -> None:
    async with database.write() as session:
        who = await a_person(session)
    stood = await at_once(
        database, beside, lambda s: checkins.set_dialogue(s, who, "t", "joining", {"n": [1, None]})
    )
    assert stood == [None, None]
    async with database.write() as session:
        assert await checkins.dialogue(session, who, "t") == Dialogue("joining", {"n": [1, None]})
        await checkins.set_dialogue(session, who, "t", "checkin", {"名": "华星"})
        assert await checkins.dialogue(session, who, "t") == Dialogue("checkin", {"名": "华星"})
        assert await checkins.dialogue(session, who, "terminal") is None
        await checkins.end_dialogue(session, who, "t")
        assert await checkins.dialogue(session, who, "t") is None


# --- processes ---------------------------------------------------------------------------------


async def test_adopting_the_same_process_again_changes_nothing(database: Database) -> None:
    async with database.write() as session:
        first = await processes.adopt(session, B2B)
    async with database.write() as session:
        assert await processes.adopt(session, B2B) == first
        assert await processes.adopt(session, first) == first
        assert list(await processes.all_processes(session)) == [first.id]
    assert (first.version, first.stages, first.name) == (1, B2B.stages, B2B.name)


async def test_a_changed_process_is_a_new_version_and_deals_keep_theirs(
    database: Database,
) -> None:
    async with database.write() as session:
        deal = await a_deal(session, await a_person(session))
        changed = type(B2B)(0, "b2b", 0, B2B.name, (*B2B.stages, Stage("won", B2B.name)))
        new = await processes.adopt(session, changed)
        every = await processes.all_processes(session)
        assert await processes.active(session) == new
        assert (new.version, len(new.stages)) == (2, 3)
        assert every[deal.process_id].stages == B2B.stages
        back = await processes.adopt(session, B2B)
    assert (back.version, back.stages) == (3, B2B.stages)


# --- exchanges and originals -------------------------------------------------------------------


async def test_an_old_citation_opens_the_words_it_cited(database: Database) -> None:
    async with database.write() as session:
        who = await a_person(session)
        await a_version(session, a_document("old words"))
        (passage,) = await playbooks.active_by_hash(session, [text_hash("old words")])
        told = Answered(
            Outcome.ANSWERED, Reason.NONE, "See [2]", (Citation(2, passage, "words"),), 0.9
        )
        exchange = await exchanges.record(session, who, Asked("q", "q?"), told, 12)
        await a_version(session, a_document("new words"))
    async with database.read() as session:
        cited = await exchanges.citation(session, exchange, 2)
        assert await exchanges.citation(session, exchange, 1) is None
        assert cited == exchanges.Cited(exchange, who, 2, passage.id, "words")
        opened = await playbooks.passage(session, cited.passage_id)
    assert opened == passage


async def test_a_history_is_the_persons_own_last_questions_oldest_first(
    database: Database,
) -> None:
    async with database.write() as session:
        who, other = await a_person(session), await a_person(session)
        for person, text in ((who, "1"), (who, "2"), (other, "x"), (who, "3")):
            told = Answered(Outcome.REFUSED, Reason.NOT_IN_PLAYBOOKS, f"re {text}", (), 0.1)
            await exchanges.record(session, person, Asked(text, text), told, 1)
        turns = exchanges.turns(await exchanges.recent(session, who, limit=2))
    assert [(t.role, t.content) for t in turns] == [
        ("user", "2"), ("assistant", "re 2"), ("user", "3"), ("assistant", "re 3"),
    ]  # fmt: skip


async def test_an_original_recorded_twice_at_once_is_known_once(
    database: Database, beside: Database
) -> None:
    recorded = await at_once(
        database, beside, lambda s: originals.record_original(s, "ab" * 32, 10)
    )
    assert recorded == [None, None]
    async with database.read() as session:
        assert await originals.known(session) == ["ab" * 32]
