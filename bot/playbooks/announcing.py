"""What is said of a load to whoever asked for it, once it is over."""

from __future__ import annotations

import logging

from bot.coach import Coach
from bot.playbooks.ingesting import Outcome
from bot.playbooks.previewing import preview_reply
from bot.playbooks.rendering import left_out_in_words, outcome_in_words
from bot.reply import Reply, plain
from storage import people
from storage.queues import Job
from storage.records import Person

log = logging.getLogger(__name__)


async def reply_of(coach: Coach, job: Job, outcome: Outcome) -> Reply | str:
    """What became of the load, for a chat; "" where nobody waits for it there."""
    if not job.reply_chat:
        return ""
    async with coach.database.read() as session:
        person = await people.person(session, job.requested_by or 0)
    if person is None:
        return outcome_in_words(outcome, "en")
    return await reply_to(coach, outcome, person)


async def reply_to(coach: Coach, outcome: Outcome, person: Person) -> Reply:
    """What became of the load; of a draft its preview, with what may be done with it."""
    in_short = Reply((plain(outcome_in_words(outcome, person.language)),))
    if outcome.status not in ("draft", "drafted"):
        return in_short
    try:
        shown = await preview_reply(coach, outcome.version_id, person, ask_golden=True)
    except Exception:
        log.exception("version %s is loaded but could not be previewed", outcome.version_id)
        return in_short
    before = left_out_in_words(outcome, person.language)
    return Reply((plain(f"{before}\n\n" if before else ""), *shown.text), shown.buttons)


async def in_words(coach: Coach, outcome: Outcome, person: Person) -> str:
    """The same where there are no buttons."""
    return "".join(span.text for span in (await reply_to(coach, outcome, person)).text)
