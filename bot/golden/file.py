"""Golden questions in a YAML file: a list of question, playbook, section and points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from storage.golden import GoldenQuestion


class BadFile(Exception):
    """The file is no list of golden questions; the message says where it is wrong."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    question: str = Field(min_length=1, max_length=1000)
    playbook: str = Field(min_length=1, max_length=200)
    section: str = Field("", max_length=1000)
    points: list[str] = Field(default_factory=list, max_length=12)
    stage: str | None = None


_LINES = TypeAdapter(list[_Line])


def read(text: str) -> list[GoldenQuestion]:
    """The questions of a file (ids are 0). Raises BadFile."""
    try:
        lines = _LINES.validate_python(yaml.safe_load(text) or [])
    except yaml.YAMLError as error:
        raise BadFile(f"it is no YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise BadFile(f"{_place(first['loc'])}: {first['msg']}") from error
    return [
        GoldenQuestion(0, o.question, o.playbook, o.section, tuple(o.points), o.stage)
        for o in lines
    ]


def _place(loc: Sequence[Any]) -> str:
    """(2, "points") → "entry 3, points"."""
    if not loc:
        return "the file"
    return ", ".join([f"entry {int(loc[0]) + 1}", *(str(part) for part in loc[1:])])


def write(questions: Sequence[GoldenQuestion]) -> str:
    """What `read` reads."""
    lines = [
        {
            "question": held.question,
            "playbook": held.playbook,
            **({"section": held.section} if held.section else {}),
            **({"points": list(held.points)} if held.points else {}),
            **({"stage": held.stage} if held.stage else {}),
        }
        for held in questions
    ]
    return yaml.safe_dump(lines, allow_unicode=True, sort_keys=False, width=100)
