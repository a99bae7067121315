"""The check-in: what was said becomes a diff; the rep accepts, drops, corrects or cancels.

said ─► pending ──accept──► submitted        nothing is written before "accept"
          │  ▲ drop, edit
          └──reject, edit of the message──► cancelled, replaced
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from bot.call import Action, Call, Command
from bot.checkins import proposing, rendering, texts
from bot.checkins.applying import Applied, Applying, apply
from bot.checkins.rendering import Diff
from bot.checkins.understanding import understand
from bot.common_texts import GONE
from bot.deals import describing
from bot.deals.texts import FIELDS
from bot.reply import Button, Span, bold, plain
from storage import checkins, deals, processes
from storage.checkins import CheckIn, ProposedChange
from storage.database import Session
from storage.records import Ambiguity, Deal, DealStatus, Process, Proposal

EDITING = "checkin-edit"
"""Dialogue: the next thing said corrects one line of the diff."""
CHOOSING = "checkin-which"
"""Dialogue: remembers which of several deals the rep meant so far."""


@dataclass(frozen=True)
class Understood:
    """What a message says of the rep's deals, with what it was read against."""

    text: str
    proposal: Proposal
    deals: dict[int, Deal]
    process: Process

    @property
    def says_something(self) -> bool:
        return bool(self.proposal.updates or self.proposal.ambiguities)


async def read(
    call: Call, text: str, only: Collection[int] | None = None, leave_out: Collection[int] = ()
) -> Understood | None:
    """Understand a text against the rep's deals; None where no process is set."""
    async with call.coach.database.read() as session:
        process = await processes.active(session)
        held = await deals.deals(session, [call.person.id])
    if process is None:
        return None
    candidates = [
        deal
        for deal in held
        if (deal.id in only if only is not None else _live(deal)) and deal.id not in leave_out
    ]
    today = call.coach.today(call.person)
    proposal = await asyncio.get_running_loop().run_in_executor(
        call.coach.executor, understand, text, candidates, process, today
    )
    return Understood(text, proposal, {deal.id: deal for deal in held}, process)


def _live(deal: Deal) -> bool:
    """Won deals go on into aftersales, so reps still speak of them; lost ones are over."""
    return deal.status is not DealStatus.LOST


# --- opening a check-in ------------------------------------------------------------------------


async def checkin_command(call: Call, argument: str) -> None:
    if not argument:
        call.reply(texts.PROMPT(call.language))
        return
    understood = await read(call, argument)
    if understood is None:
        call.reply(texts.NO_PROCESS(call.language))
    elif not await reopen(call, understood):
        await open_checkin(call, understood)


async def reopen(call: Call, understood: Understood) -> bool:
    """A check-in message that was edited: its diff is made anew; what was written is compared."""
    said = call.message
    if not said.edited:
        return False
    async with call.coach.database.read() as session:
        earlier = await checkins.message_by_external_id(
            session, said.channel, said.chat, said.message_id
        )
        before = await checkins.of_message(session, earlier.id) if earlier else None
    if before is None:
        return False
    replacing = before.id if before.status == "pending" else None
    await open_checkin(call, understood, replacing=replacing)
    return True


async def open_checkin(call: Call, understood: Understood, replacing: int | None = None) -> None:
    """Show the diff, or ask which deal is meant; nothing of a deal changes."""
    async with call.writing() as session:
        if replacing is not None:
            await checkins.settle(session, replacing, "replaced")
        message_id = await keep_words(call, session, understood.text)
        checkin_id = await checkins.begin(
            session, call.person.id, call.coach.today(call.person), message_id, ()
        )
        await _fill(call, session, checkin_id, message_id, understood)


async def keep_words(call: Call, session: Session, text: str) -> int:
    said = call.message
    return await checkins.keep_message(
        session, call.person.id, said.channel, said.chat, said.message_id, text, said.sent_at
    )


