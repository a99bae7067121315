"""Prompts are strict about their variables and known by their fingerprint."""

from __future__ import annotations

import pytest

from prompts import Prompt, PromptError, load


def test_the_answer_prompt_fills_in() -> None:
    prompt = load("answer")
    values = dict.fromkeys(prompt.variables, "$HOME {x} ${y}")
    text = prompt.render(**values)
    assert "$HOME {x} ${y}" in text
    assert prompt.variables == {"question", "passages", "language", "repair"}


def test_a_missing_or_unknown_variable_is_named() -> None:
    prompt = Prompt("greeting", "Hello $name")
    with pytest.raises(PromptError, match="missing name; unknown nmae"):
        prompt.render(nmae="Li")


def test_an_edit_changes_the_fingerprint() -> None:
    one, other = Prompt("a", "Answer $question"), Prompt("a", "Answer: $question")
    assert one.fingerprint != other.fingerprint
    assert len(one.fingerprint) == 12
    assert load("answer").fingerprint == load("answer").fingerprint


@pytest.mark.parametrize("name", ["missing", "../pyproject", ""])
def test_a_prompt_that_does_not_exist_is_an_error(name: str) -> None:
    with pytest.raises(PromptError):
        load(name)
