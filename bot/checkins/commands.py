"""`coach checkin`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.shell import (
    As,
    AsJson,
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
    from storage.records import Deal, Proposal


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Read check-in messages.")
    group.command()(read)
    group.command()(parse)
    app.add_typer(group, name="checkin")


def read(
    message: Annotated[str, typer.Argument(help="What happened, in the rep's words.")],
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """Show what a message would change on a person's deals. Nothing is written.

    coach checkin read "华星80万降到68万,下周三出合同" --as 周雨桐
    """
    run(lambda: _read(message, act_as, as_json))


async def _read(message: str, act_as: str | None, as_json: bool) -> None:
    from dataclasses import asdict

    from bot.checkins.understanding import understand
    from storage import deals, processes

    async with opened() as coach:
        person = await principal(coach, act_as, "shell checkin")
        async with coach.database.read() as session:
            held = await deals.deals(session, [person.id])
            process = await processes.active(session)
        if process is None:
            fail("No sales process is set yet; start the coach once, or load a process.yaml.")
        proposal = understand(message, held, process, coach.today(person))
    if as_json:
        show_json(asdict(proposal))
    else:
        typer.echo("\n".join(_lines(message, proposal, held)) or "Nothing to change.")


async def _may_parse(act_as: str) -> None:
    async with opened() as coach:
        await principal(coach, act_as, "shell checkin")


def _lines(message: str, proposal: Proposal, held: list[Deal]) -> list[str]:
    titles = {deal.id: f"{deal.account} · {deal.name}" for deal in held}
    lines = [
        f"{titles.get(update.deal_id or 0, f'{update.account} · {update.name} (new)')}: "
        f"{change.field.value} {change.old or '—'} → {change.new}  "
        f"“{message[change.evidence.start : change.evidence.end]}”"
        for update in proposal.updates
        for change in update.changes
    ]
    for unclear in proposal.ambiguities:
        names = " / ".join(titles[deal_id] for deal_id in unclear.candidates)
        lines.append(f"“{message[unclear.words.start : unclear.words.end]}”: {names}?")
    return lines


def parse(
    batch: Annotated[Path, typer.Option("--batch", metavar="IN", help="One JSON object a line.")],
    out: BatchOut = None,
    act_as: As = None,
) -> None:
    """Read check-in messages on the deals given in each line; the organisation is not touched.

    coach checkin parse --batch messages.jsonl --out updates.jsonl
    """
    from bot.checkins.understanding.batch import parse_line

    check_writable(out)
    if act_as is not None:
        run(lambda: _may_parse(act_as))
    rows: list[dict[str, Any]] = []
    for number, held in read_batch(batch):
        try:
            rows.append(parse_line(held))
        except ValueError as error:
            fail(f"{batch}:{number}: {error}", 2)
    write_batch(out, rows)
