"""Number formats: a stored number → what the person sees in the cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from knowledge.loading.sheets.dates import DATE_PART, in_date_format

_ISO = "yyyy-mm-dd"
_HAN_TIME = 'h"时"mm"分"'
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;-¥#,##0", 6: "¥#,##0;-¥#,##0",
    7: "¥#,##0.00;-¥#,##0.00", 8: "¥#,##0.00;-¥#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: _ISO, 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: _ISO + " h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: _ISO, 31: 'yyyy"年"m"月"d"日"',
    32: _HAN_TIME, 33: _HAN_TIME + 'ss"秒"', 34: "上午/下午" + _HAN_TIME,
    35: "上午/下午" + _HAN_TIME + 'ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0",
    42: "¥#,##0", 43: "#,##0.00", 44: "¥#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: "上午/下午" + _HAN_TIME, 57: 'yyyy"年"m"月"',
    56: "上午/下午" + _HAN_TIME + 'ss"秒"', 58: 'm"月"d"日"',
}  # fmt: skip
"""By number, for files that do not write them out; the ones for a system's short date as ISO."""

_TOKEN = re.compile(
    r'"[^"]*"?|\\.|!.|_.|\*.|\[[^\]]*\]|General|G/通用格式|AM/PM|A/P|上午/下午|E[+-]|'
    r"[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|a{3,4}|e+|[0#?.,%/@]|.",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_GENERAL = ("general", "g/通用格式")
_MOST_DECIMALS = 30


@dataclass(frozen=True)
class Section:
    """One part of a format, between semicolons. `condition` is an operator and its bound."""

    tokens: tuple[str, ...]
    condition: tuple[str, float] | None = None

    @property
    def is_date(self) -> bool:
        return any(map(DATE_PART.match, self.tokens))


@lru_cache(maxsize=8192)
def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """`value` in the number format `code`; as Excel's General if the format has no meaning."""
    try:
        return _shown(value, code, since_1904)
    except (ArithmeticError, ValueError, IndexError):
        return general(value)


def general(value: float) -> str:
    """Whole numbers in full, others with up to ten significant digits."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    written = f"{value:.10g}"
    return written.upper().replace("E+0", "E+").replace("E-0", "E-")


def _shown(value: float, code: str, since_1904: bool) -> str:
    section, magnitude = _choose(value, _sections(code))
    if section.is_date:
        return in_date_format(section.tokens, value, since_1904=since_1904)
    if any(sign.lower() in _GENERAL or sign == "@" for sign in section.tokens):
        number = general(magnitude)
        parts = (number if t.lower() in _GENERAL or t == "@" else literal(t)
                 for t in section.tokens)  # fmt: skip
        return "".join(parts).strip()
    return _number(section.tokens).write(magnitude).strip()


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[Section, ...]:
    sections: list[list[str]] = [[]]
    for sign in _TOKEN.findall(code[:1000]):
        if sign == ";":
            sections.append([])
        else:
            sections[-1].append(sign)
    return tuple(map(_section, sections))


def _section(tokens: list[str]) -> Section:
    matches = (_CONDITION.fullmatch(sign) for sign in tokens)
    condition = next(((m[1], float(m[2])) for m in matches if m), None)
    return Section(tuple(sign for sign in tokens if not _CONDITION.fullmatch(sign)), condition)


def _choose(value: float, sections: tuple[Section, ...]) -> tuple[Section, float]:
    """The section for that value, and the value it writes: without its sign where it has its own.

    Up to three sections are for positive, negative and zero, unless they name conditions.
    """
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(value, *section.condition):
                return section, value
        return sections[0], value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _holds(value: float, operator: str, bound: float) -> bool:
    match operator:
        case "<":
            return value < bound
        case "<=":
            return value <= bound
        case ">":
            return value > bound
        case ">=":
            return value >= bound
        case "<>":
            return value != bound
        case _:
            return value == bound


def literal(sign: str) -> str:
    """What a sign that is no number or date puts into the cell."""
    if sign.startswith('"'):
        return sign.strip('"')
    if sign.startswith(("\\", "!")):
        return sign[1:]
    if sign.startswith("_"):
        return " "
    if sign.startswith("*"):
        return ""
    if sign.startswith("["):
        currency = _CURRENCY.fullmatch(sign)
        return currency[1] if currency else ""
    return sign


@lru_cache(maxsize=512)
def _number(tokens: tuple[str, ...]) -> _Number:
    return _Number(tokens)


class _Number:
    """A section's tokens, laid out: digits before the point, after it, and what stands around."""

    def __init__(self, tokens: tuple[str, ...]) -> None:
        self._tokens = list(tokens)
        digits = [i for i, sign in enumerate(tokens) if sign in "0#?"]
        self._first = digits[0] if digits else -1
        self._last = digits[-1] if digits else -1
        self._point = tokens.index(".") if "." in tokens else len(tokens)
        self._whole = [i for i in digits if i < self._point]
        self._decimals = [i for i in digits if i > self._point]
        commas = [i for i, sign in enumerate(tokens) if sign == ","]
        end = self._whole[-1] if self._whole else -1
        self._grouped = any(self._first < i < end for i in commas)
        self._thousands = sum(
            all(tokens[k] == "," for k in range(self._last + 1, i)) and i > self._last
            for i in commas
        )

    def write(self, value: float) -> str:
        if "/" in self._tokens and self._first >= 0:
            return self._fraction(value)
        if any(sign.upper() in ("E+", "E-") for sign in self._tokens):
            return self._scientific(value)
        number = Decimal(repr(value)) * 100 ** self._tokens.count("%")
        number /= 1000**self._thousands
        places = min(len(self._decimals), _MOST_DECIMALS)
        rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        whole, _, fraction = f"{abs(rounded):f}".partition(".")
        sign = "-" if rounded < 0 else ""
        return sign + self._filled(whole.lstrip("0"), fraction)

    def _filled(self, whole: str, fraction: str) -> str:
        """The tokens with digits in place of their signs."""
        places = self._placed_whole(whole)
        for i, digit in zip(self._decimals, fraction, strict=False):
            places[i] = digit
        for i in reversed(self._decimals):
            if places.get(i) != "0" or self._tokens[i] == "0":
                break
            places[i] = ""
        shows_point = any(places.get(i) for i in self._decimals)
        written = []
        for i, sign in enumerate(self._tokens):
            if i in places:
                written.append(places[i])
            elif sign == "." and i == self._point:
                written.append("." if shows_point else "")
            elif sign != ",":
                written.append(literal(sign))
        return "".join(written)

    def _placed_whole(self, digits: str) -> dict[int, str]:
        """Digits from the right; those left over stand at the first sign."""
        placed: dict[int, str] = {}
        least = sum(self._tokens[i] == "0" for i in self._whole)
        digits = digits.rjust(least, "0")
        count = 0
        for i in reversed(self._whole):
            taken = digits[-1:] if i != self._whole[0] else digits
            digits = digits[:-1]
            placed[i] = ""
            for digit in reversed(taken):
                comma = "," if self._grouped and count and count % 3 == 0 else ""
                placed[i] = digit + comma + placed[i]
                count += 1
        return placed

    def _scientific(self, value: float) -> str:
        mantissa, exponent = f"{value:.{len(self._decimals) and self._mantissa()}E}".split("E")
        return f"{mantissa}E{exponent}"

    def _mantissa(self) -> int:
        exponent = next(i for i, t in enumerate(self._tokens) if t.upper() in ("E+", "E-"))
        return min(sum(i < exponent for i in self._decimals), _MOST_DECIMALS)

    def _fraction(self, value: float) -> str:
        """Mixed (1 1/2) where the format has a whole part before the fraction."""
        slash = self._tokens.index("/")
        below = "".join(self._tokens[slash + 1 :]).strip()
        fixed = int(below) if below.isdigit() else 0
        number = Fraction(repr(abs(value)))
        if not fixed:
            number = number.limit_denominator(max(10 ** min(below.count("?") or 1, 4) - 1, 1))
        under = fixed or number.denominator
        over = round(number * under)
        sign = "-" if value < 0 else ""
        if " " not in self._tokens[:slash]:
            return f"{sign}{over}/{under}"
        whole, rest = divmod(over, under)
        parts = [str(whole)] if whole or not rest else []
        return sign + " ".join(parts + ([f"{rest}/{under}"] if rest else []))
