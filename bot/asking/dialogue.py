"""Asking in a chat: the answer, its citations as buttons, and the passage behind each."""

from __future__ import annotations

from collections.abc import Mapping

from bot import formats
from bot.asking import texts
from bot.asking.answering import (
    Exchange,
    OpenedCitation,
    answer,
    open_citation,
    record,
    stage_of_question,
)
from bot.asking.feedback import buttons_below
from bot.call import Action, Call, Command
from bot.deals.describing import stage_name
from bot.gaps.texts import SOURCE as STANDARD_ANSWER
from bot.reply import Span, bold, italic, plain, quote
from storage import checkins, deals, exchanges, processes, standard_answers
from storage.records import DealStatus, Language, Outcome, Passage, Process

NEAREST_SHOWN = 3
NEIGHBOUR_CHARACTERS = 300


async def ask_command(call: Call, argument: str) -> None:
    if not argument:
        call.reply(texts.ASK_PROMPT(call.language))
        return
    await ask(call, argument)


async def ask(call: Call, question: str, instead_of: int | None = None) -> None:
    """Answer a question and keep the exchange; `instead_of` is a check-in it was taken for."""
    async with call.coach.database.read() as session:
        process = await processes.active(session)
        held = await deals.deals(session, [call.person.id], [DealStatus.OPEN])
        history = await exchanges.history(session, call.person.id)
    stage = stage_of_question(question, process, held)
    language = None if any(c.isalpha() for c in question) else call.language
    exchange = await answer(call.coach, call.person, question, stage, history, language)
    async with call.writing() as session:
        if instead_of is not None:
            await checkins.settle(session, instead_of, "cancelled")
        exchange_id = await record(session, call.person.id, exchange)
        buttons = await buttons_below(session, exchange_id, call.person)
        call.reply(*answer_text(exchange, process), buttons=buttons)


def answer_text(exchange: Exchange, process: Process | None) -> list[Span]:
    """The answer, then its numbered sources; or what is said instead of one."""
    answered, language = exchange.answered, exchange.language
    if answered.outcome is Outcome.REFUSED:
        said = [plain(texts.REFUSED[answered.reason](language))]
        return [*said, *_nearest(exchange)]
    said = [plain(answered.text)]
    if answered.outcome is Outcome.WEAK:
        said.insert(0, italic(f"{texts.WEAK(language)}\n\n"))
    if answered.citations:
        said.append(bold(f"\n\n{texts.SOURCES(language)}\n"))
        lines = source_lines(exchange)
        said += [plain(f"{line}\n") for line in lines]
    if exchange.stage is not None:
        stage = stage_name(exchange.stage.key, process, language)
        said.append(italic(f"\n{texts.STAGE(language, stage=stage)}"))
    return said


def source_lines(exchange: Exchange) -> list[str]:
    """[1] [2] playbook › section, version, page: each place once, with all its numbers."""
    language = exchange.language
    numbers: dict[str, list[str]] = {}
    for citation in exchange.answered.citations:
        where = place(citation.passage, language, exchange.authors)
        if since := exchange.overdue.get(citation.passage.playbook):
            where += f" {texts.OVERDUE(language, since=formats.day(since, language))}"
        numbers.setdefault(where, []).append(f"[{citation.number}]")
    return [f"{' '.join(marks)} {where}" for where, marks in numbers.items()]


def place(passage: Passage, language: Language, authors: Mapping[int, str]) -> str:
    """Where a passage stands; of what a person wrote in the chat, who wrote it and when."""
    author = authors.get(passage.document_id)
    if author and passage.playbook == standard_answers.SLUG:
        return f"{STANDARD_ANSWER(language)} · {author}"
    path = list(passage.heading_path)
    if not path or path[0] != passage.playbook_title:
        path.insert(0, passage.playbook_title)
    parts = [" › ".join(path), texts.VERSION(language, version=passage.version)]
    if passage.page is not None:
        parts.append(texts.PAGE(language, page=passage.page))
    return ", ".join(parts) + (f" · {author}" if author else "")


def _nearest(exchange: Exchange) -> list[Span]:
    nearest, language = exchange.answered.nearest, exchange.language
    if not nearest:
        return []
    places = dict.fromkeys(place(p, language, exchange.authors) for p in nearest)
    lines = "\n".join(f"• {where}" for where in list(places)[:NEAREST_SHOWN])
    return [plain("\n\n"), bold(texts.NEAREST(language)), plain(f"\n{lines}")]


async def show_citation(call: Call, argument: str) -> None:
    exchange_id, number = (int(part) for part in argument.split(":"))
    opened = await open_citation(call.coach, call.person, exchange_id, number)
    if opened is None:
        call.reply(texts.PASSAGE_GONE(call.language))
        return
    call.reply(*citation_text(opened, call.language))


def citation_text(opened: OpenedCitation, language: Language) -> list[Span]:
    """The passage with the end of the one before and the start of the one after."""
    authors = {opened.passage.document_id: opened.author}
    said = [bold(place(opened.passage, language, authors)), plain("\n")]
    if not opened.is_active:
        said.append(italic(texts.OLD_VERSION(language, version=opened.passage.version) + "\n"))
    if opened.review_was_due is not None:
        since = formats.day(opened.review_was_due, language)
        said.append(italic(texts.OVERDUE(language, since=since) + "\n"))
    if opened.before is not None:
        said.append(plain(f"\n…{opened.before.text[-NEIGHBOUR_CHARACTERS:]}\n"))
    said += [plain("\n"), quote(opened.passage.text), plain("\n")]
    if opened.after is not None:
        said.append(plain(f"\n{opened.after.text[:NEIGHBOUR_CHARACTERS]}…\n"))
    return said


COMMANDS = (Command("ask", ask_command, texts.MENU_ASK),)
ACTIONS = (Action("cite", show_citation),)
