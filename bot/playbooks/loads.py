"""What is to be loaded: files that were kept as originals, under the slug of one playbook."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from bot.coach import Coach
from knowledge.reading import ARCHIVES
from storage import originals, queues
from storage.database import Session
from storage.originals import Originals
from storage.queues import Job
from storage.standard_answers import SLUG as STANDARD_ANSWERS

JOB = "ingest"
READING_VERSION = "2"
"""Raised when loading or splitting changes, so that the same files are read anew."""

DONE_BEFORE = frozenset({"unchanged", "drafted"})
"""The statuses of an outcome where the same content was there already."""


@dataclass(frozen=True)
class SourceFile:
    """A kept original and its path below what was ingested; `size` in bytes."""

    path: str
    sha256: str
    size: int

    @property
    def is_archive(self) -> bool:
        return PurePath(self.path).suffix.lower() in ARCHIVES


@dataclass(frozen=True)
class Load:
    """Files that become one version of one playbook.

    `again`: the id of the version that these are the files of, where a newer program reads them;
    it is replaced only if it still answers and everything can still be read.
    """

    slug: str
    title: str
    files: tuple[SourceFile, ...]
    activate: bool = True
    again: int = 0


class SameName(Exception):
    """Two things that are loaded at once would be the same playbook, or document of one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def slug_of(name: str) -> str:
    """A playbook's identity from a file's or folder's name: letters and digits of any script.

    No file takes the place of the answers that trainers wrote in the chat.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    slug = re.sub(r"[^\w]+", "-", folded).strip("-_")[:80] or "playbook"
    return f"{slug}-file" if slug == STANDARD_ANSWERS else slug


def load_of_path(path: Path, originals_folder: Originals) -> Load:
    """Keep the file, or every file of the folder that is not hidden, as originals. It blocks."""
    if path.is_file():
        return Load(slug_of(path.stem), path.stem, (_keep(path, path.name, originals_folder),))
    files = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
    kept = [_keep(p, p.relative_to(path).as_posix(), originals_folder) for p in files]
    return Load(slug_of(path.resolve().name), path.resolve().name, tuple(kept))


def _hidden(path: Path, below: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(below).parts)


def _keep(path: Path, name: str, folder: Originals) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(name, folder.put(data), len(data))


def apart(loads: Sequence[Load]) -> Sequence[Load]:
    """Loads of a playbook each. Raises SameName if one would replace another."""
    slugs = [load.slug for load in loads]
    for load in loads:
        if slugs.count(load.slug) > 1:
            raise SameName(load.slug)
    return loads


def together(name: str, loads: Sequence[Load]) -> Load:
    """Everything in one playbook; of several folders, each keeps its name in its files' paths.

    Raises SameName for two files that would be one document.
    """
    files = tuple(_below_folders(loads))
    paths = [file.path.casefold() for file in files]
    for path in paths:
        if paths.count(path) > 1:
            raise SameName(path)
    return Load(slug_of(name), name, files)


def _below_folders(loads: Sequence[Load]) -> Iterator[SourceFile]:
    for load in loads:
        is_file = len(load.files) == 1 and PurePath(load.files[0].path).stem == load.title
        for file in load.files:
            path = file.path if is_file or len(loads) == 1 else f"{load.title}/{file.path}"
            yield SourceFile(path, file.sha256, file.size)


async def queue(
    coach: Coach,
    session: Session,
    load: Load,
    requested_by: int | None,
    reply_to: tuple[str, str] = ("", ""),
) -> int:
    """Queue the load as a job; its id."""
    await record(session, load.files)
    payload = {
        "slug": load.slug,
        "title": load.title,
        "files": as_json(load.files),
        "activate": load.activate,
        "again": load.again,
    }
    job_id = await queues.queue_job(session, JOB, payload, requested_by, reply_to)
    coach.signals.jobs.set()
    return job_id


async def record(session: Session, files: Sequence[SourceFile]) -> None:
    for file in files:
        await originals.record_original(session, file.sha256, file.size)


def load_of_job(job: Job) -> Load:
    held = job.payload
    return Load(
        held["slug"],
        held["title"],
        from_json(held["files"]),
        held["activate"],
        held.get("again", 0),
    )


def files_of_job(job: Job) -> tuple[SourceFile, ...]:
    """The files that become documents, as far as it is known: archives unpacked."""
    return from_json(job.result.get("members") or job.payload.get("files", []))


def as_json(files: Sequence[SourceFile]) -> list[list[str | int]]:
    return [[file.path, file.sha256, file.size] for file in files]


def from_json(held: Sequence[Sequence[str | int]]) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(str(path), str(sha256), int(size)) for path, sha256, size in held)


def content_hash(files: Sequence[SourceFile]) -> str:
    """The same for the same documents, read by the same program: "READING_VERSION-sha256"."""
    listed = sorted(f"{file.path}\0{file.sha256}" for file in files)
    return f"{READING_VERSION}-{hashlib.sha256(chr(10).join(listed).encode()).hexdigest()}"


def is_outdated(version_hash: str) -> bool:
    """Whether the version was read by an earlier program."""
    return not version_hash.startswith(f"{READING_VERSION}-")
