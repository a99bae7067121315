"""`coach jobs` and `coach jobs cancel`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.shell import As, AsJson, fail, opened, principal, run, show_json

if TYPE_CHECKING:
    from bot.coach import Coach
    from bot.jobs import Stopping
    from storage.queues import Job
    from storage.records import Person

SHOWN = 20
group = typer.Typer(help="Show what the coach is working on, and cancel it.")


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="jobs")


@group.callback(invoke_without_command=True)
def list_jobs(context: typer.Context, act_as: As = None, as_json: AsJson = False) -> None:
    """Show what the coach is working on, what waits and what was done last."""
    if context.invoked_subcommand is None:
        run(lambda: _list(act_as, as_json))


async def _list(act_as: str | None, as_json: bool) -> None:
    from bot import jobs_texts as texts
    from storage import people, queues

    async with opened() as coach:
        person = await principal(coach, act_as, "shell jobs")
        async with coach.database.read() as session:
            jobs = await queues.jobs(session, SHOWN)
            names = {p.id: p.name for p in await people.everyone(session)}
    if as_json:
        show_json([asdict(job) for job in jobs])
        return
    if not jobs:
        typer.echo(texts.NO_JOBS(person.language))
    for job in jobs:
        typer.echo(_line(job, person, names.get(job.requested_by or 0, "–")))


def _line(job: Job, person: Person, by: str) -> str:
    """Id, kind, what, how far, who, when."""
    from bot import formats
    from bot import jobs_texts as texts
    from bot.jobs import title_of

    kind = texts.KINDS[job.kind](person.language) if job.kind in texts.KINDS else job.kind
    said = texts.STATUS[job.status](person.language)
    if job.is_open and job.phase:
        said = f"{texts.PHASES.get(job.phase, texts.PHASES[''])(person.language)}"
        said += f" {job.done}/{job.total}" if job.total else ""
    what = "" if title_of(job) == job.kind else f"  {title_of(job)}"
    when = formats.moment(job.created_at, person.language, person.timezone)
    return f"{job.id:>5}  {kind}{what}  {said}  {by}  {when}"


@group.command()
def cancel(
    job_id: Annotated[int, typer.Argument(metavar="ID", help="As `coach jobs` shows it.")],
    act_as: As = None,
) -> None:
    """Cancel a load; what was active before goes on answering."""
    run(lambda: _cancel(job_id, act_as))


async def _cancel(job_id: int, act_as: str | None) -> None:
    from bot import jobs_texts as texts
    from bot.jobs import Stopping, title_of
    from bot.playbooks.following import working
    from storage import queues

    async with working() as (coach, owner):
        person = await principal(coach, act_as, "shell jobs")
        async with coach.database.read() as session:
            job = await queues.job(session, job_id)
        if job is None:
            fail(texts.NO_SUCH_JOB(person.language), 2)
        stopping = await _stopped(coach, job_id, owner)
        said = {
            Stopping.CANCELLED: texts.CANCELLED,
            Stopping.ASKED: texts.CANCELLING,
            Stopping.TOO_LATE: texts.TOO_LATE,
            Stopping.NOT_POSSIBLE: texts.NOT_POSSIBLE,
        }[stopping](person.language, title=title_of(job))
        if stopping in (Stopping.TOO_LATE, Stopping.NOT_POSSIBLE):
            fail(said)
        typer.echo(said)


async def _stopped(coach: Coach, job_id: int, owner: bool) -> Stopping:
    """A job that a dead process was working on is ended here."""
    from bot import jobs
    from storage import queues

    async with coach.database.write() as session:
        stopping = await jobs.cancel(session, job_id)
        if stopping is not jobs.Stopping.ASKED or not owner:
            return stopping
        job = await queues.job(session, job_id)
        assert job is not None
        await jobs.end(session, job, "cancelled", {})
        return jobs.Stopping.CANCELLED
