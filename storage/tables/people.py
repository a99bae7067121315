"""Who is who: persons, how they reach us, what they may do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, utc_now


class TeamRow(SQLModel, table=True):
    __tablename__ = "team"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name_zh: str
    name_en: str


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    language: str
    timezone: str
    active: bool = True
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class IdentityRow(SQLModel, table=True):
    """How a person reaches us on a channel; `chat` is where replies go."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    channel: str
    external_id: str
    chat: str
    unreachable_since: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GrantRow(SQLModel, table=True):
    """A role from one instant to another; `granted_to` null means until further notice."""

    __tablename__ = "grant"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    team_id: int | None = Field(default=None, foreign_key="team.id")
    granted_by: int | None = Field(default=None, foreign_key="person.id")
    granted_from: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    granted_to: datetime | None = Field(default=None, sa_type=UtcDateTime)


class InviteRow(SQLModel, table=True):
    """A single-use link; only the hash of its token is kept."""

    __tablename__ = "invite"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    role: str
    team_id: int | None = Field(default=None, foreign_key="team.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Set when the link lets an existing person (made from the shell) join a channel."""
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by: int | None = Field(default=None, foreign_key="person.id")


class OrganisationSettingRow(SQLModel, table=True):
    """Settings of the organisation that an administrator may change while the coach runs."""

    __tablename__ = "organisation_setting"

    key: str = Field(primary_key=True)
    value: str
