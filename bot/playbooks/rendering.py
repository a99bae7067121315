"""What became of a load, in words."""

from __future__ import annotations

from typing import Any

from bot.playbooks import texts
from bot.playbooks.ingesting import Outcome
from storage.records import Language

DONE = {"active": texts.ACTIVATED, "draft": texts.DRAFTED, "unchanged": texts.UNCHANGED}
FILES_NAMED = 20


def outcome_in_words(outcome: Outcome, language: Language) -> str:
    """One sentence of what is loaded now, then each file left out and each note."""
    lines = []
    if outcome.status in DONE:
        lines.append(
            DONE[outcome.status](
                language,
                title=outcome.title,
                version=outcome.version,
                size=size_in_words(outcome, language),
            )
        )
    elif outcome.problems:
        lines.append(texts.NOTHING_LOADED(language))
    else:
        lines.append(texts.NO_FILES(language))
    if outcome.problems:
        if outcome.status in DONE:
            lines.append(texts.SKIPPED(language, count=len(outcome.problems)))
        lines += [_problem(problem, language) for problem in outcome.problems[:FILES_NAMED]]
    if outcome.notes:
        lines.append(texts.WARNINGS(language))
        lines += [_note(note, language) for note in outcome.notes[:FILES_NAMED]]
    return "\n".join(lines)


def size_in_words(outcome: Outcome, language: Language) -> str:
    counted = (
        texts.FILES(language, count=outcome.documents),
        texts.PASSAGES(language, count=outcome.passages),
        texts.SECTIONS(language, count=outcome.sections),
    )
    return ("，" if language == "zh" else ", ").join(counted)


def _problem(problem: dict[str, Any], language: Language) -> str:
    said = texts.PROBLEMS.get(problem["code"], texts.PROBLEMS["other"])
    return f"• {problem['path']}: {said(language, **problem['facts'])}"


def _note(note: dict[str, str], language: Language) -> str:
    known = texts.NOTES.get(note["code"])
    detail = note["detail"] if known else f"{note['code']} {note['detail']}".strip()
    return f"• {note['path']}: {(known or texts.NOTES['other'])(language, detail=detail)}"
