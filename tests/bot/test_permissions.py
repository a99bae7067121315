"""Every command, button and shell verb × role × team against a table written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from bot import permissions
from bot.cli import build
from bot.coach import Coach
from bot.deals import pipeline
from bot.features import conversation
from bot.permissions import ACCESS, NotAllowed, Reach
from bot.summaries.dialogue import scopes
from storage import deals, people
from storage.records import Grant, Person, Role
from tests.bot.chatting import Chat
from tests.bot.example import member

REP, TRAINER, MANAGER, ADMIN = Role.REP, Role.TRAINER, Role.MANAGER, Role.ADMIN

EXPECTED = """
/start      own own own own     cite       own own own own
/help       own own own own     said       own own own own
/ask        own own own own     accept     own -   own own
/checkin    own -   own own     drop       own -   own own
/deals      own -   team all    edit       own -   own own
/summary    own -   team all    which      own -   own own
/playbooks  own all own all     reject     own -   own own
/invite     -   -   -   all     deal       own -   team all
/settings   own own own own     summary    own -   team all
/language   own own own own     playbook   own all own all
/privacy    own own own own     retire     -   all -   all
/cancel     own own own own     invite     -   -   -   all
say         own own own own     language   own own own own
upload      -   all -   all     timezone   own own own own
playbooks   own all own all     outline    own all own all
changes     -   all -   all     fulldiff   -   all -   all
history     -   all -   all     activate   -   all -   all
discard     -   all -   all     undiscard  -   all -   all
stages      -   all -   all     stage      -   all -   all
stageset    -   all -   all     why        -   all -   all
/gaps       -   all -   all     /usage      -   all -   all
gaps        -   all -   all     gap         -   all -   all
gapof       -   all -   all     write       -   all -   all
draft       -   all -   all     dismiss     -   all -   all
reopen      -   all -   all     merge       -   all -   all
answers     -   all -   all     answer      -   all -   all
rewrite     -   all -   all     unanswer    -   all -   all
fold        -   all -   all     usage       -   all -   all
vote        own own own own     reason      own own own own
pass        own own own own
section     own own own own
more        own own own own
favour      own own own own
stop        own all own all     keep        -   all -   all
/golden     -   all -   all     golden      -   all -   all
goldlist    -   all -   all     goldrun     -   all -   all
golddrop    -   all -   all     goldpoints  -   all -   all
/review     -   all -   all     review      -   all -   all
tend        -   all -   all     owner       -   all -   all
audience    -   all -   all

ask         own own own own     backup     -   -   -   all
chat        own own own own     restore    -   -   -   all
search      own own own own     doctor     -   -   -   all
checkin     own -   own own     run        -   -   -   all
deals       own -   team all    people     -   -   -   all
summary     own -   team all    invite     -   -   -   all
playbooks   own all own all     ingest     -   all -   all
reindex     -   all -   all
gaps        -   all -   all     usage       -   all -   all
jobs        -   all -   all     golden      -   all -   all

playbooks/outline   own all own all     playbooks/preview   -   all -   all
playbooks/diff      -   all -   all     playbooks/history   -   all -   all
playbooks/activate  -   all -   all     playbooks/rollback  -   all -   all
playbooks/retire    -   all -   all     playbooks/discard   -   all -   all
playbooks/stages    -   all -   all     playbooks/set       -   all -   all
"""
"""Verb, then how far it reaches for rep, trainer, manager and admin; the shell's last."""

REACHES = {"-": Reach.NOTHING, "own": Reach.OWN, "team": Reach.TEAM, "all": Reach.ALL}


def expected() -> dict[str, dict[Role, Reach]]:
    table = {}
    chat, *shell = EXPECTED.strip().split("\n\n")
    for part, prefix in ((chat, ""), *((part, "shell ") for part in shell)):
        words = part.split()
        for start in range(0, len(words), 5):
            verb, *reach = words[start : start + 5]
            table[prefix + (verb.replace("/", " ") if prefix else verb)] = {
                role: REACHES[r] for role, r in zip((REP, TRAINER, MANAGER, ADMIN), reach,
                                                    strict=True)
            }  # fmt: skip
    return table


def registered() -> set[str]:
    """All that a person can do at any door."""
    held = conversation()
    chat = {command.verb for command in held.commands} | {action.verb for action in held.actions}
    return chat | {"say", "upload"} | set(_shell_verbs())


