"""Keeping vectors complete in SQL, and Chroma and the lexical index true to SQL.

A version answers as soon as the fastest encoder has embedded it; the slower ones follow:

    await indexer.prepare(version_id, progress)     # then activate it, and then
    await indexer.catch_up(progress)                # in a job of its own, as long as behind() says
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence

from bot.library import checking
from bot.library import vectors as centring
from bot.library.embedding import Embedder, Progress
from bot.library.index import GuardedIndex
from bot.library.views import View, units, whole
from knowledge.embedding import Encoder
from knowledge.index import ChromaIndex, IndexUnavailable
from storage import lexical, playbooks, vectors
from storage.database import Database
from storage.vectors import StoredVector

log = logging.getLogger(__name__)

ADDED_AT_ONCE = 48
"""Vectors put into Chroma in one call: a question that searches meanwhile waits for it."""
LEXICAL_AT_ONCE = 500
"""Passages of the lexical index compared and mended in one transaction."""
SOON_SECONDS = 120.0
"""How long a retired version that was made ready is kept in Chroma, to be activated."""
NOT_MANY = 1_000
"""Vectors of retired versions that Chroma may hold, or a quarter of all if that is more."""


class Indexer:
    """Embeds what has no vector yet and builds Chroma from SQL. `index` None: not the owner.

    Everything may be interrupted at any point and called again: what was done is kept.
    """

    def __init__(
        self,
        database: Database,
        encoders: Sequence[Encoder],
        index: GuardedIndex | None,
        embedder: Embedder,
    ) -> None:
        self._database = database
        self._encoders = encoders
        self._views = (*map(whole, encoders), *map(units, encoders[-1:]))
        """What is embedded of a passage, the fastest first; units by the best encoder alone."""
        self._index = index
        self._embedder = embedder
        self._prepared: dict[int, float] = {}
        """When a version was made ready, by its id: it may become active any moment."""
        self._weighed: tuple[object, ...] = ()
        """What was active when it was last looked whether the means are outgrown."""
        self._writing = asyncio.Lock()
        """Held while Chroma, or what it is compared with, changes."""
        self.damaged = index.damaged if index else asyncio.Event()
        """Set when Chroma failed; the worker then calls `heal`."""

    # --- versions --------------------------------------------------------------------------------

    async def prepare(self, version_id: int, progress: Progress) -> None:
        """Make a version ready to be activated: call it before, for a retired one too.

        Its passages are in SQL. Those that the fastest encoder has not seen are embedded, a page
        at a time, and every vector there is of them is put into Chroma. `progress(done, total)`
        counts passages to embed, by pages, and may raise to end it; it is not called if there are
        none. Memory does not grow with the version.
        """
        for encoder in self._encoders[:1]:
            await self._embedder.embed_version(whole(encoder), version_id, self._keep, progress)
        self._prepared[version_id] = time.monotonic()
        for encoder in self._encoders:
            await self._add_version(encoder, version_id)

    async def behind(self) -> dict[str, int]:
        """How many active passages still wait for each view, by its id; cheap. Not a fault."""
        async with self._database.read() as session:
            return {v.id: await vectors.count_waiting(session, v.id) for v in self._views}

    async def catch_up(self, progress: Progress) -> int:
        """Embed what encoders have not seen yet; how many passages that were.

        Active versions first, the fastest encoder first, then drafts. A page of vectors at a time
        is kept in SQL and put into Chroma, so a kill or a cancellation loses a second's work.
        Questions go first, and versions that are being prepared. `progress` counts anew for each
        encoder and may raise to end it.
        """
        embedded = 0
        for statuses in (vectors.ANSWERING, vectors.COMPLETE):
            for view in self._views:
                embedded += await self._embedder.embed_all(view, statuses, self._keep, progress)
        await self._rebuild_if_outgrown()
        return embedded

    async def _keep(self, view: View, stored: Sequence[StoredVector]) -> None:
        async with self._writing:
            async with self._database.write() as session:
                await vectors.keep(session, view.id, stored)
            if view.in_chroma:
                await self._put(view.encoder, stored)

    async def _add_version(self, encoder: Encoder, version_id: int) -> None:
        async for page in centring.pages(self._database, encoder, version_id=version_id):
            for start in range(0, len(page), ADDED_AT_ONCE):
                async with self._writing:
                    await self._put(encoder, page[start : start + ADDED_AT_ONCE])

    async def _put(self, encoder: Encoder, stored: Sequence[StoredVector]) -> None:
        """Into Chroma, what it lacks of them, where it is ours."""
        if self._index is None:
            return
        chroma = self._index.chroma
        try:
            held = await chroma.held(encoder.id, [vector.text_hash for vector in stored])
            lacking = [vector for vector in stored if vector.text_hash not in held]
            if lacking:
                by = await centring.means(self._database, encoder)
                hashes = [vector.text_hash for vector in lacking]
                await chroma.upsert(encoder.id, hashes, centring.centred(lacking, by))
        except IndexUnavailable as error:
            self._index.fail(error)

    # --- the whole -------------------------------------------------------------------------------

    async def _rebuild_if_outgrown(self) -> None:
        """Once a language has passages enough for means of its own, build the index anew."""
        async with self._database.read() as session:
            active = await playbooks.generation(session)
            if active == self._weighed:
                return
            outgrown = [await centring.outgrown(session, encoder) for encoder in self._encoders]
        if any(outgrown):
            async with self._writing:
                await self._rebuild_dense()
        self._weighed = active

    async def rebuild(self) -> int:
        """Freeze new means and build every index anew from SQL; how many passages they hold.

        Nothing is embedded: `catch_up` does that. Questions are answered from SQL meanwhile.
        """
        await self._mend_lexical()
        async with self._writing:
            await self._rebuild_dense()
        async with self._database.read() as session:
            return await lexical.count(session)

    async def _rebuild_dense(self) -> None:
        frozen = {e.id: await centring.freeze(self._database, e) for e in self._encoders}
        if self._index is not None:
            self._index.suspend()  # Chroma's vectors are centred by the means of before
        async with self._database.write() as session:
            for encoder in self._encoders:
                count = sum((await vectors.languages(session, encoder.id)).values())
                await vectors.record_build(session, encoder.id, count, frozen[encoder.id])
        if self._index is not None:
            await self._fill(self._index)

    async def _fill(self, index: GuardedIndex) -> None:
        """Make Chroma's folder anew: a collection that is dropped would leave its files behind."""
        await index.prepare_to_suspend()
        index.suspend()
        try:
            await index.chroma.reset()
            async with asyncio.TaskGroup() as group:
                for encoder in self._encoders:
                    group.create_task(self._fill_space(index.chroma, encoder))
        except BaseException:
            self.damaged.set()
            raise
        index.resume()

    async def _fill_space(self, chroma: ChromaIndex, encoder: Encoder) -> None:
        by = await centring.means(self._database, encoder)
        async for page in self._kept_vectors(encoder):
            hashes = [vector.text_hash for vector in page]
            await chroma.upsert(encoder.id, hashes, centring.centred(page, by))

    async def _kept_vectors(self, encoder: Encoder) -> AsyncIterator[list[StoredVector]]:
        """All that answer or may next: a retired version too that was just made ready."""
        async for page in centring.pages(self._database, encoder, statuses=vectors.KEPT):
            yield page
        now = time.monotonic()
        self._prepared = {i: at for i, at in self._prepared.items() if now - at < SOON_SECONDS}
        for version_id in list(self._prepared):
            async for page in centring.pages(self._database, encoder, version_id=version_id):
                yield page

    async def _mend_lexical(self) -> None:
        """Passages in a transaction at a time, so that no one else waits long to write."""
        after: int | None = 0
        while after is not None:
            async with self._database.write() as session:
                after = await lexical.mend(session, after, LEXICAL_AT_ONCE)
        async with self._database.write() as session:
            await lexical.refresh(session)

    # --- checks ----------------------------------------------------------------------------------

    async def differences(self) -> list[str]:
        """How the indexes differ from SQL, found by reading samples; empty if they agree.

        A passage that waits for a slower encoder is no difference.
        """
        async with self._database.read() as session:
            found = await lexical.differences(session)
        if self._index is None:
            return found
        async with self._writing:
            damage = await self._damage(self._index)
        if damage:
            self.damaged.set()
        return found + damage

    async def _damage(self, index: GuardedIndex) -> list[str]:
        """What is wrong with Chroma; if anything is, it does not serve any more."""
        try:
            found = await checking.differences(self._database, index.chroma, self._encoders)
        except IndexUnavailable as error:
            found = [f"Chroma cannot be read: {error}"]
        if found:
            index.suspend()
        return found

    async def heal(self) -> bool:
        """Mend what differs from SQL and tidy up, while questions are answered; whether it did."""
        self.damaged.clear()
        async with self._database.read() as session:
            words = await lexical.differences(session)
        if words:
            log.warning("the lexical index differs from SQL and is mended: %s", "; ".join(words))
            await self._mend_lexical()
        return await self._heal_dense() or bool(words)

    async def _heal_dense(self) -> bool:
        if self._index is None:
            return False
        async with self._writing:
            found = await self._damage(self._index)
            if not found and not await self._overgrown(self._index.chroma):
                self._index.resume()
                return False
            log.warning("Chroma is built anew from SQL: %s", "; ".join(found) or "many old vectors")
            await self._fill(self._index)
            return True

    async def _overgrown(self, chroma: ChromaIndex) -> bool:
        """Whether Chroma holds many vectors that no version needs that answers or may next."""
        for encoder in self._encoders:
            async with self._database.read() as session:
                kept = await vectors.hashes_with_vector(session, encoder.id, vectors.KEPT)
            useless = await chroma.hashes(encoder.id) - set(kept)
            if len(useless) > max(NOT_MANY, len(kept) // 4):
                return True
        return False
