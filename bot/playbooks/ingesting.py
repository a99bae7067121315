"""A load as a job: unpack, read, embed, index, and only then switch; or leave a draft.

Each step is kept as it is done, so a job that a kill interrupted goes on with the same version:
what was read is not read again, what was embedded not embedded again. Until the last transaction
the old version answers.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from bot.coach import Coach
from bot.golden.job import queue_after_activation
from bot.jobs import Cancelled, Progress
from bot.playbooks import loads
from bot.playbooks.loads import DONE_BEFORE, JOB, SourceFile
from bot.playbooks.passages import new_passage
from bot.playbooks.staging import suggest_stages
from knowledge.loading import LoadError
from knowledge.reading import DuplicateName, Member, ReadDocument, Unpacked
from storage import playbook_history, playbooks, queues
from storage.database import Session
from storage.playbooks import NewDocument, PlaybookVersion
from storage.queues import Job

log = logging.getLogger(__name__)

NOT_THE_FILES_FAULT = frozenset({"too_slow", "too_hungry", "reading_failed"})
"""Problems that may be gone when the same file is sent again."""


@dataclass
class Outcome:
    """What became of a load, or has become of it so far; JSON in the job's result.

    `status` is what the version is now: active or draft; `unchanged` and `drafted` if there was
    one of the same content already; failed if nothing could be read.
    """

    slug: str
    title: str
    version: int = 0
    version_id: int = 0
    status: str = "failed"
    documents: int = 0
    passages: int = 0
    sections: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    """Files left out: path, code of the LoadError, its facts."""
    notes: list[dict[str, str]] = field(default_factory=list)
    """Warnings of files that were read: path, code, detail."""
    members: list[list[str | int]] = field(default_factory=list)
    """The files once archives are unpacked, if there were any."""

    @property
    def has_failed(self) -> bool:
        """Whether there were files and none of them could be read."""
        return bool(self.problems) and not self.version_id


def outcome_of(result: dict[str, Any]) -> Outcome:
    """From a job's result, also one that a newer or older program has written."""
    known = {f.name for f in fields(Outcome)}
    return Outcome(**{key: value for key, value in result.items() if key in known})


async def run(coach: Coach, job: Job, progress: Progress) -> Outcome:
    """Do the job, or what is left of it. Raises Cancelled."""
    return await _Ingestion(coach, job, progress).run()