REACH_DIFFERENTLY = {"playbooks"}
"""Groups of shell commands of which each has its own row."""


def _shell_verbs() -> Iterator[str]:
    for name, command in typer.main.get_group(build()).commands.items():
        yield f"shell {name}"
        if name in REACH_DIFFERENTLY:
            yield from (f"shell {name} {below}" for below in vars(command)["commands"])


def test_every_verb_that_is_registered_is_in_the_table_and_no_other() -> None:
    assert registered() == set(ACCESS)


def test_every_verb_reaches_as_far_for_each_role_as_was_decided() -> None:
    assert {verb: dict(row) for verb, row in ACCESS.items()} == expected()


def test_no_verb_is_registered_twice() -> None:
    held = conversation()
    verbs = [command.verb for command in held.commands] + [a.verb for a in held.actions]
    assert len(verbs) == len(set(verbs))


EAST, INTL = 1, 2


def person(number: int, *grants: Grant, active: bool = True) -> Person:
    return Person(number, f"p{number}", "en", "UTC", grants, active)


def grants() -> Iterator[Grant]:
    for role in Role:
        for team in (None, EAST, INTL):
            yield Grant(role, team)


@pytest.mark.parametrize("grant", list(grants()), ids=lambda g: f"{g.role}-{g.team_id}")
@pytest.mark.parametrize("verb", sorted(ACCESS))
def test_a_grant_reaches_its_own_team_at_most_unless_it_is_the_whole_organisations(
    verb: str, grant: Grant
) -> None:
    one = person(1, grant)
    reach = expected()[verb][grant.role]
    assert permissions.reach(one, verb) is reach
    assert permissions.may_see_person(one, verb, one) == (reach >= Reach.OWN)
    for team in (EAST, INTL):
        other = person(2, Grant(REP, team))
        within = reach is Reach.ALL or (reach is Reach.TEAM and grant.team_id in (None, team))
        assert permissions.may_see_person(one, verb, other) == within
        assert permissions.may_see_team(one, verb, team) == within
    everything = reach is Reach.ALL or (reach is Reach.TEAM and grant.team_id is None)
    assert permissions.may_see_team(one, verb, None) == everything


@pytest.mark.parametrize("verb", sorted(ACCESS))
def test_without_a_grant_or_once_deactivated_a_person_may_do_nothing(verb: str) -> None:
    other = person(2, Grant(REP, EAST))
    for nobody in (person(1), person(1, Grant(ADMIN, None), active=False)):
        assert permissions.reach(nobody, verb) is Reach.NOTHING
        assert not permissions.may_see_person(nobody, verb, nobody)
        assert not permissions.may_see_person(nobody, verb, other)
        assert not permissions.may_see_team(nobody, verb, None)
        assert not permissions.may_see_team(nobody, verb, EAST)
        with pytest.raises(NotAllowed):
            permissions.require(nobody, verb)


def test_two_roles_reach_as_far_as_the_farther_one() -> None:
    both = person(1, Grant(REP, EAST), Grant(MANAGER, INTL))
    assert permissions.may_see_person(both, "/deals", person(2, Grant(REP, INTL)))
    assert not permissions.may_see_person(both, "/deals", person(2, Grant(REP, EAST)))


some_grants = st.lists(
    st.builds(Grant, st.sampled_from(list(Role)), st.sampled_from([None, EAST, INTL, 3])),
    max_size=4,
)
rep_grants = st.lists(
    st.builds(Grant, st.just(REP), st.sampled_from([None, EAST, INTL])), max_size=3
)


@given(verb=st.sampled_from(sorted(ACCESS)), mine=rep_grants, theirs=some_grants)
def test_a_rep_reaches_nobody_else_by_any_verb(
    verb: str, mine: list[Grant], theirs: list[Grant]
) -> None:
    rep, other = person(1, *mine), person(2, *theirs)
    assert not permissions.may_see_person(rep, verb, other)
    for team in (None, EAST, INTL, 3):
        assert not permissions.may_see_team(rep, verb, team)


# --- the same below the doors, on the example organisation ---------------------------------------

REPS = ("周雨桐", "韩志远", "Daniel Osei", "Priya Raman")
SEEN = {
    "沈若澜": {*REPS},
    "陆文涛": {"周雨桐", "韩志远"},
    "Hannah Lindqvist": {"Daniel Osei", "Priya Raman"},
} | {name: {name} for name in REPS}


