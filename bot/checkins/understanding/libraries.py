"""The doors to the heavy libraries: imported on first use, quiet, slimmed where they are fat."""

from __future__ import annotations

import contextlib
import sys
import threading
import unicodedata
from datetime import date, datetime, time
from functools import lru_cache
from typing import IO, Any, cast


class _WithoutThisThread:
    """Standard output that loses what the thread that made it writes, and passes on the rest."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._silenced = threading.get_ident()

    def write(self, text: str) -> int:
        """The number of characters written or lost."""
        if threading.get_ident() == self._silenced:
            return len(text)
        return int(self._stream.write(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@lru_cache(maxsize=1)
def jionlp() -> Any:
    """The library; it greets on stdout when imported, which would spoil a command's JSON.

    Other threads go on being heard: the terminal's prompt may appear meanwhile.
    """
    with contextlib.redirect_stdout(cast(IO[str], _WithoutThisThread(sys.stdout))):
        import jionlp as library
    return library


@lru_cache(maxsize=1)
def simplified_characters() -> dict[str, str]:
    """Traditional → simplified, character by character."""
    load = jionlp().dictionary.dictionary_loader.traditional_simplified_loader
    table: dict[str, str] = load("tra2sim_char.txt")
    return {old: new for old, new in table.items() if len(old) == len(new) == 1}


@lru_cache(maxsize=1)
def _pinyin() -> dict[str, str]:
    readings = jionlp().dictionary.dictionary_loader.pinyin_char_loader()
    plain: dict[str, str] = {}
    for char, sounds in readings.items():
        if len(char) == 1 and sounds and "\u4e00" <= char <= "\u9fff":
            decomposed = unicodedata.normalize("NFD", sounds[0])
            plain[char] = "".join(c for c in decomposed if "a" <= c <= "z")
    return plain


def sound(char: str) -> str:
    """The syllable of a Chinese character without its tone; the character itself for others."""
    return _pinyin().get(char, char)


@lru_cache(maxsize=4096)
def chinese_day(words: str, today: date) -> tuple[date, date] | None:
    """The first and last day that jionlp reads in `words`."""
    base = {"year": today.year, "month": today.month, "day": today.day}
    try:
        found = jionlp().parse_time(words, time_base=base)
        first, last = (date.fromisoformat(instant[:10]) for instant in found["time"])
    except Exception:  # noqa: BLE001 - it raises many kinds, for any words it does not know
        return None
    return first, last


@lru_cache(maxsize=4096)
def english_day(words: str, today: date) -> date | None:
    """The day that dateparser reads in `words`, the coming one where several fit."""
    import dateparser

    settings: Any = {
        "RELATIVE_BASE": datetime.combine(today, time.min),
        "PREFER_DATES_FROM": "future",
    }
    try:
        found = dateparser.parse(words, languages=["en"], settings=settings)
    except (ValueError, OverflowError):
        return None
    return found.date() if found else None


@lru_cache(maxsize=64)
def holidays_of(country: str, year: int) -> dict[date, str]:
    """Public holidays by their English names."""
    import holidays

    try:
        return dict(holidays.country_holidays(country, years=year, language="en_US"))
    except NotImplementedError:
        return dict(holidays.country_holidays(country, years=year))
