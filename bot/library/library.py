"""The library: encoders, index and search, opened when first needed and closed with the coach."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.library import vectors as centring
from bot.library.draft import draft_terms, draft_vectors
from bot.library.embedding import Embedder
from bot.library.in_hand import InHand
from bot.library.index import GuardedIndex, StoredVectorIndex
from bot.library.indexing import Indexer
from bot.library.sources import StoredPassages, StoredTerms
from bot.library.views import StoredUnits, units
from knowledge.answering import Answerer, Composer
from knowledge.answering.checking import Checker
from knowledge.answering.generating import Generator
from knowledge.answering.scoring import SentenceSimilarity
from knowledge.embedding import (
    BundledEncoders,
    Encoder,
    Vectors,
    bundled_encoders,
    shipped_means,
)
from knowledge.index import ChromaIndex
from knowledge.ports import DenseSearcher, LexicalIndex, PassageSource
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
    embedder: Embedder
    indexer: Indexer
    answerer: Answerer


class DraftLibrary:
    """`retrieve` and `compose` as if a draft were active."""

    def __init__(self, library: Library, retriever: Retriever) -> None:
        self._library = library
        self._retriever = retriever

    async def retrieve(
        self, question: str, scope: Scope, *, history: Sequence[Turn] = (), top: int = 10
    ) -> Evidence:
        """See Library."""
        return await self._retriever.retrieve(question, scope, history=history, top=top)

    async def compose(self, question: str, evidence: Evidence, language: Language) -> Answered:
        """See Library."""
        return await self._library.compose(question, evidence, language)


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
        self._encoding = ThreadPoolExecutor(1, thread_name_prefix="questions")
        self._loading = ThreadPoolExecutor(1, thread_name_prefix="passages")
        self._questions = InHand()
        self._indexing = ThreadPoolExecutor(2, thread_name_prefix="index")
        self._opening: asyncio.Task[_Open] | None = None
        self._warming: asyncio.Task[None] | None = None
        self._retriever: Retriever | None = None
        self._generation: tuple[object, ...] = ()
        self.problems: tuple[str, ...] = ()
        """Why an encoder is missing, for `coach doctor`."""

    @property
    def owns_index(self) -> bool:
        """Whether this process may write to Chroma."""
        return self._owner

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
        stored = StoredVectorIndex(self._database, encoders)
        guarded = None
        if self._owner:
            chroma = ChromaIndex(self._home / "chroma", self._indexing)
            guarded = GuardedIndex(chroma, stored)
        embedder = Embedder(self._database, self._loading, self._questions)
        indexer = Indexer(self._database, encoders, guarded, embedder)
        answerer = await self._answerer(encoders)
        return _Open(encoders, guarded or stored, embedder, indexer, answerer)

    async def _answerer(self, encoders: Sequence[Encoder]) -> Answerer:
        """Sentences are compared by the fastest encoder; a model words answers if one is set."""
        similarity = None
        if encoders:
            similarity = SentenceSimilarity(encoders[0], shipped_means(encoders[0].id))
        composer = Composer(similarity, self._encoding, StoredPassages(self._database))
        if self._generator is not None:
            self._warming = asyncio.create_task(self._generator.warm_up())
        return Answerer(composer, self._generator, Checker(similarity, self._encoding))

    async def model_problem(self) -> str:
        """Why the language model that is set cannot be asked, in a sentence; "" if all is well."""
        return await self._generator.problem() if self._generator is not None else ""

    async def encoders(self) -> tuple[Encoder, ...]:
        """The encoders that run here, the fastest first."""
        return (await self._opened()).encoders

    async def indexer(self) -> Indexer:
        return (await self._opened()).indexer

    async def _search(self) -> Retriever:
        """The retriever on the present index build: its means are frozen with the build."""
        generation = await self._present()
        if self._retriever is None or generation != self._generation:
            index = (await self._opened()).index
            passages, terms = StoredPassages(self._database), StoredTerms(self._database)
            self._retriever = await self._over(passages, terms, index)
            self._generation = generation
        return self._retriever

    async def _present(self) -> tuple[object, ...]:
        """Changes whenever what is active, or the build of its index, changes."""
        async with self._database.read() as session:
            return await playbooks.generation(session)

    async def _over(
        self, passages: PassageSource, terms: LexicalIndex, dense: DenseSearcher
    ) -> Retriever:
        encoders = await self.encoders()
        spaces = [
            EncoderSpace(e, await centring.means(self._database, e), default_weight(e.id))
            for e in encoders
        ]
        return Retriever(
            passages=passages, lexical=terms, dense=dense, spaces=spaces, executor=self._encoding,
            units=StoredUnits(self._database, units(encoders[-1])) if encoders else None,
        )  # fmt: skip

    async def retrieve(
        self, question: str, scope: Scope, *, history: Sequence[Turn] = (), top: int = 10
    ) -> Evidence:
        """The product's search over what is active and the scope may see."""
        with self._questions.one():
            retriever = await self._search()
            return await retriever.retrieve(question, scope, history=history, top=top)

    async def with_draft(self, version_id: int) -> DraftLibrary:
        """The library as if this version, which is complete, were active; nothing changes.

        What else is active, and the draft's vectors, are those of now: ask for it when you need it.
        """
        opened = await self._opened()
        retriever = await self._over(
            StoredPassages(self._database, draft=version_id),
            await draft_terms(self._database, version_id),
            await draft_vectors(self._database, version_id, opened.encoders, opened.index),
        )
        return DraftLibrary(self, retriever)

    async def embed_questions(
        self, texts: Sequence[str], *, fastest: bool = False
    ) -> dict[str, Vectors]:
        """Uncentred vectors of short texts, (len(texts), dimension), by encoder id.

        For work in the background: people's questions go first. `fastest`: by the fastest encoder
        alone.
        """
        opened = await self._opened()
        encoders = opened.encoders[: 1 if fastest else None]
        return {e.id: await opened.embedder.questions(e, texts) for e in encoders}

    async def compose(self, question: str, evidence: Evidence, language: Language) -> Answered:
        """The answer to a question from its evidence; `language` is what a model writes in."""
        answerer = (await self._opened()).answerer
        with self._questions.one():
            return await answerer.answer(question, evidence, language)

    async def mend(self) -> None:
        """Build what differs from SQL anew; until this was called, answers come from SQL."""
        await (await self._opened()).indexer.heal()

    async def close(self) -> None:
        if self._opening is not None:
            opened = (await asyncio.gather(self._opening, return_exceptions=True))[0]
            if isinstance(opened, _Open) and isinstance(opened.index, GuardedIndex):
                await opened.index.chroma.close()
        self._encoding.shutdown(wait=True, cancel_futures=True)
        self._loading.shutdown(wait=True, cancel_futures=True)
        self._indexing.shutdown(wait=True, cancel_futures=True)
