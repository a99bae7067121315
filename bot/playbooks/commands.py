"""`coach playbooks`, and the commands that load."""

from __future__ import annotations

import typer

from bot.playbooks import (
    job_commands,
    loading_commands,
    switching_commands,
    tending_commands,
    versions_commands,
)


def register(app: typer.Typer) -> None:
    loading_commands.register(app)
    job_commands.register(app)
    group = versions_commands.app()
    switching_commands.register(group)
    tending_commands.register(group)
    app.add_typer(group, name="playbooks")
