"""What survives the process: updates, replies, jobs and what is due, each once and in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import queues
from storage.database import Database, Session
from storage.tables.queues import JobRow
from tests.storage.making import at_once, undone

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_an_update_delivered_twice_at_once_is_kept_once(
    database: Database, beside: Database
) -> None:
    ids = await at_once(database, beside, lambda s: queues.receive(s, "telegram", "7", {"n": 1}))
    assert sorted(type(i).__name__ for i in ids) == ["NoneType", "int"]
    async with database.read() as session:
        assert [u.update_id for u in await queues.open_inbox(session, "telegram")] == ["7"]


async def test_the_same_number_on_another_channel_is_another_update(database: Database) -> None:
    async with database.write() as session:
        assert await queues.receive(session, "telegram", "7", {}) is not None
        assert await queues.receive(session, "terminal", "7", {}) is not None
        assert len(await queues.open_inbox(session, "telegram")) == 1


async def test_updates_wait_in_the_order_they_came_until_they_are_done(database: Database) -> None:
    async with database.write() as session:
        ids = [await queues.receive(session, "t", str(n), {}) for n in (30, 10, 20)]
        assert await queues.finish(session, ids[1] or 0)
    async with database.read() as session:
        assert [u.update_id for u in await queues.open_inbox(session, "t")] == ["30", "20"]


async def test_attempts_are_counted_until_the_update_is_done(database: Database) -> None:
    async with database.write() as session:
        update = await queues.receive(session, "t", "1", {}) or 0
        assert [await queues.begin_attempt(session, update) for _ in range(3)] == [1, 2, 3]
        assert await queues.finish(session, update)
        assert await queues.begin_attempt(session, update) is None
        assert not await queues.finish(session, update)


async def test_only_one_of_two_finishes_an_update(database: Database, beside: Database) -> None:
    async with database.write() as session:
        update = await queues.receive(session, "t", "1", {}) or 0
    came_to = await at_once(database, beside, lambda s: queues.finish(s, update))
    assert sorted(map(str, came_to)) == ["False", "True"]


async def test_an_update_whose_effect_failed_stays_open_without_its_replies(
    database: Database,
) -> None:
    async with database.write() as session:
        update = await queues.receive(session, "t", "1", {}) or 0

    async def handle(session: Session) -> None:
        await queues.finish(session, update)
        await queues.send(session, "t", "1", {"text": "done"})

    await undone(database, handle)
    async with database.read() as session:
        assert [u.id for u in await queues.open_inbox(session, "t")] == [update]
        assert await queues.waiting(session, "t") == []


async def test_replies_leave_in_the_order_they_were_written(database: Database) -> None:
    async with database.write() as session:
        for chat, text in (("a", "1"), ("b", "2"), ("a", "3")):
            await queues.send(session, "t", chat, {"text": text})
        await queues.send(session, "terminal", "a", {"text": "elsewhere"})
        texts = [out.payload["text"] for out in await queues.waiting(session, "t")]
        others = [out.payload["text"] for out in await queues.waiting(session, "t", {"a"})]
        first = [out.payload["text"] for out in await queues.waiting(session, "t", limit=1)]
    assert (texts, others, first) == (["1", "2", "3"], ["2"], ["1"])


async def test_a_reply_put_off_keeps_its_place_and_says_from_when(database: Database) -> None:
    async with database.write() as session:
        first = await queues.send(session, "t", "a", {"n": 1})
        await queues.send(session, "t", "a", {"n": 2})
    async with database.write() as session:
        await queues.retry_later(session, first, HOUR)
    async with database.read() as session:
        waiting = await queues.waiting(session, "t")
    assert [(out.payload["n"], out.attempts) for out in waiting] == [(1, 1), (2, 0)]
    assert waiting[0].not_before is not None
    assert timedelta(minutes=59) < waiting[0].not_before - datetime.now(UTC) <= HOUR
    assert waiting[1].not_before is None


async def test_what_was_sent_or_given_up_waits_no_more(database: Database) -> None:
    async with database.write() as session:
        ids = [await queues.send(session, "t", "a", {"n": n}) for n in range(3)]
        await queues.sent(session, ids[0], "99")
        await queues.failed(session, ids[1])
        assert [out.id for out in await queues.waiting(session, "t")] == [ids[2]]
        depth = await queues.depth(session)
    assert (depth["outbox"], depth["undeliverable"]) == (1, 1)


async def test_jobs_are_worked_on_oldest_first(database: Database) -> None:
    async with database.write() as session:
        ids = [await queues.queue_job(session, "ingest", {"n": n}) for n in range(2)]
    done = []
    for _ in range(2):
        async with database.write() as session:
            job = await queues.next_job(session)
            assert job is not None
            assert job.status == "running"
            await queues.finish_job(session, job.id, "done", {"ok": True})
            done.append(job.id)
    async with database.write() as session:
        assert await queues.next_job(session) is None
        last = await queues.job(session, ids[1])
    assert done == ids
    assert last is not None
    assert (last.status, last.result) == ("done", {"ok": True})


async def test_a_job_that_a_dead_process_left_comes_before_all_others(database: Database) -> None:
    async with database.write() as session:
        await queues.queue_job(session, "ingest", {})
        left = await queues.queue_job(session, "reindex", {}, None, ("telegram", "7"))
        (await session.get_one(JobRow, left)).status = "running"
        await queues.job_progress(session, left, 3, 10)
    async with database.write() as session:
        job = await queues.next_job(session)
    assert job is not None
    assert (job.id, job.done, job.total, job.reply_chat) == (left, 3, 10, "7")


async def test_a_key_is_due_once_however_often_it_is_set(
    database: Database, beside: Database
) -> None:
    await at_once(database, beside, lambda s: queues.set_due(s, "digest", "monday", NOON, {"n": 1}))
    async with database.write() as session:
        await queues.set_due(session, "digest", "monday", NOON - HOUR, {"n": 2})
        due = await queues.due_now(session, NOON)
        assert [(item.key, item.payload) for item in due] == [("monday", {"n": 1})]
        assert await queues.finish_due(session, due[0].id)
        assert not await queues.finish_due(session, due[0].id)
        await queues.set_due(session, "digest", "monday", NOON, {})
        assert await queues.due_now(session, NOON) == [], "what was done is not due again"


async def test_what_is_due_comes_by_its_time_and_nothing_before_it(database: Database) -> None:
    async with database.write() as session:
        for hours, key in ((0, "now"), (-2, "long ago"), (1, "later"), (-2, "long ago too")):
            await queues.set_due(session, "k", key, NOON + hours * HOUR, {})
        due = await queues.due_now(session, NOON)
        first = await queues.due_now(session, NOON, limit=1)
    assert [item.key for item in due] == ["long ago", "long ago too", "now"]
    assert [item.key for item in first] == ["long ago"]
