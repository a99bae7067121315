"""The standard answers: read, edited, retired, folded into a playbook."""

from __future__ import annotations

from bot.call import Action, Call, Command
from bot.gaps import rendering, texts
from bot.gaps.dialogue import show
from bot.golden.job import queue_after_activation
from bot.reply import Button, Rows, Span, plain
from storage import standard_answers
from storage.database import Session
from storage.records import Language
from storage.standard_answers import StandardAnswer

PAGE = 8
TARGETS = 12


async def show_answers(call: Call, argument: str) -> None:
    start = int(argument)
    async with call.coach.database.read() as session:
        held = await standard_answers.answers(session)
    shown = held[start : start + PAGE]
    rows = [(Button(rendering.label(one.question), f"answer:{one.id}"),) for one in shown]
    turn = []
    if start:
        turn.append(Button(texts.EARLIER(call.language), f"answers:{max(0, start - PAGE)}"))
    if start + PAGE < len(held):
        turn.append(Button(texts.LATER(call.language), f"answers:{start + PAGE}"))
    back = (Button(texts.BACK(call.language), "gaps:open:0"),)
    found: list[tuple[Button, ...]] = [*rows, tuple(turn), back]
    show(call, rendering.answers(shown, call.person), tuple(row for row in found if row))


async def show_answer(call: Call, argument: str) -> None:
    async with call.coach.database.read() as session:
        held = await standard_answers.answer(session, int(argument))
    _show_one(call, held)


def _show_one(call: Call, held: StandardAnswer | None, notice: str = "") -> None:
    if held is None:
        show(call, [Span(texts.ANSWER_GONE(call.language))], (_back(call.language),))
        return
    cited_as = rendering.source(held.author, held.written_at, call.person)
    said = rendering.answer(held.question, held.answer, cited_as)
    said.append(plain(f" · {rendering.state(held, call.language)}"))
    if notice:
        said.append(plain(f"\n\n{notice}"))
    show(call, said, _buttons(held, call.language))


def _buttons(held: StandardAnswer, language: Language) -> Rows:
    if not held.is_current:
        return (_back(language),)
    return (
        (
            Button(texts.EDIT(language), f"rewrite:{held.id}"),
            Button(texts.RETIRE(language), f"unanswer:{held.id}"),
        ),
        (Button(texts.FOLD(language), f"fold:{held.id}"),),
        _back(language),
    )


def _back(language: Language) -> tuple[Button, ...]:
    return (Button(texts.BACK(language), "answers:0"),)


async def retire(call: Call, argument: str) -> None:
    async with call.writing() as session:
        done = await standard_answers.retire(session, int(argument), call.person.id)
        await _show_as_it_is(call, session, argument, texts.RETIRE_DONE(call.language), done)


async def _show_as_it_is(
    call: Call, session: Session, argument: str, notice: str, done: bool
) -> None:
    held = await standard_answers.answer(session, int(argument))
    _show_one(call, held, notice if done else "")


async def fold(call: Call, argument: str) -> None:
    """`fold:answer` offers the playbooks, `fold:answer:playbook` does it."""
    answer_id, _, playbook_id = argument.partition(":")
    if not playbook_id:
        await _offer(call, int(answer_id))
        return
    async with call.coach.database.read() as session:
        targets = {target.id: target for target in await standard_answers.targets(session)}
    target = targets.get(int(playbook_id))
    if target is None:
        call.reply(texts.GONE(call.language))
        return
    async with call.writing() as session:
        version_id = await standard_answers.fold(session, int(answer_id), target.id, call.person.id)
        notice = ""
        if version_id is not None:
            await queue_after_activation(session, version_id, call.person.id)
            notice = texts.FOLD_DONE(call.language, title=target.title)
        await _show_as_it_is(call, session, answer_id, notice, version_id is not None)


async def _offer(call: Call, answer_id: int) -> None:
    async with call.coach.database.read() as session:
        targets = await standard_answers.targets(session)
    rows = [
        (Button(rendering.label(target.title), f"fold:{answer_id}:{target.id}"),)
        for target in targets[:TARGETS]
    ]
    said = texts.FOLD_INTO if rows else texts.NOTHING_TO_FOLD_INTO
    cancel = (Button(texts.CANCEL(call.language), f"answer:{answer_id}"),)
    show(call, [Span(said(call.language))], (*rows, cancel))


COMMANDS: tuple[Command, ...] = ()
ACTIONS = (
    Action("answers", show_answers),
    Action("answer", show_answer),
    Action("unanswer", retire),
    Action("fold", fold),
)
