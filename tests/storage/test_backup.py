"""One file holds a home: taken while it is written to, put back whole or not at all."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import backup, queues
from storage.backup import DATABASE, NotABackup, back_up, restore
from storage.database import Database
from storage.originals import Originals
from tests.storage.populating import check, populate

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def _database(home: Path) -> Database:
    return Database(f"sqlite+aiosqlite:///{home / DATABASE}")


@pytest.fixture
def home(tmp_path: Path, migrated_sqlite: Path) -> Path:
    """A home with something in it; its path has what URLs find special."""
    folder = tmp_path / "50% #1"
    folder.mkdir()
    (folder / DATABASE).write_bytes(migrated_sqlite.read_bytes())

    async def fill() -> None:
        database = _database(folder)
        async with database.write() as session:
            await populate(session)
        await database.close()

    asyncio.run(fill())
    Originals(folder / "originals").put(b"price list")
    return folder


@pytest.fixture
def saved(home: Path) -> Path:
    return back_up(home, NOW)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Path]:
    """A home to restore into, which must hold all or nothing afterwards."""
    folder = tmp_path / "restored"
    yield folder
    if not (folder / DATABASE).exists():
        assert not list(folder.rglob(f"*{DATABASE}*")), "half a database was left"


def test_an_original_is_kept_once_under_the_hash_of_its_content(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals")
    data = b"\0 any bytes \xff"
    assert originals.put(data) == originals.put(data) == hashlib.sha256(data).hexdigest()
    assert originals.get(originals.put(data)) == data
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [originals.put(data)]
    with pytest.raises(FileNotFoundError):
        originals.get("0" * 64)


def test_an_original_that_could_not_be_written_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError("no space left on device")

    originals = Originals(tmp_path)
    monkeypatch.setattr("storage.originals.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        originals.put(b"data")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


async def test_what_was_backed_up_is_restored(home: Path, saved: Path, empty: Path) -> None:
    restore(saved, empty)
    assert saved == home / "backups" / "coach-20260302T000000Z.zip"
    database = _database(empty)
    async with database.read() as session:
        await check(session)
    await database.close()
    sha256 = hashlib.sha256(b"price list").hexdigest()
    assert Originals(empty / "originals").get(sha256) == b"price list"
    assert sorted(p.name for p in empty.iterdir() if "coach.db-" not in p.name) == [
        DATABASE, "originals",
    ]  # fmt: skip


async def test_a_backup_taken_while_writing_is_consistent(home: Path, empty: Path) -> None:
    database = _database(home)
    done = asyncio.Event()

    async def write() -> int:
        n = 0
        while not done.is_set():
            n += 1
            async with database.write() as session:  # two rows that belong together
                await queues.receive(session, "load", str(n), {})
                await queues.send(session, "load", "1", {"n": n})
            await asyncio.sleep(0)
        return n

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.05)
    saved = await asyncio.to_thread(back_up, home, NOW)
    done.set()
    written = await writing
    await database.close()
    restore(saved, empty)
    restored = _database(empty)
    async with restored.read() as session:
        await check(session)
        received = len(await queues.open_inbox(session, "load"))
        sent = len(await queues.waiting(session, "load", limit=10**6))
    await restored.close()
    assert 0 < received == sent <= written


def test_a_file_that_is_still_being_written_is_left_out(home: Path) -> None:
    (home / "originals" / "ab").mkdir()
    (home / "originals" / "ab" / "tmp1234").write_bytes(b"half")
    with zipfile.ZipFile(back_up(home, NOW)) as archive:
        assert not [name for name in archive.namelist() if "tmp" in name]


def test_a_backup_that_failed_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="unable to open"):
        back_up(tmp_path, NOW, tmp_path / "out" / "backup.zip")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_home_with_a_database_is_not_overwritten(home: Path, saved: Path) -> None:
    before = (home / DATABASE).read_bytes()
    with pytest.raises(FileExistsError):
        restore(saved, home)
    assert (home / DATABASE).read_bytes() == before


def test_what_is_no_backup_is_refused(tmp_path: Path, empty: Path) -> None:
    file = tmp_path / "x.zip"
    contents: list[dict[str, bytes]] = [
        {},
        {"readme.txt": b"hello"},
        {DATABASE: b""},
        {DATABASE: b"not a database at all" * 99},
        {f"sub/{DATABASE}": b""},
    ]
    for content in contents:
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in content.items():
                archive.writestr(name, data)
        with pytest.raises(NotABackup):
            restore(file, empty)
    file.write_bytes(b"no zip")
    with pytest.raises(NotABackup):
        restore(file, empty)


OUTSIDE = ["../evil", "originals/../../evil", "/tmp/evil", "originals/..", "run.lock",
           "originals\\..\\evil/../x", "coach.db-wal"]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_backup_that_would_write_outside_its_place_is_refused(
    saved: Path, empty: Path, name: str
) -> None:
    with zipfile.ZipFile(saved, "a") as archive:
        archive.writestr(name, b"evil")
    with pytest.raises(NotABackup):
        restore(saved, empty)
    assert not list(empty.parent.rglob("*evil*"))


def test_a_damaged_backup_is_refused_wherever_it_is_damaged(saved: Path, empty: Path) -> None:
    whole = saved.read_bytes()
    refused = 0
    for at in range(0, len(whole), len(whole) // 60):
        saved.write_bytes(
            whole[:at] + bytes(b ^ 0xFF for b in whole[at : at + 9]) + whole[at + 9 :]
        )
        try:
            restore(saved, empty)
        except NotABackup:
            refused += 1
        else:  # a byte that nobody reads, such as a time stamp
            (empty / DATABASE).unlink()
    assert refused > 50
    saved.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NotABackup):
        restore(saved, empty)


@pytest.mark.parametrize("where", ["_check", "_integrity", "_move_into_place"])
def test_a_restore_killed_half_way_leaves_no_database_and_can_be_repeated(
    saved: Path, tmp_path: Path, where: str
) -> None:
    home = tmp_path / "killed"
    script = (
        "import os, sys; from pathlib import Path; from storage import backup\n"
        f"backup.{where} = lambda *_: os._exit(9)\n"
        "backup.restore(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    root = Path(backup.__file__).parents[1]
    killed = subprocess.run([sys.executable, "-c", script, saved, home], cwd=root, check=False)
    assert killed.returncode == 9
    assert not (home / DATABASE).exists()
    restore(saved, home)
    assert (home / DATABASE).exists()


async def test_the_journal_of_a_database_that_is_gone_does_not_get_into_the_restored_one(
    home: Path, saved: Path, empty: Path
) -> None:
    database = _database(home)
    async with database.write() as session:
        await queues.receive(session, "later", "1", {})
    empty.mkdir()
    for stale in ("-wal", "-shm"):
        (empty / f"{DATABASE}{stale}").write_bytes((home / f"{DATABASE}{stale}").read_bytes())
    await database.close()
    restore(saved, empty)
    restored = _database(empty)
    async with restored.read() as session:
        assert await queues.open_inbox(session, "later") == []
        await check(session)
    await restored.close()
