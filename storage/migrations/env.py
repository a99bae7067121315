"""Alembic's entry: runs on the connection that storage.schema hands over."""

from __future__ import annotations

from alembic import context

from storage.schema import include_name
from storage.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("run migrations through the coach: any command upgrades its own database")

context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    include_name=include_name,
)
with context.begin_transaction():
    context.run_migrations()
