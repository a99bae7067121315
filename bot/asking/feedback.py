"""What the asker thinks of an answer: a vote, why it is down, and handing it to the trainers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, get_args

from bot.asking import feedback_texts as texts
from bot.asking.staging import process_of
from bot.asking.texts import ANY_STAGE, MORE
from bot.call import Action, Call, Command, Listener
from bot.gaps import telling
from bot.gaps.telling import clipped
from bot.golden.dialogue import keep_button
from bot.places import place
from bot.playbooks.audience import visible_slugs
from bot.reply import Button, Rows
from bot.rows import readable
from storage import checkins, exchanges, feedback, gaps, playbooks
from storage.database import Session
from storage.feedback import Exchange, Feedback, Vote, Why
from storage.records import Language, Outcome, Passage, Person, Process, Reason

COMMENTING = "feedback"
LONGEST_COMMENT = 1_000
LABEL = 40
STAGES_A_ROW = 3
MOST_SECTIONS = 3
LISTENS_FOR = timedelta(minutes=30)
SHOWS_A_GAP = frozenset({Reason.NOT_IN_PLAYBOOKS, Reason.NOTHING_LOADED})
NO_QUESTION = frozenset({Reason.SMALL_TALK, Reason.EMPTY})


def shows_gap(outcome: Outcome, reason: Reason) -> bool:
    """Whether an exchange belongs into the gap queue by itself."""
    return outcome is Outcome.WEAK or (outcome is Outcome.REFUSED and reason in SHOWS_A_GAP)


async def buttons_below(
    session: Session, exchange_id: int, person: Person, nearest: Sequence[Passage] = ()
) -> Rows:
    """What stands below an answer that was just recorded; a gap it shows is queued with it."""
    asked = await feedback.exchange(session, exchange_id)
    assert asked is not None
    if shows_gap(asked.outcome, asked.reason):
        await gaps.note(session, exchange_id)
    return await rows(session, asked, Feedback(), person, nearest)


async def rows(
    session: Session,
    asked: Exchange,
    said: Feedback,
    person: Person,
    nearest: Sequence[Passage] = (),
) -> Rows:
    """The citations, then the votes, the stages and why; last what hands the question over.

    Below a refusal, the sections that come nearest.
    """
    language = person.language
    cited = tuple(Button(f"[{n}]", f"cite:{asked.id}:{n}") for n in asked.numbers)
    process = await process_of(session, asked.stage)
    found = [cited, _votes(asked, said, person, language), *_stages(asked, process, language)]
    found += [(Button(_heading(p), f"section:{p.id}"),) for p in nearest]
    if said.vote == "down":
        found += _whys(asked.id, said, language)
    passes_on = asked.outcome is not Outcome.ANSWERED or said.vote == "down"
    if passes_on and asked.reason not in NO_QUESTION:
        label = texts.PASSED_ON if said.passed_on_at else texts.PASS_ON
        ids = "".join(f":{p.id}" for p in nearest)
        found.append((Button(label(language), f"pass:{asked.id}{ids}"),))
    return tuple(row for row in found if row)


def _heading(passage: Passage) -> str:
    return f"📄 {clipped((passage.heading_path or (passage.playbook_title,))[-1], LABEL)}"


def _stages(
    asked: Exchange, process: Process | None, language: Language
) -> list[tuple[Button, ...]]:
    """The stages to choose from, where the answer was for one or it is asked for."""
    if process is None or not asked.stage_source or asked.outcome is Outcome.REFUSED:
        return []
    labels = [(stage.key, stage.name.in_(language)) for stage in process.stages]
    labels.append(("", ANY_STAGE(language)))
    present = None if asked.stage_source == "asked" else asked.stage or ""
    buttons = [
        Button(_chosen(label, key == present), f"favour:{asked.id}:{key}") for key, label in labels
    ]
    return [tuple(buttons[at : at + STAGES_A_ROW]) for at in range(0, len(buttons), STAGES_A_ROW)]


def _votes(
    asked: Exchange, said: Feedback, person: Person, language: Language
) -> tuple[Button, ...]:
    if asked.outcome is Outcome.REFUSED:
        return ()
    return (
        Button(_chosen("👍", said.vote == "up"), f"vote:{asked.id}:up"),
        Button(_chosen("👎", said.vote == "down"), f"vote:{asked.id}:down"),
        *(keep_button(person, asked.id, language) if asked.numbers else ()),
        *((Button(MORE(language), f"more:{asked.id}"),) if asked.numbers else ()),
    )


def _whys(exchange_id: int, said: Feedback, language: Language) -> list[tuple[Button, ...]]:
    labels = [
        Button(_chosen(label(language), said.why == why), f"reason:{exchange_id}:{why}")
        for why, label in texts.WHY.items()
    ]
    words = Button(
        _chosen(texts.WORDS(language), bool(said.comment)), f"reason:{exchange_id}:words"
    )
    return [(labels[0], labels[1]), (labels[2], labels[3]), (words,)]


def _chosen(label: str, chosen: bool) -> str:
    return f"{label} ✓" if chosen else label


async def _own(call: Call, exchange_id: int) -> tuple[Exchange, Feedback] | None:
    """The person's own exchange and what they said of it; None, having said so, if it is not."""
    async with call.coach.database.read() as session:
        asked = await feedback.exchange(session, exchange_id)
        said = await feedback.of(session, exchange_id)
    if asked is None or asked.person_id != call.person.id or asked.reason in NO_QUESTION:
        call.reply(texts.NOT_YOURS(call.language))
        return None
    return asked, said


