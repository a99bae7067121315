"""Activate, roll back, retire, discard: what answers changes in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from bot.coach import Coach
from bot.golden.job import queue_after_activation
from bot.jobs import REINDEX
from bot.library.embedding import unseen
from storage import playbook_switching, queues
from storage.database import Session
from storage.playbook_switching import Attempt, Named, Seen, Switched
from storage.playbooks import PlaybookVersion


async def make_ready(coach: Coach, version_id: int) -> str | None:
    """Have all vectors of a version that is to answer in the index before it does.

    The id of the encoder that must have seen all of it; None if none runs here.
    """
    async with coach.database.read() as session:
        version = await playbook_switching.named(session, version_id)
    if version is not None and version.status in ("draft", "retired"):
        await (await coach.library.indexer()).prepare(version_id, unseen)
    encoders = await coach.library.encoders()
    return encoders[0].id if encoders else None


async def activate(
    coach: Coach,
    session: Session,
    version_id: int,
    looked: Seen,
    by: int | None,
    *,
    encoder_id: str | None,
    reason: str = "",
) -> Attempt:
    """Within a transaction: this version answers from its commit on. `make_ready` goes before,
    and gives the encoder.

    A process that does not own Chroma has the owner build it anew, as the vectors of a version
    that was retired may not be in it any more.
    """
    before = await playbook_switching.named(session, version_id)
    attempt = await playbook_switching.activate(
        session, version_id, looked, by, encoder_id=encoder_id, reason=reason
    )
    if attempt.outcome is not Switched.DONE:
        return attempt
    await queue_after_activation(session, version_id, by)
    was_retired = before is not None and before.status == "retired"
    if was_retired and not coach.library.owns_index:
        await queues.queue_job(session, REINDEX, {}, by)
    return attempt


async def switch(
    coach: Coach, version_id: int, looked: Seen, by: int | None, reason: str = ""
) -> tuple[Attempt, Named | None]:
    """Activate in a transaction of its own; what became of it, and the version as it is then."""
    encoder_id = await make_ready(coach, version_id)
    async with coach.database.write() as session:
        attempt = await activate(
            coach, session, version_id, looked, by, encoder_id=encoder_id, reason=reason
        )
        return attempt, await playbook_switching.named(session, version_id)


def earlier(versions: Sequence[PlaybookVersion]) -> PlaybookVersion | None:
    """What to roll back to: the newest retired version before the active one, else of all."""
    active = next((v for v in versions if v.status == "active"), None)
    retired = [v for v in versions if v.status == "retired"]
    before = [v for v in retired if active is None or v.number < active.number]
    return max(before, key=lambda v: v.number, default=None)


def later(versions: Sequence[PlaybookVersion]) -> PlaybookVersion | None:
    """The newest retired version behind the active one: what was rolled back from."""
    active = next((v for v in versions if v.status == "active"), None)
    behind = [v for v in versions if active and v.status == "retired" and v.number > active.number]
    return max(behind, key=lambda v: v.number, default=None)
