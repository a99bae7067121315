"""Which playbooks a person may see: applied to search, answers, citations and lists alike."""

from __future__ import annotations

from bot import permissions
from storage import playbook_settings
from storage.database import Session
from storage.playbook_settings import PlaybookSettings
from storage.records import Person, Role


def may_see(person: Person, playbook: PlaybookSettings) -> bool:
    """Whoever looks after the playbooks sees all; others by role and team."""
    if permissions.reach(person, "playbook") is permissions.Reach.ALL:
        return True
    if not playbook.restricted:
        return True
    return person.active and any(
        _admits(playbook, grant.role, grant.team_id) for grant in person.grants
    )


def _admits(playbook: PlaybookSettings, role: Role, team_id: int | None) -> bool:
    """A grant counts as a whole: a manager of another team is not let in as this team's rep.

    A grant of no team is one in every team for a manager, and in none for anybody else.
    """
    if playbook.roles and role.value not in playbook.roles:
        return False
    everywhere = team_id is None and role is Role.MANAGER
    return not playbook.teams or everywhere or team_id in playbook.teams


async def visible_slugs(session: Session, person: Person) -> frozenset[str] | None:
    """The slugs that the person may see; None if nothing is hidden from them."""
    held = await playbook_settings.every(session)
    seen = frozenset(playbook.slug for playbook in held if may_see(person, playbook))
    return None if len(seen) == len(held) else seen
