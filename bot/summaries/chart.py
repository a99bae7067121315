"""The funnel as a picture that a phone can read, Chinese included."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot import formats
from bot.deals import describing
from bot.summaries import texts
from bot.summaries.facts import Facts
from storage.records import Language

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

BAR = "#0072B2"
"""Blue of the Okabe-Ito palette, safe for the colour-blind."""


@cache
def font_file() -> Path:
    """Noto Sans CJK, from a pip package."""
    import cvttf_NotoSansCJK_Regular

    return Path(cvttf_NotoSansCJK_Regular.get_TTF_path())


@cache
def _font() -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(font_file()))


def labels(facts: Facts, language: Language) -> list[tuple[str, int, str]]:
    """For each stage its name, number of deals, and that number with the amounts in words."""
    rows = []
    for total in facts.funnel:
        amounts = " + ".join(formats.money(amount, language) for amount in total.amounts)
        said = texts.FUNNEL_DEALS(language, count=total.count)
        name = describing.stage_name(total.stage, facts.process, language)
        rows.append((name, total.count, f"{said} · {amounts}" if amounts else said))
    return rows


def funnel(facts: Facts, who: str, language: Language) -> bytes:
    """A PNG of the open deals by stage. It blocks: call it in a thread."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = labels(facts, language)
    figure = Figure(figsize=(6.4, 0.9 + 0.75 * len(rows)), dpi=160, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    places = range(len(rows))
    axes.barh(places, [count for _, count, _ in rows], color=BAR, height=0.42)
    for place, (name, _, said) in zip(places, rows, strict=True):
        above = place - 0.28
        axes.text(0, above, name, fontproperties=_font(), fontsize=13, va="bottom")
        axes.text(1, above, said, fontproperties=_font(), fontsize=12, va="bottom", ha="right",
                  transform=axes.get_yaxis_transform())  # fmt: skip
    axes.set_ylim(len(rows) - 0.5, -0.8)
    axes.set_xlim(0, max((count for _, count, _ in rows), default=0) or 1)
    axes.axis("off")
    title = f"{who} · {texts.FUNNEL(language)}"
    axes.set_title(title, fontproperties=_font(), fontsize=15, loc="left")
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()
