"""The answer to a question: worded by a model where there is one, composed otherwise."""

from __future__ import annotations

import logging
from dataclasses import replace

from knowledge.answering.checking import Checker
from knowledge.answering.composing import NEAREST, Composer
from knowledge.answering.generating import Generated, Generator
from knowledge.answering.instructions import as_stored, readable_evidence
from knowledge.models import ModelUnavailable
from storage.records import Answered, Evidence, Language, Outcome, Reason

logger = logging.getLogger(__name__)


class Answerer:
    """`answer(question, evidence, language) -> Answered`.

    A refusal never reaches the model. Whatever the model says is checked against the passages it
    cites; where it fails, is late or is out, the composed answer stands in at once. Lines of a
    document that speak to the machine are read by neither.
    """

    def __init__(
        self,
        composer: Composer,
        generator: Generator | None = None,
        checker: Checker | None = None,
    ) -> None:
        self._composer = composer
        self._generator = generator
        self._checker = checker or Checker()

    async def answer(self, question: str, evidence: Evidence, language: Language) -> Answered:
        """Citations are numbered as the text's [n] markers; each quote is text of its passage.

        `language` is what a model writes in; a composed answer quotes the documents as they are.
        A follow-up is answered as the stand-alone question that the evidence was found for.
        """
        question = evidence.question or question
        readable = readable_evidence(evidence)
        answered = await self._answer(question, readable, language)
        if readable is evidence:
            return answered
        if not readable.results and answered.outcome is Outcome.ANSWERED:
            answered = replace(answered, outcome=Outcome.WEAK, reason=Reason.NOT_IN_PLAYBOOKS)
        return replace(answered, citations=as_stored(answered.citations, evidence.results))

    async def _answer(self, question: str, evidence: Evidence, language: Language) -> Answered:
        composed = await self._composer.compose(question, evidence)
        if self._generator is None or not evidence.results:
            return composed
        if composed.outcome is not Outcome.ANSWERED:
            return composed
        try:
            generated = await self._generator.generate(question, evidence, language, self._checker)
        except ModelUnavailable as error:
            logger.warning("answering without the model: %s", error)
            return composed
        if generated is None:
            return composed
        return _joined(composed, generated, evidence, self._generator)


def _joined(
    composed: Answered, generated: Generated, evidence: Evidence, generator: Generator
) -> Answered:
    """The model's answer, or, where it found none in the passages, the composed one as weak."""
    worded = replace(composed, model=generator.model_name, prompt_fingerprint=generator.fingerprint)
    if not generated.text:
        nearest = tuple(result.passage for result in evidence.results[:NEAREST])
        return replace(
            worded, outcome=Outcome.WEAK, reason=Reason.NOT_IN_PLAYBOOKS, nearest=nearest
        )
    return replace(worded, text=generated.text, citations=generated.citations)