async def _fill(
    call: Call, session: Session, checkin_id: int, message_id: int, understood: Understood
) -> None:
    """Propose what is clear, and ask about the first thing that is not."""
    if understood.proposal.ambiguities:
        ask_which(call, checkin_id, understood, understood.proposal.ambiguities[0])
        return
    defaults = proposing.NewDealDefaults(
        understood.process.stages[0].key, call.coach.settings.currency
    )
    lines = proposing.lines(understood.proposal, understood.deals, defaults)
    await checkins.propose(session, checkin_id, message_id, lines)
    if not lines:
        _offer_to_record(call, checkin_id, understood)
        return
    show(call, await load_diff(call, session, checkin_id))


def _offer_to_record(call: Call, checkin_id: int, understood: Understood) -> None:
    named = [
        describing.title(understood.deals[deal_id]) for deal_id in understood.proposal.mentioned
    ]
    call.reply(
        texts.NOTHING_READ(call.language, deals=", ".join(named) or "—"),
        buttons=(
            (
                Button(texts.RECORD(call.language), f"accept:{checkin_id}"),
                Button(texts.REJECT(call.language), f"reject:{checkin_id}"),
            ),
            (Button(texts.QUESTION_INSTEAD(call.language), f"said:{checkin_id}"),),
        ),
    )


def ask_which(call: Call, checkin_id: int, understood: Understood, unclear: Ambiguity) -> None:
    words = understood.text[unclear.words.start : unclear.words.end]
    candidates = [understood.deals[deal_id] for deal_id in unclear.candidates]
    rows = [
        (Button(describing.title(deal)[:60], f"which:{checkin_id}:{deal.id}"),)
        for deal in candidates
    ]
    rows.append((Button(texts.NONE_OF_THESE(call.language), f"reject:{checkin_id}"),))
    call.reply(texts.WHICH(call.language, words=words), buttons=tuple(rows))


async def load_diff(call: Call, session: Session, checkin_id: int) -> Diff:
    changes = await checkins.proposed(session, checkin_id)
    held = await deals.deals(session, [call.person.id])
    words = {}
    for message_id in {change.message_id for change in changes}:
        said = await checkins.message(session, message_id)
        words[message_id] = said.text if said else ""
    return Diff(
        checkin_id,
        changes,
        {deal.id: deal for deal in held},
        await processes.active(session),
        words,
        call.coach.today(call.person),
    )


def show(call: Call, diff: Diff) -> None:
    """Show the diff; after a tap, in the place of the one that was tapped."""
    call.reply(
        *rendering.diff_text(diff, call.language),
        buttons=rendering.diff_buttons(diff, call.language),
        replaces=call.message.action_on,
    )


# --- buttons -----------------------------------------------------------------------------------


async def _own(call: Call, session: Session, checkin_id: int) -> CheckIn | None:
    """The check-in if it is the caller's and still waits; says so otherwise."""
    found = await checkins.checkin(session, checkin_id)
    if found is None or found.person_id != call.person.id or found.status != "pending":
        call.reply(texts.NO_PENDING(call.language))
        return None
    return found


async def which(call: Call, argument: str) -> None:
    """The rep chose one of several deals: read the message again with that in mind."""
    checkin_id, deal_id = (int(part) for part in argument.split(":"))
    async with call.coach.database.read() as session:
        found = await _own(call, session, checkin_id)
        said = await checkins.message(session, found.message_id or 0) if found else None
        has_lines = bool(await checkins.proposed(session, checkin_id))
        dialogue = await checkins.dialogue(session, call.person.id, call.message.channel)
    if found is None or said is None or found.message_id is None:
        return
    left_out = set(_left_out(dialogue, checkin_id))
    before = await read(call, said.text, leave_out=left_out)
    asked = before.proposal.ambiguities if before is not None else ()
    if has_lines or not asked or deal_id not in asked[0].candidates:
        call.reply(GONE(call.language))
        return
    left_out |= set(asked[0].candidates) - {deal_id}
    understood = await read(call, said.text, leave_out=left_out)
    assert understood is not None
    async with call.writing() as session:
        if understood.proposal.ambiguities:
            state = {"checkin": checkin_id, "left_out": sorted(left_out)}
            await checkins.set_dialogue(
                session, call.person.id, call.message.channel, CHOOSING, state
            )
        await _fill(call, session, checkin_id, found.message_id, understood)


