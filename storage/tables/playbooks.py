"""Playbooks, their versions, documents and passages, and the vectors derived from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import JsonColumn, UtcDateTime, utc_now


class OriginalRow(SQLModel, table=True):
    """A file as it was received, kept once by content in the home's `originals/`."""

    __tablename__ = "original"

    sha256: str = Field(primary_key=True)
    size: int
    stored_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class PlaybookRow(SQLModel, table=True):
    """`roles` and `teams` (ids) may see it; an empty list means all of them."""

    __tablename__ = "playbook"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    title: str
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    review_on: date | None = None
    roles: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    teams: list[int] = Field(default_factory=list, sa_type=JsonColumn)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class PlaybookVersionRow(SQLModel, table=True):
    """`status`: draft, indexing, active, retired, discarded or failed. At most one is active a
    playbook."""

    __tablename__ = "playbook_version"
    __table_args__ = (UniqueConstraint("playbook_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    playbook_id: int = Field(foreign_key="playbook.id", index=True)
    number: int
    status: str = Field(index=True)
    content_hash: str
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    activated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    passage_count: int = 0
    term_count: int = 0


class PlaybookEventRow(SQLModel, table=True):
    """What was done to a playbook, by whom and why. `kind`: loaded, activated, rolled_back,
    retired, discarded, restored, owner, review, audience, stages, folded."""

    __tablename__ = "playbook_event"

    id: int | None = Field(default=None, primary_key=True)
    playbook_id: int = Field(foreign_key="playbook.id", index=True)
    version_id: int | None = Field(default=None, foreign_key="playbook_version.id")
    kind: str
    by: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class StageChoiceRow(SQLModel, table=True):
    """The stages a trainer gave a section; the playbook's later versions keep them.

    `section` is the heading path as shown, `section_key` its hash.
    """

    __tablename__ = "stage_choice"
    __table_args__ = (UniqueConstraint("playbook_id", "document", "section_key"),)

    id: int | None = Field(default=None, primary_key=True)
    playbook_id: int = Field(foreign_key="playbook.id", index=True)
    document: str
    section: str = Field(sa_column=Column(Text, nullable=False))
    section_key: str
    stages: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class DocumentRow(SQLModel, table=True):
    """`path` is the path below what was ingested and names the document in its playbook.

    `author_id` is set where a person wrote it in the chat: a standard answer.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("version_id", "path"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="playbook_version.id", index=True)
    path: str
    title: str
    original_sha256: str = Field(foreign_key="original.sha256")
    warnings: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    author_id: int | None = Field(default=None, foreign_key="person.id")


class PassageRow(SQLModel, table=True):
    """`terms` is the segmented text, terms joined by one space, as the lexical index holds it."""

    __tablename__ = "passage"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    ordinal: int
    heading_path: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    text: str = Field(sa_column=Column(Text, nullable=False))
    text_hash: str = Field(index=True)
    terms: str = Field(sa_column=Column(Text, nullable=False))
    language: str
    page: int | None = None
    stages: list[str] = Field(default_factory=list, sa_type=JsonColumn)


class EmbeddingRow(SQLModel, table=True):
    """The uncentred float32 vector of an embedded text; shared by passages with the same text."""

    __tablename__ = "embedding"

    text_hash: str = Field(primary_key=True)
    encoder_id: str = Field(primary_key=True)
    language: str
    vector: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class IndexBuildRow(SQLModel, table=True):
    """A build of the dense index of one encoder, with the language means frozen into it."""

    __tablename__ = "index_build"

    id: int | None = Field(default=None, primary_key=True)
    encoder_id: str = Field(index=True)
    built_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    passages: int
    means: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
