"""The example organisation for each test, copied from one that is made once a session."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.coach import Coach
from knowledge.embedding import BundledEncoders
from tests.bot import example


@pytest.fixture(scope="session")
def encoders(tmp_path_factory: pytest.TempPathFactory) -> BundledEncoders:
    """Those that come with the product, opened once."""
    return example.models(tmp_path_factory.getbasetemp())


@pytest.fixture
def example_home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example on example.FRIDAY; no document is read."""
    return example.copied(example.loaded(tmp_path_factory.getbasetemp()), tmp_path / "home")


@pytest.fixture
async def boxu(example_home: Path) -> AsyncIterator[Coach]:
    """The example's coach on example.FRIDAY, opened."""
    async with example.opened(example_home, clock=lambda: example.FRIDAY) as coach:
        yield coach


@pytest.fixture
def answering_home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as it is today, its documents read."""
    return example.copied(example.answering(tmp_path_factory.getbasetemp()), tmp_path / "home")
