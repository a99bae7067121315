"""Bringing a database to the present schema with alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
NOT_IN_METADATA = "lexical"
"""Tables whose name starts so belong to the lexical index and are made by hand in migrations."""


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def head() -> str:
    """The newest revision this program knows."""
    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert revision is not None
    return revision


def knows(revision: str) -> bool:
    """Whether the revision is one of this program's."""
    script = ScriptDirectory.from_config(alembic_config())
    return revision in {known.revision for known in script.walk_revisions()}


def current(connection: Connection) -> str | None:
    """The revision the database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Migrate in the transaction of `connection`; the caller commits."""
    command.upgrade(alembic_config(connection), revision)


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Which tables autogenerate compares: all but the lexical index's own."""
    return not (kind == "table" and name is not None and name.startswith(NOT_IN_METADATA))
