"""Passages to vectors in SQL: a page at a time, in slices that let questions through."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Any, Self

import numpy as np

from bot.library.in_hand import InHand
from bot.library.views import View
from knowledge.embedding import Encoder, Vectors
from storage import vectors
from storage.database import Database
from storage.vectors import StoredVector, Waiting

PAGE = 32
"""Passages read, embedded and kept at a time: what a kill may lose, and what memory holds."""
SLICE_SECONDS = 0.015
"""How long passages are embedded before questions are looked for; a whole passage at least."""
MOST_AT_ONCE = 8
PATIENCE_SECONDS = 0.3
"""How long a slice waits for questions that are being answered to be over."""

Progress = Callable[[int, int], Awaitable[None]]
"""Told (done, total) of the work from time to time; what it raises ends the work."""
Embed = Callable[[Sequence[str]], Vectors]
Keep = Callable[[View, Sequence[StoredVector]], Coroutine[Any, Any, None]]
"""Keeps the new vectors of a view."""


async def unseen(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


class _OneBehind:
    """Runs one thing beside the caller: the next waits until it is done, and so does the end."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    async def next(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        await self._done()
        self._task = asyncio.create_task(work())

    async def _done(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            await task

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._done()


class Embedder:
    """Embeds what a view has no vectors of; when it is interrupted, whole pages are kept.

    `executor` has one thread, beside the one that embeds questions: a passage under way keeps no
    question waiting.
    """

    def __init__(self, database: Database, executor: Executor, questions: InHand) -> None:
        self._database = database
        self._executor = executor
        self._questions = questions
        self._versions = InHand()
        self._seconds_each: dict[str, float] = {}

    async def embed_version(
        self, view: View, version_id: int, keep: Keep, progress: Progress
    ) -> int:
        """Embed the passages of a version somebody waits for; how many there were."""
        with self._versions.one():
            return await self._embed(view, keep, progress, version_id=version_id)

    async def embed_all(
        self, view: View, statuses: Sequence[str], keep: Keep, progress: Progress
    ) -> int:
        """Embed the passages of every version in these statuses, while no such version waits."""

        async def next_page(done: int, total: int) -> None:
            await progress(done, total)
            await self._versions.over()

        await self._versions.over()
        return await self._embed(view, keep, next_page, statuses=statuses)

    async def _embed(
        self,
        view: View,
        keep: Keep,
        progress: Progress,
        *,
        version_id: int | None = None,
        statuses: Sequence[str] = (),
    ) -> int:
        async with self._database.read() as session:
            total = await vectors.count_waiting(
                session, view.id, version_id=version_id, statuses=statuses
            )
        done, last = 0, 0
        async with _OneBehind() as keeping:
            while done < total:
                async with self._database.read() as session:
                    page = await vectors.waiting(
                        session, view.id, last, PAGE, version_id=version_id, statuses=statuses
                    )
                if not page:  # texts that occur twice were embedded once
                    break
                stored = await self._embed_page(view, page)
                await keeping.next(partial(keep, view, stored))
                done, last = done + len(page), page[-1].passage_id
                if done < total:
                    await progress(done, total)
        if total:
            await progress(total, total)
        return done

    async def questions(self, encoder: Encoder, texts: Sequence[str]) -> Vectors:
        """Short texts as questions, uncentred, (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, encoder.dimension), np.float32)
        return await self._vectors(encoder.embed_queries, f"{encoder.id} questions", texts)

    async def _embed_page(self, view: View, page: Sequence[Waiting]) -> list[StoredVector]:
        passages = list({passage.text_hash: passage for passage in page}.values())
        texts = [view.texts(passage) for passage in passages]
        together = [text for of in texts for text in of]
        matrix = await self._vectors(view.encoder.embed_passages, view.id, together)
        ends = np.cumsum([len(of) for of in texts])[:-1]
        parts = np.split(matrix, ends)
        return [view.stored(p, part) for p, part in zip(passages, parts, strict=True)]

    async def _vectors(self, embed: Embed, pace: str, texts: Sequence[str]) -> Vectors:
        """(len(texts), dimension), slice by slice."""
        parts: list[Vectors] = []
        if not texts:
            return np.zeros((0, 0), np.float32)
        done = 0
        while done < len(texts):
            await self._questions.over(PATIENCE_SECONDS)
            some = texts[done : done + self._at_once(pace)]
            parts.append(await self._slice(embed, pace, some))
            done += len(some)
        return np.concatenate(parts)

    def _at_once(self, pace: str) -> int:
        each = self._seconds_each.get(pace)
        return max(1, min(MOST_AT_ONCE, int(SLICE_SECONDS / each))) if each else 1

    async def _slice(self, embed: Embed, pace: str, texts: Sequence[str]) -> Vectors:
        def timed() -> tuple[Vectors, float]:
            started = time.perf_counter()
            return embed(texts), time.perf_counter() - started

        loop = asyncio.get_running_loop()
        found, seconds = await loop.run_in_executor(self._executor, timed)
        each = seconds / len(texts)
        self._seconds_each[pace] = 0.8 * self._seconds_each.get(pace, each) + 0.2 * each
        return found
