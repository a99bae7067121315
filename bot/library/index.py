"""The vector index that answers: Chroma where this process owns it, else an exact scan.

The exact scan is read from SQL and follows it, so it serves the shell beside a running bot, and
the bot itself while Chroma's folder is damaged, gone or being filled.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from bot.library import vectors as centring
from knowledge.embedding import Encoder, Vectors
from knowledge.exact import ExactIndex
from knowledge.index import ChromaIndex, IndexUnavailable
from knowledge.ports import DenseSearcher
from storage import playbooks
from storage.database import Database

log = logging.getLogger(__name__)

T = TypeVar("T")


class StoredVectorIndex:
    """An exact index over the active vectors in SQL, read again when what is active changes."""

    def __init__(self, database: Database, encoders: Sequence[Encoder]) -> None:
        self._database = database
        self._encoders = encoders
        self._exact = ExactIndex()
        self._generation: tuple[object, ...] = ()
        self._reading = asyncio.Lock()

    async def search(self, encoder_id: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        await self.follow()
        return await self._exact.search(encoder_id, vector, top)

    async def sample(self, encoder_id: str, text_hashes: Sequence[str]) -> dict[str, Vectors]:
        await self.follow()
        return await self._exact.sample(encoder_id, text_hashes)

    async def follow(self) -> None:
        """Read what is active now, if it is not what was read last."""
        generation = await self._present()
        if generation == self._generation:
            return
        async with self._reading:
            generation = await self._present()
            if generation != self._generation:
                self._exact = await self._read()
                self._generation = generation

    def forget(self) -> None:
        """Give the memory back; the next search reads again."""
        self._exact, self._generation = ExactIndex(), ()

    async def _present(self) -> tuple[object, ...]:
        async with self._database.read() as session:
            return await playbooks.generation(session)

    async def _read(self) -> ExactIndex:
        exact = ExactIndex()
        for encoder in self._encoders:
            by = await centring.means(self._database, encoder)
            async for page in centring.pages(self._database, encoder):
                hashes = [vector.text_hash for vector in page]
                await exact.upsert(encoder.id, hashes, centring.centred(page, by))
        return exact


class GuardedIndex:
    """Chroma while it serves, the exact scan while it does not.

    It serves once it was found to agree with SQL. When it fails under a question, `damaged` is
    set, to have it mended.
    """

    def __init__(self, chroma: ChromaIndex, fallback: StoredVectorIndex) -> None:
        self.chroma = chroma
        self.damaged = asyncio.Event()
        self._fallback = fallback
        self._serving = False
        self._suspended = 0

    @property
    def serving(self) -> bool:
        """Whether questions are answered from Chroma."""
        return self._serving

    async def search(self, encoder_id: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        return await self._ask(lambda index: index.search(encoder_id, vector, top))

    async def sample(self, encoder_id: str, text_hashes: Sequence[str]) -> dict[str, Vectors]:
        return await self._ask(lambda index: index.sample(encoder_id, text_hashes))

    async def _ask(self, question: Callable[[DenseSearcher], Awaitable[T]]) -> T:
        if self._serving:
            suspended = self._suspended
            try:
                found = await question(self.chroma)
            except IndexUnavailable as error:
                self.fail(error)
            else:
                if suspended == self._suspended:  # else it may have been asked while empty
                    return found
        return await question(self._fallback)

    async def prepare_to_suspend(self) -> None:
        """Have the vectors read from SQL before a question needs them."""
        await self._fallback.follow()

    def suspend(self) -> None:
        """Answer from SQL from now on."""
        self._suspended += 1
        self._serving = False

    def resume(self) -> None:
        """Answer from Chroma again."""
        self._serving = True
        self._fallback.forget()

    def fail(self, error: IndexUnavailable) -> None:
        """Answer from SQL until Chroma is mended."""
        log.warning("Chroma is unavailable, answering from SQL until it is mended: %s", error)
        self.suspend()
        self.damaged.set()
