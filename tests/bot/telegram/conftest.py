"""An organisation on a home of its own for each test; the encoders are opened once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.embedding import BundledEncoders, open_e5_encoder, open_sentence_encoder
from tests.bot.organisation import Organisation, refusals
from tests.fakes.telegram import Person
from tests.knowledge.encoders import WordEncoder

WORDS = BundledEncoders((WordEncoder(),))


def wednesday() -> datetime:
    """18 March 2026, 10 in the morning in Shanghai."""
    return datetime(2026, 3, 18, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
async def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose database is made; copy it."""
    home = tmp_path_factory.mktemp("empty") / "home"
    async with Organisation(home, WORDS).open():
        pass
    return home


@pytest.fixture(scope="session")
def real_encoders(tmp_path_factory: pytest.TempPathFactory) -> BundledEncoders:
    """Those that come with the product."""
    home = tmp_path_factory.mktemp("models")
    return BundledEncoders((open_sentence_encoder(), open_e5_encoder(home)))


@pytest.fixture
async def org(tmp_path: Path, empty_home: Path) -> AsyncIterator[Organisation]:
    """With encoders that open at once: for everything but the quality of answers.

    Telegram must not have found fault with any call, unless the test has asked it to.
    """
    made = Organisation(tmp_path / "home", WORDS, clock=wednesday, like=empty_home)
    async with made.open() as org:
        yield org
    assert org.faults_are_planned or not refusals(org.telegram)


@pytest.fixture
async def zhou(org: Organisation) -> Person:
    """A rep of the team east, who speaks Chinese."""
    return await org.join("周雨桐", "rep", "east")


@pytest.fixture
async def ann(org: Organisation) -> Person:
    """A rep of the team east, who speaks English."""
    return await org.join("Ann Lee", "rep", "east", language="en")
