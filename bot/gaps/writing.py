"""Writing a standard answer: type it, see it as it will be shown, save it or not."""

from __future__ import annotations

from typing import Any

from bot.call import Action, Call, Command, Listener
from bot.gaps import rendering, standard, texts
from bot.gaps.standard import LONGEST_ANSWER, LONGEST_QUESTION, Draft
from bot.reply import Button, bold, plain
from storage import checkins, gaps, standard_answers
from storage.database import Session

WRITING = "standard_answer"
ANSWER, QUESTION, LOOKING = "answer", "question", "looking"
"""What the trainer is about: typing the one or the other, or looking at the preview."""
LONGEST_QUESTION_ASKED = 80

State = dict[str, Any]


async def write(call: Call, argument: str) -> None:
    """Begin an answer to a gap."""
    async with call.coach.database.read() as session:
        gap = await gaps.gap(session, int(argument))
    if gap is None:
        call.reply(texts.GONE(call.language))
        return
    question = standard.heading_of(gap.question)
    await _begin(call, {"gap": gap.id, "question": question, "answer": ""})


async def rewrite(call: Call, argument: str) -> None:
    """Begin an edit of a standard answer: what is saved is a new one in its place."""
    async with call.coach.database.read() as session:
        held = await standard_answers.answer(session, int(argument))
    if held is None or not held.is_current:
        call.reply(texts.ANSWER_GONE(call.language))
        return
    await _begin(
        call,
        {
            "gap": held.gap_id,
            "question": held.question,
            "answer": held.answer,
            "replaces": held.id,
        },
    )


async def _begin(call: Call, state: State) -> None:
    async with call.writing() as session:
        await _ask(call, session, state, ANSWER)


async def _ask(call: Call, session: Session, state: State, step: str) -> None:
    """Ask for the answer or the question; what there is of it is shown, to copy from."""
    await _stand(call, session, state | {"step": step})
    if step == QUESTION:
        call.reply(f"{texts.TYPE_QUESTION(call.language)}\n\n", bold(state["question"]))
        return
    said = [plain(f"{texts.TYPE_ANSWER(call.language)}\n\n"), bold(state["question"])]
    if state["answer"]:
        said.append(plain(f"\n{state['answer']}"))
    call.reply(*said)


async def _stand(call: Call, session: Session, state: State) -> None:
    await checkins.set_dialogue(session, call.person.id, call.message.channel, WRITING, state)


async def hear_draft(call: Call, text: str, state: State) -> bool:
    """The words that were asked for, shown as they will be. What is evidently a question, and what
    is said beside a preview, is not meant for the draft; it waits."""
    if state["step"] == LOOKING or _is_question(text, state["step"]):
        return False
    limit = LONGEST_ANSWER if state["step"] == ANSWER else LONGEST_QUESTION
    if len(text) > limit:
        call.reply(texts.TOO_LONG(call.language, limit=limit))
        return True
    words = text if state["step"] == ANSWER else " ".join(text.split())
    changed = state | {state["step"]: words, "step": LOOKING}
    async with call.writing() as session:
        await _stand(call, session, changed)
        _preview(call, changed)
    return True


def _is_question(text: str, step: str) -> bool:
    short = len(text) <= LONGEST_QUESTION_ASKED and "\n" not in text
    return step == ANSWER and short and text.endswith(("?", "？"))


def _preview(call: Call, state: State) -> None:
    cited_as = rendering.source(call.person.name, call.coach.clock(), call.person)
    said = rendering.answer(state["question"], state["answer"], cited_as)
    save = Button(texts.SAVE(call.language), "draft:save")
    change = (
        Button(texts.EDIT(call.language), "draft:answer"),
        Button(texts.EDIT_QUESTION(call.language), "draft:question"),
        Button(texts.CANCEL(call.language), "draft:cancel"),
    )
    call.reply(plain(f"{texts.PREVIEW(call.language)}\n\n"), *said, buttons=((save,), change))


async def decide(call: Call, argument: str) -> None:
    """What is done with the preview."""
    async with call.coach.database.read() as session:
        dialogue = await checkins.dialogue(session, call.person.id, call.message.channel)
    if dialogue is None or dialogue.kind != WRITING or dialogue.state["step"] != LOOKING:
        call.reply(texts.DRAFT_GONE(call.language))
    elif argument == "save":
        await _save(call, dialogue.state)
    elif argument == "cancel":
        async with call.writing() as session:
            await checkins.end_dialogue(session, call.person.id, call.message.channel)
            call.reply(texts.CANCELLED(call.language), replaces=call.message.action_on)
    elif argument in (ANSWER, QUESTION):
        async with call.writing() as session:
            await _ask(call, session, dialogue.state, argument)
    else:
        raise ValueError(argument)


async def _save(call: Call, state: State) -> None:
    draft = Draft(state["question"], state["answer"], state["gap"], state.get("replaces"))
    new = await standard.prepare(call.coach, draft)
    async with call.writing() as session:
        saved = await standard.save(session, new, call.person.id)
        await checkins.end_dialogue(session, call.person.id, call.message.channel)
        cited_as = rendering.source(call.person.name, call.coach.clock(), call.person)
        said = rendering.answer(draft.question, draft.answer, cited_as)
        call.reply(
            *said,
            plain(f"\n\n{texts.SAVED(call.language, source=cited_as)}"),
            buttons=((Button(texts.OPEN_GAP(call.language), f"answer:{saved.id}"),),),
            replaces=call.message.action_on,
        )
    await standard.index(call.coach, saved.version_id)


COMMANDS: tuple[Command, ...] = ()
ACTIONS = (Action("write", write), Action("rewrite", rewrite), Action("draft", decide))
LISTENERS = (Listener(WRITING, hear_draft),)
