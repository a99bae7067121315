"""A job followed from the shell: worked on here if this process owns the home, else elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot import jobs_texts as texts
from bot.shell import fail, opened, owning, settings_or_fail

if TYPE_CHECKING:
    from bot.coach import Coach
    from storage.queues import Job
    from storage.records import Language

POLL_SECONDS = 0.2
TAKE_OVER_SECONDS = 1.0
STOPPING_SECONDS = 20.0
"""How long a job that is worked on here may take to stop."""


@asynccontextmanager
async def working() -> AsyncIterator[tuple[Coach, bool]]:
    """The coach, and whether this process owns the home; else a running coach does the work."""
    from bot.operating.adopting import adopt_or_fail

    async with AsyncExitStack() as stack:
        owner = stack.enter_context(owning(settings_or_fail().home))
        coach = await stack.enter_async_context(opened(owner=owner))
        if owner:
            await adopt_or_fail(coach)
        yield coach, owner


class Follower:
    """Waits for jobs and shows how far they are; Ctrl-C cancels those that are done here."""

    def __init__(self, coach: Coach, language: Language, *, owner: bool, quiet: bool) -> None:
        self._coach = coach
        self._language = language
        self._owner = owner
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            disable=quiet or not console.is_terminal,
            transient=True,
        )

    async def follow(self, job_ids: Sequence[int]) -> list[Job]:
        """The jobs, once all of them have ended."""
        work = _work(self._coach) if self._owner else _take_over()
        working = asyncio.create_task(work)
        try:
            with self._bar:
                return [await self._ended(job_id, working) for job_id in job_ids]
        except asyncio.CancelledError:
            await self._interrupted(job_ids)
            raise
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working

    async def _ended(self, job_id: int, working: asyncio.Task[None]) -> Job:
        task = self._bar.add_task("…", total=None)
        while True:
            is_over = working.done()
            job = await self._job(job_id)
            if not job.is_open:
                self._bar.remove_task(task)
                return job
            if is_over:
                working.result()
                fail("The load stopped. Run the command again; what was done is kept.")
            self._bar.update(
                task,
                description=_description(job, self._language),
                completed=job.done,
                total=job.total or None,
            )
            await asyncio.sleep(POLL_SECONDS)

    async def _until_ended(self, job_id: int) -> None:
        while True:
            if not (await self._job(job_id)).is_open:
                return
            await asyncio.sleep(POLL_SECONDS)

    async def _job(self, job_id: int) -> Job:
        from storage import queues

        async with self._coach.database.read() as session:
            job = await queues.job(session, job_id)
        assert job is not None
        return job

    async def _interrupted(self, job_ids: Sequence[int]) -> None:
        """Ctrl-C: what is done here is cancelled; a running coach goes on with the rest."""
        from bot import jobs

        for job_id in job_ids:
            job = await self._job(job_id)
            if not job.is_open:
                continue
            if not self._owner:
                typer.echo(texts.GOES_ON(self._language, id=job_id), err=True)
                continue
            async with self._coach.database.write() as session:
                stopping = await jobs.cancel(session, job_id)
            with suppress(TimeoutError):
                async with asyncio.timeout(STOPPING_SECONDS):
                    await self._until_ended(job_id)
            said = texts.TOO_LATE if stopping is jobs.Stopping.TOO_LATE else texts.CANCELLED
            typer.echo(said(self._language, title=jobs.title_of(job)), err=True)

    async def catch_up(self) -> None:
        """Have the slower encoders follow here, visibly; Ctrl-C leaves that for later."""
        if not self._owner:
            return
        indexer = await self._coach.library.indexer()
        waiting = sum((await indexer.behind()).values())
        if not waiting:
            return
        typer.echo(texts.FOLLOWS(self._language, count=waiting), err=True)
        task = self._bar.add_task(texts.PHASES["catching up"](self._language), total=waiting)
        finished = 0

        async def progress(done: int, _total: int) -> None:
            self._bar.update(task, completed=finished + done)

        try:
            with self._bar:
                await indexer.catch_up(progress)
        except asyncio.CancelledError:
            current = asyncio.current_task()
            assert current is not None
            current.uncancel()
            waiting = sum((await indexer.behind()).values())
            typer.echo(texts.WAITS(self._language, count=waiting), err=True)


def _description(job: Job, language: Language) -> str:
    """What is being done, and to which file."""
    from bot.jobs import title_of
    from bot.playbooks.loads import JOB, files_of_job

    said = f"{title_of(job)} · {texts.PHASES.get(job.phase, texts.PHASES[''])(language)}"
    files = files_of_job(job) if job.kind == JOB else ()
    if job.phase == "reading" and job.done < len(files):
        said += f" · {files[job.done].path[-texts.LONGEST_DETAIL :]}"
    return said


async def _work(coach: Coach) -> None:
    """Do all jobs that wait."""
    from bot.worker import Worker

    worker = Worker(coach)
    while await worker.run_next_job():
        pass


async def _take_over() -> None:
    """The process that owns the home may end before it comes to the job: then work here."""
    home = settings_or_fail().home
    while True:
        await asyncio.sleep(TAKE_OVER_SECONDS)
        with owning(home) as free:
            if free:
                async with opened(owner=True) as coach:
                    await _work(coach)
                return
