"""The funnel as a picture that a phone can read, Chinese included."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot import formats
from bot.deals import describing
from bot.summaries import texts
from bot.summaries.facts import Facts
from storage.records import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

BAR = "#0072B2"
"""Blue of the Okabe-Ito palette, safe for the colour-blind."""
TRACK = "#E9EFF4"
WORDS = "#444444"
WIDTH, MARGIN, TOP, ROW = 6.4, 0.25, 0.85, 1.0
"""Of the picture, in inches."""
DPI = 160
SMALLEST = 8
"""Points; below this a phone shows no letters, so the text is cut instead."""


@cache
def font_file() -> Path:
    """Noto Sans CJK, from a pip package."""
    import cvttf_NotoSansCJK_Regular

    return Path(cvttf_NotoSansCJK_Regular.get_TTF_path())


@cache
def _font() -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(font_file()))


@cache
def glyphs() -> frozenset[int]:
    """The characters that the font can draw."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_file())).get_charmap())


def drawable(text: str) -> str:
    """The text without what the font lacks, such as an emoji in a team's name."""
    known = glyphs()
    return "".join(c for c in text if ord(c) in known).strip()


@dataclass(frozen=True)
class Bar:
    """A stage as the picture shows it: its name, number of deals and amounts, in words."""

    stage: str
    count: int
    deals: str
    amounts: str


def bars(facts: Facts, language: Language) -> list[Bar]:
    return [
        Bar(
            stage=describing.stage_name(total.stage, facts.process, language),
            count=total.count,
            deals=texts.FUNNEL_DEALS(language, count=total.count),
            amounts=" + ".join(formats.money(amount, language) for amount in total.amounts),
        )
        for total in facts.funnel
    ]


def funnel(facts: Facts, who: str, language: Language) -> bytes:
    """A PNG of the open deals by stage. It blocks: call it in a thread."""
    picture = io.BytesIO()
    figure(facts, who, language).savefig(picture, format="png")
    return picture.getvalue()


def figure(facts: Facts, who: str, language: Language) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = bars(facts, language)
    height = TOP + ROW * len(rows)
    drawn = Figure(figsize=(WIDTH, height), dpi=DPI)
    FigureCanvasAgg(drawn)
    axes = drawn.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.axis("off")
    _write(axes, MARGIN, 0.25, f"{who} · {texts.FUNNEL(language)}", 17)
    _draw(axes, rows)
    return drawn


def _draw(axes: Axes, rows: Sequence[Bar]) -> None:
    longest = WIDTH - 2 * MARGIN
    most = max((row.count for row in rows), default=0) or 1
    for number, row in enumerate(rows):
        top = TOP + number * ROW
        count = _write(axes, WIDTH - MARGIN, top, row.deals, 14, right=True)
        _write(axes, MARGIN, top, row.stage, 15, room=longest - _width(count) - MARGIN)
        axes.barh(top + 0.42, longest, left=MARGIN, height=0.2, color=TRACK)
        axes.barh(top + 0.42, longest * row.count / most, left=MARGIN, height=0.2, color=BAR)
        _write(axes, MARGIN, top + 0.58, row.amounts, 13, colour=WORDS)


def _write(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    points: float,
    *,
    room: float = WIDTH - 2 * MARGIN,
    right: bool = False,
    colour: str = "black",
) -> Text:
    """Text no wider than `room` inches: smaller where it must be, cut where that is not enough.

    A dollar sign is a dollar sign: matplotlib takes what stands between two of them for a formula.
    """
    words = drawable(words)
    text = axes.text(x, y, words, fontproperties=_font(), fontsize=points, color=colour,
                     va="top", ha="right" if right else "left", parse_math=False)  # fmt: skip
    if _width(text) > room:
        text.set_fontsize(max(SMALLEST, points * room / _width(text)))
    while _width(text) > room and words:
        words = words[:-1]
        text.set_text(f"{words.rstrip()}…")
    return text


def _width(text: Text) -> float:
    return float(text.get_window_extent().width) / DPI
