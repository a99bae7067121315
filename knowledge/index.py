"""The vector index on disk: Chroma, owned by one process.

Chroma is derived from SQL and may be deleted and rebuilt at any time. Two processes on one
directory corrupt it without an error, so whoever opens it must hold the owner's lock; and a
directory that was deleted or damaged below a running process answers with all kinds of errors,
which surface here as one: `IndexUnavailable`.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from knowledge.ports import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

BATCH = 5_000
"""Chroma refuses more than 5,461 records in one call."""

T = TypeVar("T")


class IndexUnavailable(Exception):
    """The vector index cannot be used now; the truth in SQL is untouched. Rebuild or go without."""


class ChromaIndex:
    """A `DenseIndex` in Chroma, one collection an encoder, in cosine space.

    `executor` runs the blocking calls; with two threads two collections are filled at once. Every
    method raises `IndexUnavailable` if the directory cannot be opened, read or written.
    """

    def __init__(self, directory: Path, executor: Executor) -> None:
        self._directory = directory
        self._executor = executor
        self._client: ClientAPI | None = None
        self._collections: dict[str, Collection] = {}
        self._opening = threading.Lock()
        self._calls = threading.Condition()
        self._running = 0

    async def search(self, encoder_id: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        """(text hash, cosine), best first; `vector` has shape (dimension,), unit length."""
        return await self._run(lambda: self._search(encoder_id, vector, top))

    async def upsert(self, encoder_id: str, text_hashes: Sequence[str], vectors: Vectors) -> None:
        """Adds or replaces; `vectors` has shape (len(text_hashes), dimension)."""
        await self._run(lambda: self._upsert(encoder_id, list(text_hashes), vectors))

    async def delete(self, encoder_id: str, text_hashes: Sequence[str]) -> None:
        """Removes those of `text_hashes` that the index holds."""
        ids = list(text_hashes)
        await self._run(
            lambda: [self._collection(encoder_id).delete(ids=part) for part in _batches(ids)]
        )

    async def sample(self, encoder_id: str, text_hashes: Sequence[str]) -> dict[str, Vectors]:
        """The stored vectors of those of `text_hashes` that the index holds."""
        return await self._run(lambda: self._sample(encoder_id, list(text_hashes)))

    async def held(self, encoder_id: str, text_hashes: Sequence[str]) -> set[str]:
        """Those of `text_hashes` that the index holds."""
        ids = list(text_hashes)
        return await self._run(lambda: self._held(encoder_id, ids))

    async def hashes(self, encoder_id: str) -> set[str]:
        """Every text hash of the encoder's space; other calls get through while it reads."""
        found: set[str] = set()
        while True:
            page = await self._run(partial(self._page, encoder_id, len(found)))
            found.update(page)
            if len(page) < BATCH:
                return found

    async def count(self, encoder_id: str) -> int:
        """How many vectors the encoder's space holds."""
        return await self._run(lambda: self._collection(encoder_id).count())

    async def drop(self, encoder_id: str) -> None:
        """Removes the encoder's whole space; one that does not exist is no error."""
        await self._run(lambda: self._drop(encoder_id))

    async def reset(self) -> None:
        """Delete the whole directory, damaged or not; the next call starts with an empty one."""
        await self._alone(partial(shutil.rmtree, self._directory, ignore_errors=True))

    async def close(self) -> None:
        """Lets go of the directory. The index opens it again when it is next used."""
        await self._alone(lambda: None)

    async def _alone(self, work: Callable[[], None]) -> None:
        """Runs `work` with the directory closed, once every call that runs has ended."""

        def closed() -> None:
            with self._calls:
                self._calls.wait_for(lambda: not self._running)
                self._forget()
                work()

        await asyncio.get_running_loop().run_in_executor(self._executor, closed)

    def _forget(self) -> None:
        self._client = None
        self._collections = {}
        _forget_clients()

    async def _run(self, work: Callable[[], T]) -> T:
        """Runs `work` in the executor; whatever Chroma raises becomes `IndexUnavailable`."""
        return await asyncio.get_running_loop().run_in_executor(
            self._executor, lambda: self._guarded(work)
        )

    def _guarded(self, work: Callable[[], T]) -> T:
        with self._calls:
            self._running += 1
        try:
            if self._client is not None and not self._directory.exists():
                raise FileNotFoundError(self._directory)
            return work()
        except BaseException as error:  # Chroma's Rust side raises PanicException
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            with self._opening:
                self._forget()
            raise IndexUnavailable(f"{type(error).__name__}: {error}") from error
        finally:
            with self._calls:
                self._running -= 1
                self._calls.notify_all()

    def _collection(self, encoder_id: str) -> Collection:
        with self._opening:
            found = self._collections.get(encoder_id)
            if found is None:
                found = self._open().get_or_create_collection(
                    collection_name(encoder_id),
                    configuration={"hnsw": {"space": "cosine"}},
                    embedding_function=None,
                    metadata={"encoder": encoder_id},
                )
                self._collections[encoder_id] = found
            return found

    def _open(self) -> ClientAPI:
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            self._directory.mkdir(parents=True, exist_ok=True)
            self._client = chromadb.PersistentClient(
                path=str(self._directory), settings=Settings(anonymized_telemetry=False)
            )
        return self._client

    def _search(self, encoder_id: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        if top < 1:
            return []
        found = self._collection(encoder_id).query(
            query_embeddings=cast(Any, [vector]), n_results=top, include=["distances"]
        )
        distances = cast(list[list[float]], found["distances"])[0]
        return [(h, 1.0 - float(d)) for h, d in zip(found["ids"][0], distances, strict=True)]

    def _upsert(self, encoder_id: str, ids: list[str], vectors: Vectors) -> None:
        rows = dict(zip(ids, range(len(ids)), strict=True))
        for part in _batches(list(rows)):
            chosen = np.ascontiguousarray(vectors[[rows[text_hash] for text_hash in part]])
            self._collection(encoder_id).upsert(ids=part, embeddings=chosen)

    def _sample(self, encoder_id: str, ids: list[str]) -> dict[str, Vectors]:
        held: dict[str, Vectors] = {}
        for part in _batches(list(dict.fromkeys(ids))):
            got: Any = self._collection(encoder_id).get(ids=part, include=["embeddings"])
            vectors = np.asarray(got["embeddings"], dtype=np.float32)
            held.update(zip(got["ids"], vectors, strict=True))
        return held

    def _page(self, encoder_id: str, offset: int) -> list[str]:
        return self._collection(encoder_id).get(limit=BATCH, offset=offset, include=[])["ids"]

    def _held(self, encoder_id: str, ids: list[str]) -> set[str]:
        held: set[str] = set()
        for part in _batches(list(dict.fromkeys(ids))):
            held.update(self._collection(encoder_id).get(ids=part, include=[])["ids"])
        return held

    def _drop(self, encoder_id: str) -> None:
        with self._opening:
            self._collections.pop(encoder_id, None)
            client, name = self._open(), collection_name(encoder_id)
            if name in {collection.name for collection in client.list_collections()}:
                client.delete_collection(name)


def collection_name(encoder_id: str) -> str:
    """A name Chroma takes (3–63 of a narrow alphabet), different for different encoders."""
    readable = re.sub(r"[^a-zA-Z0-9]+", "-", encoder_id).strip("-")[:40] or "encoder"
    return f"{readable}-{sha256(encoder_id.encode()).hexdigest()[:10]}"


def _batches(ids: list[str]) -> list[list[str]]:
    return [ids[i : i + BATCH] for i in range(0, len(ids), BATCH)]


def _forget_clients() -> None:
    """Chroma keeps one system per path for good; a new client would get the broken one back."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()
