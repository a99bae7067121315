"""The evidence gate's weights and its curve: `python -m benchmarks.gate`.

Fits the weights of knowledge/grounding/gate.py on the questions of XQuAD, a third of which have no
article that answers them: class-balanced, cross-validated by article. Prints them, what they are
worth, and what passes and is refused at each threshold. `make eval` writes it down.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import answers, retrieval
from benchmarks.remembering import remembering
from benchmarks.retrieval import REFUSAL, Bench
from benchmarks.searchers import Reply, ask
from knowledge.grounding.gate import ANSWERED, WEAK, WEIGHTS, weigh
from knowledge.grounding.signals import Signals, read_signals
from storage.records import Evidence

FOLDS = 6
DECAY = 1e-3
"""Of the squared weights of signals scaled to a deviation of 1."""
STEPS = 100
THRESHOLDS = (0.01, 0.02, WEAK, 0.07, 0.1, 0.15, 0.2, ANSWERED, 0.4, 0.5, 0.7, 0.9)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """A question's signals; `article` is what is held out together."""

    set: str
    article: str
    answerable: bool
    signals: Signals


# --- the fit ------------------------------------------------------------------------------------


def samples(
    bench: Bench, base: Sequence[Mapping[str, Any]], article: Mapping[str, str]
) -> list[Asked]:
    """What was found for a set's questions; `base` are the same ones, each with its gold."""
    of = {question["id"]: article[question["gold"][0]] for question in base}
    return [
        Asked(bench.name, of[q["id"]], bool(q["gold"]), signals_of(bench.evidence[q["question"]]))
        for q in bench.questions
    ]


def signals_of(evidence: Evidence) -> Signals:
    return read_signals(evidence.question, evidence.results)


def fit(features: Numbers, answerable: NDArray[np.bool_]) -> Numbers:
    """Bias and weights of a logistic model, both classes counting alike; (n, signals)."""
    mean, deviation = features.mean(0), features.std(0)
    inputs = np.c_[np.ones(len(features)), (features - mean) / deviation]
    share = answerable.mean()
    weight = np.where(answerable, 0.5 / share, 0.5 / (1 - share)) / len(features)
    penalty = DECAY * np.diag([0.0] + [1.0] * features.shape[1])
    model = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-inputs @ model))
        slope = inputs.T @ (weight * (likely - answerable)) + penalty @ model
        bend = (inputs * (weight * likely * (1 - likely))[:, None]).T @ inputs + penalty
        model -= np.linalg.solve(bend, slope)
    scaled = model[1:] / deviation
    weights: Numbers = np.r_[model[0] - scaled @ mean, scaled]
    return weights


def folds(asked: Sequence[Asked]) -> NDArray[np.int_]:
    """A fold for each question: articles dealt out, those with an answer and without alike."""
    articles = sorted({(a.answerable, a.article) for a in asked})
    of = {article: number % FOLDS for number, (_, article) in enumerate(articles)}
    return np.array([of[a.article] for a in asked])


def cross_validated(
    features: Numbers, answerable: NDArray[np.bool_], fold: NDArray[np.int_]
) -> Numbers:
    """Every question's score by the model that has not seen its article."""
    scores = np.zeros(len(features))
    for held_out in range(FOLDS):
        inside = fold != held_out
        model = fit(features[inside], answerable[inside])
        scores[~inside] = features[~inside] @ model[1:] + model[0]
    return scores


def auroc(scores: Numbers, answerable: NDArray[np.bool_]) -> float:
    """The chance that an answerable question scores higher than another; ties count half."""
    others = np.sort(scores[~answerable])
    below = np.searchsorted(others, scores[answerable], "left")
    ties = np.searchsorted(others, scores[answerable], "right") - below
    return float((below + ties / 2).mean() / len(others))


def rejected(scores: Numbers, answerable: NDArray[np.bool_], passing: float = 0.95) -> float:
    """The share of the others below the threshold that lets so many of the answerable pass."""
    held = np.sort(scores[answerable])
    threshold = held[int((1 - passing) * len(held))]
    return float((scores[~answerable] < threshold).mean())


