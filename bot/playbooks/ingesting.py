"""A load of files into one playbook: read, split, embed, index, and only then activate.

Each step is kept as it is done, so a job that a kill interrupted begins again and finds the
vectors it had made. Until the last transaction the old version answers.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.coach import Coach
from bot.library.indexing import Indexer, Progress
from knowledge import loading
from knowledge.loading import LoadError
from knowledge.splitting import split
from knowledge.text import segment
from storage import originals, playbooks, queues
from storage.database import Session
from storage.playbooks import NewDocument, NewPassage
from storage.queues import Job
from storage.records import Language

JOB = "ingest"
READING_VERSION = "1"
"""Raised when loading or splitting changes, so that the same files are read anew."""


@dataclass(frozen=True)
class SourceFile:
    """A kept original and its path below what was ingested."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Load:
    """Files that become one version of one playbook."""

    slug: str
    title: str
    files: tuple[SourceFile, ...]
    activate: bool = True


@dataclass
class Outcome:
    """What became of a load; JSON in the job's result."""

    slug: str
    title: str
    version: int = 0
    status: str = "failed"
    documents: int = 0
    passages: int = 0
    sections: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    """Files left out: path, code of the LoadError, its facts."""
    notes: list[dict[str, str]] = field(default_factory=list)
    """Warnings of files that were read: path, code, detail."""


def slug_of(name: str) -> str:
    """A playbook's identity from a file's or folder's name: letters and digits of any script."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w]+", "-", folded).strip("-_")[:80] or "playbook"


def load_of_path(path: Path, originals_folder: originals.Originals) -> Load:
    """Keep the file, or every supported file of the folder, as originals. It blocks."""
    if path.is_file():
        return Load(slug_of(path.stem), path.stem, (_keep(path, path.name, originals_folder),))
    files = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
    kept = [_keep(p, p.relative_to(path).as_posix(), originals_folder) for p in files]
    return Load(slug_of(path.resolve().name), path.resolve().name, tuple(kept))


def _hidden(path: Path, below: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(below).parts)


def _keep(path: Path, name: str, folder: originals.Originals) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(name, folder.put(data), len(data))


async def queue(
    coach: Coach,
    session: Session,
    load: Load,
    requested_by: int | None,
    reply_to: tuple[str, str] = ("", ""),
) -> int:
    """Queue the load as a job; its id."""
    for file in load.files:
        await originals.record_original(session, file.sha256, file.size)
    payload = {
        "slug": load.slug,
        "title": load.title,
        "files": [[file.path, file.sha256, file.size] for file in load.files],
        "activate": load.activate,
    }
    job_id = await queues.queue_job(session, JOB, payload, requested_by, reply_to)
    coach.signals.jobs.set()
    return job_id


def load_of_job(job: Job) -> Load:
    held = job.payload
    files = tuple(SourceFile(*file) for file in held["files"])
    return Load(held["slug"], held["title"], files, held["activate"])


def content_hash(load: Load) -> str:
    listed = sorted(f"{file.path}\0{file.sha256}" for file in load.files)
    return hashlib.sha256("\n".join([READING_VERSION, *listed]).encode()).hexdigest()


@dataclass(frozen=True)
class Read:
    """A load, read: its documents, and the text to embed by hash."""

    documents: tuple[NewDocument, ...]
    texts: Mapping[str, tuple[str, Language]]


async def read_files(coach: Coach, load: Load, outcome: Outcome) -> Read:
    """Parse and split each file in a thread; one bad file is noted and the others go on."""
    loop = asyncio.get_running_loop()
    documents: list[NewDocument] = []
    texts: dict[str, tuple[str, Language]] = {}
    for file in load.files:
        try:
            data = await loop.run_in_executor(coach.executor, coach.originals.get, file.sha256)
            document, new = await loop.run_in_executor(coach.executor, _read, file, data)
        except LoadError as error:
            problem = {"path": file.path, "code": error.code, "facts": dict(error.facts)}
            outcome.problems.append(problem)
            continue
        documents.append(document)
        texts.update(new)
        for warning in document.warnings:
            code, _, detail = warning.partition(":")
            outcome.notes.append({"path": file.path, "code": code, "detail": detail})
    outcome.documents = len(documents)
    outcome.passages = sum(len(document.passages) for document in documents)
    sections = {(d.path, p.heading_path) for d in documents for p in d.passages}
    outcome.sections = len(sections)
    return Read(tuple(documents), texts)


def _read(file: SourceFile, data: bytes) -> tuple[NewDocument, dict[str, tuple[str, Language]]]:
    loaded = loading.load(file.path, data)
    pieces = split(loaded)
    passages = tuple(
        NewPassage(
            ordinal=piece.ordinal,
            heading_path=piece.heading_path,
            text=piece.text,
            text_hash=piece.text_hash,
            terms=tuple(segment(piece.embedded_text)),
            language=piece.language,
            page=piece.page,
            stages=piece.stages,
        )
        for piece in pieces
    )
    document = NewDocument(file.path, loaded.title, file.sha256, loaded.warnings, passages)
    return document, {p.text_hash: (p.embedded_text, p.language) for p in pieces}


async def run(coach: Coach, job: Job, progress: Progress) -> Outcome:
    """Do the job up to the version that is complete but not yet active."""
    load = load_of_job(job)
    outcome = Outcome(load.slug, load.title)
    indexer = await coach.library.indexer()
    digest = content_hash(load)
    async with coach.database.read() as session:
        known = await playbooks.versions(session, load.slug)
    same = next((v for v in known if v.content_hash == digest and v.status == "active"), None)
    if same is not None:
        outcome.version, outcome.status = same.number, "unchanged"
        return outcome
    found = await read_files(coach, load, outcome)
    if found.documents:
        version_id = await _build(coach, indexer, load, found, job.requested_by, progress)
        await _complete(coach, version_id, load, outcome)
        await indexer.rebuild_if_outgrown()
    return outcome


async def _build(
    coach: Coach,
    indexer: Indexer,
    load: Load,
    found: Read,
    by: int | None,
    progress: Progress,
) -> int:
    title = found.documents[0].title if len(found.documents) == 1 else load.title
    async with coach.database.write() as session:
        version_id = await playbooks.begin_version(
            session, load.slug, title, content_hash(load), by
        )
    for document in found.documents:
        async with coach.database.write() as session:
            await playbooks.add_document(session, version_id, document)
    await indexer.embed(found.texts, progress)
    await indexer.add_to_index(list(found.texts))
    return version_id


async def _complete(coach: Coach, version_id: int, load: Load, outcome: Outcome) -> None:
    async with coach.database.write() as session:
        await playbooks.finish_version(session, version_id, load.activate)
        made = next(v for v in await playbooks.versions(session, load.slug) if v.id == version_id)
    outcome.version, outcome.title, outcome.status = made.number, made.title, made.status
