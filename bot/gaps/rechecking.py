"""Open gaps are asked again whenever what answers has changed; the loop that tends the queue."""

from __future__ import annotations

import asyncio
import logging
import time

from bot.coach import Coach
from bot.gaps.clustering import cluster_waiting
from bot.gaps.telling import any_left_out, tell_askers
from bot.library.embedding import unseen
from storage import gaps, playbooks, standard_answers
from storage.gaps import Gap
from storage.records import Answered, Outcome, Scope

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
QUIET_SECONDS = 3.0
"""How long nothing must have changed before open gaps are asked again: taps come in a row."""


async def recheck(coach: Coach) -> list[int]:
    """Ask every open gap again; the ids of those that the playbooks answer now.

    One stays open while somebody who passed it on may not see the playbooks that answer it.
    """
    async with coach.database.read() as session:
        held = await gaps.gaps(session, "open")
    return [gap.id for gap in held if await _recheck_one(coach, gap)]


async def _recheck_one(coach: Coach, gap: Gap) -> bool:
    """Whether the gap is answered now, by something else than what was voted down."""
    async with coach.database.read() as session:
        rejected = await gaps.rejected_texts(session, gap.id)
    evidence = await coach.library.retrieve(gap.question, Scope())
    best = evidence.results[:1]
    if evidence.outcome is not Outcome.ANSWERED or best[0].passage.text_hash in rejected:
        return False
    answered = await coach.library.compose(evidence.question, evidence, gap.language)
    cited = {citation.passage.text_hash for citation in answered.citations}
    if answered.outcome is not Outcome.ANSWERED or not cited - rejected:
        return False
    return await _close(coach, gap, answered, rejected)


async def _close(coach: Coach, gap: Gap, answered: Answered, rejected: set[str]) -> bool:
    new = next(c for c in answered.citations if c.passage.text_hash not in rejected)
    async with coach.database.write() as session:
        cited = {citation.passage.playbook for citation in answered.citations}
        if await any_left_out(session, gap.id, cited):
            return False
        version_id = await gaps.version_of(session, new.passage.document_id)
        if not await gaps.close(session, gap.id, "answered", None, answered_by=version_id):
            return False
        await tell_askers(session, gap.id, answered.text, cited)
    coach.signals.outbox.set()
    return True


class Gaps:
    """Tends the queue beside the worker, in the process that owns the home."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._seen: tuple[object, ...] | None = None
        self._latest: tuple[object, ...] | None = None
        self._since = 0.0

    async def run(self) -> None:
        """Until cancelled. A tick that fails is logged and the next one tries again."""
        while True:
            try:
                await self.tick()
            except Exception:
                log.exception("the gap queue could not be tended")
            await asyncio.sleep(TICK_SECONDS)

    async def tick(self) -> None:
        """Cluster what waits; once what answers has changed and then stayed, ask again."""
        while await cluster_waiting(self._coach):
            pass
        async with self._coach.database.read() as session:
            present = await playbooks.generation(session)
            version_id = await standard_answers.active_version_id(session)
        if present == self._seen:
            return
        if present != self._latest:
            if self._seen is not None and version_id is not None:  # written from the shell, perhaps
                await (await self._coach.library.indexer()).prepare(version_id, unseen)
            self._latest, self._since = present, time.monotonic()
        if self._seen is not None and time.monotonic() - self._since < QUIET_SECONDS:
            return
        await recheck(self._coach)
        self._seen = present
