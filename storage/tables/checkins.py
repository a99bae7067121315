"""What people said, and what they confirmed of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import JsonColumn, UtcDateTime, utc_now


class MessageRow(SQLModel, table=True):
    """A person's words, kept once. An edit is a new row that points to what it replaces."""

    __tablename__ = "message"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    channel: str
    chat: str
    external_id: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    sent_at: datetime = Field(sa_type=UtcDateTime)
    edits_id: int | None = Field(default=None, foreign_key="message.id")


class CheckInRow(SQLModel, table=True):
    """`status`: pending (proposed, not yet confirmed), submitted, cancelled or replaced.

    Unique by campaign, person and local date; one that nobody asked for has no campaign.
    """

    __tablename__ = "checkin"
    __table_args__ = (UniqueConstraint("campaign", "person_id", "local_date"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    campaign: str | None = None
    local_date: date = Field(index=True)
    status: str
    message_id: int | None = Field(default=None, foreign_key="message.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProposedChangeRow(SQLModel, table=True):
    """A change waiting for the rep's yes. `state`: proposed, accepted, dropped or outdated.

    `deal_id` is null while the deal is new (`new_deal`, `new_account`) or not chosen yet.
    """

    __tablename__ = "proposed_change"

    id: int | None = Field(default=None, primary_key=True)
    checkin_id: int = Field(foreign_key="checkin.id", index=True)
    message_id: int = Field(foreign_key="message.id")
    update_number: int = 0
    deal_id: int | None = Field(default=None, foreign_key="deal.id")
    new_deal: str = ""
    new_account: str = ""
    field: str
    old: str = ""
    new: str = ""
    evidence_start: int = 0
    evidence_end: int = 0
    state: str = "proposed"
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DialogueRow(SQLModel, table=True):
    """Where a person's conversation in one chat stands."""

    __tablename__ = "dialogue"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    channel: str = Field(primary_key=True)
    kind: str
    state: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
