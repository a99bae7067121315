"""Questions asked and the answers given, pinned to the passages they cite."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, utc_now


class ExchangeRow(SQLModel, table=True):
    __tablename__ = "exchange"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    question: str = Field(sa_column=Column(Text, nullable=False))
    standalone_question: str = Field(sa_column=Column(Text, nullable=False))
    stage: str | None = None
    stage_source: str = ""
    outcome: str
    reason: str = ""
    answer: str = Field(sa_column=Column(Text, nullable=False))
    confidence: float
    model: str = ""
    prompt_fingerprint: str = ""
    latency_ms: int
    asked_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime, index=True)


class CitationRow(SQLModel, table=True):
    __tablename__ = "citation"
    __table_args__ = (UniqueConstraint("exchange_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    exchange_id: int = Field(foreign_key="exchange.id")
    number: int
    passage_id: int = Field(foreign_key="passage.id", index=True)
    quote: str = Field(sa_column=Column(Text, nullable=False))


class FeedbackRow(SQLModel, table=True):
    """What the asker thought of the answer. `vote`: up, down or empty; `passed_on_at`: when the
    asker handed the question to the trainers, name and all; `told_at`: when the asker was told that
    it is answered now; `called_wrong_at`: when the trainers were first told that it is wrong."""

    __tablename__ = "feedback"

    id: int | None = Field(default=None, primary_key=True)
    exchange_id: int = Field(foreign_key="exchange.id", unique=True)
    vote: str = ""
    reason: str = ""
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))
    passed_on_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    called_wrong_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
