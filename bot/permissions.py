"""Who may do what: one table, below every door.

Every command, button and shell verb is listed, by role, with how far it reaches. A test walks
through all that are registered and fails on any that is missing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from storage.records import Person, Role


class Reach(IntEnum):
    """How far a verb reaches: a person's own things, those of the role's teams, or everything."""

    NOTHING = 0
    OWN = 1
    TEAM = 2
    ALL = 3


def _row(rep: Reach, trainer: Reach, manager: Reach, admin: Reach) -> Mapping[Role, Reach]:
    return {Role.REP: rep, Role.TRAINER: trainer, Role.MANAGER: manager, Role.ADMIN: admin}


_NOTHING, _OWN, _TEAM, _ALL = Reach.NOTHING, Reach.OWN, Reach.TEAM, Reach.ALL
EVERYONE = _row(_OWN, _OWN, _OWN, _OWN)
PIPELINE = _row(_OWN, _NOTHING, _TEAM, _ALL)
OWN_PIPELINE = _row(_OWN, _NOTHING, _OWN, _OWN)
TRAINING = _row(_NOTHING, _ALL, _NOTHING, _ALL)
ADMINISTRATION = _row(_NOTHING, _NOTHING, _NOTHING, _ALL)

ACCESS: Mapping[str, Mapping[Role, Reach]] = {
    # commands
    "/start": EVERYONE,
    "/help": EVERYONE,
    "/ask": EVERYONE,
    "/checkin": OWN_PIPELINE,
    "/deals": PIPELINE,
    "/summary": PIPELINE,
    "/playbooks": _row(_OWN, _ALL, _OWN, _ALL),
    "/review": TRAINING,
    "/golden": TRAINING,
    "/gaps": TRAINING,
    "/usage": TRAINING,
    "/invite": ADMINISTRATION,
    "/settings": EVERYONE,
    "/language": EVERYONE,
    "/privacy": EVERYONE,
    "/cancel": EVERYONE,
    # what is simply said or sent
    "say": EVERYONE,
    "upload": TRAINING,
    # buttons
    "cite": EVERYONE,
    "section": EVERYONE,
    "more": EVERYONE,
    "favour": EVERYONE,
    "said": EVERYONE,
    "vote": EVERYONE,
    "reason": EVERYONE,
    "pass": EVERYONE,
    "accept": OWN_PIPELINE,
    "drop": OWN_PIPELINE,
    "edit": OWN_PIPELINE,
    "which": OWN_PIPELINE,
    "reject": OWN_PIPELINE,
    "deal": PIPELINE,
    "summary": PIPELINE,
    "playbook": _row(_OWN, _ALL, _OWN, _ALL),
    "playbooks": _row(_OWN, _ALL, _OWN, _ALL),
    "outline": _row(_OWN, _ALL, _OWN, _ALL),
    "changes": TRAINING,
    "fulldiff": TRAINING,
    "history": TRAINING,
    "stages": TRAINING,
    "stage": TRAINING,
    "stageset": TRAINING,
    "activate": TRAINING,
    "retire": TRAINING,
    "discard": TRAINING,
    "undiscard": TRAINING,
    "why": TRAINING,
    "stop": _row(_OWN, _ALL, _OWN, _ALL),
    "keep": TRAINING,
    "golden": TRAINING,
    "goldlist": TRAINING,
    "goldrun": TRAINING,
    "golddrop": TRAINING,
    "goldpoints": TRAINING,
    "gaps": TRAINING,
    "gap": TRAINING,
    "gapof": TRAINING,
    "write": TRAINING,
    "draft": TRAINING,
    "dismiss": TRAINING,
    "reopen": TRAINING,
    "merge": TRAINING,
    "answers": TRAINING,
    "answer": TRAINING,
    "rewrite": TRAINING,
    "unanswer": TRAINING,
    "fold": TRAINING,
    "usage": TRAINING,
    "tend": TRAINING,
    "owner": TRAINING,
    "review": TRAINING,
    "audience": TRAINING,
    "invite": ADMINISTRATION,
    "language": EVERYONE,
    "timezone": EVERYONE,
    # shell verbs
    "shell ask": EVERYONE,
    "shell chat": EVERYONE,
    "shell checkin": OWN_PIPELINE,
    "shell deals": PIPELINE,
    "shell summary": PIPELINE,
    "shell search": EVERYONE,
    "shell playbooks": _row(_OWN, _ALL, _OWN, _ALL),
    "shell playbooks outline": _row(_OWN, _ALL, _OWN, _ALL),
    "shell playbooks preview": TRAINING,
    "shell playbooks diff": TRAINING,
    "shell playbooks history": TRAINING,
    "shell playbooks activate": TRAINING,
    "shell playbooks rollback": TRAINING,
    "shell playbooks retire": TRAINING,
    "shell playbooks discard": TRAINING,
    "shell playbooks set": TRAINING,
    "shell playbooks stages": TRAINING,
    "shell ingest": TRAINING,
    "shell golden": TRAINING,
    "shell gaps": TRAINING,
    "shell usage": TRAINING,
    "shell reindex": TRAINING,
    "shell jobs": TRAINING,
    "shell invite": ADMINISTRATION,
    "shell people": ADMINISTRATION,
    "shell run": ADMINISTRATION,
    "shell backup": ADMINISTRATION,
    "shell restore": ADMINISTRATION,
    "shell doctor": ADMINISTRATION,
}


class NotAllowed(Exception):
    """The principal may not do this; the person is told whom to ask."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


def reach(person: Person, verb: str) -> Reach:
    """The farthest that any role the person holds now lets the verb reach."""
    if not person.active:
        return Reach.NOTHING
    row = ACCESS[verb]
    return max((row[role] for role in person.roles), default=Reach.NOTHING)


def require(person: Person, verb: str) -> None:
    """Raises NotAllowed if no role of the person allows the verb at all."""
    if reach(person, verb) is Reach.NOTHING:
        raise NotAllowed(verb)


def may_see_person(person: Person, verb: str, other: Person) -> bool:
    """Whether the verb reaches what belongs to `other`."""
    if person.id == other.id:
        return reach(person, verb) >= Reach.OWN
    return person.active and any(
        _grant_reaches(grant.role, grant.team_id, verb, other) for grant in person.grants
    )


def _grant_reaches(role: Role, team_id: int | None, verb: str, other: Person) -> bool:
    how_far = ACCESS[verb][role]
    if how_far is Reach.ALL:
        return True
    if how_far is Reach.TEAM:
        return team_id is None or team_id in other.member_of
    return False


def may_see_team(person: Person, verb: str, team_id: int | None) -> bool:
    """Whether the verb reaches a whole team; `team_id` None means the whole organisation."""
    for grant in person.grants if person.active else ():
        how_far = ACCESS[verb][grant.role]
        if how_far is Reach.ALL:
            return True
        if how_far is Reach.TEAM and grant.team_id in (None, team_id):
            return True
    return False
