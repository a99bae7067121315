"""The vector index that answers: Chroma where this process owns it, else an exact scan.

The exact scan is read from SQL and follows it, so it serves the shell beside a running bot, and
the bot itself while Chroma's folder is damaged, gone or being rebuilt.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from bot.library import vectors as centring
from knowledge.embedding import Encoder, Vectors
from knowledge.exact import ExactIndex
from knowledge.index import ChromaIndex, IndexUnavailable
from storage import playbooks, vectors
from storage.database import Database

log = logging.getLogger(__name__)


class StoredVectorIndex:
    """An exact index over the active vectors in SQL, read again when what is active changes."""

    def __init__(self, database: Database, encoders: Sequence[Encoder]) -> None:
        self._database = database
        self._encoders = encoders
        self._exact = ExactIndex()
        self._generation: tuple[object, ...] = ()

    async def search(self, encoder_id: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        await self._follow()
        return await self._exact.search(encoder_id, vector, top)

    async def sample(self, encoder_id: str, text_hashes: Sequence[str]) -> dict[str, Vectors]:
        await self._follow()
        return await self._exact.sample(encoder_id, text_hashes)

    async def _follow(self) -> None:
        async with self._database.read() as session:
            generation = await playbooks.generation(session)
        if generation != self._generation:
            self._exact = await self._load()
            self._generation = generation

    async def _load(self) -> ExactIndex:
        exact = ExactIndex()
        for encoder in self._encoders:
            by = await centring.means(self._database, encoder)
            async with self._database.read() as session:
                stored = await vectors.active(session, encoder.id)
            if stored:
                hashes = [vector.text_hash for vector in stored]
                await exact.upsert(encoder.id, hashes, centring.centred(stored, by))
        return exact


class GuardedIndex:
    """Chroma, and the exact scan whenever Chroma fails; `on_failure` is told, to have it mended."""

    def __init__(
        self, chroma: ChromaIndex, fallback: StoredVectorIndex, on_failure: Callable[[], None]
    ) -> None:
        self.chroma = chroma
        self._fallback = fallback
        self._on_failure = on_failure
        self.healthy = True

    async def search(self, encoder_id: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        if self.healthy:
            try:
                return await self.chroma.search(encoder_id, vector, top)
            except IndexUnavailable as error:
                self._fail(error)
        return await self._fallback.search(encoder_id, vector, top)

    async def sample(self, encoder_id: str, text_hashes: Sequence[str]) -> dict[str, Vectors]:
        if self.healthy:
            try:
                return await self.chroma.sample(encoder_id, text_hashes)
            except IndexUnavailable as error:
                self._fail(error)
        return await self._fallback.sample(encoder_id, text_hashes)

    def _fail(self, error: IndexUnavailable) -> None:
        log.warning("Chroma is unavailable, answering from SQL until it is rebuilt: %s", error)
        self.healthy = False
        self._on_failure()
