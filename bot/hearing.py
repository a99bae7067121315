"""What is simply said: an answer to a dialogue, a check-in, a correction of one, or a question."""

from __future__ import annotations

from collections.abc import Mapping

from bot import permissions
from bot.asking.dialogue import ask
from bot.call import QUESTION_MARKS, Action, Call, Command, Listener
from bot.checkins import dialogue as checkin
from bot.checkins.correcting import answer_edit, correct_pending
from bot.checkins.dialogue import EDITING, Understood
from bot.checkins.texts import NO_PENDING
from storage import checkins


async def hear(call: Call, listeners: Mapping[str, Listener]) -> None:
    """Route what was said. A pending dialogue never traps: an evident question leaves it."""
    text = call.message.text.strip()
    async with call.coach.database.read() as session:
        dialogue = await checkins.dialogue(session, call.person.id, call.message.channel)
    listener = listeners.get(dialogue.kind) if dialogue and not call.message.edited else None
    if dialogue and listener and await listener.handler(call, text, dialogue.state):
        return
    if permissions.reach(call.person, "accept") is permissions.Reach.NOTHING:
        await ask(call, text)
        return
    understood = await checkin.read(call, text)
    if understood is None or _is_question(text, understood):
        await ask(call, text)
        return
    if await checkin.reopen(call, understood):
        return
    if dialogue is not None and dialogue.kind == EDITING:
        await answer_edit(call, text, int(dialogue.state["change"]))
    elif not understood.proposal.mentioned and await correct_pending(call, text):
        return
    elif understood.says_something or understood.proposal.mentioned:
        await checkin.open_checkin(call, understood)
    else:
        await ask(call, text)


def _is_question(text: str, understood: Understood) -> bool:
    if understood.says_something:
        return False
    return understood.proposal.is_question or text.endswith(QUESTION_MARKS)


async def said_as_question(call: Call, argument: str) -> None:
    """The rep says it was a question: drop the check-in and answer."""
    async with call.coach.database.read() as session:
        pending = await checkins.checkin(session, int(argument))
        said = await checkins.message(session, (pending and pending.message_id) or 0)
    if pending is None or said is None or said.person_id != call.person.id:
        call.reply(NO_PENDING(call.language))
        return
    await ask(call, said.text, instead_of=pending.id)


COMMANDS: tuple[Command, ...] = ()
ACTIONS = (Action("said", said_as_question),)
