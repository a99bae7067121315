"""The button that cancels a load."""

from __future__ import annotations

from bot import jobs, jobs_texts, permissions
from bot.call import Action, Call, Command
from bot.jobs import CANCEL, Stopping
from bot.permissions import Reach
from storage import queues

ANSWERS = {
    Stopping.CANCELLED: jobs_texts.CANCELLED,
    Stopping.ASKED: jobs_texts.CANCELLING,
    Stopping.TOO_LATE: jobs_texts.TOO_LATE,
    Stopping.NOT_POSSIBLE: jobs_texts.NOT_POSSIBLE,
}


async def stop(call: Call, argument: str) -> None:
    """Whoever asked for a job may cancel it, and whoever may load playbooks."""
    async with call.coach.database.read() as session:
        job = await queues.job(session, int(argument))
    is_own = job is not None and job.requested_by == call.person.id
    if job is None or not (is_own or permissions.reach(call.person, CANCEL) is Reach.ALL):
        call.reply(jobs_texts.NO_SUCH_JOB(call.language))
        return
    async with call.writing() as session:
        stopping = await jobs.cancel(session, job.id)
        is_told = stopping is Stopping.CANCELLED and job.reply_chat == call.message.chat
        if not is_told:
            said = ANSWERS[stopping](call.language, title=jobs.title_of(job))
            call.reply(said)


COMMANDS: tuple[Command, ...] = ()
ACTIONS = (Action(CANCEL, stop),)
