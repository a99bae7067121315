"""The ledger: processes, deals, every change of a deal, and the stages it stood in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import JsonColumn, UtcDateTime, utc_now


class ProcessRow(SQLModel, table=True):
    """A version of a named list of stages; `active` is the version new deals enter."""

    __tablename__ = "process"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str
    version: int
    name_zh: str
    name_en: str
    active: bool = True
    recorded_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class StageRow(SQLModel, table=True):
    """`definition` holds purpose, owner, tasks, standards, tools, exit criteria and synonyms."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("process_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id")
    position: int
    key: str
    name_zh: str
    name_en: str
    default_probability: int
    stalled_after_days: int
    definition: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)


class AccountRow(SQLModel, table=True):
    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class DealRow(SQLModel, table=True):
    __tablename__ = "deal"
    __table_args__ = (CheckConstraint("status IN ('open', 'won', 'lost')", name="status"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    account_id: int = Field(foreign_key="account.id", index=True)
    owner_id: int = Field(foreign_key="person.id", index=True)
    process_id: int = Field(foreign_key="process.id")
    stage: str
    status: str = Field(default="open", index=True)
    amount_minor: int | None = Field(default=None, sa_column=Column(BigInteger))
    currency: str
    expected_close: date | None = None
    actual_close: date | None = None
    next_step: str = ""
    next_step_due: date | None = None
    blocker: str = ""
    lost_reason: str = ""
    last_activity_on: date | None = None
    external_id: str | None = Field(default=None, unique=True)
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class DealChangeRow(SQLModel, table=True):
    """One confirmed change of one field; `evidence_*` are characters of the message."""

    __tablename__ = "deal_change"

    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deal.id", index=True)
    field: str
    old: str = ""
    new: str = ""
    by_id: int = Field(foreign_key="person.id", index=True)
    checkin_id: int | None = Field(default=None, foreign_key="checkin.id")
    message_id: int | None = Field(default=None, foreign_key="message.id")
    evidence_start: int = 0
    evidence_end: int = 0
    reason: str = ""
    happened_on: date = Field(index=True)
    recorded_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class StageVisitRow(SQLModel, table=True):
    __tablename__ = "stage_visit"

    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deal.id", index=True)
    process_id: int = Field(foreign_key="process.id")
    stage: str
    entered_on: date
    left_on: date | None = None
    recorded_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