async def test_each_person_sees_the_deals_of_exactly_those_they_answer_for(boxu: Coach) -> None:
    async with boxu.database.read() as session:
        everyone = await people.everyone(session)
        held = await deals.deals(session)
    names = {p.id: p.name for p in everyone}
    for one in everyone:
        pages = [await pipeline.page(boxu.database, one, "deal", deal.id) for deal in held]
        seen = {names[page.deal.owner_id] for page in pages if page is not None}
        assert seen == SEEN.get(one.name, set()), one.name


async def test_each_person_has_the_summaries_of_exactly_those_they_answer_for(
    boxu: Coach,
) -> None:
    offered = {}
    for name in ("沈若澜", "陆文涛", "Hannah Lindqvist", "周雨桐"):
        found = await scopes(boxu, await member(boxu, name), "/summary")
        offered[name] = [scope.name("en") for scope in found]
        reached = {p.name for scope in found for p in scope.members if Role.REP in p.roles}
        assert reached == SEEN[name]
    assert offered["沈若澜"][:3] == ["Everyone", "East China", "International"]
    assert offered["陆文涛"] == ["East China", "陆文涛", "周雨桐", "韩志远"]
    assert offered["周雨桐"] == ["周雨桐"]


async def test_a_rep_cannot_name_or_tap_their_way_to_another(boxu: Coach) -> None:
    rep, other = await member(boxu, "周雨桐"), await member(boxu, "Daniel Osei")
    async with boxu.database.read() as session:
        theirs = (await deals.deals(session, [other.id]))[0]
        teams = await people.teams(session)
    chat = await Chat(boxu, "rep").is_(rep.id)
    refused = [
        await chat.say("/deals Daniel Osei"),
        await chat.say("/deals daniel"),
        await chat.say("/summary Daniel Osei"),
        await chat.say("/summary 华东团队"),
        await chat.say("/summary 全公司"),
        await chat.tap(f"deal:{theirs.id}"),
        await chat.tap(f"summary:week:person:{other.id}"),
        await chat.tap("summary:week:all"),
        *[await chat.tap(f"summary:week:team:{team.id}") for team in teams],
    ]
    for said in refused:
        assert said
        assert theirs.account not in said
        assert "Orrin" not in said


async def test_what_a_role_does_not_include_says_so_and_does_nothing(boxu: Coach) -> None:
    rep, trainer = await member(boxu, "周雨桐"), await member(boxu, "顾明哲")
    chat = await Chat(boxu, "rep").is_(rep.id)
    for said in (
        await chat.say("/invite rep east"),
        await chat.tap("invite:admin:"),
        await chat.tap("retire:1"),
        await chat.send("price.md", b"# Prices\n\nAll free."),
    ):
        assert "角色" in said
    chat = await Chat(boxu, "trainer").is_(trainer.id)
    for said in (
        await chat.say("/deals"),
        await chat.say("/summary"),
        await chat.say("/checkin 华星80万"),
        await chat.tap("accept:1"),
    ):
        assert "角色" in said


async def test_a_grant_that_has_ended_gives_nothing_more(boxu: Coach) -> None:
    manager = await member(boxu, "陆文涛")
    chat = await Chat(boxu, "manager").is_(manager.id)
    assert "周雨桐" in await chat.say("/deals 周雨桐")
    async with boxu.database.write() as session:
        await people.revoke(session, manager.id)
    assert "邀请" in (said := await chat.say("/deals 周雨桐")) or "invited" in said
    async with boxu.database.read() as session:
        gone = await people.person(session, manager.id)
    assert gone is not None
    assert gone.grants == ()


async def test_a_person_between_two_grants_is_told_that_nothing_is_theirs(boxu: Coach) -> None:
    async with boxu.database.write() as session:
        newcomer = await people.add_person(session, "Newcomer", "en", "UTC")
    chat = await Chat(boxu, "newcomer").is_(newcomer.id)
    for text in ("/help", "/deals", "who approves a discount?", "/playbooks"):
        assert await chat.say(text) == (
            "Your present role does not include this. Ask your administrator if you need it."
        )


async def test_an_invitation_that_has_expired_admits_nobody(boxu: Coach) -> None:
    async with boxu.database.write() as session:
        token = await people.invite(session, Role.REP, None, None, timedelta(seconds=-1))
    stranger = Chat(boxu, "late")
    assert "invited people" in await stranger.say(f"/start {token}")
