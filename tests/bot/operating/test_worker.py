"""The worker goes on whatever fails under it."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot import jobs, worker
from bot.checkins.applying import REMINDER
from bot.coach import Coach
from bot.jobs import REINDEX, Stopping
from bot.operating.running import working
from bot.playbooks import loads, rereading
from bot.playbooks.loads import load_of_path, queue
from bot.worker import Worker
from knowledge.embedding import BundledEncoders
from storage import checkins, playbook_history, playbooks, queues
from storage.database import Session
from storage.records import Outcome, Scope
from tests.bot import example
from tests.knowledge.encoders import WordEncoder


async def test_a_due_item_that_fails_does_not_keep_the_others_from_firing(
    boxu: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    fired = []

    async def remind(_session: Session, payload: dict[str, str]) -> None:
        if payload["n"] == "bad":
            raise RuntimeError("poison")
        fired.append(payload["n"])

    monkeypatch.setattr(worker, "remind", remind)
    async with boxu.database.write() as session:
        for n in ("bad", "good"):
            await queues.set_due(session, REMINDER, n, boxu.clock(), {"n": n})
    for _ in range(2):
        await Worker(boxu).fire_due()
    assert fired == ["good"], "once, though the other is tried again"


async def test_a_job_that_fails_is_marked_and_the_next_one_is_done(
    boxu: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with boxu.database.write() as session:
        bad = await queues.queue_job(session, "ingest", {"slug": "x"})
        good = await queues.queue_job(session, REINDEX, {})
    assert await Worker(boxu).run_next_job()
    assert await Worker(boxu).run_next_job()
    assert not await Worker(boxu).run_next_job()
    async with boxu.database.read() as session:
        statuses = [job.status for n in (bad, good) if (job := await queues.job(session, n))]
        assert await checkins.pending(session, 1) is None
    assert statuses == ["failed", "done"]


async def test_answers_go_on_when_chromas_folder_is_deleted_half_way(
    answering_home: Path, encoders: BundledEncoders
) -> None:
    async with (
        example.opened(answering_home, encoders=encoders, owner=True) as coach,
        working(coach),
    ):
        for _ in range(3):
            evidence = await coach.library.retrieve("15%的折扣谁来审批?", Scope())
            answered = await coach.library.compose(evidence.question, evidence, "zh")
            assert answered.outcome is Outcome.ANSWERED
            assert "销售总监" in answered.text
            shutil.rmtree(answering_home / "chroma", ignore_errors=True)
            await asyncio.sleep(0.3)


async def test_a_job_that_was_cancelled_while_nobody_worked_is_not_begun(boxu: Coach) -> None:
    async with boxu.database.write() as session:
        left = await queues.queue_job(session, "ingest", {"slug": "x"})
        await queues.next_job(session)
        assert await jobs.cancel(session, left) is Stopping.ASKED
    assert await Worker(boxu).run_next_job()
    async with boxu.database.read() as session:
        job = await queues.job(session, left)
    assert job is not None
    assert job.status == "cancelled"


async def test_a_job_past_its_switch_cannot_be_cancelled_and_is_finished(
    boxu: Coach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the switch and the job's end: it is switched to once."""
    end = jobs.end

    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "rules.md").write_text("# Rules\n\nGifts above 50 euros are declined.\n")
    load = await asyncio.to_thread(load_of_path, tmp_path / "rules.md", boxu.originals)
    async with boxu.database.write() as session:
        job_id = await queue(boxu, session, load, None)
    monkeypatch.setattr(jobs, "end", killed)
    with pytest.raises(KeyboardInterrupt):
        await Worker(boxu).run_next_job()
    monkeypatch.setattr(jobs, "end", end)
    async with boxu.database.write() as session:
        assert await jobs.cancel(session, job_id) is Stopping.TOO_LATE
    assert await Worker(boxu).run_next_job()
    async with boxu.database.read() as session:
        job = await queues.job(session, job_id)
        versions = await playbooks.versions(session, "rules")
        told = await playbook_history.history(session, versions[0].playbook_id)
    assert job is not None
    assert (job.status, job.result["status"]) == ("done", "active")
    assert [version.status for version in versions] == ["active"]
    assert sorted(event.kind for event in told) == ["activated", "loaded"]


async def test_a_rebuild_is_not_left_half_way(boxu: Coach) -> None:
    async with boxu.database.write() as session:
        rebuild = await queues.queue_job(session, REINDEX, {})
        assert await jobs.cancel(session, rebuild) is Stopping.NOT_POSSIBLE
    assert await Worker(boxu).run_next_job()


async def test_the_slower_encoder_follows_while_the_worker_runs(tmp_path: Path) -> None:
    one, two = WordEncoder("fast/1"), WordEncoder("slow/1")
    (tmp_path / "rules.md").write_text("# Rules\n\nGifts above 50 euros are declined.\n")
    async with example.opened(
        tmp_path / "home", encoders=BundledEncoders((one, two)), owner=True
    ) as coach:
        load = await asyncio.to_thread(load_of_path, tmp_path / "rules.md", coach.originals)
        async with coach.database.write() as session:
            await queue(coach, session, load, None)
        await Worker(coach).run_next_job()
        indexer = await coach.library.indexer()
        assert await indexer.behind() == {"fast/1": 0, "slow/1": 1, "slow/1/units": 1}
        async with working(coach):
            async with asyncio.timeout(20):
                while any((await indexer.behind()).values()):
                    await asyncio.sleep(0.05)


async def test_half_built_versions_are_given_up_unless_their_job_goes_on(boxu: Coach) -> None:
    async with boxu.database.write() as session:
        ids = [await playbooks.begin_version(session, s, s, "x", None) for s in ("left", "kept")]
        job_id = await queues.queue_job(session, "ingest", {"slug": "kept"})
        await queues.keep_result(session, job_id, {"version_id": ids[1]})
    assert await rereading.prepare(boxu) == []
    async with boxu.database.read() as session:
        assert [v.slug for v in await playbooks.versions(session)] == ["kept"]


async def test_what_was_retired_while_it_waited_to_be_read_again_stays_retired(
    example_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rules.md"
    file.write_text("# Rules\n\nDiscounts need a signature.\n", encoding="utf-8")
    encoders = BundledEncoders((WordEncoder(),))
    async with example.opened(example_home, encoders=encoders, owner=True) as coach:
        async with coach.database.write() as session:
            await queue(coach, session, load_of_path(file, coach.originals), None)
        await Worker(coach).run_next_job()
        monkeypatch.setattr(loads, "READING_VERSION", "next")
        assert len(await rereading.queue_outdated(coach)) == 1
        async with coach.database.write() as session:
            await playbooks.retire(session, "rules")
        await Worker(coach).run_next_job()
        async with coach.database.read() as session:
            held = await playbooks.versions(session, "rules")
    assert [(v.number, v.status) for v in held] == [(1, "retired")]
