"""What can be seen of how well passages support an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from knowledge.nearness import nearest_unit
from knowledge.text import normalise, quantities, segment
from storage.records import Passage, Scored

LOOKED_AT = 3
JUDGED = 10
"""How many of the best the signals are read from."""
BEHIND = 5
"""How many passages' nearest sentences the best one's has to stand out from."""
LAST_SCORE, BEHIND_NEAREST = 0.2, 0.33
"""What the tenth and the next ones usually have: for where there are fewer."""
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-./&+][A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Signals:
    """Better when higher, but for `unmet`.

    `score`: of the best passage, in [0, 1]. `spread`: by how much it exceeds the last of the ten
    best. `standing_out`: by how much the nearest sentence of the first passages exceeds those of
    the next ones. `unmet`: share of the numbers and names asked for that none of the first
    passages has.
    """

    score: float
    spread: float
    standing_out: float
    unmet: float

    def values(self) -> tuple[float, ...]:
        """In the order of the fields."""
        return astuple(self)


def read_signals(question: str, results: Sequence[Scored]) -> Signals:
    """`results` must not be empty: the ten best, best first, or all there are."""
    results = results[:JUDGED]
    nearest = [nearest_unit(result) for result in results]
    behind = (nearest[1 : BEHIND + 1] + [BEHIND_NEAREST] * BEHIND)[:BEHIND]
    last = results[JUDGED - 1].score if len(results) >= JUDGED else LAST_SCORE
    return Signals(
        score=results[0].score,
        spread=results[0].score - last,
        standing_out=max(nearest[:LOOKED_AT]) - sum(behind) / BEHIND,
        unmet=unmet(question, [result.passage for result in results[:LOOKED_AT]]),
    )


def coverage(results: Sequence[Scored], weights: Mapping[str, float]) -> float:
    """Share of the question's content words, by rarity, in the best of the first passages."""
    total = sum(weights.values())
    if total <= 0:
        return 0.0
    held = (set(segment(f"{r.passage.section}\n{r.passage.text}")) for r in results[:LOOKED_AT])
    return max(sum(weights[term] for term in terms & weights.keys()) / total for terms in held)


def unmet(question: str, passages: Sequence[Passage]) -> float:
    """Share of the numbers and Latin names asked for that stand in none of `passages`."""
    texts = [f"{p.section}\n{p.text}" for p in passages]
    held = [q for text in texts for q in quantities(text)]
    numbers = quantities(question)
    met = [any(h.covers(n) or n.covers(h) for h in held) for n in numbers]
    vocabulary = {term for text in texts for term in segment(text)}
    met += [set(segment(name)) <= vocabulary for name in names(question)]
    return met.count(False) / len(met) if met else 0.0


def names(question: str) -> list[str]:
    """Latin words that evidently name something: in Chinese any, in English capitalised ones."""
    found = [(m.group(), m.start()) for m in _LATIN_NAME.finditer(question)]
    if _HAN.search(question):
        return [name for name, _ in found if len(name) > 1]
    first = len(question) - len(question.lstrip())
    return [
        name
        for name, at in found
        if (at > first and name[:1].isupper() and len(name) > 1)
        or any(c.isdigit() for c in normalise(name))
    ]
