"""The tables. Importing this package registers all of them with the metadata."""

from sqlmodel import SQLModel

from storage.tables import checkins, deals, exchanges, learning, people, playbooks, queues

metadata = SQLModel.metadata

__all__ = [
    "checkins",
    "deals",
    "exchanges",
    "learning",
    "metadata",
    "people",
    "playbooks",
    "queues",
]
