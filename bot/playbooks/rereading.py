"""Playbooks that an earlier program read are read again, and replaced one by one."""

from __future__ import annotations

import logging

from bot.coach import Coach
from bot.playbooks import loads
from bot.playbooks.loads import JOB, Load, SourceFile
from storage import originals, playbooks, queues
from storage.database import Session
from storage.playbooks import PlaybookVersion

log = logging.getLogger(__name__)


async def prepare(coach: Coach) -> list[int]:
    """At a start: give up half-built versions without a job, and queue what is to be read again.

    The jobs' ids. Until a new version is complete the old one answers.
    """
    async with coach.database.write() as session:
        waiting = await queues.open_jobs(session, JOB)
        kept = [job.result["version_id"] for job in waiting if job.result.get("version_id")]
        await playbooks.abandon_unfinished(session, kept)
    return await queue_outdated(coach)


async def queue_outdated(coach: Coach) -> list[int]:
    """Queue the loads of those active versions that an earlier program read; the jobs' ids."""
    async with coach.database.write() as session:
        waiting = {job.payload.get("slug") for job in await queues.open_jobs(session, JOB)}
        outdated = [
            version
            for version in await playbooks.versions(session)
            if version.status == "active"
            and loads.is_outdated(version.content_hash)
            and version.slug not in waiting
        ]
        again = [await _load_of(session, version) for version in outdated]
        ids = [await loads.queue(coach, session, load, None) for load in again if load is not None]
    if ids:
        log.warning("%s playbooks were read by an earlier program and are read again", len(ids))
    return ids


async def _load_of(session: Session, version: PlaybookVersion) -> Load | None:
    """The version's files, also those that could not be read then; None if it has no files."""
    job = await queues.last_done(session, JOB, "version_id", version.id)
    if job is not None:
        files = loads.files_of_job(job)
    else:
        held = await originals.of_version(session, version.id)
        files = tuple(SourceFile(path, sha256, size) for path, sha256, size in held)
    return Load(version.slug, version.title, files, again=version.id) if files else None
