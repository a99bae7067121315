"""`coach`: registers the features' shell commands, no more."""

from __future__ import annotations

import typer

from bot.asking import commands as asking
from bot.checkins import commands as checkins
from bot.deals import commands as deals
from bot.gaps import commands as gaps
from bot.golden import commands as golden
from bot.joining import commands as joining
from bot.operating import commands as operating
from bot.playbooks import commands as playbooks
from bot.summaries import commands as summaries

FEATURES = (operating, asking, playbooks, gaps, golden, checkins, deals, summaries, joining)


def build() -> typer.Typer:
    """The command line, with every feature's commands."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="The sales coach: knows how this organisation sells. COACH_HOME (default ./data) "
        "holds everything; the commands work while the bot runs.",
    )
    for feature in FEATURES:
        feature.register(app)
    return app


def main() -> None:
    build()()
