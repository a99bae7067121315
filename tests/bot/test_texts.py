"""Every sentence of every feature, in both languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

import bot
from bot.common_texts import CANCELLED
from bot.summaries.texts import IN_STAGE
from bot.texts import Plural, Sentence

HAN = re.compile(r"[\u4e00-\u9fff]")
NAMES = re.compile(
    r"\{\w*\}|/[a-z]+|COACH_\w+|[A-Z]\w+/[A-Z]\w+|(?<![A-Za-z])(?:Telegram|Markdown|Word|PDF|PowerPoint|Excel|CSV|ZIP|OCR|Ctrl-C|--playbook|CRM|IANA|"
    r"English|Language|front matter|coach ingest|coach jobs cancel|process\.yaml|MB|docx|rep)(?![A-Za-z])"
)
"""What stays as it is in a Chinese sentence."""
LANGUAGE_NEUTRAL = {
    "bot.checkins.texts.DROP", "bot.checkins.texts.EDIT", "bot.summaries.texts.TITLE",
    "bot.playbooks.texts.NOTES.other", "bot.jobs_texts.AT", "bot.jobs_texts.FAR",
    "bot.jobs_texts.FAR_AT",
}  # fmt: skip
"""Nothing but placeholders and signs."""


def modules() -> list[str]:
    found = pkgutil.walk_packages(bot.__path__, "bot.")
    return [module.name for module in found if module.name.endswith("texts")]


def sentences() -> Iterator[tuple[str, Sentence | Plural]]:
    for name in modules():
        yield from _inside(name, vars(importlib.import_module(name)))


def _inside(where: str, held: dict[Any, Any]) -> Iterator[tuple[str, Sentence | Plural]]:
    for name, value in held.items():
        if isinstance(value, Sentence | Plural):
            yield f"{where}.{name}", value
        elif isinstance(value, dict) and not str(name).startswith("__"):
            yield from _inside(f"{where}.{name}", value)


SENTENCES = dict(sentences())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def english(sentence: Sentence | Plural) -> tuple[str, ...]:
    if isinstance(sentence, Sentence):
        return (sentence.en,)
    return (sentence.one, sentence.many)


def test_every_feature_that_speaks_keeps_its_words_in_a_texts_module() -> None:
    assert {name.split(".")[1] for name in modules()} >= {
        "asking", "checkins", "deals", "joining", "playbooks", "summaries", "common_texts",
        "terminal_texts",
    }  # fmt: skip
    assert len(SENTENCES) > 120


@pytest.mark.parametrize("name", SENTENCES)
def test_both_languages_say_it_with_the_same_values(name: str) -> None:
    sentence = SENTENCES[name]
    for text in english(sentence):
        assert text.strip()
        if isinstance(sentence, Sentence):
            assert placeholders(text) == placeholders(sentence.zh)
        else:
            assert placeholders(text) | {"count"} == placeholders(sentence.zh) | {"count"}
    assert sentence.zh.strip()


@pytest.mark.parametrize("name", sorted(set(SENTENCES) - LANGUAGE_NEUTRAL))
def test_chinese_is_chinese_and_english_is_english(name: str) -> None:
    sentence = SENTENCES[name]
    assert HAN.search(sentence.zh), "no Chinese character"
    left = re.findall(r"[A-Za-z]{2,}", NAMES.sub(" ", sentence.zh))
    assert not left, f"English left over: {left}"
    for text in english(sentence):
        assert not HAN.search(NAMES.sub(" ", text)) or "/" in text or "万" in text
        assert not re.search(r"[，。：；？！（）]", text), "Chinese punctuation"


def test_what_is_said_fills_in_the_values() -> None:
    assert CANCELLED("zh").startswith("好的")
    assert IN_STAGE("en", count=1, stage="Closing") == "1 day in Closing"
    assert IN_STAGE("en", count=2, stage="Closing") == "2 days in Closing"
    assert IN_STAGE("zh", count=2, stage="成交") == "在成交已 2 天"


def test_braces_in_a_value_are_only_text() -> None:
    assert Sentence("{a}", "{a}")("en", a="{b}") == "{b}"
