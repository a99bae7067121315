"""Which questions become one gap, with the encoders that come with the product and without."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from bot.coach import Coach
from bot.gaps import clustering
from bot.gaps.clustering import OTHER_LANGUAGE, SAME_LANGUAGE, as_bytes, cluster_waiting
from knowledge.embedding import BundledEncoders
from storage import exchanges, gaps
from storage.exchanges import Asked
from storage.records import Answered, Outcome, Reason
from tests.bot.example import opened
from tests.bot.gaps.measuring import measured, read
from tests.knowledge.encoders import WordEncoder
from tests.storage.making import a_person

REFUSED = Answered(Outcome.REFUSED, Reason.NOT_IN_PLAYBOOKS, "", (), 0.0)


@pytest.fixture
async def coach(tmp_path: Path, encoders: BundledEncoders) -> AsyncIterator[Coach]:
    async with opened(tmp_path / "home", encoders=encoders) as coach:
        yield coach


async def asked(coach: Coach, *questions: str) -> None:
    """Questions refused, one after the other."""
    async with coach.database.write() as session:
        person = await a_person(session)
        for question in questions:
            record = await exchanges.record(session, person, Asked(question, question), REFUSED, 1)
            await gaps.note(session, record)


async def clustered(coach: Coach) -> list[list[str]]:
    """The questions of each gap, by gap."""
    while await cluster_waiting(coach):
        pass
    async with coach.database.read() as session:
        return [await gaps.questions(session, c.id) for c in await gaps.clusters(session)]


def test_the_pairs_are_many_and_of_every_kind() -> None:
    pairs = read()
    for same in (True, False):
        assert sum(one is same for *_, one in pairs) >= 60


def test_reworded_questions_are_told_from_others_as_well_as_was_measured(
    encoders: BundledEncoders,
) -> None:
    pairs = measured(encoders)
    every = pairs.score(SAME_LANGUAGE, OTHER_LANGUAGE, listed=False)
    listed = pairs.score(SAME_LANGUAGE, OTHER_LANGUAGE, listed=True)
    assert every.precision >= 0.55, "of two questions put together, they ask the same"
    assert every.f1 >= 0.45
    assert listed.precision >= 0.65
    looser = pairs.score(SAME_LANGUAGE - 0.2, OTHER_LANGUAGE - 0.2, listed=False)
    assert looser.precision < every.precision / 2


async def test_questions_asked_again_come_together_in_both_languages(coach: Coach) -> None:
    await asked(
        coach,
        "样机可以借给客户用多久？",
        "代理商返点是多少？",
        "样机能借多久",
        "给代理商的返点一般是几个点？",
        "how do I book a demo engineer?",
        "booking a demo engineer",
        "试用期可以延长吗？",
        "can a trial be extended?",
    )
    assert await clustered(coach) == [
        ["样机可以借给客户用多久？", "样机能借多久"],
        ["代理商返点是多少？", "给代理商的返点一般是几个点？"],
        ["how do I book a demo engineer?", "booking a demo engineer"],
        ["试用期可以延长吗？", "can a trial be extended?"],
    ]


async def test_the_same_questions_one_by_one_make_the_same_gaps(tmp_path: Path) -> None:
    questions = [question for one, other, _ in read()[::8] for question in (one, other)]
    async with opened(tmp_path / "one") as one:
        await asked(one, *questions)
        at_once = await clustered(one)
    async with opened(tmp_path / "other") as other:
        for question in questions:
            await asked(other, question)
            await clustered(other)
        assert await clustered(other) == at_once
    assert 1 < len(at_once) < len(questions)


async def test_gaps_follow_when_the_encoders_change(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with opened(home, encoders=BundledEncoders((WordEncoder("old/1"),))) as coach:
        await asked(coach, "客户 退款 多久", "客户 发票 抬头")
        assert len(await clustered(coach)) == 2
    async with opened(home, encoders=BundledEncoders((WordEncoder("new/1"),))) as coach:
        await asked(coach, "客户 退款 多久")
        assert await clustered(coach) == [["客户 退款 多久"] * 2, ["客户 发票 抬头"]]
        async with coach.database.read() as session:
            assert {c.encoder_id for c in await gaps.clusters(session)} == {"new/1"}


async def test_without_an_encoder_questions_wait(tmp_path: Path) -> None:
    async with opened(tmp_path / "home", encoders=BundledEncoders(())) as coach:
        await asked(coach, "客户退款多久")
        assert await clustered(coach) == []
        async with coach.database.read() as session:
            assert len(await gaps.waiting(session, 10)) == 1


async def test_a_merge_moves_the_middle_by_how_often_each_was_asked(tmp_path: Path) -> None:
    async with opened(tmp_path / "home") as coach:
        await asked(coach, "客户 退款", "客户 退款", "客户 退款", "质保 折扣")
        await clustered(coach)
        async with coach.database.write() as session:
            first, second = await gaps.clusters(session)
            assert await clustering.merge(session, second.id, first.id)
            assert not await clustering.merge(session, first.id, first.id)
            (merged,) = await gaps.clusters(session)
        one, other = map(clustering.as_vector, (first.centroid, second.centroid))
        expected = as_bytes((one * np.float32(3) + other) / np.float32(4))
        assert np.allclose(
            clustering.as_vector(merged.centroid), clustering.as_vector(expected), atol=1e-6
        )
