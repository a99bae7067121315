"""The product's search on the xquad sets, beside its halves: `python -m benchmarks.retrieval DIR`.

Prints recall@1 for every set with answers, and AUROC and reject@95 of the confidence for those
with questions that have none. One run, in memory.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from langchain_core.retrievers import BaseRetriever

from benchmarks.plain_search import TOP, EveryEncoder, PlainChroma
from benchmarks.remembering import remembering
from knowledge.answering.units import unit_texts
from knowledge.embedding import Encoder, means_for, own_means
from knowledge.exact import ExactIndex
from knowledge.lexical import LexicalSearch
from knowledge.ports import Vectors
from knowledge.retrieval import EncoderSpace, Retriever, default_weight
from knowledge.retrieval.dense import DenseSearch
from storage.records import Evidence, Passage, Scope
from tests.knowledge.memory import Library, filled_index, make_passage, search_text

RECALL = (
    "xquad_zh", "xquad_en", "xquad_zh2en", "xquad_en2zh", "xquad_mixed_same", "xquad_mixed_cross",
)  # fmt: skip
REFUSAL = ("neg_xquad_zh", "neg_xquad_en")
BARS = {
    "xquad_zh": ".957", "xquad_en": ".965", "xquad_zh2en": ".83", "xquad_en2zh": ".83",
    "xquad_mixed_same": ".963", "xquad_mixed_cross": ".80", "auroc": ".995", "reject@95": ".97",
}  # fmt: skip
Ranked = tuple[list[str], float]
"""Document ids, best first, and the confidence."""


class EmbeddedUnits:
    """A `UnitVectors` of passages that are at hand."""

    def __init__(self, encoder: Encoder, passages: Sequence[Passage]) -> None:
        self.encoder_id = encoder.id
        self._encoder = encoder
        self._texts = {p.text_hash: unit_texts(p.text) for p in passages}

    async def of(self, text_hashes: Sequence[str]) -> Mapping[str, Vectors]:
        """See UnitVectors."""
        return {h: self._encoder.embed_passages(t) for h in text_hashes if (t := self._texts[h])}


@dataclass
class Bench:
    """One set made searchable. `evidence` is what the product found, by question."""

    name: str
    questions: list[dict[str, Any]]
    documents: dict[int, str]
    library: Library
    retriever: Retriever
    index: ExactIndex
    spaces: tuple[EncoderSpace, ...]
    plain: BaseRetriever
    executor: ThreadPoolExecutor
    evidence: dict[str, Evidence] = field(default_factory=dict)

    async def ours(self, question: str) -> Ranked:
        evidence = self.evidence[question] = await self.retriever.retrieve(question, Scope())
        return [self.documents[r.passage.id] for r in evidence.results], evidence.confidence

    async def words(self, question: str) -> Ranked:
        findings = await LexicalSearch(self.library).search(question)
        hits = [hit for hit in findings.hits if hit.score > 0][:TOP]
        return [self.documents[h.passage_id] for h in hits], hits[0].score if hits else 0.0

    async def meaning(self, question: str) -> Ranked:
        search = DenseSearch(self.index, self.spaces, self.executor)
        query = await search.embed(question)
        hashes = {p.text_hash: i for i, p in self.library.active.items()}
        cosines = await search.complete(query, {}, list(hashes))
        best = sorted(cosines, key=lambda h: -cosines[h])[:TOP]
        return [self.documents[hashes[h]] for h in best], cosines[best[0]]

    async def langchain(self, question: str) -> Ranked:
        found = self.plain.invoke(question)
        return [d.metadata["id"] for d in found], found[0].metadata["similarity"]


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
    ids = [{"id": row["id"]} for row in rows]
    plain = PlainChroma.from_texts(texts, EveryEncoder(encoders), ids)
    library = Library(passages)
    ours = Retriever(
        passages=library, lexical=library, dense=index, spaces=spaces, executor=executor,
        units=EmbeddedUnits(encoders[-1], passages),
    )  # fmt: skip
    langchain = plain.as_retriever(search_kwargs={"k": TOP})
    return Bench(name, questions, documents, library, ours, index, spaces, langchain, executor)


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


def tools(folder: Path) -> tuple[Any, Any]:
    """The evaluation data's own score.py and export_corpus.py."""
    sys.path.insert(0, str(folder))
    return importlib.import_module("score"), importlib.import_module("export_corpus")


async def run(
    folder: Path, encoders: Sequence[Encoder], names: Sequence[str]
) -> tuple[list[str], dict[str, Bench]]:
    """Measures the sets and prints a Markdown table; its lines, and the sets as they were asked."""
    score, sets = tools(folder)
    lines = [
        "| set | metric | bar | ours | BM25 alone | dense alone | LangChain |",
        "|---|---|---|---|---|---|---|",
    ]
    print(*lines, sep="\n")
    benches = {}
    with ThreadPoolExecutor(1) as executor:
        for name in names:
            bench = benches[name] = await prepare(name, sets, encoders, executor)
            searches = (bench.ours, bench.words, bench.meaning, bench.langchain)
            figures = [await measure(bench, score, search) for search in searches]
            for metric in ("auroc", "reject@95") if name in REFUSAL else ("hit1",):
                cells = " | ".join(f"{f[metric]:.4f}" for f in figures)
                lines.append(
                    f"| {name} | {metric} | {BARS.get(metric, BARS.get(name))} | {cells} |"
                )
                print(lines[-1], flush=True)
    return lines, benches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where score.py and the xquad sets are")
    parser.add_argument("--sets", nargs="*", default=[*RECALL, *REFUSAL])
    options = parser.parse_args()
    with remembering() as bundled:
        asyncio.run(run(options.folder, bundled.encoders, options.sets))


if __name__ == "__main__":
    main()
