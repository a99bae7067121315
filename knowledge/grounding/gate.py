"""The verdict from the signals: one small table of weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from knowledge.grounding.signals import Signals, coverage, read_signals
from knowledge.grounding.verdict import Verdict
from knowledge.lexical import LexicalFindings
from knowledge.text import normalise
from storage.records import Outcome, Reason, Scored


@dataclass(frozen=True)
class Weights:
    """A logistic model: confidence = 1 / (1 + exp(−(bias + Σ weight · signal)))."""

    bias: float
    signals: Signals


# From fits on questions of XQuAD whose topic is absent (class-balanced, cross-validated by article;
# `python -m benchmarks.gate`), with a strong decay and rounded: their order is what counts. The
# thresholds were chosen on 248 questions of our own, where a company's documents have less to tell
# them apart by: docs/decisions/0011-the-gate.md.
WEIGHTS = Weights(-7.1, Signals(score=10.5, spread=11.0, standing_out=9.0, unmet=-1.1))
ANSWERED = 0.3
WEAK = 0.04
FOREIGN_CONFIDENCE = 0.02
FOREIGN_COVERAGE = 0.3
_OURS = re.compile(
    r"我们|咱们|我司|公司|客户|销售|产品|竞争|市场|品牌|合同|报价|\b(?:our|we|us|company|customers?|sales|products?|deals?)\b"
)


def judge(question: str, results: Sequence[Scored], words: LexicalFindings) -> Verdict:
    """How well `results`, best first, answer `question`, and so whether to answer."""
    if not results:
        reason = Reason.NOT_IN_PLAYBOOKS if words.passages else Reason.NOTHING_LOADED
        return Verdict(0.0, Outcome.REFUSED, reason)
    confidence = weigh(read_signals(question, results), WEIGHTS)
    if confidence >= ANSWERED:
        return Verdict(confidence, Outcome.ANSWERED)
    if confidence >= WEAK:
        return Verdict(confidence, Outcome.WEAK, Reason.NOT_IN_PLAYBOOKS)
    known = coverage(results, words.weights)
    return Verdict(confidence, Outcome.REFUSED, _why_refused(question, confidence, known))


def weigh(signals: Signals, weights: Weights) -> float:
    """The confidence, in [0, 1]."""
    pairs = zip(signals.values(), weights.signals.values(), strict=True)
    return 1 / (1 + exp(-(weights.bias + sum(value * weight for value, weight in pairs))))


def _why_refused(question: str, confidence: float, known: float) -> Reason:
    foreign = confidence < FOREIGN_CONFIDENCE and known < FOREIGN_COVERAGE
    if foreign and not _OURS.search(normalise(question)):
        return Reason.NOT_OUR_SUBJECT
    return Reason.NOT_IN_PLAYBOOKS
