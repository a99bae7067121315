"""What came in, what goes out, what is being done and what is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import JsonColumn, UtcDateTime, utc_now


class InboxRow(SQLModel, table=True):
    """An update as the channel delivered it. Once `done_at` is set it is never handled again."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "update_id"),
        Index(
            "ix_inbox_open",
            "channel",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    update_id: str
    payload: dict[str, Any] = Field(sa_type=JsonColumn)
    received_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    attempts: int = 0
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OutboxRow(SQLModel, table=True):
    """A reply to deliver. `state`: waiting, sent, failed; order within a chat is by id."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "channel",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat: str
    payload: dict[str, Any] = Field(sa_type=JsonColumn)
    state: str = "waiting"
    attempts: int = 0
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    external_id: str | None = None


class JobRow(SQLModel, table=True):
    """Work that outlives a request. `status`: queued, running, done, failed or cancelled.

    `progress_outbox_id` is the reply whose message is edited while the work goes on.
    """

    __tablename__ = "job"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    status: str = Field(default="queued", index=True)
    done: int = 0
    total: int = 0
    phase: str = ""
    cancel_requested: bool = False
    progress_outbox_id: int | None = Field(default=None, foreign_key="outbox.id")
    result: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    requested_by: int | None = Field(default=None, foreign_key="person.id")
    reply_channel: str = ""
    reply_chat: str = ""
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DueRow(SQLModel, table=True):
    """Something to do at an instant, once: `key` is unique, so it can't be set twice."""

    __tablename__ = "due"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str = Field(unique=True)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
