"""The buttons that change what answers. Each knows what its trainer saw; stale, it does nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bot import formats
from bot.call import QUESTION_MARKS, Action, Call, Listener
from bot.playbooks import switching
from bot.playbooks import texts as playbook_texts
from bot.playbooks import versions_texts as texts
from bot.playbooks.previewing import preview_reply
from bot.reply import Button
from storage import checkins, playbook_history, playbook_switching
from storage.database import Session
from storage.playbook_switching import Attempt, Named, Seen, Switched
from storage.records import Person

WHY = "playbook-why"
"""Dialogue: the next thing said is why it was done."""
WHY_WAITS = timedelta(minutes=15)
LONGEST_REASON = 500


class _Refused(Exception):
    """Leaves the transaction: nothing was changed, and the trainer is told why."""

    def __init__(self, outcome: Switched) -> None:
        super().__init__(outcome)
        self.outcome = outcome


async def activate(call: Call, argument: str) -> None:
    """`VERSION:ACTIVE:DRAFT`, the ids of what was active and the newest draft when it was shown."""
    version_id, active, draft = (int(part) for part in argument.split(":"))
    version = await _named(call, version_id)
    if version is None:
        return
    encoder_id = await switching.make_ready(call.coach, version_id)
    try:
        async with call.writing() as session:
            attempt = await switching.activate(
                call.coach, session, version_id, Seen(active or None, draft or None),
                call.person.id, encoder_id=encoder_id,
            )  # fmt: skip
            done = _done(attempt)
            await _say_activated(call, session, version, active, done)
    except _Refused as refused:
        await _refuse(call, version, refused.outcome, "active")


async def retire(call: Call, argument: str) -> None:
    version = await _named(call, int(argument))
    if version is None:
        return
    try:
        async with call.writing() as session:
            done = _done(await playbook_switching.retire(session, version.id, call.person.id))
            seen = await playbook_switching.seen(session, version.playbook_id)
            again = Button(texts.BRING_BACK(call.language, version=version.number),
                           f"activate:{version.id}:{seen.active or 0}:0")  # fmt: skip
            call.reply(
                texts.RETIRED(call.language, title=version.title),
                buttons=((again,), _why(call, done)),
            )
    except _Refused as refused:
        await _refuse(call, version, refused.outcome, "retired")


async def discard(call: Call, argument: str) -> None:
    version = await _named(call, int(argument))
    if version is None:
        return
    try:
        async with call.writing() as session:
            done = _done(await playbook_switching.discard(session, version.id, call.person.id))
            said = texts.DISCARDED(call.language, title=version.title, version=version.number)
            undo = Button(texts.UNDISCARD(call.language), f"undiscard:{version.id}")
            call.reply(said, buttons=((undo,), _why(call, done)))
    except _Refused as refused:
        await _refuse(call, version, refused.outcome, "discarded")


async def undiscard(call: Call, argument: str) -> None:
    version = await _named(call, int(argument))
    if version is None:
        return
    try:
        async with call.writing() as session:
            _done(await playbook_switching.restore(session, version.id, call.person.id))
            said = texts.RESTORED(call.language, title=version.title, version=version.number)
            look = Button(texts.PREVIEW(call.language, version=version.number),
                          f"playbook:{version.id}")  # fmt: skip
            call.reply(said, buttons=((look,),))
    except _Refused as refused:
        await _refuse(call, version, refused.outcome, "draft")


async def _named(call: Call, version_id: int) -> Named | None:
    """The version, whatever its status; None, having said so, if there is none."""
    async with call.coach.database.read() as session:
        version = await playbook_switching.named(session, version_id)
    if version is None:
        call.reply(playbook_texts.NO_SUCH_PLAYBOOK(call.language))
    return version


def _done(attempt: Attempt) -> int:
    """The id of what was recorded; leaves the transaction if nothing was done."""
    if attempt.outcome is not Switched.DONE or attempt.event is None:
        raise _Refused(attempt.outcome)
    return attempt.event


async def _say_activated(
    call: Call, session: Session, version: Named, replaced_id: int, event: int
) -> None:
    language = call.language
    replaced = await playbook_switching.named(session, replaced_id) if replaced_id else None
    is_older = replaced is not None and replaced.number > version.number
    done = texts.ROLLED_BACK if is_older and version.status == "retired" else texts.ACTIVATED
    said = [done(language, title=version.title, version=version.number)]
    undo = Button(texts.RETIRE(language), f"retire:{version.id}")
    if replaced is not None:
        said.append(texts.INSTEAD_OF(language, version=replaced.number))
        label = texts.BRING_BACK if is_older else texts.ROLL_BACK
        undo = Button(label(language, version=replaced.number),
                      f"activate:{replaced.id}:{version.id}:0")  # fmt: skip
    call.reply("\n".join(said), buttons=((undo,), _why(call, event)))


def _why(call: Call, event: int) -> tuple[Button, ...]:
    return (Button(texts.SAY_WHY(call.language), f"why:{event}"),)


# --- what was not done ---------------------------------------------------------------------------


async def _refuse(call: Call, version: Named, outcome: Switched, wanted: str) -> None:
    """Say why nothing was changed, and show how things stand."""
    language = call.language
    values = {"title": version.title, "version": version.number}
    async with call.coach.database.read() as session:
        now = await playbook_switching.named(session, version.id) or version
        seen = await playbook_switching.seen(session, version.playbook_id)
        events = await playbook_history.history(session, version.playbook_id)
    if outcome is Switched.ALREADY:
        last = next((e for e in events if e.version == version.number), None)
        who = f"\n{event_line(last, call.person)}" if last else ""
        call.reply(texts.ALREADY[wanted](language, **values) + who, buttons=_look(now))
    elif outcome is Switched.CHANGED:
        await _show_instead(call, texts.CHANGED_MEANWHILE(language), now.id)
    elif outcome is Switched.SUPERSEDED and seen.newest_draft is not None:
        await _show_instead(call, texts.SUPERSEDED(language), seen.newest_draft)
    elif outcome is Switched.STANDARD_ANSWERS:
        answers = Button(texts.ANSWERS(language), "answers:0")
        call.reply(texts.USE_ANSWERS(language), buttons=((answers,),))
    elif outcome is Switched.INCOMPLETE:
        call.reply(texts.INCOMPLETE(language, **values))
    elif now.status == "discarded":
        undo = Button(texts.UNDISCARD(language), f"undiscard:{version.id}")
        call.reply(texts.DRAFT_GONE(language, **values), buttons=((undo,),))
    else:
        call.reply(texts.GONE(language, **values), buttons=_look(now))


async def _show_instead(call: Call, said: str, version_id: int) -> None:
    shown = await preview_reply(call.coach, version_id, call.person)
    call.reply(f"{said}\n\n", *shown.text, buttons=shown.buttons)


def _look(version: Named) -> tuple[tuple[Button, ...], ...]:
    if version.status not in ("active", "draft", "retired"):
        return ()
    return ((Button(version.title[:60], f"playbook:{version.id}"),),)


# --- why -----------------------------------------------------------------------------------------


async def why(call: Call, argument: str) -> None:
    event = int(argument)
    async with call.writing() as session:
        until = (call.coach.clock() + WHY_WAITS).isoformat()
        await checkins.set_dialogue(
            session, call.person.id, call.message.channel, WHY, {"event": event, "until": until}
        )
        call.reply(texts.WHY(call.language))


async def hear_why(call: Call, text: str, state: dict[str, Any]) -> bool:
    """Keep the reason. A question is none, nor what is said long after; that ends the dialogue."""
    if text.endswith(QUESTION_MARKS):
        return False
    if call.coach.clock() > datetime.fromisoformat(state["until"]):
        async with call.coach.database.write() as session:
            await checkins.end_dialogue(session, call.person.id, call.message.channel)
        return False
    async with call.writing() as session:
        kept = await playbook_history.give_reason(
            session, int(state["event"]), call.person.id, text[:LONGEST_REASON]
        )
        await checkins.end_dialogue(session, call.person.id, call.message.channel)
        call.reply((texts.WHY_KEPT if kept else texts.WHY_TOO_LATE)(call.language))
    return True


def event_line(event: playbook_history.Event, person: Person) -> str:
    """When, who, what and why, on the person's clock and in their language."""
    language = person.language
    when = formats.moment(event.at, language, person.timezone)
    who = event.by or texts.THE_COACH(language)
    what = texts.EVENTS[event.kind](language, version=event.version or "")
    detail = event.detail
    if event.kind == "review" and detail:
        detail = formats.day(date.fromisoformat(detail), language)
    return f"{when} · {who} · {what}" + (f" — {detail}" if detail else "")


ACTIONS = (
    Action("activate", activate),
    Action("retire", retire),
    Action("discard", discard),
    Action("undiscard", undiscard),
    Action("why", why),
)
LISTENERS = (Listener(WHY, hear_why),)
