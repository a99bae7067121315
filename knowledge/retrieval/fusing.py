"""One score from meaning and words, fair to passages in the other language.

Absolute scales: the mean cosine of centred vectors, and BM25 as a share of the most the question
could score. Ranks and per-question min-max would let a single shared Latin token decide between
languages, and say nothing as a confidence.

A passage in the other language has the question's words in translation only, which the dictionary
knows in part: they count for half, and what a passage of such a nearness usually has for the other
half. The figures are in docs/decisions/0010-two-languages.md.
"""

from __future__ import annotations

from knowledge.lexical import LexicalHit

DENSE_WEIGHT = 0.65
CLOSENESS = 0.5
"""Of the words' score, what counts in one stretch of the passage instead of all over it."""
CROSS_DENSE, CROSS_TRANSLATED = 0.5, 0.5
SAME_FLOOR = 0.4
"""A passage in the question's language that shares no word still may say it in others."""
STAGE_BOOST = 1.1
NO_WORDS = LexicalHit(0, 0.0)


def words_of(hit: LexicalHit, *, same_language: bool) -> float:
    """How much of the question's words a passage has, in [0, 1]."""
    if not same_language:
        return hit.translated
    return (1 - CLOSENESS) * hit.score + CLOSENESS * hit.closeness


def fuse(dense: float, hit: LexicalHit, *, same_language: bool, favoured: bool = False) -> float:
    """The score in [0, 1] of a passage with this mean cosine and these words.

    `favoured`: it belongs to the stage the question is about.
    """
    dense = min(max(dense, 0.0), 1.0)
    said = words_of(hit, same_language=same_language)
    if same_language:
        words = max(said, SAME_FLOOR * dense)
    else:
        words = CROSS_DENSE * dense + CROSS_TRANSLATED * said
    score = DENSE_WEIGHT * dense + (1 - DENSE_WEIGHT) * words
    return min(score * (STAGE_BOOST if favoured else 1.0), 1.0)


def fuse_words_only(hit: LexicalHit, *, same_language: bool, favoured: bool = False) -> float:
    """The score where no encoder or no vector index serves."""
    words = words_of(hit, same_language=same_language)
    return min(words * (STAGE_BOOST if favoured else 1.0), 1.0)
