"""The encoders, opened once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.embedding import Encoder, open_e5_encoder, open_sentence_encoder
from knowledge.embedding.e5 import E5Encoder


@pytest.fixture(scope="session")
def converted_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that E5 has been converted into; don't change it."""
    home = tmp_path_factory.mktemp("home")
    open_e5_encoder(home)
    return home


@pytest.fixture(scope="session")
def e5(converted_home: Path) -> E5Encoder:
    return open_e5_encoder(converted_home)


@pytest.fixture(scope="session")
def sentence() -> Encoder:
    return open_sentence_encoder()


@pytest.fixture(scope="session", params=["sentence", "e5"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    """Each of the bundled encoders in turn."""
    opened: Encoder = request.getfixturevalue(request.param)
    return opened