def _left_out(dialogue: checkins.Dialogue | None, checkin_id: int) -> list[int]:
    if dialogue is None or dialogue.kind != CHOOSING or dialogue.state["checkin"] != checkin_id:
        return []
    return list(dialogue.state["left_out"])


async def accept(call: Call, argument: str) -> None:
    async with call.coach.database.read() as session:
        found = await _own(call, session, int(argument))
        said = await checkins.message(session, found.message_id or 0) if found else None
    if found is None:
        return
    understood = await read(call, said.text if said else "")
    if understood is None:
        call.reply(texts.NO_PROCESS(call.language))
        return
    async with call.writing() as session:
        diff = await load_diff(call, session, found.id)
        dropped = {c.deal_id for c in diff.changes} - {c.deal_id for c in diff.open_changes}
        mentioned = set(understood.proposal.mentioned) - dropped
        by = Applying(call.person, found, understood.process, call.coach.settings.currency)
        applied = await apply(session, by, mentioned)
        if applied is None:
            call.reply(texts.NO_PENDING(call.language))
            return
        await leave_dialogue(call, session)
        call.reply(*_report(call, diff, applied), replaces=call.message.action_on)


def _report(call: Call, diff: Diff, applied: Applied) -> list[Span]:
    if not applied.written and not applied.outdated:
        return [plain(texts.RECORDED(call.language))]
    said: list[Span] = []
    if applied.written:
        said.append(bold(texts.WRITTEN(call.language, count=len(applied.written)) + "\n"))
    for _, group in groupby(applied.written, key=lambda change: change.update_number):
        changes = list(group)
        said.append(plain(f"{diff.title(changes[0])}\n"))
        for change in changes:
            said += rendering.change_line(diff, change, call.language)
    for change, present in applied.outdated:
        said.append(plain(_outdated(call, diff, change, present) + "\n"))
    return said


def _outdated(call: Call, diff: Diff, change: ProposedChange, present: str) -> str:
    def in_words(value: str) -> str:
        return describing.value_in_words(
            change.field, value, diff.process, call.language, diff.today
        )

    return texts.OUTDATED(
        call.language,
        deal=diff.title(change),
        field=FIELDS[change.field.value](call.language),
        present=in_words(present),
        new=in_words(change.new),
    )


async def reject(call: Call, argument: str) -> None:
    async with call.coach.database.read() as session:
        found = await _own(call, session, int(argument))
    if found is None:
        return
    async with call.writing() as session:
        await checkins.settle(session, found.id, "cancelled")
        await leave_dialogue(call, session)
        call.reply(texts.REJECTED(call.language), replaces=call.message.action_on)


async def own_change(call: Call, session: Session, change_id: int) -> ProposedChange | None:
    """A line of a pending check-in of the caller's."""
    checkin_id = await checkins.checkin_of_change(session, change_id)
    found = await _own(call, session, checkin_id or 0)
    if found is None:
        return None
    changes = await checkins.proposed(session, found.id)
    return next(change for change in changes if change.id == change_id)


async def drop(call: Call, argument: str) -> None:
    async with call.coach.database.read() as session:
        change = await own_change(call, session, int(argument))
    if change is None:
        return
    async with call.writing() as session:
        await checkins.decide(session, change.id, "dropped")
        show(call, await load_diff(call, session, change.checkin_id))


async def edit(call: Call, argument: str) -> None:
    async with call.coach.database.read() as session:
        change = await own_change(call, session, int(argument))
        diff = await load_diff(call, session, change.checkin_id) if change else None
    if change is None or diff is None:
        return
    async with call.writing() as session:
        await checkins.set_dialogue(
            session, call.person.id, call.message.channel, EDITING, {"change": change.id}
        )
        field = FIELDS[change.field.value](call.language)
        call.reply(texts.EDIT_PROMPT(call.language, deal=diff.title(change), field=field))


async def leave_dialogue(call: Call, session: Session) -> None:
    await checkins.end_dialogue(session, call.person.id, call.message.channel)


COMMANDS = (Command("checkin", checkin_command, texts.MENU_CHECKIN, follows_edits=True),)
ACTIONS = (
    Action("accept", accept),
    Action("reject", reject),
    Action("drop", drop),
    Action("edit", edit),
    Action("which", which),
)
