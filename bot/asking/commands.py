"""`coach ask` and `coach search`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.shell import (
    As,
    AsJson,
    BatchIn,
    BatchOut,
    check_writable,
    fail,
    opened,
    principal,
    read_batch,
    run,
    show_json,
    write_batch,
)

if TYPE_CHECKING:
    from bot.asking.answering import Exchange
    from bot.coach import Coach
    from storage.records import Evidence, Person, Scope, Turn

Question = Annotated[str | None, typer.Argument(help="The question, in Chinese or English.")]


def register(app: typer.Typer) -> None:
    app.command()(ask)
    app.command()(search)


def ask(
    question: Question = None,
    stage: Annotated[str | None, typer.Option(help="Key of the stage the deal is in.")] = None,
    act_as: As = None,
    as_json: AsJson = False,
    batch: BatchIn = None,
    out: BatchOut = None,
) -> None:
    """Answer a question from the playbooks, with its sources. Nothing is recorded.

    coach ask "15%的折扣谁来审批?"
    coach ask --batch questions.jsonl --out answers.jsonl
    """
    run(lambda: _ask(question, stage, act_as, as_json, batch, out))


async def _ask(
    question: str | None, stage: str | None, act_as: str | None, as_json: bool, batch: BatchIn,
    out: BatchOut,
) -> None:  # fmt: skip
    lines = _lines(question, batch, out)
    async with opened() as coach:
        person = await principal(coach, act_as, "shell ask")
        await coach.library.warm_up()
        if batch is not None:
            rows = [_answer_row(held, await _exchange(coach, person, held)) for held in lines]
            write_batch(out, rows)
            return
        exchange = await _exchange(coach, person, {"question": question, "stage": stage})
        if as_json:
            show_json(_answer_row({"question": question}, exchange))
            return
        await _print(coach, exchange)


def _lines(question: str | None, batch: BatchIn, out: BatchOut) -> list[dict[str, Any]]:
    """The lines of a batch, all read before the first is worked on; none for one question."""
    if (question is None) == (batch is None):
        fail("Give a question, or --batch IN.", 2)
    if batch is None:
        return []
    check_writable(out)
    return [held for _, held in read_batch(batch)]


async def _exchange(coach: Coach, person: Person, held: Mapping[str, Any]) -> Exchange:
    from bot.asking.answering import answer
    from bot.asking.staging import Stage, named_stage
    from storage import processes

    question = str(held.get("question") or "")
    async with coach.database.read() as session:
        process = await processes.active(session)
    given = held.get("stage")
    named = named_stage(question, process)
    stage = Stage(named, "question") if named else None
    if given:
        stage = Stage(str(given), "given")
    return await answer(coach, person, question, stage, turns(held))


def turns(held: Mapping[str, Any]) -> list[Turn]:
    """The `history` of a batch line, oldest first; what is not a turn is left out."""
    from storage.records import Turn

    history = held.get("history")
    return [
        Turn("user" if turn.get("role") == "user" else "assistant", str(turn.get("content") or ""))
        for turn in (history if isinstance(history, list) else ())
        if isinstance(turn, dict)
    ]


def _answer_row(held: Mapping[str, Any], exchange: Exchange) -> dict[str, Any]:
    answered = exchange.answered
    return {
        "id": held.get("id"),
        "outcome": answered.outcome.value,
        "reason": answered.reason.value,
        "answer": answered.text,
        "citations": [
            {
                "doc": citation.passage.document.rpartition("/")[2],
                "section": citation.passage.section,
                "page": citation.passage.page,
                "version": citation.passage.version,
                "quote": citation.quote,
            }
            for citation in answered.citations
        ],
        "stage": exchange.stage.key if exchange.stage else None,
        "confidence": round(answered.confidence, 4),
        "latency_ms": exchange.latency_ms,
    }


async def _print(coach: Coach, exchange: Exchange) -> None:
    from bot.asking.dialogue import answer_text
    from storage import processes

    async with coach.database.read() as session:
        process = await processes.active(session)
    typer.echo("".join(span.text for span in answer_text(exchange, process)))


def search(
    question: Question = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="How many passages.")] = 10,
    act_as: As = None,
    as_json: AsJson = False,
    batch: BatchIn = None,
    out: BatchOut = None,
) -> None:
    """Show the passages a question finds, best first.

    coach search "discount approval" --top 3
    coach search --batch questions.jsonl --out results.jsonl --top 10
    """
    run(lambda: _search(question, top, act_as, as_json, batch, out))


async def _search(
    question: str | None, top: int, act_as: str | None, as_json: bool, batch: BatchIn,
    out: BatchOut,
) -> None:  # fmt: skip
    from bot.asking.answering import scope_of

    lines = _lines(question, batch, out)
    async with opened() as coach:
        person = await principal(coach, act_as, "shell search")
        await coach.library.warm_up()
        async with coach.database.read() as session:
            scope = await scope_of(session, person, None)
        if batch is not None:
            rows = [_search_row(held, await _find(coach, held, scope, top)) for held in lines]
            write_batch(out, rows)
            return
        row = _search_row({}, await _find(coach, {"question": question}, scope, top))
    if as_json:
        show_json(row)
        return
    for number, result in enumerate(row["results"], start=1):
        typer.echo(f"{number:2}. {result['score']:.3f}  {result['doc']} › {result['section']}")
        typer.echo("    " + " ".join(result["passage"].split())[:160])


async def _find(coach: Coach, held: Mapping[str, Any], scope: Scope, top: int) -> Evidence:
    question = str(held.get("question") or "")
    return await coach.library.retrieve(question, scope, history=turns(held), top=top)


def _search_row(held: Mapping[str, Any], evidence: Evidence) -> dict[str, Any]:
    return {
        "id": held.get("id"),
        "results": [
            {
                "doc": scored.passage.document.rpartition("/")[2],
                "section": scored.passage.section,
                "passage": scored.passage.text,
                "score": round(scored.score, 6),
            }
            for scored in evidence.results
        ],
        "confidence": round(evidence.confidence, 6),
    }
