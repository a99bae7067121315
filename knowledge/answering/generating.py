"""A model's answer, trusted only as far as the passages bear it out."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.answering.checking import Checker
from knowledge.answering.units import units
from knowledge.models import DEFAULT_TIMEOUT, ChatModel, ModelUnavailable
from knowledge.text import content_words, segment
from prompts import Prompt
from storage.records import Citation, Evidence, Language, Passage

logger = logging.getLogger(__name__)

PASSAGES = 6
LANGUAGES: dict[Language, str] = {"zh": "Simplified Chinese (简体中文)", "en": "English"}
_TAG = re.compile(r"</?\s*(passages|question)\s*>", re.IGNORECASE)
_MARKER = re.compile(r"\s*(?:\[\d+(?:\s*[,，]\s*\d+)*\]|【\d+】)")


@dataclass(frozen=True)
class Claim:
    """A sentence of the model's and the passages it says it rests on (numbers from 1)."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True)
class Generated:
    """A checked answer; `text` is empty if the model found no answer in the passages."""

    text: str
    citations: tuple[Citation, ...]


class Unreadable(ValueError):
    """A reply that is not the JSON that was asked for."""


class Generator:
    """Asks the model, checks its reply, and asks once more if the check fails.

    `seconds` bound the whole of it. The reply is JSON that the prompt asks for: providers differ
    in what they call structured output (tools, a schema, a mode, nothing at all on many servers
    that speak OpenAI's protocol), every one of them can write an object, and whatever it writes
    has to pass the same reader and the same check.
    """

    def __init__(self, model: ChatModel, prompt: Prompt, seconds: float = DEFAULT_TIMEOUT) -> None:
        self._model = model
        self._prompt = prompt
        self._seconds = seconds

    @property
    def model_name(self) -> str:
        """As it is stored with an answer."""
        return self._model.name

    @property
    def fingerprint(self) -> str:
        """The prompt's."""
        return self._prompt.fingerprint

    async def warm_up(self) -> None:
        """Do beforehand what takes time. Raises nothing."""
        await self._model.warm_up()

    async def problem(self) -> str:
        """Why the model cannot be asked, in a sentence; "" if it can."""
        return await self._model.problem()

    async def generate(
        self, question: str, evidence: Evidence, language: Language, checker: Checker
    ) -> Generated | None:
        """The model's answer if it holds; None if it fails the check twice.

        Raises ModelUnavailable if the model does not reply, or not in time.
        """
        passages = [result.passage for result in evidence.results[:PASSAGES]]
        values = {
            "question": defused(question),
            "passages": numbered(passages),
            "language": LANGUAGES[language],
        }
        try:
            async with asyncio.timeout(self._seconds):
                return await self._checked(values, passages, checker)
        except TimeoutError as error:
            said = f"{self._model.name}: no answer within {self._seconds:g} s"
            raise ModelUnavailable(said) from error

    async def _checked(
        self, values: dict[str, str], passages: Sequence[Passage], checker: Checker
    ) -> Generated | None:
        wrong = ""
        for _ in range(2):
            reply = await self._model.complete(self._prompt.render(**values, repair=_repair(wrong)))
            try:
                claims = read_claims(reply)
            except Unreadable as error:
                wrong = str(error)
                continue
            said = [(claim.text, claim.citations) for claim in claims]
            wrong = "\n".join(await checker.problems(said, passages))
            if not wrong:
                return assemble(claims, passages)
        logger.warning("the model's answer failed its check: %s", wrong)
        return None


def numbered(passages: Sequence[Passage]) -> str:
    """The passages as the prompt shows them."""
    blocks = (
        f"[{n}] {passage.playbook_title} › {passage.section}\n{passage.text}"
        for n, passage in enumerate(passages, start=1)
    )
    return defused("\n\n".join(blocks))


def defused(text: str) -> str:
    """`text` with what looks like the prompt's own tags made harmless."""
    return _TAG.sub(r"(\1)", text)


def _repair(wrong: str) -> str:
    if not wrong:
        return ""
    return f"\nYour last reply was rejected. Correct it, keeping to the rules:\n{wrong}\n"


def read_claims(reply: str) -> list[Claim]:
    """The sentences in the model's reply, whatever stands before or behind its JSON.

    Raises Unreadable, with what is wrong.
    """
    decoder = json.JSONDecoder()
    for match in re.finditer(r"\{", reply):
        try:
            data, _ = decoder.raw_decode(reply, match.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict) and isinstance(data.get("sentences"), list):
            return [_claim(entry) for entry in data["sentences"]]
    raise Unreadable('The reply is not valid JSON: an object with a list "sentences".')


def _claim(entry: Any) -> Claim:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise Unreadable('Every sentence needs a "text" and "citations".')
    cited = entry.get("citations")
    if not isinstance(cited, list) or not all(type(n) is int for n in cited):
        raise Unreadable('"citations" must be a list of passage numbers.')
    return Claim(_MARKER.sub("", entry["text"]).strip(), tuple(dict.fromkeys(cited)))


def assemble(claims: Sequence[Claim], passages: Sequence[Passage]) -> Generated:
    """Text and citations, renumbered once by first mention."""
    numbers: dict[int, int] = {}
    words: dict[int, list[str]] = {}
    sentences = []
    for claim in claims:
        for cited in claim.citations:
            numbers.setdefault(cited, len(numbers) + 1)
            words.setdefault(cited, []).append(claim.text)
        markers = "".join(f"[{numbers[cited]}]" for cited in claim.citations)
        sentences.append(f"{claim.text} {markers}")
    citations = tuple(
        Citation(number, passages[cited - 1], _quote(passages[cited - 1], words[cited]))
        for cited, number in numbers.items()
    )
    return Generated("\n".join(sentences), citations)


def _quote(passage: Passage, claims: Sequence[str]) -> str:
    """What of the passage comes nearest to the claims' words."""
    wanted = {word for claim in claims for word in content_words(claim)}
    whole = units(passage.text)
    if not whole:
        return passage.text
    return max(whole, key=lambda unit: len(wanted & set(segment(unit.text)))).text
