"""Keeping vectors complete in SQL and Chroma true to SQL."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Executor

import numpy as np

from bot.library import vectors as centring
from knowledge.embedding import Encoder
from knowledge.index import ChromaIndex, IndexUnavailable
from knowledge.splitting import embedded_text
from storage import lexical, playbooks, vectors
from storage.database import Database
from storage.records import Language
from storage.vectors import StoredVector

log = logging.getLogger(__name__)

EMBED_BATCH = 8
"""Passages embedded at a time: a question asked meanwhile waits for one batch at most."""
LOAD_BATCH = 2_000
SAMPLE = 64
"""Vectors read back from Chroma to compare with SQL: its own count is not to be trusted."""

Progress = Callable[[int, int], Awaitable[None]]


class Indexer:
    """Embeds what has no vector yet and builds Chroma from SQL. `chroma` None: not the owner."""

    def __init__(
        self,
        database: Database,
        encoders: Sequence[Encoder],
        chroma: ChromaIndex | None,
        encoding: Executor,
    ) -> None:
        self._database = database
        self._encoders = encoders
        self._chroma = chroma
        self._encoding = encoding
        self.damaged = asyncio.Event()
        """Set when Chroma failed under a question; the worker then calls `heal`."""

    async def embed(self, texts: Mapping[str, tuple[str, Language]], progress: Progress) -> None:
        """Embed texts, by text hash, that have no vector yet, with every encoder."""
        missing = {e.id: await self._missing(e.id, list(texts)) for e in self._encoders}
        total, done = sum(map(len, missing.values())), 0
        for encoder in self._encoders:
            hashes = missing[encoder.id]
            for start in range(0, len(hashes), EMBED_BATCH):
                batch = hashes[start : start + EMBED_BATCH]
                await self._embed_batch(encoder, batch, texts)
                done += len(batch)
                await progress(done, total)

    async def _missing(self, encoder_id: str, hashes: Sequence[str]) -> list[str]:
        found: list[str] = []
        async with self._database.read() as session:
            for start in range(0, len(hashes), LOAD_BATCH):
                found += await vectors.missing(
                    session, hashes[start : start + LOAD_BATCH], encoder_id
                )
        return found

    async def _embed_batch(
        self, encoder: Encoder, hashes: Sequence[str], texts: Mapping[str, tuple[str, Language]]
    ) -> None:
        loop = asyncio.get_running_loop()
        passages = [texts[text_hash][0] for text_hash in hashes]
        matrix = await loop.run_in_executor(self._encoding, encoder.embed_passages, passages)
        stored = [
            StoredVector(text_hash, texts[text_hash][1], row.astype("<f4").tobytes())
            for text_hash, row in zip(hashes, matrix, strict=True)
        ]
        async with self._database.write() as session:
            await vectors.keep(session, encoder.id, stored)

    async def add_to_index(self, text_hashes: Sequence[str]) -> None:
        """Put vectors that SQL holds into Chroma, if this process owns it."""
        if self._chroma is None:
            return
        try:
            for encoder in self._encoders:
                await self._add(self._chroma, encoder, text_hashes)
        except IndexUnavailable as error:
            log.warning("Chroma could not take new passages: %s", error)
            self.damaged.set()

    async def _add(self, chroma: ChromaIndex, encoder: Encoder, text_hashes: Sequence[str]) -> None:
        by = await centring.means(self._database, encoder)
        for start in range(0, len(text_hashes), LOAD_BATCH):
            async with self._database.read() as session:
                stored = await vectors.load(
                    session, encoder.id, text_hashes[start : start + LOAD_BATCH]
                )
            if stored:
                hashes = [vector.text_hash for vector in stored]
                await chroma.upsert(encoder.id, hashes, centring.centred(stored, by))

    async def rebuild_if_outgrown(self) -> None:
        """Once a language has passages enough for means of its own, build the index anew."""
        async with self._database.read() as session:
            outgrown = [await centring.outgrown(session, encoder) for encoder in self._encoders]
        if any(outgrown):
            await self.rebuild()

    async def rebuild(self) -> int:
        """Freeze new means and build Chroma and the lexical index from SQL; passages indexed.

        A passage that an encoder has not embedded (it did not run here before) is embedded first.
        """
        await self.embed(await self._active_texts(), _unseen)
        async with self._database.write() as session:
            count = await lexical.rebuild(session)
            for encoder in self._encoders:
                stored = await vectors.active(session, encoder.id)
                await vectors.record_build(
                    session, encoder.id, len(stored), centring.freeze(stored)
                )
        await self._fill_or_start_anew()
        return count

    async def _active_texts(self) -> dict[str, tuple[str, Language]]:
        """The embedded text and language of every active passage, by hash."""
        async with self._database.read() as session:
            hashes = await vectors.active_hashes(session)
            passages = await playbooks.active_by_hash(session, hashes)
        return {p.text_hash: (embedded_text(p.heading_path, p.text), p.language) for p in passages}

    async def _fill_or_start_anew(self) -> None:
        """Fill Chroma; a directory that cannot be written any more is deleted first."""
        try:
            await self._fill_chroma()
        except IndexUnavailable:
            if self._chroma is not None:
                await self._chroma.reset()
            await self._fill_chroma()

    async def _fill_chroma(self) -> None:
        if self._chroma is None:
            return
        async with self._database.read() as session:
            hashes = await vectors.active_hashes(session)
        for encoder in self._encoders:
            await self._chroma.drop(encoder.id)
            await self._add(self._chroma, encoder, hashes)

    async def heal(self) -> bool:
        """Rebuild what differs from SQL; whether anything did."""
        self.damaged.clear()
        problems = await self.differences()
        if not problems:
            return False
        log.warning("the index differs from SQL and is rebuilt: %s", "; ".join(problems))
        async with self._database.write() as session:
            await lexical.rebuild(session)
        await self._fill_or_start_anew()
        return True

    async def differences(self) -> list[str]:
        """How the indexes differ from SQL, found by reading samples; empty if they agree."""
        async with self._database.read() as session:
            hashes = await vectors.active_hashes(session)
            found = await lexical.differences(session)
        if self._chroma is None:
            return found
        chosen = random.sample(hashes, min(SAMPLE, len(hashes)))
        for encoder in self._encoders:
            try:
                found += await self._differences(self._chroma, encoder, chosen, hashes)
            except IndexUnavailable as error:
                found.append(f"Chroma cannot be read: {error}")
        return found

    async def _differences(
        self, chroma: ChromaIndex, encoder: Encoder, chosen: list[str], hashes: list[str]
    ) -> list[str]:
        by = await centring.means(self._database, encoder)
        async with self._database.read() as session:
            stored = await vectors.load(session, encoder.id, chosen)
        held = await chroma.sample(encoder.id, [vector.text_hash for vector in stored])
        missing = set(hashes) - await chroma.hashes(encoder.id)
        if missing:
            return [f"{len(missing)} passages are missing from {encoder.id}"]
        for vector, expected in zip(stored, centring.centred(stored, by) if stored else (),
                                    strict=True):  # fmt: skip
            if not np.allclose(held[vector.text_hash], expected, atol=1e-4):
                return [f"a vector of {encoder.id} differs"]
        return []


async def _unseen(_done: int, _total: int) -> None:
    """Progress that nobody watches."""
