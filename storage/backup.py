"""Backing a home up into one file and putting it back. Indexes are left out: they are derived."""

from __future__ import annotations

import sqlite3
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

DATABASE = "coach.db"
ORIGINALS = "originals"
BACKUPS = "backups"


class NotABackup(Exception):
    """The file is no backup of a coach, or is damaged."""


def back_up(home: Path, now: datetime, target: Path | None = None) -> Path:
    """Write the database and the originals into a ZIP; its path. Safe while the coach runs.

    The database is copied by SQLite's own online backup, so it is consistent.
    """
    file = target or home / BACKUPS / f"coach-{now:%Y%m%dT%H%M%SZ}.zip"
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(file.name + ".part")
    with (
        tempfile.TemporaryDirectory(dir=file.parent) as folder,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        copy = Path(folder) / DATABASE
        _copy_database(home / DATABASE, copy)
        archive.write(copy, DATABASE)
        for original in sorted((home / ORIGINALS).rglob("*")):
            if original.is_file():
                archive.write(original, original.relative_to(home).as_posix())
    return partial.replace(file)


def _copy_database(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
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
    except (zipfile.BadZipFile, sqlite3.DatabaseError) as error:
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
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise NotABackup(str(database))


def _move_into_place(folder: Path, home: Path) -> None:
    for original in sorted((folder / ORIGINALS).rglob("*")):
        if original.is_file():
            target = home / original.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            original.replace(target)
    (folder / DATABASE).replace(home / DATABASE)
