"""Backing a home up into one file and putting it back. Indexes are left out: they are derived."""

from __future__ import annotations

import lzma
import re
import sqlite3
import tempfile
import zipfile
import zlib
from contextlib import closing
from datetime import datetime
from pathlib import Path

DATABASE = "coach.db"
ORIGINALS = "originals"
BACKUPS = "backups"
_IS_ORIGINAL = re.compile("[0-9a-f]{64}")
"""Anything else beside the originals is a file that is being written, or was when it was killed."""

_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError,
    sqlite3.DatabaseError,
)  # fmt: skip
"""What the ZIP reader and SQLite raise for a file that is not what it says."""


class NotABackup(Exception):
    """The file is no backup of a coach, or is damaged."""


def back_up(home: Path, now: datetime, target: Path | None = None) -> Path:
    """Write the database and the originals into a ZIP; its path. Safe while the coach runs.

    The database is copied by SQLite's own online backup, so it is consistent.
    """
    file = target or home / BACKUPS / f"coach-{now:%Y%m%dT%H%M%SZ}.zip"
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(file.name + ".part")
    try:
        _write(home, partial)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return partial.replace(file)


def _write(home: Path, partial: Path) -> None:
    with (
        tempfile.TemporaryDirectory(dir=partial.parent) as folder,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        copy = Path(folder) / DATABASE
        _copy_database(home / DATABASE, copy)
        archive.write(copy, DATABASE)
        for original in sorted((home / ORIGINALS).glob("*/*")):
            if _IS_ORIGINAL.fullmatch(original.name):
                archive.write(original, original.relative_to(home).as_posix())


def _copy_database(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)


def restore(file: Path, home: Path) -> None:
    """Unpack a backup into a home that has no database. Raises NotABackup, FileExistsError.

    Everything is unpacked beside its place first, so that a kill leaves the home without a
    database rather than with half of one.
    """
    if (home / DATABASE).exists():
        raise FileExistsError(home / DATABASE)
    home.mkdir(parents=True, exist_ok=True)
    try:
        with (
            zipfile.ZipFile(file) as archive,
            tempfile.TemporaryDirectory(dir=home) as folder,
        ):
            _check(archive)
            archive.extractall(folder)
            _integrity(Path(folder) / DATABASE)
            _move_into_place(Path(folder), home)
    except _DAMAGE as error:
        raise NotABackup(str(file)) from error


def _check(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    inside = all(
        name == DATABASE or (name.startswith(f"{ORIGINALS}/") and ".." not in name)
        for name in names
    )
    if DATABASE not in names or not inside or archive.testzip() is not None:
        raise NotABackup(str(archive.filename))


def _integrity(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not sound or not connection.execute("SELECT * FROM alembic_version").fetchone():
            raise NotABackup(str(database))


def _move_into_place(folder: Path, home: Path) -> None:
    for original in sorted((folder / ORIGINALS).rglob("*")):
        if original.is_file():
            target = home / original.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            original.replace(target)
    for stale in ("-wal", "-shm"):
        (home / f"{DATABASE}{stale}").unlink(missing_ok=True)  # of a database that is gone
    (folder / DATABASE).replace(home / DATABASE)
