"""Table rows of a passage as a person reads them."""

from __future__ import annotations

from itertools import groupby

from knowledge.answering.units import units


def readable(text: str) -> str:
    """The text with each row of a table as its labels and values, as an answer prints it."""
    parts: list[str] = []
    for is_row, run in groupby(text.split("\n"), key=lambda line: line.lstrip().startswith("|")):
        lines = list(run)
        parts += _rows(lines) if is_row else lines
    return "\n".join(parts)


def _rows(lines: list[str]) -> list[str]:
    """Without the header, which the rows repeat; one line alone is a row of a table cut before."""
    shown = [unit.shown() for unit in units("\n".join(lines)) if unit.kind == "row"]
    return shown or [unit.shown() for unit in units("\n".join(("|", *lines)))]
