"""What became of a load, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.playbooks import texts
from bot.playbooks.loads import DONE_BEFORE
from storage.records import Language

if TYPE_CHECKING:
    from bot.playbooks.ingesting import Outcome

DONE = {
    "active": texts.ACTIVATED,
    "draft": texts.DRAFTED,
    "unchanged": texts.UNCHANGED,
    "drafted": texts.DRAFTED_BEFORE,
}
FILES_NAMED = 20


def outcome_in_words(outcome: Outcome, language: Language) -> str:
    """One sentence of what is loaded now, then each file left out and each note."""
    size = size_in_words(outcome, language)
    left_out = left_out_in_words(outcome, language)
    if outcome.status in DONE:
        said = DONE[outcome.status](
            language, title=outcome.title, version=outcome.version, size=size
        )
        lines = [said, *filter(None, [left_out])]
    else:
        lines = [left_out or texts.NO_FILES(language)]
    if outcome.notes:
        lines.append(texts.WARNINGS(language))
        lines += [_note(note, language) for note in outcome.notes[:FILES_NAMED]]
    return "\n".join(lines)


def left_out_in_words(outcome: Outcome, language: Language) -> str:
    """The files that could not be read, and why; empty if there are none."""
    if not outcome.problems:
        return ""
    count = len(outcome.problems)
    said = texts.NOTHING_LOADED(language)
    if outcome.version_id:
        before = outcome.status in DONE_BEFORE
        said = (texts.SKIPPED_BEFORE if before else texts.SKIPPED)(language, count=count)
    lines = [said, *(_problem(problem, language) for problem in outcome.problems[:FILES_NAMED])]
    if count > FILES_NAMED:
        lines.append(texts.MORE_FILES(language, count=count - FILES_NAMED))
    return "\n".join(lines)


def failed_in_words(outcomes: Sequence[Outcome], language: Language) -> str:
    """The files of the loads that read nothing, said once for all of them; empty if none failed."""
    failed = [outcome for outcome in outcomes if outcome.has_failed]
    if not failed:
        return ""
    loaded = next((outcome.version_id for outcome in outcomes if not outcome.has_failed), 0)
    problems = [problem for outcome in failed for problem in outcome.problems]
    return left_out_in_words(replace(failed[0], version_id=loaded, problems=problems), language)


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
    return note_in_words(note["path"], f"{note['code']}:{note['detail']}", language)


def note_in_words(path: str, warning: str, language: Language) -> str:
    """A warning as a document keeps it, `code:detail`."""
    code, _, detail = warning.partition(":")
    known = texts.NOTES.get(code)
    said = known(language, detail=detail) if known else f"{code} {detail}".strip()
    return f"• {path}: {said}"
