"""The job that asks all golden questions, on demand and after an activation."""

from __future__ import annotations

from typing import Any

from bot.coach import Coach
from bot.golden import rendering, texts
from bot.golden.asking import JOB, Comparison, comparison, run
from bot.library.embedding import Progress
from storage import golden, people, playbooks, queues
from storage.database import Session
from storage.golden import GoldenQuestion, Trigger
from storage.playbooks import PlaybookVersion
from storage.queues import Job
from storage.records import Language


async def queue_after_activation(session: Session, version_id: int, by: int | None) -> None:
    """In the transaction that activates: whoever did it hears what got worse.

    A run that is waiting already asks of this activation too.
    """
    waiting = [job for job in await queues.open_jobs(session, JOB) if job.status == "queued"]
    if waiting or not await golden.any_questions(session):
        return
    chats = await people.chats(session, by) if by else []
    payload = {"trigger": "activation", "version": version_id}
    reply_to = chats[0] if chats else ("", "")
    await queues.queue_job(session, JOB, payload, by or None, reply_to)


async def do(coach: Coach, job: Job, progress: Progress) -> tuple[dict[str, Any], str]:
    """Run them; what is said is the table on demand, and only what got worse otherwise."""
    trigger: Trigger = job.payload["trigger"]
    version_id = job.payload.get("version")
    run_id = await run(
        coach, trigger, version_id=version_id, by=job.requested_by, progress=progress
    )
    found = await comparison(coach, run_id)
    async with coach.database.read() as session:
        asked = await golden.questions(session)
        runs = await golden.runs(session)
        by = await people.person(session, job.requested_by or 0)
        versions = await playbooks.versions(session)
    language = by.language if by else "en"
    result = {"run": run_id, "passed": runs[0].passed, "total": runs[0].total}
    if trigger == "activation":
        version = next((v for v in versions if v.id == version_id), None)
        return result, _worse(version, found, asked, language)
    said = rendering.overview(asked, runs, found, language)
    return result, "".join(span.text for span in said)


def _worse(
    version: PlaybookVersion | None,
    found: Comparison,
    asked: list[GoldenQuestion],
    language: Language,
) -> str:
    if version is None or not found.worse:
        return ""
    said = texts.ACTIVATED_WORSE(language, title=version.title, version=version.number)
    return f"{said}\n{rendering.changes(found, asked, language)}"
