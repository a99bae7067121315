"""What the playbooks are measured by and what they lack: golden questions and gaps."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import JsonColumn, UtcDateTime, utc_now


class GoldenQuestionRow(SQLModel, table=True):
    """A question with the playbook and section that must answer it, and the points to be made.

    `question_key` is the hash of the question without case, width and spaces: one row a question.
    """

    __tablename__ = "golden_question"

    id: int | None = Field(default=None, primary_key=True)
    question: str = Field(sa_column=Column(Text, nullable=False))
    question_key: str = Field(unique=True)
    playbook_id: int = Field(foreign_key="playbook.id", index=True)
    section: str = Field(sa_column=Column(Text, nullable=False))
    points: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    stage: str | None = None
    exchange_id: int | None = Field(default=None, foreign_key="exchange.id")
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GoldenRunRow(SQLModel, table=True):
    """All golden questions asked at one moment. `trigger`: demand, activation or preview; the
    version is the one that was activated or previewed."""

    __tablename__ = "golden_run"

    id: int | None = Field(default=None, primary_key=True)
    trigger: str
    version_id: int | None = Field(default=None, foreign_key="playbook_version.id", index=True)
    by: int | None = Field(default=None, foreign_key="person.id")
    passed: int = 0
    total: int = 0
    started_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GoldenResultRow(SQLModel, table=True):
    """`rank` counts from 1 where the expected section stood among the results; null: nowhere."""

    __tablename__ = "golden_result"
    __table_args__ = (UniqueConstraint("run_id", "golden_id"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="golden_run.id")
    golden_id: int = Field(foreign_key="golden_question.id", index=True)
    rank: int | None = None
    outcome: str
    points_met: int = 0
    points_total: int = 0
    passed: bool
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))


class GapRow(SQLModel, table=True):
    """A cluster of questions that no playbook answers. `status`: open, answered or dismissed.

    `question` is the one that stands for all; `centroid` the little-endian float32 mean of their
    vectors in `encoder_id`'s space.
    """

    __tablename__ = "gap"

    id: int | None = Field(default=None, primary_key=True)
    status: str = Field(default="open", index=True)
    question: str = Field(sa_column=Column(Text, nullable=False))
    language: str
    encoder_id: str
    centroid: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    count: int = 0
    first_seen: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    last_seen: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    answered_by: int | None = Field(default=None, foreign_key="playbook_version.id")
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))


class GapQuestionRow(SQLModel, table=True):
    """An exchange that showed a gap; `gap_id` null until it is clustered."""

    __tablename__ = "gap_question"
    __table_args__ = (
        Index(
            "ix_gap_question_waiting",
            "id",
            sqlite_where=text("gap_id IS NULL"),
            postgresql_where=text("gap_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    exchange_id: int = Field(foreign_key="exchange.id", unique=True)
    gap_id: int | None = Field(default=None, foreign_key="gap.id", index=True)
    at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class StandardAnswerRow(SQLModel, table=True):
    """A trainer's own short answer. It answers as a document of the playbook of standard answers
    until it is retired, or folded into a version of another playbook."""

    __tablename__ = "standard_answer"

    id: int | None = Field(default=None, primary_key=True)
    gap_id: int | None = Field(default=None, foreign_key="gap.id", index=True)
    question: str = Field(sa_column=Column(Text, nullable=False))
    answer: str = Field(sa_column=Column(Text, nullable=False))
    stages: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    author_id: int = Field(foreign_key="person.id")
    written_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    folded_into: int | None = Field(default=None, foreign_key="playbook_version.id")
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
