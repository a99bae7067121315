"""All settings, from the environment and `.env`. Made at the doors and passed down."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.models import missing_extra


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="COACH_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(Path("data"), description="Folder that holds everything.")
    telegram_token: SecretStr | None = Field(None, description="From @BotFather.")
    telegram_api_url: str = Field("https://api.telegram.org", description="Bot API server.")
    database_url: SecretStr | None = Field(
        None, description="postgresql+asyncpg://… ; a SQLite file in the home if not set."
    )
    timezone: str = Field("Asia/Shanghai", description="IANA zone of a person who has set none.")
    currency: str = Field("CNY", pattern="^[A-Z]{3}$", description="Of a deal that names none.")
    model: str | None = Field(None, description="A chat model, as in openai:gpt-…; none needed.")
    model_base_url: str | None = Field(None, description="An OpenAI-compatible server.")
    model_timeout_seconds: float = Field(8.0, gt=0)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is not an IANA time zone such as Asia/Shanghai")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr | None) -> SecretStr | None:
        known = ("postgresql+asyncpg://", "sqlite+aiosqlite://")
        if value is not None and not value.get_secret_value().startswith(known):
            raise ValueError(f"it must begin with {' or '.join(known)}")
        return value

    @field_validator("model")
    @classmethod
    def _installed(cls, value: str | None) -> str | None:
        if value is not None and (problem := missing_extra(value)):
            raise ValueError(problem)
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def example_home(self) -> Path:
        """The example organisation's own home, which a bot with a token never opens."""
        return self.home / "example"

    def sql_url(self, home: Path) -> str:
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{home / 'coach.db'}"
