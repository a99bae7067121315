"""The checker of a model's sentences, on sentences it must reject and sentences it must pass.

    python -m benchmarks.claims              # the table; add --words for words alone
    python -m benchmarks.claims --list dev   # and what went wrong in the development half

benchmarks/claims/README.md says where the sentences are from and how they are halved.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

from knowledge.answering.checking import Checker
from knowledge.answering.scoring import SentenceSimilarity
from knowledge.embedding import language_of, open_sentence_encoder, shipped_means
from storage.records import Passage

FOLDER = Path(__file__).parent / "claims"
HALVES = ("dev", "unseen")


def half(identifier: str) -> str:
    """Which half a line belongs to, by its id alone."""
    return HALVES[int(sha256(identifier.encode()).hexdigest()[0], 16) % 2]


def lines(name: str) -> list[dict[str, Any]]:
    """The lines of `<name>.jsonl`: planted, supported or attacks."""
    text = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def passages_of(entry: dict[str, Any]) -> list[Passage]:
    """The passages of a line, as the splitter would have cut them."""
    return [
        Passage(
            id=number,
            document_id=number,
            document=given["doc"],
            playbook=Path(given["doc"]).stem,
            playbook_title=Path(given["doc"]).stem,
            version=1,
            ordinal=0,
            heading_path=(given["section"],),
            text=given["text"],
            text_hash=sha256(given["text"].encode()).hexdigest(),
            language=language_of(given["text"]),
        )
        for number, given in enumerate(entry["passages"], start=1)
    ]


async def found(checker: Checker, entry: dict[str, Any]) -> list[str]:
    """What the checker has against a line's sentence."""
    claim = (str(entry["text"]), list(entry["citations"]))
    return await checker.problems([claim], passages_of(entry))


async def run(checker: Checker, listed: str, halves: Sequence[str] = HALVES) -> list[str]:
    """The table: one row a file and kind, caught or passed of all, for each of the halves."""
    counts: Counter[tuple[str, str, str]] = Counter()
    right: Counter[tuple[str, str, str]] = Counter()
    for name in ("planted", "supported"):
        for entry in lines(name):
            if half(entry["id"]) not in halves:
                continue
            problems = await found(checker, entry)
            good = bool(problems) == (name == "planted")
            for kind in (entry["kind"], "all"):
                key = (name, kind, half(entry["id"]))
                counts[key] += 1
                right[key] += good
            if not good and half(entry["id"]) == listed:
                _show(name, entry, problems)
    kinds = sorted({key[:2] for key in counts}, key=lambda k: (k[0], k[1] == "all", k[1]))
    return [f"| | | {' | '.join(halves)} |", "|---" * (2 + len(halves)) + "|"] + [
        f"| {'caught' if name == 'planted' else 'passed'} | {kind} | "
        + " | ".join(f"{right[name, kind, h]} of {counts[name, kind, h]}" for h in halves)
        + " |"
        for name, kind in kinds
    ]


def _show(name: str, entry: dict[str, Any], problems: Sequence[str]) -> None:
    print(f"\n{name} {entry['kind']} {entry['id']}: {entry['text']} {entry['citations']}")
    print(f"  {entry.get('why', '')} {problems}")
    for number in dict.fromkeys(entry["citations"]):
        if 1 <= number <= len(entry["passages"]):
            given = entry["passages"][number - 1]
            print(f"  [{number}] {given['doc']} › {given['section']}: {given['text']}")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", choices=["dev"], default="")
    parser.add_argument("--dev", action="store_true", help="the development half alone")
    parser.add_argument("--words", action="store_true", help="without the sentence encoder")
    options = parser.parse_args()
    encoder = open_sentence_encoder()
    similarity = SentenceSimilarity(encoder, shipped_means(encoder.id))
    with ThreadPoolExecutor(1) as executor:
        checker = Checker() if options.words else Checker(similarity, executor)
        print("\n".join(await run(checker, options.list, HALVES[:1] if options.dev else HALVES)))


if __name__ == "__main__":
    asyncio.run(main())
