"""Loading, re-loading and re-indexing beside a plain LangChain pipeline: part of `make bench`.

Prints the table and writes it into docs/benchmarks.md. Takes about eight minutes. The plain
pipeline reads the same file with python-docx, cuts it with RecursiveCharacterTextSplitter, embeds
every piece with the same encoders and puts them into Chroma.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.corpus import QUESTIONS, make_home
from benchmarks.manuscript import markdown_folder, playbook
from benchmarks.report import write_section
from bot.bootstrap import open_coach
from bot.coach import Coach
from bot.library.embedding import unseen
from bot.playbooks.loads import load_of_path, queue
from bot.settings import Settings
from bot.worker import Worker
from knowledge.embedding import BundledEncoders, Encoder
from knowledge.embedding.base import unit_length
from knowledge.ports import Vectors
from storage import playbooks
from storage.records import Scope

PAGES = 300
LOADS = (100, 1_000, 10_000)
REINDEXED = 10_000
HEAD = ("| what | measured | bar | reference in the same run | ratio |", "|---|---|---|---|---|")
THINKING_SECONDS = 0.1
"""Between two questions of the one who asks while something is loaded."""


@asynccontextmanager
async def a_coach(home: Path, encoders: BundledEncoders | None = None) -> AsyncIterator[Coach]:
    settings = Settings(_env_file=None, home=home, telegram_token=None, database_url=None)
    async with open_coach(settings, home=home, owner=True, encoders=encoders) as coach:
        yield coach


@dataclass
class Asker:
    """Asks the same questions over and over and notes how long each takes, in seconds."""

    coach: Coach
    taken: list[float] = field(default_factory=list)

    async def one(self) -> None:
        question = QUESTIONS[len(self.taken) % len(QUESTIONS)]
        started = time.perf_counter()
        evidence = await self.coach.library.retrieve(f"{question} {len(self.taken)}", Scope())
        await self.coach.library.compose(evidence.question, evidence, "zh")
        self.taken.append(time.perf_counter() - started)

    async def ask(self, number: int) -> list[float]:
        for _ in range(number):
            await self.one()
            await asyncio.sleep(THINKING_SECONDS)
        return self.taken[-number:]

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[list[float]]:
        """While the block runs; how long those questions took."""
        before, taken = len(self.taken), list[float]()

        async def without_end() -> None:
            while True:
                await self.one()
                await asyncio.sleep(THINKING_SECONDS)

        task = asyncio.create_task(without_end())
        try:
            yield taken
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            taken.extend(self.taken[before:])


async def load(coach: Coach, path: Path) -> float:
    """Seconds from the file's arrival until its playbook answers."""
    started = time.perf_counter()
    what = await asyncio.to_thread(load_of_path, path, coach.originals)
    async with coach.database.read() as session:
        before = await playbooks.generation(session)
    async with coach.database.write() as session:
        await queue(coach, session, what, None)
    while await Worker(coach).run_next_job():
        pass
    async with coach.database.read() as session:
        assert await playbooks.generation(session) != before, "the load has changed nothing"
    return time.perf_counter() - started


async def follow(coach: Coach) -> float:
    """Seconds until the slower encoder has caught up."""
    started = time.perf_counter()
    await (await coach.library.indexer()).catch_up(unseen)
    return time.perf_counter() - started


def plain(path: Path, folder: Path, encoders: tuple[Encoder, ...]) -> list[float]:
    """Seconds of a plain pipeline until each encoder's vectors are in Chroma, one after another."""
    import chromadb
    import docx
    from chromadb.config import Settings as ChromaSettings
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    started, taken = time.perf_counter(), []
    text = "\n\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    splitter = RecursiveCharacterTextSplitter(chunk_size=1_000, chunk_overlap=200)
    pieces = splitter.split_documents([Document(text, metadata={"source": path.name})])
    client = chromadb.PersistentClient(
        path=str(folder), settings=ChromaSettings(anonymized_telemetry=False)
    )
    for encoder in encoders:
        name = f"plain-{encoder.dimension}"
        if name in {collection.name for collection in client.list_collections()}:
            client.delete_collection(name)
        collection = client.create_collection(name, embedding_function=None)
        for start in range(0, len(pieces), 32):
            texts = [piece.page_content for piece in pieces[start : start + 32]]
            collection.add(
                ids=[str(start + n) for n in range(len(texts))],
                embeddings=encoder.embed_passages(texts),
                documents=texts,
            )
        taken.append(time.perf_counter() - started)
    return taken


def row(what: str, value: str, bar: str, reference: str, ratio: float) -> str:
    return f"| {what} | {value} | {bar} | {reference} | {ratio:.2f} |"


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def in_ms(values: list[float]) -> str:
    return f"p50 {median(values) * 1000:.0f} ms, p95 {p95(values) * 1000:.0f} ms"


