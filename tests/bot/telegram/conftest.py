"""An organisation on a home of its own for each test; the encoders are opened once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from knowledge.embedding import BundledEncoders
from tests.bot.organisation import Organisation, refusals
from tests.fakes.telegram import Person
from tests.knowledge.encoders import WordEncoder

WORDS = BundledEncoders((WordEncoder(),))


def wednesday() -> datetime:
    """18 March 2026, 10 in the morning in Shanghai."""
    return datetime(2026, 3, 18, 2, 0, tzinfo=UTC)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def founded(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """A closed organisation with an administrator and two reps; copy it."""
    made = Organisation(tmp_path_factory.mktemp("founded") / "home", WORDS)
    async with made.open() as org:
        await org.join("周雨桐", "rep", "east")
        await org.join("Ann Lee", "rep", "east", language="en")
    return made


@pytest.fixture
async def org(tmp_path: Path, founded: Organisation) -> AsyncIterator[Organisation]:
    """With encoders that open at once: for everything but the quality of answers.

    Telegram must not have found fault with any call, unless the test has asked it to.
    """
    made = Organisation(tmp_path / "home", WORDS, clock=wednesday, like=founded)
    async with made.open() as org:
        yield org
    assert org.faults_are_planned or not refusals(org.telegram)


@pytest.fixture
def zhou(org: Organisation) -> Person:
    """A rep of the team east, who speaks Chinese."""
    return org.known("周雨桐")


@pytest.fixture
def ann(org: Organisation) -> Person:
    """A rep of the team east, who speaks English."""
    return org.known("Ann Lee")
