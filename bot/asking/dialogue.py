"""Asking in a chat: the answer, its citations as buttons, and the passage behind each."""

from __future__ import annotations

from collections.abc import Mapping

from bot import formats
from bot.asking import texts
from bot.asking.answering import (
    Exchange,
    OpenedCitation,
    Unfolded,
    answer,
    open_citation,
    open_passage,
    record,
    unfold,
)
from bot.asking.feedback import buttons_below
from bot.asking.reading import passage_spans
from bot.asking.staging import Stage, known, process_of, since
from bot.call import Action, Call, Command
from bot.common_texts import GONE
from bot.deals.describing import stage_name
from bot.gaps.texts import SOURCE as STANDARD_ANSWER
from bot.reply import Button, Span, bold, italic, plain
from bot.rows import readable
from knowledge.followup import stand_alone
from knowledge.grounding.smalltalk import kind_of, look_first
from knowledge.text.language import language_of
from storage import checkins, exchanges, feedback, gaps, standard_answers
from storage.database import Session
from storage.feedback import Feedback
from storage.records import Language, Outcome, Passage, Process, Reason

NEAREST_SHOWN = 3
NEIGHBOUR_CHARACTERS = 300
MORE_CHARACTERS = 3_600
"""Of unfolded sections: one message, with its headings."""
TURNS_READ = 3
"""Exchanges that a follow-up is read against."""


async def ask_command(call: Call, argument: str) -> None:
    if not argument:
        call.reply(texts.ASK_PROMPT(call.language))
        return
    await ask(call, argument)


async def ask(call: Call, question: str, instead_of: int | None = None) -> None:
    """Answer a question and keep the exchange; `instead_of` is a check-in it was taken for."""
    async with call.coach.database.read() as session:
        recent = await exchanges.recent(session, call.person.id, since(call.coach))
    history = exchanges.turns(recent[-TURNS_READ:])
    stage = None
    language = call.language
    if look_first(question) is None:
        stage = await known(call.coach, call.person, stand_alone(question, history), recent)
        language = language_of(question)
    exchange = await answer(call.coach, call.person, question, stage, history, language)
    async with call.writing() as session:
        if instead_of is not None:
            await checkins.settle(session, instead_of, "cancelled")
        await _reply(call, session, exchange)


async def _reply(call: Call, session: Session, exchange: Exchange, replaces: str = "") -> None:
    exchange_id = await record(session, call.person.id, exchange)
    answered = exchange.answered
    nearest = answered.nearest[:NEAREST_SHOWN] if answered.outcome is Outcome.REFUSED else ()
    buttons = await buttons_below(session, exchange_id, call.person, nearest)
    process = await process_of(session, exchange.stage.key if exchange.stage else None)
    call.reply(*answer_text(exchange, process), buttons=buttons, replaces=replaces)


async def favour(call: Call, argument: str) -> None:
    """Ask the same question again, favouring another stage; "" is any. It is remembered."""
    exchange_id, _, key = argument.partition(":")
    async with call.coach.database.read() as session:
        asked = await exchanges.exchange(session, int(exchange_id))
        process = await process_of(session, key or None)
        said = await feedback.of(session, int(exchange_id))
    if asked is None or asked.person_id != call.person.id or process is None:
        call.reply(GONE(call.language))
        return
    if (asked.stage, asked.stage_source) == (key or None, "chosen"):
        return
    language = language_of(asked.question)
    exchange = await answer(
        call.coach, call.person, asked.standalone, Stage(key or None, "chosen"), (), language,
        asked.question,
    )  # fmt: skip
    async with call.writing() as session:
        if said == Feedback():
            await gaps.withdraw(session, asked.id)
        await _reply(call, session, exchange, replaces=call.message.action_on)


def answer_text(exchange: Exchange, process: Process | None) -> list[Span]:
    """The answer, then its numbered sources and the stage; or what is said instead of one."""
    answered, language = exchange.answered, exchange.language
    if answered.outcome is Outcome.REFUSED:
        return [plain(_refusal(exchange)), *_nearest(exchange)]
    said = [plain(answered.text)]
    if answered.outcome is Outcome.WEAK:
        said.insert(0, italic(f"{texts.WEAK(language)}\n\n"))
    elif answered.note in texts.NOTES:
        said.insert(0, italic(f"{texts.NOTES[answered.note](language)}\n\n"))
    if answered.citations:
        said.append(bold(f"\n\n{texts.SOURCES(language)}\n"))
        lines = source_lines(exchange)
        said += [plain(f"{line}\n") for line in lines]
    if exchange.stage is not None:
        said.append(italic(f"\n{_stage_line(exchange.stage, process, language)}"))
    return said


def _refusal(exchange: Exchange) -> str:
    reason, language = exchange.answered.reason, exchange.language
    if reason is Reason.SMALL_TALK:
        return texts.SMALL_TALK[kind_of(exchange.question)](language)
    return texts.REFUSED[reason](language)


def _stage_line(stage: Stage, process: Process | None, language: Language) -> str:
    if stage.source == "asked":
        return texts.WHICH_STAGE(language)
    name = stage_name(stage.key, process, language) if stage.key else texts.ANY_STAGE(language)
    if stage.deal:
        return texts.STAGE_OF(language, stage=name, deal=stage.deal)
    return texts.STAGE(language, stage=name)


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
    _show_opened(call, await open_citation(call.coach, call.person, exchange_id, number))


async def show_section(call: Call, argument: str) -> None:
    """A passage that came near to a question, by its id."""
    _show_opened(call, await open_passage(call.coach, call.person, int(argument)))


def _show_opened(call: Call, opened: OpenedCitation | None) -> None:
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
        said.append(plain(f"\n…{readable(opened.before.text)[-NEIGHBOUR_CHARACTERS:]}\n"))
    said += [plain("\n"), *passage_spans(opened.passage.text, (opened.quote,)), plain("\n")]
    if opened.after is not None:
        said.append(plain(f"\n{readable(opened.after.text)[:NEIGHBOUR_CHARACTERS]}…\n"))
    return said


async def show_more(call: Call, argument: str) -> None:
    """The whole sections that an answer cites."""
    found = await unfold(call.coach, call.person, int(argument))
    if found is None:
        call.reply(texts.PASSAGE_GONE(call.language))
        return
    numbers = sorted({number for held in found.numbers.values() for number in held})
    cited = tuple(Button(f"[{n}]", f"cite:{found.exchange_id}:{n}") for n in numbers)
    call.reply(*unfolded_text(found, call.language), buttons=(cited,))


def unfolded_text(found: Unfolded, language: Language) -> list[Span]:
    """The sections in the order of the answer, as many passages as one message holds."""
    said: list[Span] = []
    room = MORE_CHARACTERS
    for section in found.sections:
        whole = sum(len(readable(passage.text)) for passage in section) <= room
        first = next(at for at, passage in enumerate(section) if passage.id in found.numbers)
        said.append(bold(f"{place(section[0], language, found.authors)}\n"))
        for passage in section if whole else section[first:]:
            spans = passage_spans(passage.text, found.quotes.get(passage.id, ()))
            room -= sum(len(span.text) for span in spans)
            if room < 0 and len(said) > 1:
                return [*said, italic(texts.CUT_HERE(language))]
            said += [*spans, plain("\n")]
        said.append(plain("\n"))
    return said


COMMANDS = (Command("ask", ask_command, texts.MENU_ASK),)
ACTIONS = (
    Action("cite", show_citation),
    Action("section", show_section),
    Action("more", show_more),
    Action("favour", favour),
)
