"""What stands in the way, in the rep's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import lexicon as lex
from .clauses import Clause
from .modality import Mood


def read_blockers(norm: str, spoken: Sequence[tuple[Clause, Mood]]) -> list[tuple[int, int]]:
    """The clauses that say what holds a deal up."""
    return [
        (clause.start, clause.end)
        for clause, mood in spoken
        if not (mood.question or mood.ordered or _supposed(norm, clause)) and _blocks(norm, clause)
    ]


def _supposed(norm: str, clause: Clause) -> bool:
    return bool(
        re.match(r"(?:如果|要是|假如|万一|除非|if|unless|in case)", norm[clause.start : clause.end])
    )


def _blocks(norm: str, clause: Clause) -> bool:
    match = lex.BLOCKER.search(norm, clause.start, clause.end)
    if match is None or lex.NOT_BLOCKER.search(norm, clause.start, clause.end):
        return False
    before = norm[clause.start : match.start()]
    return not re.search(
        r"(?:不|没|no longer|not|isn't|without|no)\s*(?:more |any |real )?$", before
    )
