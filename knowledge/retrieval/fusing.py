"""One score from meaning and words, fair to passages in the other language.

Absolute scales: the mean cosine of centred vectors, and BM25 as a share of the most the question
could score. Ranks and per-question min-max would let a single shared Latin token decide between
languages, and say nothing as a confidence.

A passage in the other language has no words to win with, so for it the lexical half is what a
passage of such a nearness usually has (`CROSS_LEXICAL`). Measured on xquad_mixed (recall@1, answer
in the question's language / in the other): plain half-and-half .955 / .625, this .957 / .813.
"""

from __future__ import annotations

DENSE_WEIGHT = 0.6
CROSS_LEXICAL = 0.65
CROSS_SHARED = 0.3
"""What words shared across languages (names, codes, numbers) add."""
SAME_FLOOR = 0.3
"""A passage in the question's language that shares no word still may say it in others."""
STAGE_BOOST = 1.1


def fuse(dense: float, lexical: float, *, same_language: bool, favoured: bool = False) -> float:
    """The score in [0, 1] of a passage with this mean cosine and share of BM25.

    `favoured`: it belongs to the stage the question is about.
    """
    dense = min(max(dense, 0.0), 1.0)
    if same_language:
        words = max(lexical, SAME_FLOOR * dense)
    else:
        words = CROSS_LEXICAL * dense + CROSS_SHARED * lexical
    score = DENSE_WEIGHT * dense + (1 - DENSE_WEIGHT) * words
    return min(score * (STAGE_BOOST if favoured else 1.0), 1.0)


def fuse_words_only(lexical: float, *, favoured: bool = False) -> float:
    """The score where no encoder or no vector index serves."""
    return min(lexical * (STAGE_BOOST if favoured else 1.0), 1.0)
