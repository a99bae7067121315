"""`coach ingest`, `coach playbooks` and `coach reindex`."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.shell import (
    As,
    AsJson,
    fail,
    opened,
    owning,
    principal,
    run,
    settings_or_fail,
    show_json,
)

if TYPE_CHECKING:
    from bot.coach import Coach
    from storage.queues import Job
    from storage.records import Person

POLL_SECONDS = 0.2
TAKE_OVER_SECONDS = 1.0


def register(app: typer.Typer) -> None:
    app.command()(ingest)
    app.command("playbooks")(list_playbooks)
    app.command()(reindex)


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders; each becomes a playbook.", exists=True)
    ],
    playbook: Annotated[
        str | None, typer.Option(help="Put everything into this one playbook instead.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Load, but do not activate.")] = False,
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """Load documents (Markdown, text, Word) and have them answer.

    coach ingest examples/documents
    coach ingest price-policy.docx --draft
    """
    run(lambda: _ingest(paths, playbook, draft, act_as, as_json))


async def _ingest(
    paths: list[Path], playbook: str | None, draft: bool, act_as: str | None, as_json: bool
) -> None:
    from dataclasses import replace

    from bot.playbooks.ingesting import Load, load_of_path, queue, slug_of

    async with _working() as (coach, owner):
        person = await principal(coach, act_as, "shell ingest")
        try:
            loads = [await asyncio.to_thread(load_of_path, path, coach.originals) for path in paths]
        except OSError as error:
            fail(f"{error.filename} cannot be read: {error.strerror}.", 2)
        if playbook is not None:
            files = tuple(file for load in loads for file in load.files)
            loads = [Load(slug_of(playbook), playbook, files)]
        jobs = []
        async with coach.database.write() as session:
            for load in loads:
                wanted = replace(load, activate=not draft)
                jobs.append(await queue(coach, session, wanted, person.id or None))
        results = [await _follow(coach, job_id, owner, quiet=as_json) for job_id in jobs]
        _report(results, person, as_json)


def _report(jobs: list[Job], person: Person, as_json: bool) -> None:
    from bot.playbooks.ingesting import Outcome
    from bot.playbooks.rendering import outcome_in_words

    outcomes = [Outcome(**job.result) for job in jobs if job.status == "done"]
    if as_json:
        show_json([job.result for job in jobs])
    else:
        for outcome in outcomes:
            typer.echo(outcome_in_words(outcome, person.language))
    if len(outcomes) < len(jobs):
        fail("A load failed. `coach doctor` looks for the cause; the old version still answers.")
    if any(outcome.status == "failed" for outcome in outcomes):
        raise typer.Exit(1)


class _working:  # noqa: N801 - reads as the context it opens
    """The coach, owning the home unless a running bot does; then that bot does the work."""

    def __init__(self) -> None:
        from contextlib import AsyncExitStack

        self._stack = AsyncExitStack()

    async def __aenter__(self) -> tuple[Coach, bool]:
        owner = self._stack.enter_context(owning(settings_or_fail().home))
        return await self._stack.enter_async_context(opened(owner=owner)), owner

    async def __aexit__(self, *error: Any) -> None:
        await self._stack.__aexit__(*error)


async def _follow(coach: Coach, job_id: int, owner: bool, *, quiet: bool) -> Job:
    """Wait for a job, doing the work here if this process owns the home."""
    from rich.console import Console
    from rich.progress import Progress

    working = asyncio.create_task(_work(coach)) if owner else asyncio.create_task(_take_over())
    console = Console(stderr=True)
    with Progress(console=console, disable=quiet or not console.is_terminal, transient=True) as bar:
        task = bar.add_task("…", total=None)
        while True:
            ended = working.done()
            job = await _job(coach, job_id)
            if job.status in ("done", "failed"):
                break
            if ended:
                working.result()
                fail("The load stopped. Run the command again; what was done is kept.")
            bar.update(task, completed=job.done, total=job.total or None)
            await asyncio.sleep(POLL_SECONDS)
    if not owner:
        working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    return job


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


async def _job(coach: Coach, job_id: int) -> Job:
    from storage import queues

    async with coach.database.read() as session:
        job = await queues.job(session, job_id)
    assert job is not None
    return job


def list_playbooks(act_as: As = None, as_json: AsJson = False) -> None:
    """List the playbooks and their versions."""
    run(lambda: _list(act_as, as_json))


async def _list(act_as: str | None, as_json: bool) -> None:
    from dataclasses import asdict

    from bot.playbooks import texts
    from storage import playbooks

    async with opened() as coach:
        person = await principal(coach, act_as, "shell playbooks")
        async with coach.database.read() as session:
            versions = await playbooks.versions(session)
    if as_json:
        show_json([asdict(version) for version in versions])
        return
    if not versions:
        typer.echo(texts.NO_PLAYBOOKS_READER(person.language))
    for version in versions:
        status = texts.STATUS[version.status](person.language)
        typer.echo(
            f"{version.slug:24} v{version.number:<3} {status:10} "
            f"{version.documents} / {version.passages}  {version.title}"
        )


def reindex(act_as: As = None) -> None:
    """Rebuild the search indexes from the database; answers go on meanwhile."""
    run(lambda: _reindex(act_as))


async def _reindex(act_as: str | None) -> None:
    from bot.worker import REINDEX
    from storage import queues

    async with _working() as (coach, owner):
        person = await principal(coach, act_as, "shell reindex")
        started = time.perf_counter()
        async with coach.database.write() as session:
            job_id = await queues.queue_job(session, REINDEX, {}, person.id or None)
        job = await _follow(coach, job_id, owner, quiet=False)
        if job.status != "done":
            fail("The rebuild failed. `coach doctor` looks for the cause; answers go on from SQL.")
        seconds = time.perf_counter() - started
        typer.echo(f"{job.result['passages']} passages indexed in {seconds:.1f} s.")
