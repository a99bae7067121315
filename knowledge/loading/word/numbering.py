"""The numbers and bullets that Word computes and does not store with the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.loading.office import Element
from knowledge.loading.word.package import W, val
from knowledge.loading.word.styles import Numbered

_PLACEHOLDER = re.compile(r"%(\d)")
_HAN = "零一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Level:
    form: str = "decimal"
    pattern: str = ""
    start: int = 1


class Numbering:
    """Counts through the document: call `marker` once for every numbered paragraph, in order."""

    def __init__(self, root: Element | None) -> None:
        abstracts = root.iter(W + "abstractNum") if root is not None else ()
        nums = root.iter(W + "num") if root is not None else ()
        self._abstracts = {val(a, "abstractNumId"): _levels(a) for a in abstracts}
        self._nums = {val(n, "numId"): n for n in nums}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def marker(self, place: Numbered) -> str | None:
        """ "2.1", "（三）", "-"; empty for a level without a sign; None if it is no list at all."""
        num = self._nums.get(place.num_id)
        if num is None:
            return None
        abstract = val(num.find(W + "abstractNumId")) or ""
        levels = self._abstracts.get(abstract, {}) | _overriding(num)
        counts = self._counts.setdefault(abstract, {})
        self._begin(place.num_id, num, counts)
        counts[place.depth] = counts.get(place.depth, _start(levels, place.depth) - 1) + 1
        for deeper in [depth for depth in counts if depth > place.depth]:
            del counts[deeper]
        return _written(levels, counts, place.depth)

    def _begin(self, num_id: str, num: Element, counts: dict[int, int]) -> None:
        """A list that says where it starts goes back there the first time it is used."""
        if num_id in self._begun:
            return
        self._begun.add(num_id)
        for override in num.iter(W + "lvlOverride"):
            start = val(override.find(W + "startOverride"))
            if start and start.isdigit():
                counts[int(val(override, "ilvl") or 0)] = int(start) - 1


def _levels(element: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for level in element.iter(W + "lvl"):
        start = val(level.find(W + "start")) or "1"
        levels[int(val(level, "ilvl") or 0)] = Level(
            form=val(level.find(W + "numFmt")) or "decimal",
            pattern=val(level.find(W + "lvlText")) or "",
            start=int(start) if start.isdigit() else 1,
        )
    return levels


def _overriding(num: Element) -> dict[int, Level]:
    return _levels(num) if num.find(f"{W}lvlOverride/{W}lvl") is not None else {}


def _start(levels: dict[int, Level], depth: int) -> int:
    return levels.get(depth, Level()).start


def _written(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth, Level(pattern=f"%{depth + 1}."))
    if level.form == "bullet":
        return "-"
    if level.form == "none":
        return _PLACEHOLDER.sub("", level.pattern).strip()

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        count = counts.get(at, _start(levels, at))
        return in_form(count, levels.get(at, Level()).form)

    return _PLACEHOLDER.sub(number, level.pattern).strip()


def in_form(number: int, form: str) -> str:
    """`number` as Word's number format `form` writes it; in digits if the form is unknown."""
    write = _FORMS.get(form)
    return write(number) if write and number > 0 else str(number)


def _letters(number: int) -> str:
    """a … z, aa, bb …"""
    return chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 10)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * min(times, 10)
    return written


def _han(number: int) -> str:
    if number >= 100:
        return "".join(_HAN[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    if not tens:
        return _HAN[ones]
    return (_HAN[tens] if tens > 1 else "") + "十" + (_HAN[ones] if ones else "")


def _circled(number: int) -> str:
    return chr(0x245F + number) if number <= 20 else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "chineseLegalSimplified": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "japaneseCounting": _han,
    "ideographTraditional": lambda number: _STEMS[number - 1] if number <= 10 else str(number),
}
