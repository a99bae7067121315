"""What several stores need of SQL: upserts of this database's dialect, and lists in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

Value = TypeVar("Value")

BATCH = 10_000
"""Both databases take about 32,000 values in one statement."""


def insert(session: AsyncSession, table: Any) -> Any:
    """An INSERT of this database's dialect, which knows ON CONFLICT."""
    name = session.get_bind().dialect.name
    return sqlite.insert(table) if name == "sqlite" else postgresql.insert(table)


def batches(values: Sequence[Value]) -> Iterator[list[Value]]:
    """The values, each once and in order, in lists that fit into an IN."""
    unique = list(dict.fromkeys(values))
    for start in range(0, len(unique), BATCH):
        yield unique[start : start + BATCH]
