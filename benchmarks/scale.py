"""A question at growing numbers of passages, alone and with others: `python -m benchmarks.scale`.

Prints the tables and writes them into docs/benchmarks.md. 100,000 passages take some ten minutes,
nearly all of them to make the passages; `--sizes 1000 10000` takes three.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from benchmarks.corpus import QUESTIONS, grow, make_home
from benchmarks.plain import PlainRetriever, fill
from benchmarks.report import write_section
from bot.bootstrap import open_coach
from bot.coach import Coach
from bot.library.sources import StoredPassages
from bot.library.views import StoredUnits
from bot.settings import Settings
from knowledge.lexical import LexicalSearch
from knowledge.retrieval.dense import DenseSearch
from storage.records import Scope

SIZES = (1_000, 10_000, 100_000)
COMPARED_AT = 10_000
ROUNDS = 6
PEOPLE = 20
CROWDS = 5
PARTS: dict[str, list[tuple[type[Any], str]]] = {
    "embedding": [(DenseSearch, "embed")],
    "words": [(LexicalSearch, "search")],
    "vectors": [(DenseSearch, "nearest"), (DenseSearch, "complete")],
    "reading": [(StoredPassages, "passages"), (StoredPassages, "by_hash"), (StoredUnits, "of")],
}
"""What of a question is timed apart. Embedding and words run beside each other."""

Seconds = dict[str, list[float]]


@contextmanager
def stopwatches() -> Iterator[Seconds]:
    """The seconds of each call to the parts, while it is open."""
    spent: Seconds = defaultdict(list)
    patches = [
        patch.object(owner, name, _timed(part, getattr(owner, name), spent))
        for part, methods in PARTS.items()
        for owner, name in methods
    ]
    for each in patches:
        each.start()
    try:
        yield spent
    finally:
        for each in patches:
            each.stop()


def _timed(
    part: str, method: Callable[..., Awaitable[Any]], spent: Seconds
) -> Callable[..., Awaitable[Any]]:
    @wraps(method)
    async def timed(*args: Any, **options: Any) -> Any:
        started = time.perf_counter()
        try:
            return await method(*args, **options)
        finally:
            spent[part].append(time.perf_counter() - started)

    return timed


async def ask(coach: Coach, question: str) -> tuple[float, float]:
    """Seconds of the whole question, and of composing its answer alone."""
    started = time.perf_counter()
    evidence = await coach.library.retrieve(question, Scope())
    found = time.perf_counter()
    await coach.library.compose(evidence.question, evidence, "zh")
    ended = time.perf_counter()
    return ended - started, ended - found


async def alone(coach: Coach) -> tuple[list[float], Seconds]:
    """Whole questions one after another, and each part's seconds a question."""
    whole: list[float] = []
    parts: Seconds = defaultdict(list)
    for number in range(ROUNDS):
        for question in QUESTIONS:
            with stopwatches() as spent:
                taken, composing = await ask(coach, f"{question} {number}")
            whole.append(taken)
            for part in PARTS:
                parts[part].append(sum(spent[part]))
            parts["composing"].append(composing)
    return whole, parts


async def together(coach: Coach) -> list[float]:
    """The questions of 20 people who ask at once."""
    taken: list[float] = []
    for crowd in range(CROWDS):
        asked = [f"{QUESTIONS[n % len(QUESTIONS)]} {crowd} {n}" for n in range(PEOPLE)]
        taken += [whole for whole, _ in await asyncio.gather(*(ask(coach, q) for q in asked))]
    return taken


async def beside_plain(coach: Coach, folder: Path) -> str:
    """Our whole question and a plain LangChain retrieval, in turns."""
    plain = [PlainRetriever(store=s) for s in await fill(coach, folder)]
    ours, theirs = [], []
    for number in range(ROUNDS):
        for question in QUESTIONS:
            asked = f"{question} {number}."
            ours.append((await ask(coach, asked))[0])
            started = time.perf_counter()
            for retriever in plain:
                await asyncio.to_thread(retriever.invoke, asked)
            theirs.append(time.perf_counter() - started)
    ratios = [m(ours) / m(theirs) for m in (median, p95)]
    return (
        f"A whole question over {COMPARED_AT:,} passages: {said(ours)}. Plain LangChain retrieval "
        f"over Chroma with each of the {len(plain)} encoders: {said(theirs)}. "
        f"Ratio {ratios[0]:.2f} at p50, {ratios[1]:.2f} at p95 (bar 1.5)."
    )


def p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def said(values: Sequence[float]) -> str:
    return f"p50 {median(values) * 1000:.0f} ms, p95 {p95(values) * 1000:.0f} ms"


async def measure(home: Path, size: int, plain: Path | None) -> tuple[str, float, str]:
    """A row of the table, the p95 it shows, and the comparison if it is asked for."""
    settings = Settings(home=home, telegram_token=None, database_url=None)
    async with open_coach(settings, owner=True) as coach:
        await coach.library.mend()
        for question in QUESTIONS:
            await ask(coach, question)
        whole, parts = await alone(coach)
        crowd = await together(coach)
        compared = await beside_plain(coach, plain) if plain else ""
    shares = " | ".join(f"{median(parts[part]) * 1000:.0f}" for part in (*PARTS, "composing"))
    row = f"| {size:,} | {said(whole)} | {shares} | {said(crowd)} |"
    print(row, compared, sep="\n", flush=True)
    return row, p95(whole), compared


def run(home: Path, sizes: Sequence[int], *, made: bool) -> str:
    """The tables for these sizes, in order; `made`: folders of the home have them already."""
    names = " | ".join((*PARTS, "composing"))
    lines = [
        f"| passages | a question | {names} (ms, median) | {PEOPLE} people at once |",
        "|" + "---|" * (len(PARTS) + 4),
    ]
    last, compared = [], ""
    for number, size in enumerate(sizes):
        of = home / str(size) if made else home
        if not made:
            asyncio.run(grow(of, size) if number else make_home(of, size))
        with tempfile.TemporaryDirectory() as plain:
            at = Path(plain) if size == COMPARED_AT else None
            row, slowest, text = asyncio.run(measure(of, size, at))
        lines.append(row)
        last.append(slowest)
        compared = compared or text
    grown = f"p95 at {sizes[-1]:,} is {last[-1] / last[0]:.2f} times that at {sizes[0]:,} (bar 2)."
    return "\n".join([*lines, "", grown, *([compared] if compared else [])])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--homes", type=Path, help="a folder with a home made for each size")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = run(options.homes or Path(folder), options.sizes, made=options.homes is not None)
    print(text)
    if tuple(options.sizes) == SIZES:
        write_section("scale", text)


if __name__ == "__main__":
    main()
