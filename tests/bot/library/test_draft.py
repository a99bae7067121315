"""The library as if a draft were active answers as it will once it is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bot.library.draft import draft_terms
from bot.library.library import DraftLibrary, Library
from bot.library.sources import StoredTerms
from storage.database import Database
from storage.records import Outcome, Scope
from tests.bot.library.shelves import POLICY, answer_with, library, load, publish
from tests.knowledge.encoders import WordEncoder

WORDS = ["discount", "price", "customer", "warranty", "refund", "approve", "director", "contract",
         "delivery", "partner", "quote", "15%", "sensor", "region", "team",
         "折扣", "客户", "审批", "合同"]  # fmt: skip

NOMINATING = ["discount", "warranti", "折扣"]
ASKED = (
    "who approves a 15% discount?",
    "refund for a customer of a partner in the region",
    "warranty sensor",
    "折扣 审批",
    "delivery contract quote team price",
    "nothing of this kind",
)

Seen = tuple[dict[int, tuple[float, float]], float, Outcome, str]
"""Score and share of BM25 by passage, the confidence, the outcome, the answer."""


def _texts(seed: int, count: int) -> list[str]:
    chosen = random.Random(seed)
    return [f"{' '.join(chosen.choices(WORDS, k=12))} {seed}x{n}" for n in range(count)]


async def _asked(of: Library | DraftLibrary, scope: Scope) -> list[Seen]:
    """Everything that a person or the gate could see of the answers."""
    seen: list[Seen] = []
    for question in ASKED:
        evidence = await of.retrieve(question, scope, top=50)
        answered = await of.compose(question, evidence, "en")
        scores = {r.passage.id: (r.score, r.lexical) for r in evidence.results}
        seen.append((scores, evidence.confidence, evidence.outcome, answered.text))
    return seen


@pytest.mark.parametrize("scope", [Scope(), Scope(playbooks=frozenset({"policy"}))])
@pytest.mark.parametrize("kind", ["next version", "new playbook", "smaller", "already active"])
async def test_a_draft_answers_as_it_does_once_it_is_active(
    database: Database, tmp_path: Path, kind: str, scope: Scope
) -> None:
    async with library(database, tmp_path, WordEncoder("fast"), WordEncoder("slow")) as shelf:
        first = _texts(1, 12)
        replaced = await publish(shelf, database, first)
        await publish(shelf, database, _texts(2, 12), "other")
        await publish(shelf, database, _texts(3, 5), "old")
        await publish(shelf, database, _texts(4, 5), "old")
        await shelf.mend()
        slug = "new" if kind == "new playbook" else "policy"
        texts = {
            "next version": first[:6] + _texts(5, 9),
            "new playbook": _texts(6, 9),
            "smaller": first[3:4],
            "already active": first,
        }[kind]
        draft = replaced
        if kind != "already active":
            draft = await load(shelf, database, texts, slug)
        before = await _asked(await shelf.with_draft(draft), scope)
        nominated = await (await draft_terms(database, draft)).nominate(NOMINATING, 400)
        await answer_with(database, draft)
        assert nominated == await StoredTerms(database).nominate(NOMINATING, 400)
        for now, then in zip(before, await _asked(shelf, scope), strict=True):
            assert now[0].keys() == then[0].keys()
            for passage_id, scores in now[0].items():
                assert scores == pytest.approx(then[0][passage_id], abs=1e-5)
            assert now[1] == pytest.approx(then[1], abs=1e-4)
            assert now[2:] == then[2:]


async def test_a_draft_is_seen_by_whoever_tries_it_only(database: Database, tmp_path: Path) -> None:
    async with library(database, tmp_path) as shelf:
        await publish(shelf, database, POLICY[:1])
        draft = await load(shelf, database, POLICY[1:2])
        tried = await shelf.with_draft(draft)
        assert (await tried.retrieve("how long is the warranty?", Scope())).results
        for of, question in ((shelf, "warranty of a sensor"), (tried, "discount of 15%")):
            evidence = await of.retrieve(question, Scope())
            assert evidence.outcome is not Outcome.ANSWERED
            assert len(evidence.results) == 1
