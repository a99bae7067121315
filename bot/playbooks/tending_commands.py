"""`coach playbooks set`: a playbook's owner, review date and audience."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.playbooks.versions_commands import Slug, versions_of
from bot.shell import As, fail, opened, principal, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.database import Session

NOBODY = "-"
Roles = Annotated[
    list[str] | None,
    typer.Option("--role", help="Only rep, or manager, may see it; repeat for both, - for all."),
]
Teams = Annotated[
    list[str] | None,
    typer.Option("--team", help="Only this team may see it; repeat for more, - for all."),
]


def register(group: typer.Typer) -> None:
    group.command("set")(set_playbook)


def set_playbook(
    slug: Slug,
    owner: Annotated[str | None, typer.Option(help="Who owns it; - for nobody.")] = None,
    review_on: Annotated[
        str | None, typer.Option(help="The day it must be reviewed by, as 2027-03-31; - for none.")
    ] = None,
    role: Roles = None,
    team: Teams = None,
    act_as: As = None,
) -> None:
    """Set who owns a playbook, when it must be reviewed and who may see it.

    coach playbooks set price-policy --owner 林欣 --review-on 2027-03-31 --team east
    """
    day = _day(review_on)
    for given in set(role or ()) - {"rep", "manager", NOBODY}:
        fail(f"{given!r} is no role that can be chosen: rep or manager.", 2)
    run(lambda: _set(slug, owner, review_on, day, role, team, act_as))


def _day(written: str | None) -> date | None:
    if written in (None, NOBODY):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        fail(f"{written!r} is no day such as 2027-03-31.", 2)


async def _set(
    slug: str, owner: str | None, review_on: str | None, day: date | None,
    roles: Sequence[str] | None, teams: Sequence[str] | None, act_as: str | None,
) -> None:  # fmt: skip
    from bot.playbooks import tended

    async with opened() as coach:
        person = await principal(coach, act_as, "shell playbooks set")
        playbook_id = (await versions_of(coach, person, slug))[0].playbook_id
        async with coach.database.write() as session:
            found = await tended.tended(session, playbook_id)
            assert found is not None
            if owner is not None:
                await tended.set_owner(session, found, await _person(session, owner), person.id)
            if review_on is not None:
                await tended.set_review(session, found, day, person.id)
            if roles is not None or teams is not None:
                seen_by = found.playbook.roles if roles is None else set(roles)
                within = found.playbook.teams if teams is None else await _teams(session, teams)
                await tended.set_audience(session, found, seen_by, within, person.id)
            now = await tended.tended(session, playbook_id)
    assert now is not None
    typer.echo("".join(span.text for span in now.page(person.language, coach.today(person))))


async def _person(session: Session, name: str) -> int | None:
    from storage import people

    if name == NOBODY:
        return None
    found = await people.by_name(session, name)
    if found is None:
        known = ", ".join(person.name for person in await people.everyone(session))
        fail(f"There is no person named {name!r}. Known: {known or 'nobody yet'}.", 2)
    return found.id


async def _teams(session: Session, keys: Sequence[str]) -> set[int]:
    from storage import people

    known = {team.key: team.id for team in await people.teams(session)}
    for key in keys:
        if key != NOBODY and key not in known:
            fail(f"There is no team {key!r}. Known: {', '.join(known) or 'none yet'}.", 2)
    return {known[key] for key in keys if key != NOBODY}
