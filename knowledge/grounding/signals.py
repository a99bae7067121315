"""What can be seen of how well passages support an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from knowledge.text import normalise, quantities, segment, sentences
from storage.records import Passage, Scored

LOOKED_AT = 3
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-./&+][A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Signals:
    """Each in [0, 1] (`margin` may be larger) and, but for `unmet`, better when higher.

    `score`, `dense`: of the best passage. `margin`: how far the best stands out from the tenth
    part below. `coverage`: share of the question's content words, by rarity, in the best of the
    first passages; `closeness`: the same within a few sentences. `unmet`: share of the numbers and
    names asked for that none of the first passages has.
    """

    score: float
    dense: float
    margin: float
    coverage: float
    closeness: float
    unmet: float

    def values(self) -> tuple[float, ...]:
        """In the order of the fields."""
        return astuple(self)


def read_signals(question: str, results: Sequence[Scored], weights: Mapping[str, float]) -> Signals:
    """`results` must not be empty, best first; `weights` is the rarity of each content word."""
    first = results[:LOOKED_AT]
    rest = results[1:5]
    behind = sum(r.score for r in rest) / len(rest) if rest else 0.0
    readings = [_coverage(result.passage, weights) for result in first]
    return Signals(
        score=results[0].score,
        dense=max(result.dense for result in first),
        margin=results[0].score - behind,
        coverage=max(coverage for coverage, _ in readings),
        closeness=max(closeness for _, closeness in readings),
        unmet=unmet(question, [result.passage for result in first]),
    )


def _coverage(passage: Passage, weights: Mapping[str, float]) -> tuple[float, float]:
    """How much of the question is in the passage, and in the best two sentences of it."""
    total = sum(weights.values())
    if total <= 0:
        return 0.0, 0.0
    headings = set(segment(passage.section)) | set(segment(passage.document))
    parts = [set(segment(sentence)) & weights.keys() for sentence in sentences(passage.text)]
    windows = [a | b for a, b in zip(parts, [*parts[1:], set()], strict=False)]
    everywhere = set().union(*parts, headings & weights.keys())
    shares = [sum(weights[term] for term in terms) / total for terms in (everywhere, *windows)]
    return shares[0], max(shares[1:], default=0.0)


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
