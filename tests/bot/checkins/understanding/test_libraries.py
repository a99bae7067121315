"""The heavy libraries read what they read whole, though only a part of them is loaded."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from bot.checkins.understanding import libraries

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("下周三", date(2026, 3, 25)),
        ("后天", date(2026, 3, 20)),
        ("2026年端午", date(2026, 6, 19)),
        ("2026年元宵", date(2026, 3, 3)),
    ],
)
def test_chinese_days(words: str, day: date) -> None:
    found = libraries.chinese_day(words, TODAY)
    assert found is not None
    assert found[0] == day


def test_characters() -> None:
    assert libraries.simplified_characters()["約"] == "约"
    assert [libraries.sound(c) for c in "苏衡a"] == ["su", "heng", "a"]


def test_only_the_time_parser_is_loaded() -> None:
    code = (
        "import sys; from bot.checkins.understanding import warm_up; warm_up(); "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'jionlp', 'jiojio', 'requests'}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