async def loading(folder: Path) -> list[str]:
    """A playbook of 300 pages: loaded, changed in one paragraph, and asked about meanwhile."""
    first, changed = playbook(folder / "first", PAGES), playbook(folder / "second", PAGES, 1)
    async with a_coach(folder / "home") as coach:
        await coach.library.mend()
        encoders = await coach.library.encoders()
        await load(coach, markdown_folder(folder / "warm", 60))
        await follow(coach)
        asker = Asker(coach)
        await asker.ask(len(QUESTIONS))
        idle = await asker.ask(100)
        answerable = await load(coach, first)
        caught_up = await follow(coach)
        again = await load(coach, changed)
        again_caught_up = await follow(coach)
        another = playbook(folder / "third", PAGES, 2, name="another.docx")
        async with asker.asking() as loaded:
            await load(coach, another)
        async with asker.asking() as followed:
            await follow(coach)
        idle += await asker.ask(100)
        together = asyncio.to_thread(plain, first, folder / "plain", tuple(encoders))
        reference = await together
        repeated = await asyncio.to_thread(plain, changed, folder / "plain", tuple(encoders))
    said = f"plain pipeline {reference[0]:.1f} s with one encoder"
    both = f"plain pipeline {reference[-1]:.1f} s with both"
    over = f"plain pipeline {repeated[-1]:.1f} s"
    beside = f"idle {in_ms(idle)}"
    return [
        row(f"{PAGES} pages answerable", f"{answerable:.1f} s", "20 s", said,
            answerable / reference[0]),
        row("– the slower encoder has caught up after", f"{answerable + caught_up:.1f} s", "", both,
            (answerable + caught_up) / reference[-1]),
        row("one paragraph changed, answerable", f"{again:.2f} s", "3 s and 1/20", over,
            again / repeated[-1]),
        row("– and caught up", f"{again + again_caught_up:.2f} s", "", over,
            (again + again_caught_up) / repeated[-1]),
        row(f"a question during a load ({len(loaded)})", in_ms(loaded), "p95 twice the idle one",
            beside, p95(loaded) / p95(idle)),
        row(f"a question while the slower encoder follows ({len(followed)})", in_ms(followed),
            "p95 twice the idle one", beside, p95(followed) / p95(idle)),
    ]  # fmt: skip


async def reindexing(home: Path) -> list[str]:
    await make_home(home, REINDEXED)
    async with a_coach(home) as coach:
        await coach.library.mend()
        indexer = await coach.library.indexer()
        started = time.perf_counter()
        count = await indexer.rebuild()
        taken = time.perf_counter() - started
        asker = Asker(coach)
        await asker.ask(len(QUESTIONS))
        idle = await asker.ask(60)
        async with asker.asking() as meanwhile:
            await indexer.rebuild()
        encoders = await coach.library.encoders()
    reference = await asyncio.to_thread(chroma_alone, home / "plain", encoders)
    said = f"adding as many vectors to Chroma {reference:.1f} s"
    return [
        row(f"reindex of {count:,} passages", f"{taken:.1f} s", "10 s", said, taken / reference),
        row(f"a question during a reindex ({len(meanwhile)})", in_ms(meanwhile), "",
            f"idle {in_ms(idle)}", p95(meanwhile) / p95(idle)),
    ]  # fmt: skip


def chroma_alone(folder: Path, encoders: tuple[Encoder, ...]) -> float:
    import chromadb

    client = chromadb.PersistentClient(path=str(folder))
    chosen = np.random.default_rng(0)
    taken = 0.0
    for encoder in encoders:
        matrix = chosen.normal(size=(REINDEXED, encoder.dimension)).astype(np.float32)
        collection = client.create_collection(f"c{encoder.dimension}", embedding_function=None)
        started = time.perf_counter()
        for start in range(0, REINDEXED, 1_000):
            ids = [str(number) for number in range(start, start + 1_000)]
            collection.add(ids=ids, embeddings=matrix[start : start + 1_000])
        taken += time.perf_counter() - started
    return taken


# --- memory ------------------------------------------------------------------------------------


class NoEncoder:
    """Vectors of no meaning at no cost: a load's own memory does not depend on the encoder."""

    def __init__(self, name: str, dimension: int) -> None:
        self.id = name
        self.dimension = dimension

    def embed_passages(self, texts: list[str]) -> Vectors:
        """See Encoder."""
        found = np.random.default_rng(len(texts[0])).normal(size=(len(texts), self.dimension))
        return unit_length(found.astype(np.float32))

    embed_queries = embed_passages


async def grown(folder: Path, passages: int) -> float:
    """MB by which the peak of the resident memory grows during a load of so many passages."""
    encoders: Any = (NoEncoder("fast", 512), NoEncoder("slow", 384))
    async with a_coach(folder / "home", BundledEncoders(encoders)) as coach:
        await coach.library.mend()
        await load(
            coach, markdown_folder(folder / "warm", 300)
        )  # as many as have means of their own
        await follow(coach)
        files = markdown_folder(folder / "files", passages)
        Path("/proc/self/clear_refs").write_text("5")  # the peak is the present now
        before = _peak_mb()
        await load(coach, files)
        await follow(coach)
        return _peak_mb() - before


def _peak_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


def memory() -> list[str]:
    """In a process of its own for each size."""
    found = []
    for passages in LOADS:
        command = [sys.executable, "-m", "benchmarks.loading", "--grown", str(passages)]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        found.append(float(done.stdout.split()[-1]))
    rows = []
    for passages, megabytes in zip(LOADS, found, strict=True):
        held = passages * (512 + 384) * 4 / 1e6
        rows.append(
            row(
                f"memory grows in a load of {passages:,} passages by",
                f"{megabytes:.0f} MB",
                "flat",
                f"their vectors, which Chroma holds, {held:.0f} MB",
                megabytes / held,
            )
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grown", type=int, help="print the growth of a load of so many passages")
    parser.add_argument("--only", choices=("loading", "memory", "reindexing"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.grown:
            print(asyncio.run(grown(folder, options.grown)))
            return
        rows = [
            "| what | measured | bar | reference in the same run | ratio |",
            "|---|---|---|---|---|",
        ]
        if options.only in (None, "loading"):
            rows += asyncio.run(loading(folder / "loading"))
        if options.only in (None, "memory"):
            rows += memory()
        if options.only in (None, "reindexing"):
            rows += asyncio.run(reindexing(folder / "reindexing"))
    print("\n".join(rows))
    if options.only is None:
        write_section("loading", "\n".join(rows))


if __name__ == "__main__":
    main()
