"""Gaps and standard answers as text. What others wrote is only ever plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import formats
from bot.gaps import texts
from bot.gaps.telling import QUESTION_SHOWN, clipped
from bot.places import place, title_of
from bot.reply import Span, bold, italic, plain, quote
from knowledge.embedding import language_of
from storage.gaps import Example, Gap
from storage.records import Language, Passage, Person
from storage.standard_answers import StandardAnswer

LABEL = 48
COMMENT_SHOWN = 200
SECTIONS_SHOWN = 3


def day(at: datetime, person: Person) -> str:
    """The day it was for the person, in their language."""
    return formats.day(at.astimezone(ZoneInfo(person.timezone)).date(), person.language)


def label(question: str) -> str:
    """A question as a button's label."""
    return clipped(question, LABEL)


def overview(held: Sequence[Gap], status: str, page: int, pages: int, person: Person) -> list[Span]:
    """One page of the queue."""
    language = person.language
    said = [bold(texts.HEADER[status](language))]
    if not held:
        return [*said, plain(f"\n\n{texts.NONE[status](language)}")]
    if pages > 1:
        said.append(plain(f" · {texts.PAGE(language, page=page + 1, pages=pages)}"))
    for gap in held:
        times = texts.TIMES(language, count=gap.count)
        said += [
            plain("\n\n• "),
            plain(clipped(gap.question, QUESTION_SHOWN)),
            italic(f"\n  {times} · {day(gap.last_seen, person)}"),
        ]
    return said


def page(
    gap: Gap,
    examples: Sequence[Example],
    person: Person,
    nearest: Sequence[Passage] | None = None,
) -> list[Span]:
    """A gap: how often and when it was asked, how, and (where it was looked for) what comes
    nearest."""
    language = person.language
    said = [bold(clipped(gap.question, QUESTION_SHOWN)), plain("\n")]
    said.append(italic(_facts(gap, examples, person)))
    if closed := _closed(gap, person):
        said.append(plain(f"\n{closed}"))
    said += [plain("\n\n"), bold(texts.EXAMPLES(language))]
    for example in examples:
        said += _example(example, language)
    if nearest is None:
        return said
    places = dict.fromkeys(
        place(title_of(p.playbook, p.playbook_title, language), p.heading_path) for p in nearest
    )
    said += [plain("\n\n"), bold(texts.NEAREST(language)), plain("\n")]
    shown = [f"• {clipped(where, QUESTION_SHOWN)}" for where in list(places)[:SECTIONS_SHOWN]]
    said.append(plain("\n".join(shown) or texts.NOTHING_NEAR(language)))
    return said


def _facts(gap: Gap, examples: Sequence[Example], person: Person) -> str:
    language = person.language
    first, last = day(gap.first_seen, person), day(gap.last_seen, person)
    spoken = {language_of(example.question): None for example in examples} or {gap.language: None}
    parts = [
        texts.STATUS[gap.status](language),
        texts.TIMES(language, count=gap.count),
        first if first == last else texts.PERIOD(language, first=first, last=last),
        " / ".join(texts.LANGUAGES[one](language) for one in sorted(spoken)),
    ]
    return " · ".join(parts)


def _closed(gap: Gap, person: Person) -> str:
    """Who closed it and when; by which version it is answered."""
    if gap.status == "open" or gap.closed_at is None:
        return ""
    lines = []
    if gap.answered_by and gap.status == "answered":
        lines.append(texts.ANSWERED_BY(person.language, version=gap.answered_by))
    if gap.closed_by:
        status = texts.STATUS[gap.status](person.language)
        when = day(gap.closed_at, person)
        lines.append(texts.CLOSED_BY(person.language, status=status, name=gap.closed_by, day=when))
    else:
        lines.append(day(gap.closed_at, person))
    return "\n".join(lines)


def _example(example: Example, language: Language) -> list[Span]:
    said = [plain(f"\n• {clipped(example.question, QUESTION_SHOWN)}")]
    notes = []
    if example.passed_on_by:
        notes.append(texts.PASSED_ON_BY(language, name=example.passed_on_by))
    if example.vote == "down":
        why = texts.WHY.get(example.why)
        notes.append(why(language) if why else texts.VOTED_DOWN(language))
    if example.comment:
        notes.append(f"“{clipped(example.comment, COMMENT_SHOWN)}”")
    return [*said, italic(f"\n  {' · '.join(notes)}")] if notes else said


# --- standard answers --------------------------------------------------------------------------


def source(author: str, written_at: datetime, person: Person) -> str:
    """How it is cited: 标准答案 · 林欣 · 2026年11月23日."""
    return f"{texts.SOURCE(person.language)} · {signature(author, written_at, person)}"


def signature(author: str, written_at: datetime, person: Person) -> str:
    """林欣 · 2026年11月23日, on the day it was for whoever reads it."""
    return f"{author} · {day(written_at, person)}"


def answer(question: str, words: str, cited_as: str) -> list[Span]:
    """A standard answer as it is shown, below its question."""
    return [
        bold(clipped(question, QUESTION_SHOWN)),
        plain("\n"),
        quote(words.strip()),
        plain("\n"),
        italic(cited_as),
    ]


def state(held: StandardAnswer, language: Language) -> str:
    if held.retired_at is not None:
        return texts.RETIRED(language)
    if held.folded_into:
        return texts.FOLDED(language, version=held.folded_into)
    return texts.IN_USE(language)


def answers(held: Sequence[StandardAnswer], person: Person) -> list[Span]:
    """The list of standard answers."""
    said = [bold(texts.ANSWERS_HEADER(person.language))]
    if not held:
        return [*said, plain(f"\n\n{texts.NO_ANSWERS(person.language)}")]
    for one in held:
        signed = signature(one.author, one.written_at, person)
        said += [
            plain(f"\n\n• {clipped(one.question, QUESTION_SHOWN)}"),
            italic(f"\n  {signed} · {state(one, person.language)}"),
        ]
    return said
