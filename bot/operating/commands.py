"""`coach run`, `chat`, `backup`, `restore` and `doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.shell import As, AsJson, fail, opened, principal, run, show_json


def register(app: typer.Typer) -> None:
    app.command("run")(run_coach)
    app.command()(chat)
    app.command()(backup)
    app.command()(restore)
    app.command()(doctor)


def run_coach() -> None:
    """Start the coach: the Telegram bot, or without a token the example in a terminal."""
    from bot.operating.running import run_example, run_telegram
    from bot.settings import Settings

    settings = Settings()
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
        saved = await asyncio.to_thread(back_up, coach.home, coach.clock(), out)
    typer.echo(str(saved))


def restore(
    file: Annotated[Path, typer.Argument(help="A ZIP made by coach backup.", exists=True)],
) -> None:
    """Put a backup into an empty COACH_HOME."""
    from bot.home_lock import owned
    from bot.settings import Settings
    from storage.backup import NotABackup
    from storage.backup import restore as put_back

    home = Settings().home
    with owned(home) as free:
        if not free:
            fail(f"The coach is running on {home}; stop it first.")
        try:
            put_back(file, home)
        except NotABackup:
            fail(f"{file} is not a backup of a coach, or it is damaged. Nothing was changed.")
        except FileExistsError:
            fail(f"{home} holds an organisation already. Set COACH_HOME to an empty folder.")
    typer.echo(f"Restored into {home}. `coach reindex` rebuilds the search index.")


def doctor(as_json: AsJson = False) -> None:
    """Examine the coach and say what is wrong and how to mend it."""
    run(lambda: _doctor(as_json))


async def _doctor(as_json: bool) -> None:
    from dataclasses import asdict

    from bot.home_lock import owned
    from bot.operating.examining import examine
    from bot.settings import Settings

    with owned(Settings().home) as free:
        async with opened(owner=free) as coach:
            findings = await examine(coach, running=not free)
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
