"""One worker, one tick: jobs, what is due, and mending the index. All of it is in the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot import jobs
from bot.checkins.applying import REMINDER
from bot.checkins.reminding import remind
from bot.coach import Coach
from bot.common_texts import WENT_WRONG
from bot.gaps.rechecking import Gaps
from bot.golden import job as golden
from bot.golden.asking import JOB as GOLDEN
from bot.jobs import REINDEX, Cancelled, Progress, language_of
from bot.library.embedding import unseen
from bot.playbooks import announcing, ingesting, loads, rereading
from bot.reply import Reply, plain
from bot.signals import heard
from storage import queues
from storage.queues import Due, Job
from storage.records import Language

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
MEND_AGAIN_SECONDS = 60.0
CATCH_UP_SECONDS = 5.0
"""How often it is looked whether an encoder lacks passages; after a load that is done at once."""

Done = tuple[dict[str, Any], Reply | str]
"""A job's result as JSON, and what is said to whoever asked for it ("" for nothing)."""


async def _ingest(coach: Coach, job: Job, progress: Progress) -> Done:
    outcome = await ingesting.run(coach, job, progress)
    return asdict(outcome), await announcing.reply_of(coach, job, outcome)


async def _reindex(coach: Coach, _job: Job, _progress: Progress) -> Done:
    return {"passages": await (await coach.library.indexer()).rebuild()}, ""


JOBS: Mapping[str, Callable[[Coach, Job, Progress], Awaitable[Done]]] = {
    loads.JOB: _ingest,
    REINDEX: _reindex,
    GOLDEN: golden.do,
}
"""Who does a job of a kind."""


class Worker:
    """Only the process that owns the home runs one."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._loaded = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled. A tick that fails is logged and the next one tries again."""
        await rereading.prepare(self._coach)
        await asyncio.gather(
            self._watch_due(),
            self._work_on_jobs(),
            self._mend(),
            self._catch_up(),
            Gaps(self._coach).run(),
        )

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

    async def _catch_up(self) -> None:
        """Have the slower encoders follow, while loads and questions go on."""
        while True:
            self._loaded.clear()
            try:
                await (await self._coach.library.indexer()).catch_up(unseen)
            except Exception:
                log.exception("the slower encoders could not catch up; the fastest answers")
                await asyncio.sleep(MEND_AGAIN_SECONDS)
            await heard(self._loaded, CATCH_UP_SECONDS)

    # --- jobs ----------------------------------------------------------------------------------

    async def run_next_job(self) -> bool:
        """Do the oldest waiting job, if there is one; whether there was."""
        async with self._coach.database.write() as session:
            job = await queues.next_job(session)
        if job is None:
            return False
        async with self._coach.database.read() as session:
            language = await language_of(session, job)
        said: Reply | str
        try:
            result, said = await self._run(job, language)
            status = "done"
        except Cancelled:
            result, said, status = {}, "", "cancelled"
        except Exception as error:
            log.exception("job %s failed", job.id)
            result, status = {"error": type(error).__name__}, "failed"
            said = WENT_WRONG(language, reference=f"job {job.id}")
        reply = Reply((plain(said),)) if said and isinstance(said, str) else said or None
        async with self._coach.database.write() as session:
            await jobs.end(session, job, status, result, reply)
        self._coach.signals.outbox.set()
        self._loaded.set()
        return True

    async def _run(self, job: Job, language: Language) -> Done:
        if job.cancel_requested and job.phase != queues.PAST_CANCELLING:
            raise Cancelled
        progress = Progress(self._coach, job, language)
        async with progress.listening():
            return await JOBS[job.kind](self._coach, job, progress)

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
