"""The doors to the heavy libraries: imported on first use, quiet, slimmed where they are fat."""

from __future__ import annotations

import importlib
import importlib.util
import io
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

_PACKAGES = ("jionlp", "jionlp.util", "jionlp.rule", "jionlp.gadget")


@lru_cache(maxsize=1)
def _folder() -> Path:
    spec = importlib.util.find_spec("jionlp")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


@lru_cache(maxsize=1)
def _time_parser() -> Any:
    """jionlp's reader of times, without the rest of the library.

    Importing the package would load its word segmenter, numpy, requests and their dictionaries
    (30 MB). Bare packages stand in for its own while the one module is loaded.
    """
    before = {name: module for name, module in sys.modules.items() if _is_jionlp(name)}
    for name in before:
        del sys.modules[name]
    try:
        for name in _PACKAGES:
            package: Any = ModuleType(name)
            package.__path__ = [str(_folder().joinpath(*name.split(".")[1:]))]
            package.logging = importlib.import_module("logging")
            # wanted by its reader of sums of money, which is never called
            package.extract_parentheses = package.remove_parentheses = None
            sys.modules[name] = package
        return importlib.import_module("jionlp.gadget.time_parser").TimeParser()
    finally:
        for name in [name for name in sys.modules if _is_jionlp(name)]:
            del sys.modules[name]
        sys.modules.update(before)


def _is_jionlp(name: str) -> bool:
    return name == "jionlp" or name.startswith("jionlp.")


def _lines(name: str) -> Iterator[str]:
    """One of jionlp's dictionaries, line by line: its own readers hold megabytes at once."""
    plain = _folder() / "dictionary" / f"{name}.txt"
    if plain.exists():
        with plain.open(encoding="utf-8") as lines:
            yield from lines
        return
    with (
        zipfile.ZipFile(plain.with_suffix(".zip")) as archive,
        archive.open(plain.name) as packed,
        io.TextIOWrapper(packed, encoding="utf-8") as lines,
    ):
        yield from lines


@lru_cache(maxsize=1)
def simplified_characters() -> dict[str, str]:
    """Traditional → simplified, character by character."""
    pairs = (line.rstrip("\n").split("\t") for line in _lines("tra2sim_char"))
    return {old: new for old, new in pairs if len(old) == len(new) == 1}


_SOUND = re.compile(r"\[([^\[\]]{1,8})\]")


@lru_cache(maxsize=1)
def _pinyin() -> dict[str, str]:
    plain: dict[str, str] = {}
    for line in _lines("chinese_char_dictionary"):
        char, match = line[0], _SOUND.search(line)
        if match and line[1] == "\t" and "\u4e00" <= char <= "\u9fff":
            decomposed = unicodedata.normalize("NFD", match[1])
            plain[char] = sys.intern("".join(c for c in decomposed if "a" <= c <= "z"))
    return plain


def sound(char: str) -> str:
    """The syllable of a Chinese character without its tone; the character itself for others."""
    return _pinyin().get(char, char)


@lru_cache(maxsize=4096)
def chinese_day(words: str, today: date) -> tuple[date, date] | None:
    """The first and last day that jionlp reads in `words`."""
    base = {"year": today.year, "month": today.month, "day": today.day}
    try:
        found = _time_parser()(words, time_base=base)
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
