"""What the search asks for, answered by the database."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.ports import LexicalStatistics, Nominee
from storage import lexical, playbooks
from storage.database import Database
from storage.records import Passage


class StoredPassages:
    """A `PassageSource` over the active versions, as if the version `draft` were one of them."""

    def __init__(self, database: Database, draft: int | None = None) -> None:
        self._database = database
        self._draft = draft

    async def passages(self, ids: Sequence[int]) -> list[Passage]:
        if not ids:
            return []
        async with self._database.read() as session:
            return await playbooks.active_passages(session, ids, draft=self._draft)

    async def by_hash(self, text_hashes: Sequence[str]) -> list[Passage]:
        if not text_hashes:
            return []
        async with self._database.read() as session:
            return await playbooks.active_by_hash(session, text_hashes, draft=self._draft)

    async def neighbours(self, passage_id: int) -> list[Passage]:
        async with self._database.read() as session:
            return await playbooks.neighbours(session, passage_id)


class StoredTerms:
    """A `LexicalIndex` over the active versions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def statistics(self, terms: Sequence[str]) -> LexicalStatistics:
        async with self._database.read() as session:
            found = await lexical.statistics(session, terms)
        return LexicalStatistics(found.passages, found.mean_length, found.frequency)

    async def nominate(self, terms: Sequence[str], limit: int) -> list[Nominee]:
        async with self._database.read() as session:
            postings = await lexical.nominate(session, terms, limit)
        return [Nominee(posting.passage_id, posting.terms) for posting in postings]