class _Ingestion:
    def __init__(self, coach: Coach, job: Job, progress: Progress) -> None:
        self._coach = coach
        self._job = job
        self._progress = progress
        self._load = loads.load_of_job(job)
        self._outcome = Outcome(self._load.slug, self._load.title)
        if job.result:
            self._outcome = outcome_of(job.result)

    async def run(self) -> Outcome:
        if self._is_complete():
            return self._outcome
        files = await self._unpacked()
        if self._outcome.version_id or not await self._is_known(files):
            await self._read(files)
        if self._outcome.status in DONE_BEFORE or not self._outcome.version_id:
            return self._outcome
        if self._load.again and await self._would_lose():
            return self._outcome
        indexer = await self._coach.library.indexer()
        await self._progress(0, 0, "embedding")
        await indexer.prepare(self._outcome.version_id, self._prepared)
        await self._progress(0, 0, "indexing")
        await suggest_stages(self._coach, self._outcome.version_id)
        await self._progress(0, 0, "activating")
        await self._switch()
        return self._outcome

    async def _prepared(self, done: int, total: int) -> None:
        await self._progress(done, total, "embedding" if done < total else "indexing")

    def _is_complete(self) -> bool:
        """Whether only the job's end was missing when it was interrupted."""
        return self._outcome.version_id != 0 and self._job.phase == queues.PAST_CANCELLING

    async def _keep(self, session: Session) -> None:
        await queues.keep_result(session, self._job.id, asdict(self._outcome))

    # --- unpacking -----------------------------------------------------------------------------

    async def _unpacked(self) -> tuple[SourceFile, ...]:
        """The files, archives replaced by their members."""
        if self._outcome.members:
            return loads.from_json(self._outcome.members)
        files: list[SourceFile] = []
        for number, file in enumerate(self._load.files):
            if not file.is_archive:
                files.append(file)
                continue
            await self._progress(number, len(self._load.files), "unpacking", file.path)
            files += await self._members(file)
        if any(file.is_archive for file in self._load.files):
            files = self._distinct(files)
            self._outcome.members = loads.as_json(files)
            async with self._coach.database.write() as session:
                await loads.record(session, files)
                await self._keep(session)
        return tuple(files)

    def _distinct(self, files: Sequence[SourceFile]) -> list[SourceFile]:
        """An archive may hold a path that stands beside it."""
        first: dict[str, SourceFile] = {}
        for file in files:
            if first.setdefault(file.path, file) is not file:
                self._leave_out(file.path, DuplicateName(file.path))
        return list(first.values())

    async def _members(self, archive: SourceFile) -> list[SourceFile]:
        """The members, as originals; below the archive's name unless it is all there is."""
        below = "" if len(self._load.files) == 1 else f"{PurePath(archive.path).with_suffix('')}/"
        loop = asyncio.get_running_loop()
        with tempfile.TemporaryDirectory(prefix="coach-", ignore_cleanup_errors=True) as folder:
            try:
                found: Unpacked = await self._progress.unless_cancelled(
                    self._coach.reading.unpack(
                        archive.path, self._coach.originals.path(archive.sha256), Path(folder)
                    )
                )
            except LoadError as error:
                self._leave_out(archive.path, error)
                return []
            for problem in found.problems:
                self._leave_out(below + problem.name, problem)
            keep = partial(self._keep_members, found.members, below)
            return await loop.run_in_executor(self._coach.executor, keep)

    def _keep_members(self, members: Sequence[Member], below: str) -> list[SourceFile]:
        put = self._coach.originals.put
        return [SourceFile(below + m.path, put(m.file.read_bytes()), m.size) for m in members]

    def _leave_out(self, path: str, error: LoadError) -> None:
        self._outcome.problems.append(
            {"path": path, "code": error.code, "facts": dict(error.facts)}
        )

    # --- the same again ------------------------------------------------------------------------

    async def _is_known(self, files: Sequence[SourceFile]) -> bool:
        """Whether a version of this very content answers, or waits as a draft, already."""
        digest = loads.content_hash(files)
        async with self._coach.database.read() as session:
            known = await playbooks.versions(session, self._load.slug)
            same = [v for v in known if v.content_hash == digest]
            found = next((v for v in same if v.status == "active"), None)
            found = found or next((v for v in same if v.status == "draft"), None)
            earlier = (
                await queues.last_done(session, JOB, "version_id", found.id) if found else None
            )
        if found is None:
            return False
        problems = earlier.result.get("problems", []) if earlier else []
        if any(problem["code"] in NOT_THE_FILES_FAULT for problem in problems):
            return False
        self._outcome.problems = problems
        await self._recognise(found)
        return True

    async def _recognise(self, found: PlaybookVersion) -> None:
        outcome = self._outcome
        if found.status == "active":
            outcome.status = "unchanged"
        elif not self._load.activate:
            outcome.status = "drafted"
        outcome.version, outcome.title, outcome.version_id = found.number, found.title, found.id

    # --- reading -------------------------------------------------------------------------------

    async def _read(self, files: Sequence[SourceFile]) -> None:
        """Store each document as it is read; one bad file is noted and the others go on."""
        done = {problem["path"] for problem in self._outcome.problems}
        if self._outcome.version_id:
            async with self._coach.database.read() as session:
                done |= set(await playbooks.document_paths(session, self._outcome.version_id))
        for number, file in enumerate(files):
            if file.path in done:
                continue
            await self._progress(number, len(files), "reading", file.path)
            original = self._coach.originals.path(file.sha256)
            try:
                read = await self._progress.unless_cancelled(
                    self._coach.reading.read(file.path, original)
                )
            except LoadError as error:
                self._leave_out(file.path, error)
                async with self._coach.database.write() as session:
                    await self._keep(session)
            else:
                await self._store(files, file, read)

    async def _store(
        self, files: Sequence[SourceFile], file: SourceFile, read: ReadDocument
    ) -> None:
        async with self._coach.database.write() as session:
            if not self._outcome.version_id:
                is_one_file = len(files) == 1 and not self._outcome.members
                title = read.title if is_one_file else self._load.title
                self._outcome.version_id = await playbooks.begin_version(
                    session, self._load.slug, title, loads.content_hash(files),
                    self._job.requested_by,
                )  # fmt: skip
                await self._keep(session)
            await playbooks.add_document(session, self._outcome.version_id, _document(file, read))

    async def _would_lose(self) -> bool:
        """Whether a document that answers now can't be read any more; then nothing is replaced."""
        outcome = self._outcome
        async with self._coach.database.write() as session:
            known = await playbooks.versions(session, outcome.slug)
            active = next((v for v in known if v.status == "active"), None)
            held = await playbooks.document_paths(session, active.id) if active else []
            lost = {problem["path"] for problem in outcome.problems} & set(held)
            if lost:
                log.error("%s stays as it was: %s can't be read any more", outcome.slug, lost)
                await playbooks.fail_version(session, outcome.version_id)
                outcome.version_id = 0
        return bool(lost)

    # --- the switch ----------------------------------------------------------------------------

    async def _switch(self) -> None:
        """In one transaction the version is what it is to be, and can't be cancelled any more."""
        version_id, by = self._outcome.version_id, self._job.requested_by
        async with self._coach.database.write() as session:
            if not await queues.pass_cancelling(session, self._job.id):
                raise Cancelled
            if self._load.again and not await playbooks.still_active(session, self._load.again):
                await self._give_up(session)
                return
            await playbooks.finish_version(session, version_id, self._load.activate)
            made = next(
                v for v in await playbooks.versions(session, self._load.slug) if v.id == version_id
            )
            for kind in ("loaded", "activated") if self._load.activate else ("loaded",):
                await playbook_history.record_event(session, made.playbook_id, kind, by, version_id)
            if self._load.activate:
                await queue_after_activation(session, version_id, by)
            await self._count(session, made)
            await self._keep(session)

    async def _give_up(self, session: Session) -> None:
        """Somebody retired or replaced meanwhile what was to be read again: theirs stands."""
        log.info("%s was changed while it was read again; the change stands", self._load.slug)
        await playbooks.fail_version(session, self._outcome.version_id)
        self._outcome.version_id = 0
        await self._keep(session)

    async def _count(self, session: Session, made: PlaybookVersion) -> None:
        outcome = self._outcome
        outcome.version, outcome.title, outcome.status = made.number, made.title, made.status
        outcome.documents, outcome.passages = made.documents, made.passages
        outcome.sections = await playbooks.count_sections(session, made.id)
        outcome.notes = [
            {"path": path, "code": warning.partition(":")[0], "detail": warning.partition(":")[2]}
            for path, warnings in await playbooks.document_warnings(session, made.id)
            for warning in warnings
        ]


def _document(file: SourceFile, read: ReadDocument) -> NewDocument:
    passages = tuple(new_passage(piece, piece.terms) for piece in read.pieces)
    return NewDocument(file.path, read.title, file.sha256, read.warnings, passages)
