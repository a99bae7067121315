"""A home with as many passages as wanted, of real sentences recombined, embedding none anew."""

from __future__ import annotations

import asyncio
import hashlib
import random
from pathlib import Path

import numpy as np

from bot.bootstrap import open_coach
from bot.coach import Coach
from bot.example.loading import FOLDER, load_example
from bot.settings import Settings
from bot.worker import Worker
from knowledge.text import segment
from storage import originals, playbooks, vectors
from storage.playbooks import NewDocument, NewPassage
from storage.records import Passage
from storage.vectors import StoredVector

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
    settings = Settings(home=home, telegram_token=None, database_url=None)
    async with open_coach(settings, owner=True) as coach:
        await load_example(coach)
        while await Worker(coach).run_next_job():
            pass
        await (await coach.library.indexer()).catch_up(_unseen)
        async with coach.database.read() as session:
            versions = await playbooks.versions(session)
            known = await playbooks.document_passages(session, versions[0].id)
        real = [passage for found in known.values() for passage in found]
        await _add_filler(coach, real, passages - len(real))
        await (await coach.library.indexer()).rebuild()


async def _unseen(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


async def _add_filler(coach: Coach, real: list[Passage], count: int) -> None:
    chosen = random.Random(0)
    pairs = [chosen.sample(real, 2) for _ in range(count)]
    made = [_recombined(number, *pair) for number, pair in enumerate(pairs)]
    sha256 = await asyncio.to_thread(coach.originals.put, (FOLDER / "README.md").read_bytes())
    async with coach.database.write() as session:
        await originals.record_original(session, sha256, 1)
        version = await playbooks.begin_version(session, "filler", "Filler", "filler", None)
        document = NewDocument("filler.md", "Filler", sha256, (), tuple(made))
        await playbooks.add_document(session, version, document)
        await playbooks.finish_version(session, version, activate=True)
    for encoder in await coach.library.encoders():
        async with coach.database.write() as session:
            stored = await vectors.load(session, encoder.id, [p.text_hash for p in real])
            of = {v.text_hash: np.frombuffer(v.vector, "<f4") for v in stored}
            await vectors.keep(
                session,
                encoder.id,
                [
                    StoredVector(
                        piece.text_hash, piece.language, _between(of[a.text_hash], of[b.text_hash])
                    )
                    for piece, (a, b) in zip(made, pairs, strict=True)
                ],
            )


def _between(one: np.ndarray, other: np.ndarray) -> bytes:
    middle = one + other
    unit = middle / np.linalg.norm(middle)
    return bytes(unit.astype("<f4").tobytes())


def _recombined(number: int, one: Passage, other: Passage) -> NewPassage:
    text = f"{one.text[: len(one.text) // 2]}\n{other.text[len(other.text) // 2 :]}"
    return NewPassage(
        ordinal=number,
        heading_path=(*one.heading_path, str(number)),
        text=text,
        text_hash=hashlib.sha256(f"{number} {text}".encode()).hexdigest(),
        terms=tuple(segment(text)),
        language=one.language,
        page=None,
        stages=(),
    )
