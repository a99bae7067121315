"""Telling the trainers, and those who passed a question on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from bot.gaps import texts
from bot.playbooks.audience import visible_slugs
from bot.reply import Button, Reply, Rows, Span, bold, italic, plain, quote, to_payload
from storage import feedback, gaps, people, queues
from storage.database import Session
from storage.gaps import PassedOn
from storage.records import Language, Person, Role

QUESTION_SHOWN = 300
ANSWER_SHOWN = 600
PASSAGE_SHOWN = 600
FIRST_LINES = 400
_MARKER = re.compile(r"\s*\[\d+\]")

Words = Callable[[Language], tuple[Span, ...]]


def clipped(text: str, limit: int) -> str:
    """The text on one line, cut at `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


async def trainers(session: Session) -> list[Person]:
    """Everybody who trains; where nobody does, the administrators."""
    everyone = await people.everyone(session)
    found = [person for person in everyone if Role.TRAINER in person.roles]
    return found or [person for person in everyone if Role.ADMIN in person.roles]


async def _send(session: Session, person: Person, text: tuple[Span, ...], buttons: Rows) -> None:
    payload = to_payload(Reply(text, buttons))
    for channel, chat in await people.chats(session, person.id):
        await queues.send(session, channel, chat, payload)


async def tell_trainers(session: Session, exchange_id: int, words: Words, asker: int) -> None:
    """Each in their own language, but the asker; a button opens the gap."""
    for trainer in await trainers(session):
        if trainer.id != asker:
            button = Button(texts.OPEN_GAP(trainer.language), f"gapof:{exchange_id}")
            await _send(session, trainer, words(trainer.language), ((button,),))


def passed_on(name: str, question: str) -> Words:
    """Somebody handed a question over."""

    def words(language: Language) -> tuple[Span, ...]:
        said = texts.PASSED_ON(language, name=name)
        return (bold(said), plain(f"\n{clipped(question, QUESTION_SHOWN)}"))

    return words


def called_wrong(question: str, answer: str, place: str, passage: str) -> Words:
    """An answer was called wrong: the question, the answer, and the passage it cites."""

    def words(language: Language) -> tuple[Span, ...]:
        said = [
            bold(texts.CALLED_WRONG(language)),
            plain(f"\n{clipped(question, QUESTION_SHOWN)}\n\n"),
            italic(texts.ITS_ANSWER(language)),
            plain(f"\n{answer[:ANSWER_SHOWN].strip()}"),
        ]
        if passage:
            said += [
                plain("\n\n"),
                italic(texts.ITS_PASSAGE(language, place=place)),
                plain("\n"),
                quote(passage[:PASSAGE_SHOWN].strip()),
            ]
        return tuple(said)

    return words


def first_lines(answer: str) -> str:
    """The beginning of an answer without its markers, cut at the end of a line where it can be."""
    text = _MARKER.sub("", answer).strip()
    if len(text) <= FIRST_LINES:
        return text
    head = text[:FIRST_LINES]
    return (head.rpartition("\n")[0] or head).rstrip() + "…"


async def any_left_out(session: Session, gap_id: int, playbooks: Collection[str]) -> bool:
    """Whether somebody who waits to hear of an answer may not see all these playbooks (slugs)."""
    waiting = await _waiting(session, gap_id)
    return not all([await _sees(session, asker, playbooks) for _, asker in waiting])


async def _waiting(session: Session, gap_id: int) -> list[tuple[PassedOn, Person]]:
    """The gap's questions that were passed on, with askers who are still here and wait to hear."""
    found = []
    for question in await gaps.to_tell(session, gap_id):
        asker = await people.person(session, question.person_id)
        if asker is not None and asker.active:
            found.append((question, asker))
    return found


async def _sees(session: Session, person: Person, playbooks: Collection[str]) -> bool:
    visible = await visible_slugs(session, person)
    return visible is None or visible.issuperset(playbooks)


async def tell_askers(
    session: Session, gap_id: int, answer: str, playbooks: Collection[str]
) -> None:
    """Those who passed a question of the gap on hear, once, that it is answered now.

    `playbooks` are the slugs that the answer cites: who may not see them all hears nothing.
    """
    told = []
    for question, asker in await _waiting(session, gap_id):
        if not await _sees(session, asker, playbooks):
            continue
        text = (
            bold(texts.ANSWERED_NOW(asker.language)),
            plain(f"\n{clipped(question.question, QUESTION_SHOWN)}\n\n"),
            quote(first_lines(answer)),
            plain(f"\n{texts.ASK_AGAIN(asker.language)}"),
        )
        await _send(session, asker, text, ())
        told.append(question.exchange_id)
    await feedback.told(session, told)
