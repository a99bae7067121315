"""A playbook's owner, review date and audience: read, set with their event, said in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot import formats
from bot.joining.texts import ROLES
from bot.playbooks import tending_texts as texts
from bot.reply import Span, bold, plain
from storage import people, playbook_settings
from storage.database import Session
from storage.playbook_history import record_event
from storage.playbook_settings import PlaybookSettings
from storage.records import Language, Person, Role, Team

AUDIENCE_ROLES = (Role.REP, Role.MANAGER)
"""Those who see by permission only; trainers and administrators always see."""


@dataclass(frozen=True)
class Tended:
    """A playbook's settings with what names its owner and its audience."""

    playbook: PlaybookSettings
    everyone: list[Person]
    teams: list[Team]

    def owner(self, language: Language) -> str:
        found = (p.name for p in self.everyone if p.id == self.playbook.owner_id)
        return next(found, texts.NOBODY(language))

    def audience(self, language: Language) -> str:
        roles = [ROLES[r.value](language) for r in AUDIENCE_ROLES if r in self.playbook.roles]
        teams = [t.name(language) for t in self.teams if t.id in self.playbook.teams]
        return " · ".join([*roles, *teams]) or texts.EVERYBODY(language)

    @property
    def audience_keys(self) -> str:
        teams = [t.key for t in self.teams if t.id in self.playbook.teams]
        return ", ".join([*sorted(self.playbook.roles), *teams])

    def page(self, language: Language, today: date) -> list[Span]:
        lines = [
            texts.OWNER(language, name=self.owner(language)),
            texts.REVIEW_ON(language, day=review_in_words(self.playbook, today, language)),
            texts.SEEN_BY(language, whom=self.audience(language)),
            texts.AND_THOSE_WHO_TRAIN(language),
        ]
        return [bold(self.playbook.title), plain("\n\n" + "\n".join(lines))]


def review_in_words(playbook: PlaybookSettings, today: date, language: Language) -> str:
    """The day of review, and how long it is overdue."""
    if playbook.review_on is None:
        return texts.NO_REVIEW(language)
    said = formats.day(playbook.review_on, language)
    late = (today - playbook.review_on).days
    if late < 0:
        return said
    mark = texts.OVERDUE(language, days=late) if late else texts.DUE_TODAY(language)
    return f"{said} {mark}"


async def tended(session: Session, playbook_id: int) -> Tended | None:
    held = await playbook_settings.every(session)
    playbook = next((p for p in held if p.id == playbook_id), None)
    if playbook is None:
        return None
    return Tended(playbook, await people.everyone(session), await people.teams(session))


async def set_owner(session: Session, of: Tended, person_id: int | None, by: int) -> None:
    name = next((p.name for p in of.everyone if p.id == person_id), None)
    await playbook_settings.set_owner(session, of.playbook.id, person_id if name else None)
    await record_event(session, of.playbook.id, "owner", by, detail=name or "")


async def set_review(session: Session, of: Tended, day: date | None, by: int) -> None:
    await playbook_settings.set_review(session, of.playbook.id, day)
    detail = day.isoformat() if day else ""
    await record_event(session, of.playbook.id, "review", by, detail=detail)


async def set_audience(
    session: Session, of: Tended, roles: Collection[str], teams: Collection[int], by: int
) -> None:
    """Whoever is no role or team of the organisation's is left out."""
    known = {team.id for team in of.teams}
    await playbook_settings.set_audience(
        session, of.playbook.id, set(roles) & set(AUDIENCE_ROLES), set(teams) & known
    )
    now = await tended(session, of.playbook.id)
    detail = now.audience_keys if now else ""
    await record_event(session, of.playbook.id, "audience", by, detail=detail)