def fitted(asked: Sequence[Asked]) -> list[str]:
    """The weights, and how well they tell the questions apart, as Markdown."""
    features = np.array([a.signals.values() for a in asked])
    answerable = np.array([a.answerable for a in asked])
    model = fit(features, answerable)
    unseen = cross_validated(features, answerable, folds(asked))
    shipped = np.array([weigh(a.signals, WEIGHTS) for a in asked])
    names = ["bias", *(field.name for field in fields(Signals))]
    rows = zip(names, model, (WEIGHTS.bias, *WEIGHTS.signals.values()), strict=True)
    lines = ["| weight | fitted | shipped |", "|---|---|---|"]
    lines += [f"| {name} | {fit_:.2f} | {own:g} |" for name, fit_, own in rows]
    lines += ["", "| set | metric | cross-validated | shipped |", "|---|---|---|---|"]
    for name in dict.fromkeys(a.set for a in asked):
        of = np.array([a.set == name for a in asked])
        for metric, figure in (("auroc", auroc), ("reject@95", rejected)):
            cells = [f"{figure(scores[of], answerable[of]):.4f}" for scores in (unseen, shipped)]
            lines.append(f"| {name} | {metric} | {' | '.join(cells)} |")
    return lines


# --- the curve ----------------------------------------------------------------------------------


def curve(far: Sequence[Asked], replies: Sequence[Reply]) -> list[str]:
    """What passes and what is refused at each threshold, as Markdown; no `far`, no such columns."""
    groups: list[tuple[str, list[float], bool]] = []
    for name in dict.fromkeys(a.set for a in far):
        of = [a for a in far if a.set == name]
        for what, passes in (("answerable pass", True), ("far refused", False)):
            held = [weigh(a.signals, WEIGHTS) for a in of if a.answerable is passes]
            groups.append((f"{name.removeprefix('neg_')}: {what}", held, passes))
    for what, kinds, passes in (
        ("answerable pass", None, True),
        ("out of scope refused", "out_of_scope", False),
        ("near misses refused", "near_miss", False),
    ):
        held = [r.evidence.confidence for r in replies if _is(r, kinds)]
        groups.append((f"own: {what}", held, passes))
    lines = [
        f"| threshold | {' | '.join(name for name, _, _ in groups)} |",
        "|---|" + "---|" * len(groups),
    ]
    for threshold in THRESHOLDS:
        cells = [_share(held, threshold, passes) for _, held, passes in groups]
        lines.append(f"| {_named(threshold)} | {' | '.join(cells)} |")
    return lines


def _is(reply: Reply, kind: str | None) -> bool:
    return bool(reply.question.get("gold")) if kind is None else reply.question["kind"] == kind


def _share(held: Sequence[float], threshold: float, passes: bool) -> str:
    reach = [confidence >= threshold for confidence in held]
    return f"{np.mean([one is passes for one in reach]):.3f}" if reach else "–"


def _named(threshold: float) -> str:
    marks = {WEAK: "weak from here", ANSWERED: "answered from here"}
    mark = marks.get(threshold)
    return f"**{threshold:g}** ({mark})" if mark else f"{threshold:g}"


# --- running ------------------------------------------------------------------------------------


def far_questions(folder: Path, benches: Mapping[str, Bench]) -> list[Asked]:
    """The samples of the sets with far questions, both of which must have been asked."""
    _, sets = retrieval.tools(folder)
    asked: list[Asked] = []
    for name in REFUSAL:
        _, passages, questions = sets.load(name.removeprefix("neg_"))
        article = {passage["id"]: passage["article"] for passage in passages}
        asked += samples(benches[name], questions, article)
    return asked


async def asked_again(folder: Path, encoders: Sequence[Any]) -> dict[str, Bench]:
    """The sets with far questions, put to the product alone."""
    _, sets = retrieval.tools(folder)
    benches = {}
    with ThreadPoolExecutor(1) as executor:
        for name in REFUSAL:
            bench = benches[name] = await retrieval.prepare(name, sets, encoders, executor)
            for question in bench.questions:
                await bench.ours(question["question"])
    return benches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where score.py and the xquad sets are")
    folder = parser.parse_args().folder
    with remembering() as bundled:
        far = far_questions(folder, asyncio.run(asked_again(folder, bundled.encoders)))
        replies = asyncio.run(ask(answers.DEVELOPMENT, bundled))
    print("\n".join([*fitted(far), "", *curve(far, replies)]))


if __name__ == "__main__":
    main()
