"""One worker, one tick: jobs, what is due, and mending the index. All of it is in the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.checkins.applying import REMINDER
from bot.checkins.reminding import remind
from bot.coach import Coach
from bot.common_texts import WENT_WRONG
from bot.playbooks import ingesting
from bot.playbooks.rendering import outcome_in_words
from bot.reply import Reply, plain, to_payload
from bot.signals import heard
from storage import people, playbooks, queues
from storage.queues import Due, Job
from storage.records import Language

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
MEND_AGAIN_SECONDS = 60.0
PROGRESS_EVERY = 16
REINDEX = "reindex"


class Worker:
    """Only the process that owns the home runs one."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach

    async def run(self) -> None:
        """Work until cancelled. A tick that fails is logged and the next one tries again."""
        async with self._coach.database.write() as session:
            await playbooks.abandon_unfinished(session)
        await asyncio.gather(self._watch_due(), self._work_on_jobs(), self._mend())

    async def _watch_due(self) -> None:
        while True:
            try:
                await self.fire_due()
            except Exception:
                log.exception("what is due could not be read")
            await asyncio.sleep(TICK_SECONDS)

    async def _work_on_jobs(self) -> None:
        signal = self._coach.signals.jobs
        while True:
            signal.clear()
            try:
                worked = await self.run_next_job()
            except Exception:
                log.exception("the jobs could not be read")
                worked = False
            if not worked:
                await heard(signal, TICK_SECONDS)

    async def _mend(self) -> None:
        """Compare the index with SQL at the start, and whenever it failed under a question."""
        while True:
            try:
                await self._coach.library.mend()
                await (await self._coach.library.indexer()).damaged.wait()
            except Exception:
                log.exception("the index could not be mended; answers come from SQL")
                await asyncio.sleep(MEND_AGAIN_SECONDS)

    # --- jobs ----------------------------------------------------------------------------------

    async def run_next_job(self) -> bool:
        """Do the oldest waiting job, if there is one; whether there was."""
        async with self._coach.database.write() as session:
            job = await queues.next_job(session)
        if job is None:
            return False
        try:
            result, said = await self._run(job)
            status = "done"
        except Exception as error:
            log.exception("job %s failed", job.id)
            result, status = {"error": type(error).__name__}, "failed"
            said = WENT_WRONG(await self._language(job), reference=f"job {job.id}")
        async with self._coach.database.write() as session:
            await queues.finish_job(session, job.id, status, result)
            if job.reply_chat and said:
                payload = to_payload(Reply((plain(said),)))
                await queues.send(session, job.reply_channel, job.reply_chat, payload)
        self._coach.signals.outbox.set()
        return True

    async def _run(self, job: Job) -> tuple[dict[str, Any], str]:
        async def progress(done: int, total: int) -> None:
            if done == total or done % PROGRESS_EVERY == 0:
                async with self._coach.database.write() as session:
                    await queues.job_progress(session, job.id, done, total)

        if job.kind == REINDEX:
            passages = await (await self._coach.library.indexer()).rebuild()
            return {"passages": passages}, ""
        outcome = await ingesting.run(self._coach, job, progress)
        return asdict(outcome), outcome_in_words(outcome, await self._language(job))

    async def _language(self, job: Job) -> Language:
        async with self._coach.database.read() as session:
            by = await people.person(session, job.requested_by or 0)
        return by.language if by else "en"

    # --- due -----------------------------------------------------------------------------------

    async def fire_due(self) -> None:
        """Do what has come due since the last tick, each thing once."""
        async with self._coach.database.read() as session:
            items = await queues.due_now(session, self._coach.clock())
        await self._fire(items)

    async def _fire(self, items: Sequence[Due]) -> None:
        for item in items:
            try:
                await self._fire_one(item)
            except Exception:
                log.exception("due item %s failed and is tried again", item.id)
        if items:
            self._coach.signals.outbox.set()

    async def _fire_one(self, item: Due) -> None:
        async with self._coach.database.write() as session:
            if await queues.finish_due(session, item.id) and item.kind == REMINDER:
                await remind(session, item.payload)
