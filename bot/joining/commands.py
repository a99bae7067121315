"""`coach invite` and `coach people`."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.shell import As, AsJson, fail, opened, principal, run, show_json

RoleName = Annotated[str, typer.Argument(metavar="ROLE", help="rep, trainer, manager or admin.")]
TeamKey = Annotated[str | None, typer.Argument(metavar="TEAM", help="A team's key.")]


def register(app: typer.Typer) -> None:
    app.command()(invite)
    group = typer.Typer(no_args_is_help=True, help="List people and teams; add teams; deactivate.")
    group.command("list")(list_people)
    group.command("add-team")(add_team)
    group.command("deactivate")(deactivate)
    app.add_typer(group, name="people")


def invite(role: RoleName, team: TeamKey = None, act_as: As = None) -> None:
    """Print a single-use invitation link bound to a role and team.

    coach invite rep east
    """
    run(lambda: _invite(role, team, act_as))


async def _invite(role: str, team_key: str | None, act_as: str | None) -> None:
    from bot.joining.dialogue import BOT_USERNAME, INVITE_VALID_FOR, deep_link
    from storage import people
    from storage.records import Role

    if role not in set(Role):
        fail(f"No role {role!r}. Roles: {', '.join(Role)}.", 2)
    async with opened() as coach:
        person = await principal(coach, act_as, "shell invite")
        async with coach.database.write() as session:
            teams = {team.key: team.id for team in await people.teams(session)}
            if team_key is not None and team_key not in teams:
                known = ", ".join(teams) or "none yet (coach people add-team KEY)"
                fail(f"No team {team_key!r}. Teams: {known}.", 2)
            team_id = teams[team_key] if team_key else None
            token = await people.invite(
                session, Role(role), team_id, person.id or None, INVITE_VALID_FOR
            )
            username = await people.setting(session, BOT_USERNAME)
    typer.echo(deep_link(username, token))


def list_people(act_as: As = None, as_json: AsJson = False) -> None:
    """List everybody with roles and teams."""
    run(lambda: _list(act_as, as_json))


async def _list(act_as: str | None, as_json: bool) -> None:
    from storage import people

    async with opened() as coach:
        await principal(coach, act_as, "shell people")
        async with coach.database.read() as session:
            everyone = await people.everyone(session)
            teams = {team.id: team.key for team in await people.teams(session)}
    rows = [
        {
            "name": person.name,
            "roles": [
                f"{grant.role}@{teams[grant.team_id]}" if grant.team_id else grant.role.value
                for grant in person.grants
            ],
            "language": person.language,
            "timezone": person.timezone,
        }
        for person in everyone
    ]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['name']:20} {', '.join(row['roles']):24} {row['timezone']}")
    if not rows:
        typer.echo("Nobody yet. Start the coach: it prints a link for the first administrator.")


def add_team(
    key: Annotated[str, typer.Argument(help="Short key, such as east.")],
    zh: Annotated[str, typer.Option(help="Its name in Chinese.")] = "",
    en: Annotated[str, typer.Option(help="Its name in English.")] = "",
    act_as: As = None,
) -> None:
    """Add a team, so that people can be invited into it."""
    run(lambda: _add_team(key, zh, en, act_as))


async def _add_team(key: str, zh: str, en: str, act_as: str | None) -> None:
    from storage import people

    async with opened() as coach:
        await principal(coach, act_as, "shell people")
        async with coach.database.write() as session:
            team = await people.team(session, key, zh, en)
    typer.echo(f"{team.key}: {team.name_zh} / {team.name_en}")


def deactivate(
    name: Annotated[str, typer.Argument(help="Who leaves.")],
    hand_over_to: Annotated[str, typer.Option(help="Who takes the open deals.")],
    act_as: As = None,
) -> None:
    """End a person's access and hand their open deals to somebody; history stays."""
    run(lambda: _deactivate(name, hand_over_to, act_as))


async def _deactivate(name: str, hand_over_to: str, act_as: str | None) -> None:
    from storage import deals, people

    async with opened() as coach:
        await principal(coach, act_as, "shell people")
        async with coach.database.write() as session:
            leaving = await people.by_name(session, name)
            heir = await people.by_name(session, hand_over_to)
            if leaving is None or heir is None or leaving.id == heir.id:
                fail("Name two different people; `coach people list` shows them.", 2)
            moved = await deals.hand_over(session, leaving.id, heir.id)
            await people.revoke(session, leaving.id)
    typer.echo(f"{leaving.name} is deactivated; {moved} open deals went to {heir.name}.")
