"""What the shell commands share: who acts, how output looks, how errors end."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from bot.coach import Coach
    from storage.records import Person

T = TypeVar("T")

As = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Act as this person (else the administrator)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
BatchIn = Annotated[
    Path | None, typer.Option("--batch", metavar="IN", help="Read one JSON object a line.")
]
BatchOut = Annotated[
    Path | None, typer.Option("--out", metavar="OUT", help="Write one JSON object a line.")
]


def fail(message: str, code: int = 1) -> NoReturn:
    """End with a sentence on standard error and an exit code."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def show_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run an async command; an interrupt ends it quietly."""

    async def main() -> T:
        return await work()

    try:
        return asyncio.run(main())
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


@asynccontextmanager
async def opened(*, owner: bool = False, home: Path | None = None) -> AsyncIterator[Coach]:
    """The coach of COACH_HOME. A setting that cannot be read ends the command."""
    from pydantic import ValidationError

    from bot.bootstrap import open_coach
    from bot.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        said = "; ".join(f"COACH_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        fail(f"A setting is wrong: {said}", 2)
    logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s: %(message)s")
    async with open_coach(settings, owner=owner, home=home) as coach:
        yield coach


async def principal(coach: Coach, name: str | None, verb: str) -> Person:
    """Who acts: the named person, else the administrator, else whoever owns this machine."""
    from bot.permissions import NotAllowed, require
    from storage import people
    from storage.records import Grant, Person, Role

    async with coach.database.read() as session:
        if name is not None:
            person = await people.by_name(session, name)
            known = ", ".join(p.name for p in await people.everyone(session))
        else:
            person = await people.administrator(session) or Person(
                0, "shell", "en", coach.settings.timezone, (Grant(Role.ADMIN, None),)
            )
    if person is None:
        fail(f"There is no person named {name!r}. Known: {known or 'nobody yet'}.", 2)
    try:
        require(person, verb)
    except NotAllowed:
        fail(f"{person.name} may not use this ({verb}).", 1)
    return person


def read_batch(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each line; a line that is no JSON object ends the command."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{path} cannot be read: {error}", 2)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            held = json.loads(line)
        except json.JSONDecodeError as error:
            fail(f"{path}:{number}: not JSON: {error}", 2)
        if not isinstance(held, dict):
            fail(f"{path}:{number}: not a JSON object", 2)
        yield number, held


def write_batch(path: Path | None, rows: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")
