"""A follow-up made to stand alone: "那超过15%呢?" after a question about discounts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.text import content_text, quantities
from storage.records import Turn

_LEADS = re.compile(
    r"\s*(?:那么?|那如果|如果|要是|还有|另外|然后|所以|那要|换成|(?:and|or|but|so|then|what about|"
    r"how about|what if|and if|also|what else)\b)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"它|他们|她|这个|那个|这些|那些|这种|那种|这样|该|上面|上述|刚才|前面|"
    r"\b(?:it|its|they|them|their|that|those|this|these|one|ones|same|above|he|she|him|her)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"呢\s*[?？]?\s*$")
_MOST_WORDS = 3
_MOST_WORDS_LED = 6


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question itself, or, if it evidently goes on with the last one, with that one's words.

    A question that names its own subject stays as it is.
    """
    before = next((turn.content for turn in reversed(history) if turn.role == "user"), "")
    if not before or not is_follow_up(question):
        return question
    carried = content_text(before)
    if quantities(question):
        carried = _without_numbers(carried)
    return f"{carried} {question}".strip()


def is_follow_up(question: str) -> bool:
    """Whether the question can hardly be understood without the one before it."""
    words = len(content_text(question).split())
    signs = bool(_LEADS.match(question)) + bool(_POINTS_BACK.search(question))
    signs += bool(_ENDS.search(question))
    if signs == 0:
        return words == 0
    return words <= (_MOST_WORDS_LED if signs > 1 else _MOST_WORDS)


def _without_numbers(words: str) -> str:
    """A follow-up that names a number asks about that one, not about the one before."""
    return " ".join(word for word in words.split() if not word[0].isdigit())
