"""Homes for the shell's tests, and the command line with encoders that are open already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import bot.library.library
from bot.cli import build
from knowledge.embedding import BundledEncoders
from tests.bot import example

Coach = Callable[..., Result]


@pytest.fixture(scope="session")
def encoders(tmp_path_factory: pytest.TempPathFactory) -> BundledEncoders:
    return example.models(tmp_path_factory.getbasetemp())


@pytest.fixture
def home(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """COACH_HOME, holding the example as it is today, its documents read."""
    made = example.copied(example.answering(tmp_path_factory.getbasetemp()), tmp_path / "home")
    _live_in(made, tmp_path, monkeypatch)
    return made


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """COACH_HOME where nothing has happened yet."""
    _live_in(tmp_path / "home", tmp_path, monkeypatch)
    return tmp_path / "home"


def _live_in(home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in example.environment(home).items():
        monkeypatch.setenv(name, value)
    for name in ("COACH_TELEGRAM_TOKEN", "COACH_DATABASE_URL", "COACH_MODEL", "COACH_TIMEZONE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)


@pytest.fixture
def coach(encoders: BundledEncoders, monkeypatch: pytest.MonkeyPatch) -> Coach:
    """`coach("ask", "…")` as the shell does it, in this process."""
    monkeypatch.setattr(bot.library.library, "bundled_encoders", lambda _home: encoders)

    def run(*arguments: Any) -> Result:
        result = CliRunner().invoke(build(), [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
