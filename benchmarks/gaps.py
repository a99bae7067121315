"""Choose from which nearness two questions are one gap.

    python -m benchmarks.gaps [--home DIR]

Prints precision, recall and F1 on tests/bot/gaps/pairs.jsonl by threshold. Takes ten seconds.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from knowledge.embedding import bundled_encoders
from tests.bot.gaps.measuring import measured, table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="where the converted encoder is kept")
    home = parser.parse_args().home or Path(tempfile.mkdtemp())
    print(table(measured(bundled_encoders(home))))


if __name__ == "__main__":
    main()
