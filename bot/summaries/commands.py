"""`coach summary`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.shell import As, AsJson, fail, opened, principal, run, show_json


def register(app: typer.Typer) -> None:
    app.command()(summary)


def summary(
    who: Annotated[str | None, typer.Argument(help="A team's key or a person's name.")] = None,
    today: Annotated[bool, typer.Option("--today", help="Today instead of this week.")] = False,
    picture: Annotated[Path | None, typer.Option(help="Write the funnel to this PNG.")] = None,
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """What moved, what is stuck and what blocks, for a team or a person.

    coach summary east --as 陆文涛 --picture funnel.png
    """
    run(lambda: _summary(who, today, picture, act_as, as_json))


async def _summary(
    who: str | None, today: bool, picture: Path | None, act_as: str | None, as_json: bool
) -> None:
    import asyncio
    from dataclasses import asdict

    from bot.summaries import rendering
    from bot.summaries.chart import funnel
    from bot.summaries.dialogue import gather, named, scopes

    async with opened() as coach:
        person = await principal(coach, act_as, "shell summary")
        allowed = await scopes(coach, person, "shell summary")
        scope = named(allowed, who) if who else allowed[0]
        if scope is None:
            known = ", ".join(s.name(person.language) for s in allowed)
            fail(f"No {who!r} among those {person.name} may see: {known}.", 2)
        found = await gather(coach, person, scope, "today" if today else "week")
        name = scope.name(person.language)
        if picture is not None:
            png = await asyncio.to_thread(funnel, found, name, person.language)
            try:
                await asyncio.to_thread(picture.write_bytes, png)
            except OSError as error:
                fail(f"{picture} cannot be written: {error.strerror}.", 2)
        if as_json:
            show_json(asdict(found))
            return
        spans = rendering.summary(found, name, person.language, coach.today(person))
        typer.echo("".join(span.text for span in spans))
