"""Settings: read from the environment, refused with a reason, and never shown."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import Settings
from bot.shell import _Discreet

TOKEN, PASSWORD = "123456:very-secret-token", "hunter2"
URL = f"postgresql+asyncpg://coach:{PASSWORD}@db/coach"


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


def secretive() -> Settings:
    return settings(telegram_token=SecretStr(TOKEN), database_url=SecretStr(URL))


def test_secrets_are_in_no_form_of_the_settings() -> None:
    held = secretive()
    for shown in (repr(held), str(held), str(held.model_dump()), held.model_dump_json()):
        assert TOKEN not in shown
        assert PASSWORD not in shown
    assert held.sql_url(Path("x")) == URL


def test_secrets_are_in_no_log_line_wherever_it_comes_from() -> None:
    shown = io.StringIO()
    handler = logging.StreamHandler(shown)
    handler.setFormatter(_Discreet(secretive()))
    log = logging.getLogger("somebody.else")
    log.addHandler(handler)
    try:
        log.warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
        try:
            raise RuntimeError(f"cannot connect to {URL}")
        except RuntimeError:
            log.exception("failed")
    finally:
        log.removeHandler(handler)
    said = shown.getvalue()
    assert "/bot***/getMe" in said
    assert "RuntimeError" in said
    assert TOKEN not in said
    assert PASSWORD not in said


def test_a_secret_that_is_wrong_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as raised:
        settings(database_url=SecretStr("mysql://u:hunter2@h/d"))
    assert all(PASSWORD not in error["msg"] for error in raised.value.errors())


def test_what_is_empty_in_the_environment_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_TELEGRAM_TOKEN", "")
    monkeypatch.setenv("COACH_TIMEZONE", "")
    monkeypatch.setenv("COACH_TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    held = settings()
    assert held.telegram_token is None
    assert held.timezone == "Asia/Shanghai"
    assert held.telegram_api_url == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    "wrong", [{"timezone": "Mars/Base"}, {"currency": "yuan"}, {"model_timeout_seconds": 0}]
)
def test_a_value_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        settings(**wrong)


def test_the_example_has_a_home_of_its_own_below_the_coachs() -> None:
    assert settings(home=Path("/h")).example_home == Path("/h/example")
    assert settings(home=Path("/h")).sql_url(Path("/h")) == "sqlite+aiosqlite:////h/coach.db"
