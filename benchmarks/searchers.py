"""Who our own questions are put to: the product, its halves and a plain retriever."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.loading import a_coach, follow
from benchmarks.plain_search import TOP, EveryEncoder, PlainChroma
from bot.coach import Coach
from bot.example.loading import FOLDER, load_example
from bot.library import vectors as centring
from bot.library.index import StoredVectorIndex
from bot.library.sources import StoredPassages, StoredTerms
from bot.worker import Worker
from knowledge.embedding import BundledEncoders, Encoder
from knowledge.lexical import LexicalSearch
from knowledge.loading import load
from knowledge.retrieval import EncoderSpace, default_weight
from knowledge.retrieval.dense import DenseSearch
from storage.records import Evidence, Language, Outcome, Passage, Scope, Turn

SYSTEMS = ("ours", "BM25 alone", "dense alone", "LangChain")
NEAREST = 200


@dataclass(frozen=True)
class Hit:
    """A piece of a document. `headings` is None where the searcher knows of none."""

    document: str
    text: str
    headings: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Found:
    """What a searcher found, best first, and what a person would be told: "" if refused."""

    hits: tuple[Hit, ...]
    said: str


@dataclass(frozen=True)
class Reply:
    """A question of the file with what each searcher, by its name in `SYSTEMS`, made of it."""

    question: Mapping[str, Any]
    evidence: Evidence
    outcome: Outcome
    found: Mapping[str, Found]


@dataclass
class Searchers:
    """The product, its two halves and a plain retriever over the same documents."""

    coach: Coach
    passages: StoredPassages
    words: LexicalSearch
    meaning: DenseSearch
    plain: BaseRetriever

    async def reply(self, question: Mapping[str, Any]) -> Reply:
        """The halves are asked what the product made of a follow-up; the plain one as typed."""
        history = [Turn(t["role"], t["content"]) for t in question.get("history", ())]
        scope = Scope(stage=question.get("stage"))
        library, asked = self.coach.library, question["question"]
        evidence = await library.retrieve(asked, scope, history=history)
        language: Language = "en" if question["lang"] == "en" else "zh"
        answer = await library.compose(evidence.question, evidence, language)
        said = "" if answer.outcome is Outcome.REFUSED else answer.text
        found = {
            "ours": Found(_hits([r.passage for r in evidence.results]), said),
            "BM25 alone": _first(_hits(await self._by_words(evidence.question))),
            "dense alone": _first(_hits(await self._by_meaning(evidence.question))),
            "LangChain": _first(_chunks(self.plain.invoke(asked))),
        }
        return Reply(question, evidence, answer.outcome, found)

    async def _by_words(self, question: str) -> list[Passage]:
        findings = await self.words.search(question)
        ids = [hit.passage_id for hit in findings.hits if hit.score > 0][:TOP]
        held = {p.id: p for p in await self.passages.passages(ids)}
        return [held[i] for i in ids]

    async def _by_meaning(self, question: str) -> list[Passage]:
        query = await self.meaning.embed(question)
        near = await self.meaning.nearest(query, NEAREST)
        cosines = await self.meaning.complete(query, near, list(near))
        best = sorted(cosines, key=lambda h: -cosines[h])[:TOP]
        held = {p.text_hash: p for p in await self.passages.by_hash(best)}
        return [held[h] for h in best]


def _hits(passages: Sequence[Passage]) -> tuple[Hit, ...]:
    return tuple(
        Hit(p.document.rpartition("/")[2], f"{p.section}\n{p.text}", p.heading_path)
        for p in passages
    )


def _chunks(documents: Sequence[Document]) -> tuple[Hit, ...]:
    return tuple(Hit(d.metadata["document"], d.page_content) for d in documents)


def _first(hits: tuple[Hit, ...]) -> Found:
    """A plain search shows what it found first."""
    return Found(hits, hits[0].text if hits else "")


def plain_retriever(folder: Path, encoders: Sequence[Encoder]) -> BaseRetriever:
    """The documents as their readers give them, cut by length."""
    documents = []
    for path in sorted(folder.iterdir()):
        blocks = load(path.name, path.read_bytes()).blocks
        text = "\n\n".join(block.text for block in blocks)
        documents.append(Document(text, metadata={"document": path.name}))
    splitter = RecursiveCharacterTextSplitter(chunk_size=1_000, chunk_overlap=200)
    pieces = splitter.split_documents(documents)
    store = PlainChroma.from_documents(pieces, EveryEncoder(encoders))
    return store.as_retriever(search_kwargs={"k": TOP})


async def ask(file: Path, bundled: BundledEncoders) -> list[Reply]:
    """Every question of the file, answered in a home made of the example organisation."""
    questions = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    encoders = bundled.encoders
    with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(1) as executor:
        async with a_coach(Path(home), bundled) as coach:
            await load_example(coach)
            while await Worker(coach).run_next_job():
                pass
            await follow(coach)
            await coach.library.mend()
            database = coach.database
            spaces = [
                EncoderSpace(e, await centring.means(database, e), default_weight(e.id))
                for e in encoders
            ]
            searchers = Searchers(
                coach,
                StoredPassages(database),
                LexicalSearch(StoredTerms(database)),
                DenseSearch(StoredVectorIndex(database, encoders), spaces, executor),
                plain_retriever(FOLDER / "documents", encoders),
            )
            return [await searchers.reply(question) for question in questions]
