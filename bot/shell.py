"""What the shell commands share: who acts, how output looks, how errors end."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from bot.coach import Coach
    from bot.settings import Settings
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


DAMAGED_REMEDY = (
    "Stop the coach, move coach.db out of COACH_HOME and put the newest backup back: "
    "coach restore FILE (backups are in COACH_HOME/backups)."
)


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run an async command; an interrupt ends it quietly, a damaged database with a sentence."""

    async def main() -> T:
        return await work()

    try:
        return asyncio.run(main())
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:
        from storage.database import NewerDatabase, problem_of

        if isinstance(error, NewerDatabase):
            fail("This home was used by a newer coach. Update the program, or restore a backup.")
        if problem := problem_of(error):
            fail(f"The database cannot be read: {problem}. {DAMAGED_REMEDY}")
        raise


def settings_or_fail() -> Settings:
    """The settings. One that cannot be read ends the command with a sentence."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        said = "; ".join(
            f"COACH_{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()
        )
        fail(f"A setting is wrong: {said}", 2)


@contextmanager
def owning(home: Path) -> Iterator[bool]:
    """Try to own the home; whether it worked. A home that cannot be written ends the command."""
    from bot.home_lock import owned

    with ExitStack() as stack:
        try:
            free = stack.enter_context(owned(home))
        except OSError as error:
            _no_home(home, error)
        yield free


def _no_home(home: Path, error: OSError) -> NoReturn:
    fail(f"COACH_HOME {home} cannot be used: {error.strerror or error}.", 2)


class _Discreet(logging.Formatter):
    """Log lines without the secrets of the settings, wherever they come from."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        held = (settings.telegram_token, settings.database_url)
        self._secrets = [secret.get_secret_value() for secret in held if secret is not None]

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line


def start_logging(settings: Settings) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Discreet(settings))
    logging.basicConfig(level=settings.log_level, handlers=[handler])


@asynccontextmanager
async def opened(*, owner: bool = False, home: Path | None = None) -> AsyncIterator[Coach]:
    """The coach of COACH_HOME. What keeps it from opening ends the command with a sentence."""
    from bot.bootstrap import open_coach

    settings = settings_or_fail()
    start_logging(settings)
    async with AsyncExitStack() as stack:
        try:
            context = open_coach(settings, owner=owner, home=home)
            coach = await stack.enter_async_context(context)
        except OSError as error:
            if settings.database_url is not None:
                fail(f"The database of COACH_DATABASE_URL cannot be reached: {error}.")
            _no_home(home or settings.home, error)
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


def read_batch(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Line number and object of each line; a line that is no JSON object ends the command.

    All lines are read before the first is worked on. Only a line feed ends a line: JSON may hold
    every other separator that `str.splitlines` knows.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{path} cannot be read: {error}", 2)
    found = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    return [(number, _object(path, number, line)) for number, line in found]


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        held = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        fail(f"{path}:{number}: not JSON: {error}", 2)
    if not isinstance(held, dict):
        fail(f"{path}:{number}: not a JSON object", 2)
    return held


def write_batch(path: Path | None, rows: list[dict[str, Any]]) -> None:
    text = "".join(_line(row) + "\n" for row in rows)
    if path is None:
        sys.stdout.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}", 2)


def check_writable(path: Path | None) -> None:
    """End the command before it has worked for nothing."""
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        fail(f"{path} cannot be written: there is no such folder, or it is one.", 2)


def _line(row: dict[str, Any]) -> str:
    """JSON in plain characters; escaped where a lone surrogate came in, which UTF-8 lacks."""
    line = json.dumps(row, ensure_ascii=False)
    return line if _encodes(line) else json.dumps(row)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
