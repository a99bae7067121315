"""The tables. Importing this package registers all of them with the metadata."""

from sqlmodel import SQLModel

from storage.tables import checkins, deals, exchanges, people, playbooks, queues

metadata = SQLModel.metadata

__all__ = ["checkins", "deals", "exchanges", "metadata", "people", "playbooks", "queues"]
