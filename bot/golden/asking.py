"""Asking every golden question, of what answers now or as if a draft did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.coach import Coach
from bot.library.embedding import Progress
from knowledge.answering.points import points_made
from knowledge.embedding import language_of
from storage import golden
from storage.database import Session
from storage.golden import GoldenQuestion, GoldenResult, Trigger
from storage.records import Answered, Evidence, Language, Outcome, Scope, Scored, Turn

JOB = "golden"
DEPTH = 10
"""Results among which the expected section is looked for."""
PASSES_WITHIN = 3
"""The expected section must be among the first three, or be cited."""


class Answering(Protocol):
    """The library, or the library as if a draft were active."""

    async def retrieve(
        self, question: str, scope: Scope, *, history: Sequence[Turn] = (), top: int = 10
    ) -> Evidence: ...

    async def compose(self, question: str, evidence: Evidence, language: Language) -> Answered: ...


@dataclass(frozen=True)
class Comparison:
    """How a run differs from the one before: ids of the questions that now fail or now pass."""

    before: dict[int, GoldenResult]
    after: dict[int, GoldenResult]

    @property
    def worse(self) -> list[int]:
        """Passed before and fails now."""
        return [i for i in self._shared if self.before[i].passed and not self.after[i].passed]

    @property
    def better(self) -> list[int]:
        return [i for i in self._shared if self.after[i].passed and not self.before[i].passed]

    @property
    def _shared(self) -> list[int]:
        return [i for i in self.after if i in self.before]


async def run(
    coach: Coach,
    trigger: Trigger,
    *,
    version_id: int | None = None,
    by: int | None = None,
    of: Answering | None = None,
    progress: Progress | None = None,
) -> int:
    """Ask all golden questions of the library (or `of`) and keep the results; the run's id."""
    async with coach.database.write() as session:
        asked = await golden.questions(session)
        run_id = await golden.begin_run(session, trigger, version_id, by)
    results = []
    for done, question in enumerate(asked, start=1):
        results.append(await ask(of or coach.library, question))
        if progress is not None:
            await progress(done, len(asked))
    async with coach.database.write() as session:
        await golden.finish_run(session, run_id, results)
    return run_id


async def ask(library: Answering, question: GoldenQuestion) -> GoldenResult:
    """Passed: answered, from the expected section, with every point made."""
    scope = Scope(stage=question.stage)
    evidence = await library.retrieve(question.question, scope, top=DEPTH)
    answered = await library.compose(evidence.question, evidence, language_of(question.question))
    rank = _rank(evidence.results, question)
    cited = any(_expected(c.passage.playbook, c.passage.heading_path, question)
                for c in answered.citations)  # fmt: skip
    made = points_made(answered.text, question.points)
    passed = (
        answered.outcome is Outcome.ANSWERED
        and (cited or (rank is not None and rank <= PASSES_WITHIN))
        and made == len(question.points)
    )
    return GoldenResult(
        question.id, rank, answered.outcome.value, made, len(question.points), passed, answered.text
    )


def _rank(results: Sequence[Scored], question: GoldenQuestion) -> int | None:
    for rank, scored in enumerate(results, start=1):
        if _expected(scored.passage.playbook, scored.passage.heading_path, question):
            return rank
    return None


def _expected(playbook: str, path: tuple[str, ...], question: GoldenQuestion) -> bool:
    """A section is named by its whole path or by its last heading."""
    named = (" › ".join(path), *path)
    return playbook == question.playbook and (not question.section or question.section in named)


async def compare_draft(
    coach: Coach, version_id: int, by: int | None, progress: Progress | None = None
) -> Comparison | None:
    """What a draft would change; None if there are no golden questions."""
    async with coach.database.read() as session:
        if not await golden.any_questions(session):
            return None
    draft = await coach.library.with_draft(version_id)
    before = await run(coach, "preview", by=by)
    after = await run(coach, "preview", version_id=version_id, by=by, of=draft, progress=progress)
    async with coach.database.read() as session:
        return await _compared(session, before, after)


async def last_preview(coach: Coach, version_id: int) -> Comparison | None:
    """What was found when the draft was last compared; None if it was not."""
    async with coach.database.read() as session:
        runs = await golden.last_preview(session, version_id)
        return await _compared(session, *runs) if runs is not None else None


async def last_comparison(coach: Coach) -> Comparison | None:
    """The newest run beside the one before it; None if none was made."""
    async with coach.database.read() as session:
        runs = await golden.runs(session, limit=1)
    return await comparison(coach, runs[0].id) if runs else None


async def comparison(coach: Coach, run_id: int) -> Comparison:
    """A run beside the one before it, which may be none."""
    async with coach.database.read() as session:
        return await _compared(session, await golden.run_before(session, run_id), run_id)


async def _compared(session: Session, before: int | None, after: int) -> Comparison:
    """Two runs beside each other, the first of which may be none."""
    return Comparison(
        await golden.results(session, before) if before is not None else {},
        await golden.results(session, after),
    )
