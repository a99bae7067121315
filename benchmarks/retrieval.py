"""The product's search on the xquad sets, beside its halves: `python -m benchmarks.retrieval DIR`.

Prints recall@1 for every set with answers, and AUROC and reject@95 of the confidence for those
with questions that have none. One run, in memory, one thread; about two minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.embedding import Encoder, bundled_encoders, means_for, own_means
from knowledge.exact import ExactIndex
from knowledge.ports import Vectors
from knowledge.retrieval import EncoderSpace, Retriever, default_weight
from knowledge.retrieval.dense import DenseSearch
from storage.records import Passage, Scope
from tests.knowledge.memory import Library, filled_index, make_passage, search_text

RECALL = (
    "xquad_zh", "xquad_en", "xquad_zh2en", "xquad_en2zh", "xquad_mixed_same", "xquad_mixed_cross",
)  # fmt: skip
REFUSAL = ("neg_xquad_zh", "neg_xquad_en")
Ranked = tuple[list[str], float]
"""Document ids, best first, and the confidence."""


class Remembering:
    """An encoder that embeds no text twice."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, str], Vectors] = {}
        self.id = encoder.id
        self.dimension = encoder.dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._embed("passage", texts, self._encoder.embed_passages)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._embed("query", texts, self._encoder.embed_queries)

    def _embed(
        self, kind: str, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        missing = [t for t in dict.fromkeys(texts) if (kind, t) not in self._known]
        for at in range(0, len(missing), 16):
            part = missing[at : at + 16]
            self._known.update(zip([(kind, t) for t in part], embed(part), strict=True))
        return np.stack([self._known[kind, text] for text in texts])


@dataclass
class Bench:
    """One set made searchable."""

    name: str
    questions: list[dict[str, Any]]
    documents: dict[int, str]
    library: Library
    index: ExactIndex
    spaces: tuple[EncoderSpace, ...]
    executor: ThreadPoolExecutor

    def retriever(self, spaces: Sequence[EncoderSpace]) -> Retriever:
        return Retriever(
            passages=self.library, lexical=self.library, dense=self.index,
            spaces=spaces, executor=self.executor,
        )  # fmt: skip

    async def ours(self, question: str) -> Ranked:
        evidence = await self.retriever(self.spaces).retrieve(question, Scope())
        return [self.documents[r.passage.id] for r in evidence.results], evidence.confidence

    async def words(self, question: str) -> Ranked:
        results, _ = await self.retriever(()).search(question, Scope())
        top = results[0].score if results else 0.0
        return [self.documents[r.passage.id] for r in results], top

    async def meaning(self, question: str) -> Ranked:
        search = DenseSearch(self.index, self.spaces, self.executor)
        query = await search.embed(question)
        hashes = {p.text_hash: i for i, p in self.library.active.items()}
        cosines = await search.complete(query, {}, list(hashes))
        best = sorted(cosines, key=lambda h: -cosines[h])[:10]
        return [self.documents[hashes[h]] for h in best], cosines[best[0]]


async def prepare(
    name: str, sets: Any, encoders: Sequence[Encoder], executor: ThreadPoolExecutor
) -> Bench:
    """Loads a set and indexes its passages."""
    _, rows, questions = sets.load(name)
    texts = [f"{r['title']}\n{r['text']}" if r.get("title") else r["text"] for r in rows]
    passages = [make_passage(i, text, document_id=i) for i, text in enumerate(texts)]
    spaces = tuple(space(encoder, passages) for encoder in encoders)
    index = await filled_index(passages, spaces)
    documents = {i: row["id"] for i, row in enumerate(rows)}
    return Bench(name, questions, documents, Library(passages), index, spaces, executor)


def space(encoder: Encoder, passages: Sequence[Passage]) -> EncoderSpace:
    """The encoder with the means an index of `passages` would have."""
    vectors = encoder.embed_passages([search_text(p) for p in passages])
    means = means_for(encoder.id, own_means(vectors, [p.language for p in passages]))
    return EncoderSpace(encoder, means, weight=default_weight(encoder.id))


async def measure(
    bench: Bench, score: Any, search: Callable[[str], Awaitable[Ranked]]
) -> dict[str, float]:
    """The set's metrics, as score.py defines them."""
    output = {}
    for question in bench.questions:
        documents, confidence = await search(question["question"])
        results = [{"doc": document} for document in documents]
        output[question["id"]] = {"results": results, "confidence": confidence}
    summary: dict[str, float] = score.summary(score.per_question(bench.questions, output))
    return summary


async def run(folder: Path, home: Path, names: Sequence[str]) -> list[str]:
    """Measures the sets and prints a Markdown table; its lines."""
    sys.path.insert(0, str(folder))
    score, sets = importlib.import_module("score"), importlib.import_module("export_corpus")
    encoders = [Remembering(encoder) for encoder in bundled_encoders(home).encoders]
    lines = [
        "| set | metric | ours | words alone | meaning alone | ms |",
        "|---|---|---|---|---|---|",
    ]
    print(*lines, sep="\n")
    with ThreadPoolExecutor(1) as executor:
        for name in names:
            bench = await prepare(name, sets, encoders, executor)
            started = time.perf_counter()
            ours = await measure(bench, score, bench.ours)
            spent = (time.perf_counter() - started) / len(bench.questions) * 1000
            halves = [await measure(bench, score, half) for half in (bench.words, bench.meaning)]
            figures = [ours, *halves]
            for metric in ("auroc", "reject@95") if name in REFUSAL else ("hit1",):
                cells = " | ".join(f"{f[metric]:.4f}" for f in figures)
                lines.append(f"| {name} | {metric} | {cells} | {spent:.0f} |")
                print(lines[-1], flush=True)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where score.py and the xquad sets are")
    parser.add_argument("--home", type=Path, default=Path("build/benchmark-home"))
    parser.add_argument("--sets", nargs="*", default=[*RECALL, *REFUSAL])
    options = parser.parse_args()
    options.home.mkdir(parents=True, exist_ok=True)
    asyncio.run(run(options.folder, options.home, options.sets))


if __name__ == "__main__":
    main()
