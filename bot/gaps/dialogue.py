"""`/gaps`: the queue, a gap's page, and what a trainer does with it."""

from __future__ import annotations

from math import ceil

from bot.call import Action, Call, Command
from bot.gaps import clustering, rendering, texts
from bot.reply import Button, Rows, Span
from storage import gaps, standard_answers
from storage.database import Session
from storage.gaps import Gap, Status
from storage.records import Language, Scope

PAGE = 6
EXAMPLES = 6
NEIGHBOURS = 8
STATUSES: tuple[Status, ...] = ("open", "answered", "dismissed")


async def show_queue(call: Call, argument: str) -> None:
    """`/gaps`, and `gaps:status:page` of its buttons."""
    status, _, number = argument.partition(":")
    wanted: Status = next((s for s in STATUSES if s == status), "open")
    async with call.coach.database.read() as session:
        counts = await gaps.counts(session)
        answers = await standard_answers.answers(session)
        pages = max(1, ceil(counts.get(wanted, 0) / PAGE))
        page = min(int(number) if number.isdecimal() else 0, pages - 1)
        held = await gaps.gaps(session, wanted, page * PAGE, PAGE)
    text = rendering.overview(held, wanted, page, pages, call.person)
    rows: list[tuple[Button, ...]] = [
        (Button(rendering.label(gap.question), f"gap:{gap.id}"),) for gap in held
    ]
    rows.append(_turn(wanted, page, pages, call.language))
    rows.append(_others(wanted, counts, call.language))
    if answers:
        label = texts.STANDARD_ANSWERS(call.language, count=len(answers))
        rows.append((Button(label, "answers:0"),))
    show(call, text, tuple(row for row in rows if row))


def _turn(status: Status, page: int, pages: int, language: Language) -> tuple[Button, ...]:
    turn = []
    if page > 0:
        turn.append(Button(texts.EARLIER(language), f"gaps:{status}:{page - 1}"))
    if page < pages - 1:
        turn.append(Button(texts.LATER(language), f"gaps:{status}:{page + 1}"))
    return tuple(turn)


def _others(status: Status, counts: dict[str, int], language: Language) -> tuple[Button, ...]:
    return tuple(
        Button(
            f"{texts.STATUS[other](language)} · {counts[other]}",
            f"gaps:{other}:0",
        )
        for other in STATUSES
        if other != status and counts.get(other)
    )


def show(call: Call, text: list[Span], buttons: Rows) -> None:
    """In place of the message that was tapped, if one was."""
    call.reply(*text, buttons=buttons, replaces=call.message.action_on)


async def show_gap(call: Call, argument: str) -> None:
    text, buttons = await _page(call, int(argument))
    show(call, text, buttons)


async def show_gap_of(call: Call, argument: str) -> None:
    """The gap of an exchange that the trainer was told of, as a message of its own."""
    async with call.coach.database.read() as session:
        gap_id = await gaps.gap_of(session, int(argument))
    if gap_id is None:
        call.reply(texts.NOT_YET(call.language))
        return
    text, buttons = await _page(call, gap_id)
    call.reply(*text, buttons=buttons)


async def _page(call: Call, gap_id: int) -> tuple[list[Span], Rows]:
    """A gap with the sections that come nearest to it."""
    async with call.coach.database.read() as session:
        gap = await gaps.gap(session, gap_id)
        examples = await gaps.examples(session, gap_id, EXAMPLES)
    if gap is None:
        return [Span(texts.GONE(call.language))], (_back(call.language),)
    evidence = await call.coach.library.retrieve(gap.question, Scope())
    nearest = [scored.passage for scored in evidence.results]
    text = rendering.page(gap, examples, call.person, nearest)
    return text, _buttons(gap, call.language)


def _back(language: Language) -> tuple[Button, ...]:
    return (Button(texts.BACK(language), "gaps:open:0"),)


def _buttons(gap: Gap, language: Language) -> Rows:
    if gap.status != "open":
        return (
            (Button(texts.REOPEN(language), f"reopen:{gap.id}"),),
            _back(language),
        )
    return (
        (Button(texts.WRITE(language), f"write:{gap.id}"),),
        (
            Button(texts.DISMISS(language), f"dismiss:{gap.id}"),
            Button(texts.MERGE(language), f"merge:{gap.id}"),
        ),
        _back(language),
    )


async def dismiss(call: Call, argument: str) -> None:
    async with call.writing() as session:
        await gaps.close(session, int(argument), "dismissed", call.person.id)
        await _show_as_it_is(call, session, int(argument))


async def reopen(call: Call, argument: str) -> None:
    async with call.writing() as session:
        await gaps.reopen(session, int(argument))
        await _show_as_it_is(call, session, int(argument))


async def _show_as_it_is(call: Call, session: Session, gap_id: int) -> None:
    """The gap's facts and buttons; its sections are looked up when it is opened."""
    gap = await gaps.gap(session, gap_id)
    if gap is None:
        show(call, [Span(texts.GONE(call.language))], (_back(call.language),))
        return
    examples = await gaps.examples(session, gap_id, EXAMPLES)
    show(call, rendering.page(gap, examples, call.person), _buttons(gap, call.language))


async def merge(call: Call, argument: str) -> None:
    """`merge:gap` offers the nearest others, `merge:gap:into` does it."""
    gap_id, _, into = argument.partition(":")
    if into:
        await _merge(call, int(gap_id), int(into))
        return
    async with call.coach.database.read() as session:
        nearest = await clustering.neighbours(session, int(gap_id), NEIGHBOURS)
        others = [await gaps.gap(session, other) for other in nearest]
    rows = [
        (Button(rendering.label(other.question), f"merge:{int(gap_id)}:{other.id}"),)
        for other in others
        if other is not None
    ]
    said = texts.MERGE_INTO if rows else texts.NOTHING_TO_MERGE
    cancel = (Button(texts.CANCEL(call.language), f"gap:{int(gap_id)}"),)
    show(call, [Span(said(call.language))], (*rows, cancel))


async def _merge(call: Call, gap_id: int, into: int) -> None:
    async with call.writing() as session:
        if not await clustering.merge(session, gap_id, into):
            show(call, [Span(texts.GONE(call.language))], (_back(call.language),))
            return
        await _show_as_it_is(call, session, into)


COMMANDS = (Command("gaps", show_queue, texts.MENU_GAPS),)
ACTIONS = (
    Action("gaps", show_queue),
    Action("gap", show_gap),
    Action("gapof", show_gap_of),
    Action("dismiss", dismiss),
    Action("reopen", reopen),
    Action("merge", merge),
)
