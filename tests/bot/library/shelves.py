"""A library on a database of its own, with small playbooks put into it by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.library.embedding import unseen
from bot.library.library import Library
from knowledge.embedding import BundledEncoders, Encoder, language_of
from knowledge.ports import Vectors
from knowledge.text import segment
from storage import playbooks
from storage.database import Database
from storage.originals import record_original
from storage.playbooks import NewDocument, NewPassage
from tests.knowledge.encoders import WordEncoder
from tests.storage.making import text_hash

POLICY = (
    "A discount of 15% is approved by the sales director.",
    "The warranty of a sensor is 24 months.",
    "A refund is paid within 30 days.",
)


class CountingEncoder(WordEncoder):
    """Remembers every passage it was given."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return super().embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return WordEncoder.embed_passages(self, texts)


@asynccontextmanager
async def library(
    database: Database, home: Path, *encoders: Encoder, owner: bool = True
) -> AsyncIterator[Library]:
    """By default with one encoder that knows words only."""
    chosen = BundledEncoders(encoders or (WordEncoder(),))
    opened = Library(database, home, owner=owner, encoders=chosen)
    try:
        yield opened
    finally:
        await opened.close()


async def load(
    shelf: Library, database: Database, texts: Sequence[str], slug: str = "policy"
) -> int:
    """A complete version that does not answer yet; its id."""
    passages = tuple(
        NewPassage(
            ordinal=ordinal,
            heading_path=(),
            text=text,
            text_hash=text_hash(text),
            terms=tuple(segment(text)),
            language=language_of(text),
            page=None,
            stages=(),
        )
        for ordinal, text in enumerate(texts)
    )
    original = text_hash(slug)
    async with database.write() as session:
        await record_original(session, original, 1)
        version_id = await playbooks.begin_version(session, slug, slug, "hash", None)
        document = NewDocument("a.md", slug, original, (), passages)
        await playbooks.add_document(session, version_id, document)
        await playbooks.finish_version(session, version_id, activate=False)
    await (await shelf.indexer()).prepare(version_id, unseen)
    return version_id


async def answer_with(database: Database, version_id: int) -> None:
    async with database.write() as session:
        await playbooks.finish_version(session, version_id, activate=True)


async def publish(
    shelf: Library, database: Database, texts: Sequence[str], slug: str = "policy"
) -> int:
    """A version that answers; its id."""
    version_id = await load(shelf, database, texts, slug)
    await answer_with(database, version_id)
    return version_id
