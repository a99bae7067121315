"""Quality: retrieval and refusal on xquad, check-in reading on our own set: `make eval`.

Prints the tables and writes them into docs/benchmarks.md. No network; about ten minutes.
`EVAL_DATA` names the folder of the evaluation data; what is missing is left out.
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

from benchmarks import retrieval
from benchmarks.report import write_section
from bot.checkins.understanding import parse_line, warm_up

HERE = Path(__file__).parent
EVAL_DATA = Path(os.environ.get("EVAL_DATA", HERE.parents[1] / "shared" / "eval"))
HOME = Path("build/benchmark-home")


def main() -> None:
    if (EVAL_DATA / "xquad").is_dir():
        HOME.mkdir(parents=True, exist_ok=True)
        names = [*retrieval.RECALL, *retrieval.REFUSAL]
        lines = asyncio.run(retrieval.run(EVAL_DATA / "xquad", HOME, names))
        write_section("retrieval", "\n".join(lines))
    scorer = EVAL_DATA / "checkins" / "score.py"
    if scorer.exists():
        table = checkins(scorer, HERE / "checkins" / "dev.jsonl")
        print(table)
        write_section("checkins", table)


def checkins(scorer: Path, gold: Path) -> str:
    """Read every message and score it with the shared scorer; a Markdown table."""
    warm_up()
    messages = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        read, report = Path(folder) / "read.jsonl", Path(folder) / "report.json"
        lines = [json.dumps(parse_line(message), ensure_ascii=False) for message in messages]
        read.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, *map(str, (scorer, read, "--gold", gold, "--json", report))]
        subprocess.run(command, check=True, capture_output=True)
        overall = json.loads(report.read_text(encoding="utf-8"))["overall"]
    return "\n".join(_rows(overall))


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
