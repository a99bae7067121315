"""The library: encoders, index and search, opened when first needed and closed with the coach."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.library import vectors as centring
from bot.library.index import GuardedIndex, StoredVectorIndex
from bot.library.indexing import Indexer
from bot.library.sources import StoredPassages, StoredTerms
from knowledge.answering import Answerer, Composer
from knowledge.answering.generating import Generator
from knowledge.answering.scoring import SentenceSimilarity
from knowledge.embedding import BundledEncoders, Encoder, bundled_encoders, shipped_means
from knowledge.index import ChromaIndex
from knowledge.retrieval import EncoderSpace, Retriever
from knowledge.retrieval.dense import default_weight
from storage import playbooks
from storage.database import Database
from storage.records import Answered, Evidence, Language, Scope, Turn

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Open:
    """What takes seconds to load, loaded once."""

    encoders: tuple[Encoder, ...]
    index: GuardedIndex | StoredVectorIndex
    indexer: Indexer
    answerer: Answerer


class Library:
    """`retrieve` and `compose` for every door. `owner` is the one process that may open Chroma."""

    def __init__(
        self,
        database: Database,
        home: Path,
        *,
        owner: bool,
        generator: Generator | None = None,
        encoders: BundledEncoders | None = None,
    ) -> None:
        self._database = database
        self._home = home
        self._owner = owner
        self._generator = generator
        self._bundled = encoders
        self._encoding = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._indexing = ThreadPoolExecutor(1, thread_name_prefix="index")
        self._opening: asyncio.Task[_Open] | None = None
        self._retriever: Retriever | None = None
        self._generation: tuple[object, ...] = ()
        self.problems: tuple[str, ...] = ()
        """Why an encoder is missing, for `coach doctor`."""

    async def warm_up(self) -> None:
        """Load the encoders and open the index, so that the first question does not wait."""
        await self._opened()

    async def _opened(self) -> _Open:
        if self._opening is None:
            self._opening = asyncio.create_task(self._open())
        return await asyncio.shield(self._opening)

    async def _open(self) -> _Open:
        loop = asyncio.get_running_loop()
        bundled = self._bundled
        if bundled is None:
            bundled = await loop.run_in_executor(self._encoding, bundled_encoders, self._home)
        self.problems = bundled.problems
        encoders = bundled.encoders
        fallback = StoredVectorIndex(self._database, encoders)
        chroma = ChromaIndex(self._home / "chroma", self._indexing) if self._owner else None
        indexer = Indexer(self._database, encoders, chroma, self._encoding)
        index = GuardedIndex(chroma, fallback, indexer.damaged.set) if chroma else fallback
        return _Open(encoders, index, indexer, await self._answerer(encoders))

    async def _answerer(self, encoders: Sequence[Encoder]) -> Answerer:
        """Sentences are compared by the fastest encoder; a model words answers if one is set."""
        similarity = None
        if encoders:
            similarity = SentenceSimilarity(encoders[0], shipped_means(encoders[0].id))
        composer = Composer(similarity, self._encoding, StoredPassages(self._database))
        return Answerer(composer, self._generator)

    async def encoders(self) -> tuple[Encoder, ...]:
        """The encoders that run here, the fastest first."""
        return (await self._opened()).encoders

    async def indexer(self) -> Indexer:
        return (await self._opened()).indexer

    async def _search(self) -> Retriever:
        """The retriever on the present index build: its means are frozen with the build."""
        opened = await self._opened()
        async with self._database.read() as session:
            generation = await playbooks.generation(session)
        if self._retriever is None or generation != self._generation:
            spaces = [
                EncoderSpace(
                    encoder,
                    await centring.means(self._database, encoder),
                    default_weight(encoder.id),
                )
                for encoder in opened.encoders
            ]
            self._retriever = Retriever(
                passages=StoredPassages(self._database),
                lexical=StoredTerms(self._database),
                dense=opened.index,
                spaces=spaces,
                executor=self._encoding,
            )
            self._generation = generation
        return self._retriever

    async def retrieve(
        self, question: str, scope: Scope, *, history: Sequence[Turn] = (), top: int = 10
    ) -> Evidence:
        """The product's search over what is active and the scope may see."""
        return await (await self._search()).retrieve(question, scope, history=history, top=top)

    async def compose(self, question: str, evidence: Evidence, language: Language) -> Answered:
        """The answer to a question from its evidence; `language` is what a model writes in."""
        return await (await self._opened()).answerer.answer(question, evidence, language)

    async def mend(self) -> None:
        """Rebuild Chroma from SQL if it is damaged or differs; answers go on meanwhile."""
        opened = await self._opened()
        if isinstance(opened.index, GuardedIndex):
            await opened.indexer.heal()
            opened.index.healthy = True

    async def close(self) -> None:
        if self._opening is not None:
            opened = (await asyncio.gather(self._opening, return_exceptions=True))[0]
            if isinstance(opened, _Open) and isinstance(opened.index, GuardedIndex):
                await opened.index.chroma.close()
        self._encoding.shutdown(wait=True, cancel_futures=True)
        self._indexing.shutdown(wait=True, cancel_futures=True)
