"""The worker goes on whatever fails under it."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot import worker
from bot.checkins.applying import REMINDER
from bot.coach import Coach
from bot.operating.running import working
from bot.worker import REINDEX, Worker
from knowledge.embedding import BundledEncoders
from storage import checkins, queues
from storage.database import Session
from storage.records import Outcome, Scope
from tests.bot import example


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
