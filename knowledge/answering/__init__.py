"""From evidence to an answer with citations: `Answerer.answer(question, evidence, language)`.

The answer is composed from the passages' own sentences; a language model, where there is one, may
word it, under checks, and the composed answer stands in whenever it fails.
"""

from knowledge.answering.answerer import Answerer
from knowledge.answering.composing import Composer

__all__ = ["Answerer", "Composer"]
