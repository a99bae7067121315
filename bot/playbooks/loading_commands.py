"""`coach ingest` and `coach reindex`."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.shell import As, AsJson, fail, principal, run, show_json

if TYPE_CHECKING:
    from bot.coach import Coach
    from bot.playbooks.loads import Load
    from storage.queues import Job
    from storage.records import Language, Person


def register(app: typer.Typer) -> None:
    app.command()(ingest)
    app.command()(reindex)


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files, ZIPs or folders; each becomes a playbook.", exists=True),
    ],
    playbook: Annotated[
        str | None, typer.Option(help="Put everything into this one playbook instead.")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Load and preview, but do not activate.")
    ] = False,
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """Load documents and have them answer. The old version answers until the new one is complete.

    coach ingest examples/documents
    coach ingest price-policy.docx --draft
    coach ingest east.zip west.zip --playbook "Price policy"
    """
    run(lambda: _ingest(paths, playbook, draft, act_as, as_json))


async def _ingest(
    paths: list[Path], playbook: str | None, draft: bool, act_as: str | None, as_json: bool
) -> None:
    from dataclasses import replace

    from bot.playbooks.following import Follower, working
    from bot.playbooks.loads import load_of_path, queue

    async with working() as (coach, owner):
        person = await principal(coach, act_as, "shell ingest")
        try:
            found = [await asyncio.to_thread(load_of_path, path, coach.originals) for path in paths]
        except OSError as error:
            fail(f"{error.filename} cannot be read: {error.strerror}.", 2)
        wanted = _as_wanted(found, playbook, person.language)
        async with coach.database.write() as session:
            ids = [
                await queue(coach, session, replace(load, activate=not draft), person.id or None)
                for load in wanted
            ]
        follower = Follower(coach, person.language, owner=owner, quiet=as_json)
        jobs = await follower.follow(ids)
        await _report(coach, jobs, person, as_json)
        await follower.catch_up()
    _exit_code(jobs)


def _as_wanted(found: list[Load], playbook: str | None, language: Language) -> list[Load]:
    """A playbook each, or all in one; what would replace one another ends the command."""
    from bot import jobs_texts as texts
    from bot.playbooks.loads import SameName, apart, together

    try:
        return list(apart(found)) if playbook is None else [together(playbook, found)]
    except SameName as error:
        said = texts.SAME_SLUG if playbook is None else texts.SAME_PATH
        fail(said(language, name=error.name), 2)


async def _report(coach: Coach, jobs: list[Job], person: Person, as_json: bool) -> None:
    from bot.playbooks.announcing import in_words
    from bot.playbooks.ingesting import outcome_of
    from bot.playbooks.rendering import failed_in_words

    if as_json:
        show_json([job.result for job in jobs])
        return
    outcomes = [outcome_of(job.result) for job in jobs if job.status == "done"]
    for outcome in outcomes:
        if not outcome.has_failed:
            typer.echo(await in_words(coach, outcome, person))
    if said := failed_in_words(outcomes, person.language):
        typer.echo(said)


def _exit_code(jobs: list[Job]) -> None:
    if any(job.status == "failed" for job in jobs):
        fail("A load failed. `coach doctor` looks for the cause; the old version still answers.")
    if any(job.status == "cancelled" or job.result.get("status") == "failed" for job in jobs):
        raise typer.Exit(1)


def reindex(
    reread: Annotated[
        bool, typer.Option("--reread", help="Read the playbooks again that an older coach read.")
    ] = False,
    act_as: As = None,
) -> None:
    """Rebuild the search indexes from the database; answers go on meanwhile."""
    run(lambda: _reread(act_as) if reread else _reindex(act_as))


async def _reindex(act_as: str | None) -> None:
    from bot.jobs import REINDEX
    from bot.playbooks.following import Follower, working
    from storage import queues

    async with working() as (coach, owner):
        person = await principal(coach, act_as, "shell reindex")
        started = time.perf_counter()
        async with coach.database.write() as session:
            job_id = await queues.queue_job(session, REINDEX, {}, person.id or None)
        follower = Follower(coach, person.language, owner=owner, quiet=False)
        [job] = await follower.follow([job_id])
        if job.status != "done":
            fail("The rebuild failed. `coach doctor` looks for the cause; answers go on from SQL.")
        seconds = time.perf_counter() - started
        typer.echo(f"{job.result['passages']} passages indexed in {seconds:.1f} s.")
        await follower.catch_up()


async def _reread(act_as: str | None) -> None:
    from bot import jobs_texts as texts
    from bot.playbooks.announcing import in_words
    from bot.playbooks.following import Follower, working
    from bot.playbooks.ingesting import outcome_of
    from bot.playbooks.rereading import queue_outdated

    async with working() as (coach, owner):
        person = await principal(coach, act_as, "shell reindex")
        ids = await queue_outdated(coach)
        if not ids:
            typer.echo(texts.NOTHING_OUTDATED(person.language))
            return
        typer.echo(texts.READ_AGAIN(person.language, count=len(ids)))
        follower = Follower(coach, person.language, owner=owner, quiet=False)
        for job in await follower.follow(ids):
            outcome = outcome_of(job.result) if job.status == "done" else None
            if outcome is not None and outcome.status == "active":
                typer.echo(await in_words(coach, outcome, person))
            else:
                title = job.payload["title"]
                typer.echo(texts.KEPT_OLD(person.language, title=title))
        await follower.catch_up()
