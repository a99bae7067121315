"""Quality: retrieval, the gate, answers and check-in reading, beside plain searches: `make eval`.

Prints the tables and writes them into docs/benchmarks.md. No network; minutes, fewer when nothing
has to be embedded anew. `EVAL_DATA` names the folder of the evaluation data; the rows of what is
missing are left out.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import answers, gate, retrieval
from benchmarks.gate import Asked
from benchmarks.remembering import remembering
from benchmarks.report import write_section
from benchmarks.searchers import ask
from bot.checkins.understanding import parse_line, warm_up
from knowledge.embedding import BundledEncoders

HERE = Path(__file__).parent
EVAL_DATA = Path(os.environ.get("EVAL_DATA", HERE.parents[1] / "shared" / "eval"))


def main() -> None:
    with remembering() as bundled:
        far = xquad(EVAL_DATA / "xquad", bundled)
        replies = asyncio.run(ask(answers.DEVELOPMENT, bundled))
    show("answers", answers.tables(replies))
    show("gate", [*(gate.fitted(far) if far else ()), "", *gate.curve(far, replies)])
    scorer = EVAL_DATA / "checkins" / "score.py"
    if scorer.exists():
        show("checkins", checkins(scorer, HERE / "checkins" / "dev.jsonl"))


def show(section: str, lines: list[str]) -> None:
    print("\n".join(lines), end="\n\n", flush=True)
    write_section(section, "\n".join(lines).strip())


def xquad(folder: Path, bundled: BundledEncoders) -> list[Asked]:
    """Retrieval and refusal; what the gate is fitted on. Nothing where the data is missing."""
    if not folder.is_dir():
        print(f"{folder} is missing: its rows are left out", file=sys.stderr)
        return []
    names = [*retrieval.RECALL, *retrieval.REFUSAL]
    lines, benches = asyncio.run(retrieval.run(folder, bundled.encoders, names))
    show("retrieval", lines)
    return gate.far_questions(folder, benches)


def checkins(scorer: Path, gold: Path) -> list[str]:
    """Read every message and score it with the shared scorer; Markdown."""
    warm_up()
    messages = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        read, report = Path(folder) / "read.jsonl", Path(folder) / "report.json"
        lines = [json.dumps(parse_line(message), ensure_ascii=False) for message in messages]
        read.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, *map(str, (scorer, read, "--gold", gold, "--json", report))]
        subprocess.run(command, check=True, capture_output=True)
        overall = json.loads(report.read_text(encoding="utf-8"))["overall"]
    return _rows(overall)


def _rows(overall: dict[str, Any]) -> list[str]:
    rows = [
        "| | |",
        "|---|---|",
        f"| messages | {overall['n']} |",
        f"| read exactly | {overall['exact_structured']:.3f} |",
        f"| false-write rate | {overall['false_write_rate']:.3f} |",
        f"| ambiguous deals asked about | {overall['ambiguous_flagged']:.3f} |",
        "",
        "| field | precision | recall | F1 |",
        "|---|---|---|---|",
    ]
    for name, found in overall["fields"].items():
        cells = (found["precision"], found["recall"], found["f1"])
        rows.append(
            f"| {name} | " + " | ".join("–" if c is None else f"{c:.3f}" for c in cells) + " |"
        )
    return rows


if __name__ == "__main__":
    main()
