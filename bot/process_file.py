"""`process.yaml`: the organisation's own stages, read into a Process."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from storage.records import Bilingual, ExitCriterion, Process, Stage

DEFAULT = Path(__file__).parent / "default_process.yaml"
FILE = "process.yaml"


class BadProcess(Exception):
    """The file is no process; the message says where and what, for its author."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Text(_Strict):
    zh: str = ""
    en: str = ""

    def record(self) -> Bilingual:
        return Bilingual(self.zh, self.en)


class _Name(_Text):
    @model_validator(mode="after")
    def _said(self) -> Self:
        if not (self.zh.strip() or self.en.strip()):
            raise ValueError("a name is missing: give zh, en or both")
        return self


class _Words(_Strict):
    zh: list[str] = []
    en: list[str] = []


class _Criterion(_Strict):
    key: str
    text: _Text
    evidence: _Text = _Text()


class _Stage(_Strict):
    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: _Name
    purpose: _Text = _Text()
    owner: _Text = _Text()
    tasks: list[_Text] = []
    standards: list[_Text] = []
    tools: list[_Text] = []
    exit_criteria: list[_Criterion] = []
    synonyms: _Words = _Words()
    default_probability: int = Field(0, ge=0, le=100)
    stalled_after_days: int = Field(14, gt=0)

    def record(self) -> Stage:
        return Stage(
            key=self.key,
            name=self.name.record(),
            purpose=self.purpose.record(),
            owner=self.owner.record(),
            tasks=tuple(text.record() for text in self.tasks),
            standards=tuple(text.record() for text in self.standards),
            tools=tuple(text.record() for text in self.tools),
            exit_criteria=tuple(
                ExitCriterion(c.key, c.text.record(), c.evidence.record())
                for c in self.exit_criteria
            ),
            synonyms_zh=tuple(self.synonyms.zh),
            synonyms_en=tuple(self.synonyms.en),
            default_probability=self.default_probability,
            stalled_after_days=self.stalled_after_days,
        )


class _Process(_Strict):
    key: str
    version: int = 1
    name: _Name
    stages: list[_Stage] = Field(min_length=1)

    @field_validator("stages")
    @classmethod
    def _distinct(cls, stages: list[_Stage]) -> list[_Stage]:
        keys = [stage.key for stage in stages]
        if len(set(keys)) < len(keys):
            raise ValueError("two stages have the same key")
        return stages


def read_process(path: Path) -> Process:
    """The process of a YAML file. Raises BadProcess."""
    try:
        held: Any = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except yaml.YAMLError as error:
        raise BadProcess(f"{path.name}: not YAML: {' '.join(str(error).split())}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadProcess(f"{path.name}: {error}") from error
    if not isinstance(held, dict) or "process" not in held:
        raise BadProcess(f'{path.name}: it must begin with "process:"')
    try:
        given = _Process.model_validate(held["process"])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, ("process", *first["loc"])))
        said = first["msg"].removeprefix("Value error, ")
        raise BadProcess(f"{path.name}: {where}: {said}") from error
    stages = tuple(stage.record() for stage in given.stages)
    return Process(0, given.key, given.version, given.name.record(), stages)
