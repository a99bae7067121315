"""A home with as many passages as wanted: real sentences recombined and their vectors averaged.

Each real sentence is embedded once, however many passages there are.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.bootstrap import open_coach
from bot.coach import Coach
from bot.example.loading import FOLDER, load_example
from bot.library.embedding import unseen
from bot.library.views import units as unit_view
from bot.settings import Settings
from bot.worker import Worker
from knowledge.answering.units import unit_texts
from knowledge.embedding import Encoder, Vectors
from knowledge.embedding.base import unit_length
from knowledge.text import segment
from storage import originals, playbooks, vectors
from storage.playbooks import NewDocument, NewPassage
from storage.records import Language, Passage
from storage.vectors import StoredVector

SENTENCES = (3, 7)
"""How many sentences a passage is made of; the example's own have 5 on average."""
FILLER = "filler"
AT_ONCE = 5_000
"""Passages made, or vectors kept, in one transaction."""

QUESTIONS = (
    "15%的折扣谁来审批?",
    "项目型合同的付款条件是什么？",
    "客户说太贵了怎么回答？",
    "传感器质保多久？",
    "续约要提前多久发报价？",
    "方案制定什么条件才能进入成交？",
    "去新加坡出差酒店标准是多少？",
    "How fast must we respond to an S1?",
    "When may I send my first quote?",
    "What scorecard total do I need for a proposal?",
    "How long may a demo be?",
    "Who can approve payment terms of 45 days?",
    "Can I combine the starter kit with a discount?",
    "How long does Legal need for a non-standard contract?",
    "提成比例是多少？",
    "太阳系有几颗行星？",
)


async def make_home(home: Path, passages: int) -> None:
    """The example organisation in `home`, and a playbook that brings it to `passages` passages."""
    async with open_coach(_settings(home), owner=True) as coach:
        await load_example(coach)
        while await Worker(coach).run_next_job():
            pass
        await (await coach.library.indexer()).catch_up(unseen)
    await grow(home, passages)


async def grow(home: Path, passages: int) -> None:
    """One more playbook, that brings the home to `passages` passages."""
    async with open_coach(_settings(home), owner=True) as coach:
        async with coach.database.read() as session:
            versions = [v for v in await playbooks.versions(session) if v.status == "active"]
            real = [v.id for v in versions if not v.slug.startswith(FILLER)]
            known = [await playbooks.document_passages(session, version) for version in real]
        texts = [passage for documents in known for of in documents.values() for passage in of]
        held = sum(version.passages for version in versions)
        if held < passages:
            await _add_filler(coach, _Sentences.of(texts), held, passages - held)
        await (await coach.library.indexer()).rebuild()


def _settings(home: Path) -> Settings:
    return Settings(home=home, telegram_token=None, database_url=None)


@dataclass(frozen=True)
class _Sentences:
    """Every sentence and item of the real passages that stands alone, each once."""

    texts: tuple[str, ...]
    terms: tuple[tuple[str, ...], ...]
    heading_paths: tuple[tuple[str, ...], ...]
    languages: dict[Language, list[int]]
    """Which of them passages in each language hold."""

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> _Sentences:
        found: dict[str, Passage] = {}
        for passage in passages:
            for text in unit_texts(passage.text):
                if len(unit_texts(text)) == 1 and "\n" not in text:
                    found.setdefault(text, passage)
        languages: dict[Language, list[int]] = {"zh": [], "en": []}
        for number, passage in enumerate(found.values()):
            languages[passage.language].append(number)
        terms = tuple(tuple(segment(text)) for text in found)
        paths = tuple(passage.heading_path for passage in found.values())
        return cls(tuple(found), terms, paths, languages)

    def recombined(self, number: int, chosen: Sequence[int], language: Language) -> NewPassage:
        """A passage of the chosen sentences, a line each."""
        text = "\n".join(self.texts[n] for n in chosen)
        return NewPassage(
            ordinal=number,
            heading_path=(*self.heading_paths[chosen[0]], str(number)),
            text=text,
            text_hash=hashlib.sha256(f"{number} {text}".encode()).hexdigest(),
            terms=tuple(term for n in chosen for term in self.terms[n]),
            language=language,
            page=None,
            stages=(),
        )


async def _add_filler(coach: Coach, sentences: _Sentences, first: int, count: int) -> None:
    dice = random.Random(first)
    made, chosen = [], []
    for number in range(first, first + count):
        language: Language = "en" if number % 2 else "zh"
        of = dice.sample(sentences.languages[language], dice.randint(*SENTENCES))
        made.append(sentences.recombined(number, of, language))
        chosen.append(of)
    sha256 = await asyncio.to_thread(coach.originals.put, (FOLDER / "README.md").read_bytes())
    async with coach.database.write() as session:
        await originals.record_original(session, sha256, 1)
        slug = f"{FILLER}-{first}"
        version = await playbooks.begin_version(session, slug, slug, slug, None)
        document = NewDocument(f"{slug}.md", slug, sha256, (), tuple(made))
        await playbooks.add_document(session, version, document)
        await playbooks.finish_version(session, version, activate=True)
    encoders = await coach.library.encoders()
    for encoder in encoders:
        each = await asyncio.to_thread(encoder.embed_passages, sentences.texts)
        await _keep_vectors(coach, encoder, made, chosen, each, units=encoder is encoders[-1])


async def _keep_vectors(
    coach: Coach,
    encoder: Encoder,
    made: Sequence[NewPassage],
    chosen: Sequence[Sequence[int]],
    each: Vectors,
    *,
    units: bool,
) -> None:
    """The mean of its sentences for each passage, and with `units` the sentences' own vectors."""
    view = unit_view(encoder)
    for start in range(0, len(made), AT_ONCE):
        some = list(zip(made, chosen, strict=True))[start : start + AT_ONCE]
        means = unit_length(np.stack([each[of].mean(axis=0) for _, of in some]))
        whole = [
            StoredVector(piece.text_hash, piece.language, mean.astype("<f4").tobytes())
            for (piece, _), mean in zip(some, means, strict=True)
        ]
        closely = [
            StoredVector(piece.text_hash, piece.language, each[of].astype(view.dtype).tobytes())
            for piece, of in some
        ]
        async with coach.database.write() as session:
            await vectors.keep(session, encoder.id, whole)
            if units:
                await vectors.keep(session, view.id, closely)
