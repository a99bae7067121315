"""Golden questions in a chat: kept from an answer, asked again on demand, read as a table."""

from __future__ import annotations

from typing import Any

from bot import permissions
from bot.call import QUESTION_MARKS, Action, Call, Command, Listener
from bot.golden import rendering, texts
from bot.golden.asking import JOB, last_comparison
from bot.reply import Button, plain
from storage import checkins, golden, queues
from storage.golden import GoldenQuestion
from storage.records import Language, Person

WRITING_POINTS = "golden_points"
PAGE = 8
WRITING_SECONDS = 15 * 60
"""After this what is said is no longer taken for the points."""
LONGEST_POINT = 500
MOST_POINTS = 12


def keep_button(person: Person, exchange_id: int, language: Language) -> tuple[Button, ...]:
    """Under an answer, for whoever may keep it."""
    if permissions.reach(person, "keep") is permissions.Reach.NOTHING:
        return ()
    return (Button(texts.KEEP(language), f"keep:{exchange_id}"),)


async def keep(call: Call, argument: str) -> None:
    """This was right: its first citation is the expected source, what it quoted the points."""
    exchange_id = int(argument)
    async with call.coach.database.read() as session:
        made = await golden.suggestion(session, exchange_id, call.person.id)
        asked = await golden.questions(session)
    if made is None:
        call.reply(texts.NOTHING_TO_KEEP(call.language))
        return
    key = golden.question_key(made.question)
    known = next((held for held in asked if golden.question_key(held.question) == key), None)
    if known is not None:
        await show_one(call, str(known.id))
        return
    async with call.writing() as session:
        golden_id = await golden.keep(session, made, call.person.id, exchange_id)
        kept = texts.KEPT(
            call.language, question=made.question, place=rendering.expected(made, call.language)
        )
        said = [plain(f"{kept}\n"), *rendering.points(made.points, call.language)]
        call.reply(*said, buttons=(_edit_buttons(golden_id or 0, call.language),))


def _edit_buttons(golden_id: int, language: Language) -> tuple[Button, ...]:
    return (
        Button(texts.EDIT_POINTS(language), f"goldpoints:{golden_id}"),
        Button(texts.DROP(language), f"golddrop:{golden_id}"),
    )


async def _question(call: Call, golden_id: int) -> GoldenQuestion | None:
    """The golden question; None, having said so, if it is gone."""
    async with call.coach.database.read() as session:
        asked = await golden.questions(session)
    found = next((question for question in asked if question.id == golden_id), None)
    if found is None:
        call.reply(texts.GONE(call.language))
    return found


async def show(call: Call, _argument: str) -> None:
    async with call.coach.database.read() as session:
        asked = await golden.questions(session)
        runs = await golden.runs(session)
        liked = await golden.voted_up(session)
    if not asked and not liked:
        call.reply(texts.NONE_YET(call.language))
        return
    said = rendering.overview(asked, runs, await last_comparison(call.coach), call.language)
    rows: list[tuple[Button, ...]] = []
    if asked:
        rows.append((Button(texts.RUN(call.language), "goldrun"),
                     Button(texts.LIST(call.language), "goldlist:0")))  # fmt: skip
    if liked:
        said.append(plain("\n" + texts.SUGGESTED(call.language, count=len(liked))))
        rows += [(Button(f"⭐ {question[:50]}", f"keep:{i}"),) for i, question in liked[:PAGE]]
    call.reply(*said, buttons=tuple(rows))


async def show_list(call: Call, argument: str) -> None:
    start = int(argument)
    async with call.coach.database.read() as session:
        asked = await golden.questions(session)
    last = await last_comparison(call.coach)
    results = last.after if last else {}
    shown = asked[start : start + PAGE]

    def label(question: GoldenQuestion) -> str:
        result = results.get(question.id)
        mark = "•" if result is None else "✓" if result.passed else "✗"
        return f"{mark} {question.question[:50]}"

    rows = [(Button(label(question), f"golden:{question.id}"),) for question in shown]
    if start + PAGE < len(asked):
        rows.append((Button(texts.MORE(call.language), f"goldlist:{start + PAGE}"),))
    call.reply(
        f"{texts.HEADER(call.language)} {start + 1}–{start + len(shown)} / {len(asked)}",
        buttons=tuple(rows),
        replaces=call.message.action_on,
    )


async def show_one(call: Call, argument: str) -> None:
    question = await _question(call, int(argument))
    if question is None:
        return
    last = await last_comparison(call.coach)
    said = rendering.page(question, last.after if last else {}, call.language)
    call.reply(*said, buttons=(_edit_buttons(question.id, call.language),))


async def run_all(call: Call, _argument: str) -> None:
    """Queue a run; its table comes when it is done."""
    async with call.coach.database.read() as session:
        asked = await golden.questions(session)
    async with call.writing() as session:
        reply_to = (call.message.channel, call.message.chat)
        await queues.queue_job(session, JOB, {"trigger": "demand"}, call.person.id, reply_to)
        call.reply(texts.RUNNING(call.language, total=len(asked)))
    call.coach.signals.jobs.set()


async def drop(call: Call, argument: str) -> None:
    question = await _question(call, int(argument))
    if question is None:
        return
    async with call.writing() as session:
        await golden.retire(session, question.id)
        call.reply(texts.DROPPED(call.language, question=question.question))


async def edit_points(call: Call, argument: str) -> None:
    question = await _question(call, int(argument))
    if question is None:
        return
    async with call.writing() as session:
        await checkins.set_dialogue(
            session,
            call.person.id,
            call.message.channel,
            WRITING_POINTS,
            {"golden": question.id, "until": call.coach.clock().timestamp() + WRITING_SECONDS},
        )
        said = rendering.points(question.points, call.language)
        call.reply(*said, plain(texts.WRITE_POINTS(call.language)))


async def hear_points(call: Call, text: str, state: dict[str, Any]) -> bool:
    """The points, one a line, within a quarter of an hour. A question leaves the dialogue."""
    if text.rstrip().endswith(QUESTION_MARKS) and "\n" not in text:
        return False
    if call.coach.clock().timestamp() > state["until"]:
        return False
    lines = [line.strip(" •-*\t")[:LONGEST_POINT] for line in text.splitlines()]
    wanted = [line for line in lines if line][:MOST_POINTS]
    question = await _question(call, int(state["golden"]))
    async with call.writing() as session:
        await checkins.end_dialogue(session, call.person.id, call.message.channel)
        if question is not None:
            await golden.set_points(session, question.id, wanted)
            said = rendering.points(wanted, call.language)
            call.reply(
                plain(f"{question.question}\n"), *said,
                buttons=(_edit_buttons(question.id, call.language),),
            )  # fmt: skip
    return True


COMMANDS = (Command("golden", show, texts.MENU_GOLDEN),)
ACTIONS = (
    Action("keep", keep),
    Action("golden", show_one),
    Action("goldlist", show_list),
    Action("goldrun", run_all),
    Action("golddrop", drop),
    Action("goldpoints", edit_points),
)
LISTENERS = (Listener(WRITING_POINTS, hear_points),)
