"""`coach deals`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.shell import As, AsJson, fail, opened, principal, run, show_json

if TYPE_CHECKING:
    from storage.records import Money


def register(app: typer.Typer) -> None:
    app.command("deals")(list_deals)


def list_deals(
    name: Annotated[str | None, typer.Argument(help="Whose deals (default: all you see).")] = None,
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """List open deals, overdue next steps first.

    coach deals "Daniel Osei"
    """
    run(lambda: _list(name, act_as, as_json))


def _number(money: Money | None) -> int | float | None:
    """The amount in major units, as a program reads it."""
    from bot.formats import to_amount

    if money is None:
        return None
    amount = to_amount(money)
    return int(amount) if amount == amount.to_integral_value() else float(amount)


async def _list(name: str | None, act_as: str | None, as_json: bool) -> None:
    from bot.deals.dialogue import listing
    from bot.deals.pipeline import pipeline, visible_people
    from bot.deals.texts import NONE_OPEN
    from storage.deals import written
    from storage.records import DealField

    async with opened() as coach:
        person = await principal(coach, act_as, "shell deals")
        visible = await visible_people(coach.database, person, "shell deals")
        owners = [p for p in visible if name is None or p.name.casefold() == name.casefold()]
        if not owners:
            known = ", ".join(p.name for p in visible)
            fail(f"No {name!r} among those {person.name} may see: {known}.", 2)
        shown = [await pipeline(coach.database, owner, coach.today(person)) for owner in owners]
        if as_json:
            show_json(
                [
                    {"id": d.id, "name": d.name, "account": d.account, "owner": p.owner.name}
                    | {field.value: written(d, field) for field in DealField}
                    | {"amount": _number(d.amount)}
                    for p in shown
                    for d in p.deals
                ]
            )
            return
        if not any(one.deals for one in shown):
            typer.echo(NONE_OPEN(person.language))
        for one in shown:
            if one.deals:
                spans = listing(one, person.language, coach.today(person))
                typer.echo("".join(span.text for span in spans) + "\n")
