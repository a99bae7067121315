"""Which stages a section is about: by the names in its headings, else by its meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from knowledge.ports import Vectors
from storage.records import Language, Process, Stage

ALIKE = 0.20
LEAD = 0.08
"""A stage is suggested by meaning from this likeness, and this far ahead of the next one.

Chosen by looking at the example's sections: a start, which the trainer corrects by tap.
"""
NEAREST = 3
"""A stage is as near as the mean of so many of its own texts that are nearest."""
MOST_NAMED = 2
"""A heading that names more stages is about the process, not about a stage."""


def by_headings(path: Sequence[str], process: Process) -> tuple[str, ...]:
    """The stages that the lowest heading to name any names; none if it names many."""
    for heading in reversed(path):
        named = tuple(stage.key for stage in process.stages if _names(stage).search(heading))
        if named:
            return named if len(named) <= MOST_NAMED else ()
    return ()


@lru_cache(maxsize=64)
def _names(stage: Stage) -> re.Pattern[str]:
    chinese = [re.escape(name) for name in (stage.name.zh, *stage.synonyms_zh) if name.strip()]
    latin = [re.escape(name) for name in (stage.name.en, *stage.synonyms_en) if name.strip()]
    parts = chinese + [rf"(?<![A-Za-z0-9]){name}(?![A-Za-z0-9])" for name in latin]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def texts_of(stage: Stage, language: Language) -> list[str]:
    """What the process says of the stage: purpose, names, tasks, exit criteria."""
    synonyms = stage.synonyms_zh if language == "zh" else stage.synonyms_en
    said = [
        f"{stage.name.in_(language)}: {stage.purpose.in_(language)}",
        " ".join(synonyms),
        *(task.in_(language) for task in stage.tasks),
        *(criterion.text.in_(language) for criterion in stage.exit_criteria),
    ]
    return [text for text in said if text.strip(" :")]


def by_meaning(section: Vectors, stages: dict[str, Vectors]) -> tuple[str, ...]:
    """The stage that the section is plainly nearest to, if there is one.

    `section` is its centred vector (dimension,), `stages` those of each stage's texts in the
    section's language, centred too, (n, dimension).
    """
    scored = sorted(((_likeness(section, texts), key) for key, texts in stages.items()))
    if not scored or scored[-1][0] < ALIKE:
        return ()
    if len(scored) > 1 and scored[-1][0] - scored[-2][0] < LEAD:
        return ()
    return (scored[-1][1],)


def _likeness(section: Vectors, texts: Vectors) -> float:
    return float(np.sort(texts @ section)[-NEAREST:].mean())