async def _show(
    call: Call, session: Session, asked: Exchange, nearest: Sequence[Passage] = ()
) -> None:
    """The buttons below the answer as they are now."""
    said = await feedback.of(session, asked.id)
    shown = await rows(session, asked, said, call.person, nearest)
    call.reply(buttons=shown, replaces=call.message.action_on)


async def _queue(session: Session, asked: Exchange) -> None:
    """Keep the gap queue true to what was said of the exchange."""
    said = await feedback.of(session, asked.id)
    if shows_gap(asked.outcome, asked.reason) or said.vote == "down" or said.passed_on_at:
        await gaps.note(session, asked.id)
    else:
        await gaps.withdraw(session, asked.id)


async def vote(call: Call, argument: str) -> None:
    exchange_id, given = _split(argument, ("up", "down"))
    own = await _own(call, exchange_id)
    if own is None or own[1].vote == given or own[0].outcome is Outcome.REFUSED:
        return
    async with call.writing() as session:
        choice: Vote = "up" if given == "up" else "down"
        await feedback.vote(session, exchange_id, choice)
        await _queue(session, own[0])
        await _show(call, session, own[0])


async def say_why(call: Call, argument: str) -> None:
    exchange_id, given = _split(argument, (*get_args(Why)[1:], "words"))
    own = await _own(call, exchange_id)
    if own is None or own[1].vote != "down" or own[1].why == given:
        return
    asked = own[0]
    if given == "words":
        await _ask_for_words(call, exchange_id)
        return
    async with call.writing() as session:
        why: Why = next(w for w in get_args(Why) if w == given)
        await feedback.say_why(session, exchange_id, why)
        await _show(call, session, asked)
        if not own[1].why:
            call.reply(texts.NOTED(call.language))
        if why == "wrong" and await feedback.call_wrong(session, exchange_id):
            await _tell_that_it_is_wrong(session, asked)


async def _tell_that_it_is_wrong(session: Session, asked: Exchange) -> None:
    cited = await exchanges.citation(session, asked.id, min(asked.numbers, default=0))
    passage = await playbooks.passage(session, cited.passage_id) if cited else None
    where = ""
    if passage:
        where = f"{place(passage.playbook_title, passage.heading_path)}, v{passage.version}"
    words = telling.called_wrong(
        asked.question, asked.answer, where, readable(passage.text) if passage else ""
    )
    await telling.tell_trainers(session, asked.id, words, asked.person_id)


async def _ask_for_words(call: Call, exchange_id: int) -> None:
    async with call.writing() as session:
        await checkins.set_dialogue(
            session,
            call.person.id,
            call.message.channel,
            COMMENTING,
            {"exchange": exchange_id, "until": (call.coach.clock() + LISTENS_FOR).isoformat()},
        )
        call.reply(texts.SAY_MORE(call.language))


async def hear_words(call: Call, text: str, state: dict[str, Any]) -> bool:
    """What is the matter with an answer, in words. An evident question is no such thing, nor is
    what is said long after; both end the dialogue."""
    late = call.coach.clock() > datetime.fromisoformat(state["until"])
    if late or text.endswith(("?", "？")):
        async with call.coach.database.write() as session:
            await checkins.end_dialogue(session, call.person.id, call.message.channel)
        return False
    own = await _own(call, int(state["exchange"]))
    async with call.writing() as session:
        await checkins.end_dialogue(session, call.person.id, call.message.channel)
        if own is not None:
            await feedback.add_comment(session, own[0].id, text[:LONGEST_COMMENT])
            call.reply(texts.WORDS_KEPT(call.language))
    return True


async def pass_on(call: Call, argument: str) -> None:
    """Hand the question to the trainers, by name; behind its id, the sections shown below it."""
    exchange_id, *sections = (int(part) for part in argument.split(":"))
    own = await _own(call, exchange_id)
    if own is None or own[1].passed_on_at is not None:
        return
    asked = own[0]
    async with call.writing() as session:
        await feedback.pass_on(session, asked.id)
        await _queue(session, asked)
        found = [await playbooks.passage(session, one) for one in sections[:MOST_SECTIONS]]
        visible = await visible_slugs(session, call.person)
        nearest = [p for p in found if p and (visible is None or p.playbook in visible)]
        await _show(call, session, asked, nearest)
        words = telling.passed_on(call.person.name, asked.question)
        await telling.tell_trainers(session, asked.id, words, asked.person_id)
        call.reply(texts.THANKS_PASSED_ON(call.language))


def _split(argument: str, choices: tuple[str, ...]) -> tuple[int, str]:
    """Raises ValueError for a button that nobody was shown."""
    exchange_id, _, given = argument.partition(":")
    if given not in choices:
        raise ValueError(given)
    return int(exchange_id), given


COMMANDS: tuple[Command, ...] = ()
ACTIONS = (Action("vote", vote), Action("reason", say_why), Action("pass", pass_on))
LISTENERS = (Listener(COMMENTING, hear_words),)
