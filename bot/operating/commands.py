"""`coach run`, `chat`, `backup`, `restore` and `doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.shell import (
    DAMAGED_REMEDY,
    As,
    AsJson,
    fail,
    opened,
    owning,
    principal,
    run,
    settings_or_fail,
    show_json,
)

if TYPE_CHECKING:
    from bot.operating.examining import Finding


def register(app: typer.Typer) -> None:
    app.command("run")(run_coach)
    app.command()(chat)
    app.command()(backup)
    app.command()(restore)
    app.command()(doctor)


def run_coach() -> None:
    """Start the coach: the Telegram bot, or without a token the example in a terminal."""
    settings = settings_or_fail()
    from bot.operating.running import run_example, run_telegram

    run(run_telegram if settings.telegram_token else run_example)


def chat(act_as: As = None) -> None:
    """Hold the conversation in this terminal, as a person of this organisation.

    coach chat --as 周雨桐
    """
    from bot.operating.running import run_chat

    run(lambda: run_chat(act_as))


def backup(
    out: Annotated[Path | None, typer.Option(help="Where to write the ZIP.")] = None,
    act_as: As = None,
) -> None:
    """Save the database and the original files into one ZIP; safe while the coach runs."""
    run(lambda: _backup(out, act_as))


async def _backup(out: Path | None, act_as: str | None) -> None:
    import asyncio

    from storage.backup import back_up

    async with opened() as coach:
        await principal(coach, act_as, "shell backup")
        if not coach.database.is_sqlite:
            fail("The database is PostgreSQL: save it with pg_dump, and the home's originals/.")
        try:
            saved = await asyncio.to_thread(back_up, coach.home, coach.clock(), out)
        except OSError as error:
            fail(f"The backup cannot be written: {error.strerror} ({error.filename}).")
    typer.echo(str(saved))


def restore(
    file: Annotated[Path, typer.Argument(help="A ZIP made by coach backup.", exists=True)],
) -> None:
    """Put a backup into an empty COACH_HOME."""
    settings = settings_or_fail()
    if settings.database_url is not None:
        fail("COACH_DATABASE_URL is set: put the database back with pg_restore, and originals/.")
    from storage.backup import NotABackup
    from storage.backup import restore as put_back

    home = settings.home
    with owning(home) as free:
        if not free:
            fail(f"The coach is running on {home}; stop it first.")
        try:
            put_back(file, home)
        except NotABackup:
            fail(f"{file} is not a backup of a coach, or it is damaged. Nothing was changed.")
        except FileExistsError:
            fail(f"{home} holds an organisation already. Set COACH_HOME to an empty folder.")
    typer.echo(f"Restored into {home}. `coach reindex` rebuilds the search index.")


def doctor(act_as: As = None, as_json: AsJson = False) -> None:
    """Examine the coach and say what is wrong and how to mend it. Exit code 1: something is."""
    run(lambda: _doctor(act_as, as_json))


async def _findings(act_as: str | None) -> list[Finding]:
    """What was found; a database that cannot even be opened is a finding too."""
    from bot.operating.examining import Finding, examine
    from storage.database import problem_of

    try:
        with owning(settings_or_fail().home) as free:
            async with opened(owner=free) as coach:
                await principal(coach, act_as, "shell doctor")
                return await examine(coach, running=not free)
    except Exception as error:
        if problem := problem_of(error):
            return [
                Finding(ok=False, what=f"the database is damaged: {problem}", remedy=DAMAGED_REMEDY)
            ]
        raise


async def _doctor(act_as: str | None, as_json: bool) -> None:
    from dataclasses import asdict

    findings = await _findings(act_as)
    if as_json:
        show_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            mark = "ok  " if finding.ok else "WRONG"
            typer.echo(f"{mark} {finding.what}")
            if finding.remedy:
                typer.echo(f"      → {finding.remedy}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)
