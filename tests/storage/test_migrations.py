"""The schema: one line of revisions, the same on both databases, and no home left behind."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.bootstrap import migrate
from storage import schema
from storage.backup import BACKUPS, DATABASE, restore
from storage.database import Database
from storage.tables import metadata
from tests.storage.populating import (
    DATABASES,
    check,
    check_learning,
    empty_tables_of,
    populate,
    unpack,
)

PACKED = sorted(DATABASES.glob("*.sqlite.gz"))
NEWER = """
from alembic import op
import sqlalchemy as sa

revision, down_revision, branch_labels, depends_on = "9999", "{down}", None, None


def upgrade():
    op.create_table("coming", sa.Column("id", sa.Integer(), primary_key=True))
    {then}
"""
ALTER_PERSON = """with op.batch_alter_table("person", recreate="auto") as batch:
        batch.alter_column("name", type_=sa.Text())"""


def _revisions() -> list[str]:
    return [r.revision for r in ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()]


def _differences(connection: Connection) -> list[object]:
    options = {"include_name": schema.include_name, "compare_type": True}
    found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return list(found)


async def _drift(database: Database) -> list[object]:
    async with database._reader.connect() as connection:
        return await connection.run_sync(_differences)


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make the program know one revision more, which ends with the given statement."""

    def add(then: str) -> None:
        folder = tmp_path / "migrations"
        down = schema.head()
        shutil.copytree(schema.MIGRATIONS, folder)
        (folder / "versions" / "9999_coming.py").write_text(NEWER.format(down=down, then=then))
        monkeypatch.setattr(schema, "MIGRATIONS", folder)

    return add


def test_the_revisions_have_exactly_one_head() -> None:
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_heads() == [schema.head()]


async def test_an_empty_database_becomes_what_the_tables_say(unmigrated: Database) -> None:
    assert await unmigrated.revision() is None
    await unmigrated.migrate()
    assert await unmigrated.revision() == schema.head()
    assert await _drift(unmigrated) == []


async def test_a_drift_between_tables_and_migrations_would_be_seen(database: Database) -> None:
    async with database.write() as session:
        await session.execute(text("DROP INDEX ix_deal_owner_id"))
        await session.execute(text("ALTER TABLE person ADD COLUMN nickname text"))
    assert len(await _drift(database)) == 2


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    async with database.write() as session:
        await populate(session)
    await database.migrate()
    async with database.read() as session:
        await check(session)


def test_every_revision_has_a_database_to_upgrade_with_rows_in_every_table() -> None:
    kept = {file.name.removesuffix(".sqlite.gz") for file in PACKED}
    assert kept == set(_revisions()), "see tests/storage/databases/README.md"
    assert [empty_tables_of(file) for file in PACKED] == [[] for _ in PACKED]


@pytest.mark.parametrize("packed", PACKED, ids=lambda file: file.name)
async def test_a_database_of_an_earlier_revision_is_upgraded_with_all_it_holds(
    packed: Path, tmp_path: Path
) -> None:
    file = tmp_path / DATABASE
    unpack(packed, file)
    database = Database(f"sqlite+aiosqlite:///{file}")
    assert await database.revision() == packed.name.removesuffix(".sqlite.gz")
    await migrate(database, tmp_path)
    async with database.read() as session:
        await check(session)
        if packed != PACKED[0]:
            await check_learning(session)
    assert await _drift(database) == []
    assert await database.problem() == ""
    await database.close()


async def test_what_populate_writes_is_read_back_on_both(database: Database) -> None:
    async with database.write() as session:
        await populate(session)
    async with database.read() as session:
        await check(session)
        await check_learning(session)


async def test_a_home_that_holds_something_is_backed_up_before_it_is_upgraded(
    database: Database, tmp_path: Path, newer: Callable[[str], None]
) -> None:
    async with database.write() as session:
        await populate(session)
    before = await database.revision()
    await migrate(database, tmp_path)
    assert not (tmp_path / BACKUPS).exists(), "nothing to upgrade, nothing to back up"
    newer(ALTER_PERSON)
    await migrate(database, tmp_path)
    assert await database.revision() == "9999"
    async with database.read() as session:
        await check(session)
    saved = list((tmp_path / BACKUPS).glob("*.zip"))
    assert len(saved) == (1 if database.is_sqlite else 0)
    for file in saved:
        restore(file, tmp_path / "restored")
        restored = Database(f"sqlite+aiosqlite:///{tmp_path / 'restored' / DATABASE}")
        assert await restored.revision() == before
        await restored.close()


async def test_an_empty_home_is_migrated_without_a_backup(
    unmigrated: Database, tmp_path: Path
) -> None:
    await migrate(unmigrated, tmp_path)
    assert await unmigrated.revision() == schema.head()
    assert not (tmp_path / BACKUPS).exists()


async def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(
    database: Database, newer: Callable[[str], None]
) -> None:
    async with database.write() as session:
        await populate(session)
    before = await database.revision()
    newer('raise ZeroDivisionError("half-way")')
    with pytest.raises(ZeroDivisionError):
        await database.migrate()
    assert await database.revision() == before
    assert await _drift(database) == []
    async with database.read() as session:
        await check(session)


async def test_a_migration_that_breaks_references_is_refused(
    database: Database, newer: Callable[[str], None]
) -> None:
    async with database.write() as session:
        await populate(session)
    before = await database.revision()
    newer("op.execute('DELETE FROM person')")
    with pytest.raises((RuntimeError, IntegrityError)):
        await database.migrate()
    assert await database.revision() == before
    async with database.read() as session:
        await check(session)
