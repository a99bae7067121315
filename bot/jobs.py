"""How far a job is, kept and shown while it is worked on; how it is cancelled and how it ends."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from bot import jobs_texts as texts
from bot.coach import Coach
from bot.reply import Button, Reply, plain, to_payload
from bot.signals import heard
from storage import people, playbooks, queues
from storage.database import Session
from storage.queues import Job
from storage.records import Language

T = TypeVar("T")

log = logging.getLogger(__name__)

KEEP_SECONDS = 0.5
"""Seconds between two notes of the progress in the database."""
SHOW_SECONDS = 2.0
"""Seconds between two edits of the message in the chat."""
LISTEN_SECONDS = 0.2
"""Seconds between two looks whether the job is to be cancelled."""
REINDEX = "reindex"
CANCEL = "stop"
"""The verb of the button that cancels a job."""


class Cancelled(Exception):
    """Somebody wants the job to stop; what it has begun is taken back."""


async def language_of(session: Session, job: Job) -> Language:
    """The language of whoever asked for the job."""
    by = await people.person(session, job.requested_by or 0)
    return by.language if by else "en"


@dataclass(frozen=True)
class Step:
    """How far a job is. `phase` is a key of `jobs_texts.PHASES`, `detail` such as a file."""

    done: int = 0
    total: int = 0
    phase: str = ""
    detail: str = ""


class Progress:
    """Told how far a job is, it keeps that and shows it. Raises Cancelled if the job is to stop."""

    def __init__(self, coach: Coach, job: Job, language: Language) -> None:
        self._coach = coach
        self._job = job
        self._language = language
        self._now = self._kept = Step()
        self._kept_at = 0.0
        self._shown_at = time.monotonic()
        self._said = ""
        self._edit: int | None = None
        self._keeping = asyncio.Lock()
        self._cancelled = asyncio.Event()
        self._over = asyncio.Event()

    async def __call__(self, done: int, total: int, phase: str = "", detail: str = "") -> None:
        """A new phase is kept at once, all else within half a second."""
        if self._cancelled.is_set():
            raise Cancelled
        self._now = Step(done, total, phase, detail)
        if phase != self._kept.phase:
            await self._keep()

    async def _keep(self) -> None:
        """One at a time: two at once would each send an edit of their own."""
        async with self._keeping:
            await self._keep_now()

    async def _keep_now(self) -> None:
        step, now = self._now, time.monotonic()
        said = texts.phase_in_words(
            self._language, title_of(self._job), step.phase, step.done, step.total, step.detail
        )
        showing = (
            self._job.message is not None
            and now - self._shown_at >= SHOW_SECONDS
            and said != self._said
        )
        async with self._coach.database.write() as session:
            await queues.job_progress(session, self._job.id, step.done, step.total, step.phase)
            if showing:
                await self._show(session, said)
        self._kept, self._kept_at = step, now
        if showing:
            self._shown_at, self._said = now, said
            self._coach.signals.outbox.set()

    async def _show(self, session: Session, said: str) -> None:
        """An edit that still waits, or was sent, is replaced: the outbox does not grow."""
        assert self._job.message is not None
        buttons = cancel_button(self._language, self._job.id)
        reply = Reply((plain(said),), buttons, edits=self._job.message)
        self._edit = await queues.send_or_replace(
            session, self._edit, self._job.reply_channel, self._job.reply_chat, to_payload(reply)
        )

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Meanwhile, what is told is kept and shown, and the wish to cancel is heard."""
        listening = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            self._over.set()
            await listening

    async def _listen(self) -> None:
        while not self._over.is_set():
            try:
                await self._look()
            except Exception:
                log.exception("how far job %s is could not be kept", self._job.id)
            await heard(self._over, LISTEN_SECONDS)

    async def _look(self) -> None:
        """A button, or another process's command, may have cancelled the job."""
        async with self._coach.database.read() as session:
            if await queues.cancel_requested(session, self._job.id):
                self._cancelled.set()
                return
        if self._now != self._kept and time.monotonic() - self._kept_at >= KEEP_SECONDS:
            await self._keep()

    async def unless_cancelled(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`, which is cancelled itself as soon as the job is to stop."""
        working = asyncio.ensure_future(work)
        asked = asyncio.ensure_future(self._cancelled.wait())
        try:
            await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
            if self._cancelled.is_set():
                raise Cancelled
            return working.result()
        finally:
            for task in (asked, working):
                task.cancel()
            await asyncio.gather(asked, working, return_exceptions=True)


def title_of(job: Job) -> str:
    return str(job.payload.get("title") or job.kind)


def cancel_button(language: Language, job_id: int) -> tuple[tuple[Button, ...], ...]:
    return ((Button(texts.CANCEL(language), f"{CANCEL}:{job_id}"),),)


class Stopping(StrEnum):
    """What became of the wish to cancel a job."""

    CANCELLED = "cancelled"
    ASKED = "asked"
    """It is worked on; whoever does that stops within a second."""
    TOO_LATE = "too_late"
    NOT_POSSIBLE = "not_possible"
    """It takes seconds and must not be left half-way."""


async def cancel(session: Session, job_id: int) -> Stopping:
    """Cancel a job that waits, or ask for it if it is being worked on."""
    job = await queues.job(session, job_id, lock=True)
    if job is not None and job.is_open and job.kind == REINDEX:
        return Stopping.NOT_POSSIBLE
    if job is None or not await queues.request_cancel(session, job_id):
        return Stopping.TOO_LATE
    if job.status == "running":
        return Stopping.ASKED
    await end(session, job, "cancelled", {})
    return Stopping.CANCELLED


async def end(
    session: Session, job: Job, status: str, result: dict[str, Any], said: Reply | None = None
) -> None:
    """Close the job: its message loses its button, and whoever asked for it is told.

    A version that a failed or cancelled job was building is given up.
    """
    language = await language_of(session, job)
    if status != "done":
        await _give_up_version(session, job)
    await queues.finish_job(session, job.id, status, result)
    if job.message is not None:
        last = texts.ENDED[status](language, title=title_of(job))
        reply = Reply((plain(last),), edits=job.message)
        await queues.send(session, job.reply_channel, job.reply_chat, to_payload(reply))
    if status == "cancelled" and said is None:
        said = Reply((plain(texts.CANCELLED(language, title=title_of(job))),))
    if job.reply_chat and said is not None:
        await queues.send(session, job.reply_channel, job.reply_chat, to_payload(said))


async def _give_up_version(session: Session, job: Job) -> None:
    now = await queues.job(session, job.id)
    if now is not None and (version_id := now.result.get("version_id")):
        await playbooks.fail_version(session, version_id)
