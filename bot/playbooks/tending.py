"""A playbook's owner, review date and audience, set by tap; `/review` lists what is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from bot import formats
from bot.call import Action, Call, Command, Listener
from bot.joining.texts import ROLES
from bot.playbooks import tending_texts as texts
from bot.playbooks.texts import NO_SUCH_PLAYBOOK
from bot.reply import Button, Rows, Span, bold, plain
from storage import checkins, people, playbook_settings
from storage.database import Session
from storage.playbook_history import EventKind, record_event
from storage.playbook_settings import PlaybookSettings
from storage.records import Language, Person, Role, Team

REVIEW_DAY = "review_day"
SOON = timedelta(days=30)
AUDIENCE_ROLES = (Role.REP, Role.MANAGER)
"""Those who see by permission only; trainers and administrators always see."""


_Change = Callable[[Session, "_Tended"], Awaitable[tuple[EventKind, str]]]
"""Writes what is set; the kind of the event and its detail."""


@dataclass(frozen=True)
class _Tended:
    """A playbook with what names its owner and its audience."""

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


async def _tended(call: Call, playbook_id: int) -> _Tended | None:
    """The playbook; None, having said so, if there is none."""
    async with call.coach.database.read() as session:
        held = await playbook_settings.every(session)
        everyone = await people.everyone(session)
        teams = await people.teams(session)
    playbook = next((p for p in held if p.id == playbook_id), None)
    if playbook is None:
        call.reply(NO_SUCH_PLAYBOOK(call.language))
        return None
    return _Tended(playbook, everyone, teams)


def _page(call: Call, tended: _Tended) -> tuple[list[Span], Rows]:
    language, playbook = call.language, tended.playbook
    lines = [
        texts.OWNER(language, name=tended.owner(language)),
        texts.REVIEW_ON(language, day=review_in_words(playbook, call.coach.today(call.person),
                                                      language)),
        texts.SEEN_BY(language, whom=tended.audience(language)),
        texts.AND_THOSE_WHO_TRAIN(language),
    ]  # fmt: skip
    said = [bold(playbook.title), plain("\n\n" + "\n".join(lines))]
    buttons = (
        Button(texts.SET_OWNER(language), f"owner:{playbook.id}"),
        Button(texts.SET_REVIEW(language), f"review:{playbook.id}"),
        Button(texts.SET_AUDIENCE(language), f"audience:{playbook.id}"),
    )
    return said, (buttons,)


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


def _show(call: Call, text: list[Span], buttons: Rows) -> None:
    """In place of the message that was tapped."""
    call.reply(*text, buttons=buttons, replaces=call.message.action_on)


async def tend(call: Call, argument: str) -> None:
    tended = await _tended(call, int(argument))
    if tended is not None:
        text, buttons = _page(call, tended)
        _show(call, text, buttons)


async def _set(call: Call, playbook_id: int, change: _Change) -> None:
    """Commit a change and show the page as it is then. `change` writes and returns the event."""
    tended = await _tended(call, playbook_id)
    if tended is None:
        return
    async with call.writing() as session:
        kind, detail = await change(session, tended)
        await record_event(session, playbook_id, kind, call.person.id, detail=detail)
        await checkins.end_dialogue(session, call.person.id, call.message.channel)
        changed = await playbook_settings.of(session, tended.playbook.slug)
        assert changed is not None
        text, buttons = _page(call, _Tended(changed, tended.everyone, tended.teams))
        _show(call, text, buttons)


# --- owner -------------------------------------------------------------------------------------


async def owner(call: Call, argument: str) -> None:
    """`PLAYBOOK` asks who; `PLAYBOOK:PERSON` sets, 0 for nobody."""
    playbook_id, _, chosen = argument.partition(":")
    if chosen:
        await _set_owner(call, int(playbook_id), int(chosen))
        return
    tended = await _tended(call, int(playbook_id))
    if tended is None:
        return
    able = [p for p in tended.everyone if p.roles - {Role.REP}]
    people_shown = ((Button(p.name[:60], f"owner:{playbook_id}:{p.id}"),) for p in able)
    last = (Button(texts.NOBODY(call.language), f"owner:{playbook_id}:0"),
            Button(texts.BACK(call.language), f"tend:{playbook_id}"))  # fmt: skip
    said = texts.WHICH_OWNER(call.language, title=tended.playbook.title)
    _show(call, [plain(said)], (*people_shown, last))


async def _set_owner(call: Call, playbook_id: int, person_id: int) -> None:
    async def change(session: Session, tended: _Tended) -> tuple[EventKind, str]:
        known = next((p for p in tended.everyone if p.id == person_id), None)
        await playbook_settings.set_owner(session, playbook_id, known.id if known else None)
        return "owner", known.name if known else ""

    await _set(call, playbook_id, change)


# --- review ------------------------------------------------------------------------------------


async def review(call: Call, argument: str) -> None:
    """`PLAYBOOK` asks for the day; `PLAYBOOK:MONTHS` sets it, 0 for none."""
    playbook_id, _, months = argument.partition(":")
    if months:
        today = call.coach.today(call.person)
        day = today + relativedelta(months=min(int(months), 120)) if int(months) else None
        await _set_review(call, int(playbook_id), day)
        return
    tended = await _tended(call, int(playbook_id))
    if tended is None:
        return
    choices = tuple(
        Button(texts.MONTHS(call.language, count=count), f"review:{playbook_id}:{count}")
        for count in (3, 6, 12)
    )
    last = (Button(texts.NEVER(call.language), f"review:{playbook_id}:0"),
            Button(texts.BACK(call.language), f"tend:{playbook_id}"))  # fmt: skip
    async with call.writing() as session:
        await checkins.set_dialogue(
            session, call.person.id, call.message.channel, REVIEW_DAY, {"playbook": playbook_id}
        )
        said = texts.WHICH_DAY(call.language, title=tended.playbook.title)
        _show(call, [plain(said)], (choices, last))


async def _set_review(call: Call, playbook_id: int, day: date | None) -> None:
    async def change(session: Session, _tended: _Tended) -> tuple[EventKind, str]:
        await playbook_settings.set_review(session, playbook_id, day)
        return "review", day.isoformat() if day else ""

    await _set(call, playbook_id, change)


async def hear_review_day(call: Call, text: str, state: dict[str, Any]) -> bool:
    """A date typed instead of tapped. What is plainly no date is not for us."""
    today = call.coach.today(call.person)
    day = _day_in(text, today)
    if day is None:
        if len(text) > 30 or text.endswith(("?", "？")):
            return False
        call.reply(texts.NOT_A_DAY(call.language))
    elif day <= today:
        call.reply(texts.DAY_IS_PAST(call.language, day=formats.day(day, call.language)))
    else:
        await _set_review(call, int(state["playbook"]), day)
    return True


def _day_in(text: str, today: date) -> date | None:
    from bot.checkins.understanding.dates import read_dates

    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        found = read_dates(text.casefold(), today)
        return found[0].value if len(found) == 1 else None


# --- audience ----------------------------------------------------------------------------------


async def audience(call: Call, argument: str) -> None:
    """`PLAYBOOK` shows the choice; `PLAYBOOK:ROLE` or `PLAYBOOK:#TEAM` takes one in or out."""
    playbook_id, _, toggled = argument.partition(":")
    tended = await _tended(call, int(playbook_id))
    if tended is None:
        return
    if not toggled:
        _show_audience(call, tended)
        return
    roles, teams = set(tended.playbook.roles), set(tended.playbook.teams)
    if toggled.startswith("#"):
        teams ^= {int(toggled[1:])} & {team.id for team in tended.teams}
    else:
        roles ^= {toggled} & set(AUDIENCE_ROLES)
    async with call.writing() as session:
        await playbook_settings.set_audience(session, tended.playbook.id, roles, teams)
        changed = await playbook_settings.of(session, tended.playbook.slug)
        assert changed is not None
        now = _Tended(changed, tended.everyone, tended.teams)
        await record_event(
            session, changed.id, "audience", call.person.id, detail=now.audience_keys
        )
        _show_audience(call, now)


def _show_audience(call: Call, tended: _Tended) -> None:
    playbook, language = tended.playbook, call.language

    def button(label: str, chosen: bool, key: str) -> Button:
        return Button(f"{'✓ ' if chosen else ''}{label}"[:60], f"audience:{playbook.id}:{key}")

    roles = tuple(button(ROLES[r.value](language), r in playbook.roles, r) for r in AUDIENCE_ROLES)
    teams = [
        (button(t.name(language), t.id in playbook.teams, f"#{t.id}"),) for t in tended.teams
    ]  # fmt: skip
    back = (Button(texts.BACK(language), f"tend:{playbook.id}"),)
    said = f"{texts.WHICH_AUDIENCE(language, title=playbook.title)}\n\n" + texts.SEEN_BY(
        language, whom=tended.audience(language)
    )
    _show(call, [plain(said)], (roles, *teams, back))


# --- what is due -------------------------------------------------------------------------------


async def list_due(call: Call, _argument: str) -> None:
    today = call.coach.today(call.person)
    async with call.coach.database.read() as session:
        due = await playbook_settings.overdue(session, today + SOON)
        everyone = await people.everyone(session)
    if not due:
        call.reply(texts.NONE_DUE(call.language))
        return
    said = [bold(texts.DUE_HEADER(call.language)), plain("\n")]
    for playbook in due:
        owner_name = _Tended(playbook, everyone, []).owner(call.language)
        when = review_in_words(playbook, today, call.language)
        owned = texts.OWNER(call.language, name=owner_name)
        said += [plain("\n"), bold(playbook.title), plain(f"\n{when} · {owned}\n")]
    call.reply(*said, buttons=tuple((Button(p.title[:60], f"tend:{p.id}"),) for p in due[:20]))


COMMANDS = (Command("review", list_due, texts.MENU_REVIEW),)
ACTIONS = (
    Action("tend", tend),
    Action("owner", owner),
    Action("review", review),
    Action("audience", audience),
)
LISTENERS = (Listener(REVIEW_DAY, hear_review_day),)
