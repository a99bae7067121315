"""The storage's side of the search, in memory: what tests and the benchmark search in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256

from knowledge.embedding import centre, language_of
from knowledge.exact import ExactIndex
from knowledge.ports import LexicalStatistics, Nominee
from knowledge.retrieval import EncoderSpace
from knowledge.text import segment
from storage.records import Language, Passage


def make_passage(
    number: int,
    text: str,
    *,
    heading: str = "",
    document: str = "playbook.md",
    playbook: str = "playbook",
    language: Language | None = None,
    stages: tuple[str, ...] = (),
    document_id: int = 1,
) -> Passage:
    """A passage as the splitter would make it."""
    return Passage(
        id=number,
        document_id=document_id,
        document=document,
        playbook=playbook,
        playbook_title=playbook.title(),
        version=1,
        ordinal=number,
        heading_path=tuple(filter(None, heading.split(" › "))),
        text=text,
        text_hash=sha256(text.encode("utf-8", "replace")).hexdigest(),
        language=language or language_of(text),
        stages=stages,
    )


def search_text(passage: Passage) -> str:
    """What is indexed of a passage: its headings and its text."""
    return "\n".join((*passage.heading_path, passage.text))


class Library:
    """A `PassageSource` and a `LexicalIndex` over the passages that are active."""

    def __init__(self, passages: Iterable[Passage] = ()) -> None:
        self.active: dict[int, Passage] = {}
        self.terms: dict[int, tuple[str, ...]] = {}
        self.postings: dict[str, set[int]] = defaultdict(set)
        for passage in passages:
            self.add(passage)

    def add(self, passage: Passage) -> None:
        self.active[passage.id] = passage
        self.terms[passage.id] = tuple(segment(search_text(passage)))
        for term in self.terms[passage.id]:
            self.postings[term].add(passage.id)

    def retire(self, passage_id: int) -> None:
        del self.active[passage_id]
        for term in self.terms.pop(passage_id):
            self.postings[term].discard(passage_id)

    async def passages(self, ids: Sequence[int]) -> list[Passage]:
        return [self.active[i] for i in ids if i in self.active]

    async def by_hash(self, text_hashes: Sequence[str]) -> list[Passage]:
        wanted = set(text_hashes)
        return [p for p in self.active.values() if p.text_hash in wanted]

    async def neighbours(self, passage_id: int) -> list[Passage]:
        centre_of = self.active[passage_id]
        return [
            p
            for p in self.active.values()
            if p.document_id == centre_of.document_id and abs(p.ordinal - centre_of.ordinal) <= 1
        ]

    async def statistics(self, terms: Sequence[str]) -> LexicalStatistics:
        lengths = Counter({i: len(terms) for i, terms in self.terms.items()})
        mean = sum(lengths.values()) / len(lengths) if lengths else 0.0
        held = {t: len(self.postings[t]) for t in terms if self.postings.get(t)}
        return LexicalStatistics(len(self.active), mean, held)

    async def nominate(self, terms: Sequence[str], limit: int) -> list[Nominee]:
        ids = sorted(set().union(*(self.postings.get(t, set()) for t in terms)))
        return [Nominee(i, self.terms[i]) for i in ids[:limit]]


async def filled_index(passages: Sequence[Passage], spaces: Sequence[EncoderSpace]) -> ExactIndex:
    """An exact index with the centred vectors of `passages` in every space."""
    index = ExactIndex()
    for space in spaces:
        vectors = space.encoder.embed_passages([search_text(p) for p in passages])
        if space.means:
            vectors = centre(vectors, [p.language for p in passages], space.means.passages)
        await index.upsert(space.id, [p.text_hash for p in passages], vectors)
    return index
