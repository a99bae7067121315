"""docs/benchmarks.md: each command writes its own section, between its own marks."""

from __future__ import annotations

import re
from pathlib import Path

FILE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def write_section(name: str, text: str) -> None:
    """Put `text` between `<!-- name -->` and `<!-- /name -->`."""
    page = FILE.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"docs/benchmarks.md has no section {name!r}")
    FILE.write_text(pattern.sub(rf"\g<1>{text}\n\g<2>", page), encoding="utf-8")
