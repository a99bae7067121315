"""A playbook's owner, review date and audience, set by tap; `/review` lists what is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from bot import formats
from bot.call import QUESTION_MARKS, Action, Call, Command, Listener
from bot.joining.texts import ROLES
from bot.playbooks import tending_texts as texts
from bot.playbooks.tended import (
    AUDIENCE_ROLES,
    Tended,
    review_in_words,
    set_audience,
    set_owner,
    set_review,
    tended,
)
from bot.playbooks.texts import NO_SUCH_PLAYBOOK
from bot.reply import Button, Rows, Span, bold, plain
from storage import checkins, people, playbook_settings
from storage.database import Session
from storage.records import Role

REVIEW_DAY = "review_day"
SOON = timedelta(days=30)
MOST_SHOWN = 60
"""People or teams in one message; Telegram takes no more than 100 buttons."""
LONGEST_DAY = 16
"""Characters of a day by itself; a longer sentence says something else."""


async def _tended(call: Call, playbook_id: int) -> Tended | None:
    """The playbook; None, having said so, if there is none."""
    async with call.coach.database.read() as session:
        found = await tended(session, playbook_id)
    if found is None:
        call.reply(NO_SUCH_PLAYBOOK(call.language))
    return found


def _show(call: Call, text: list[Span], buttons: Rows) -> None:
    """In place of the message that was tapped."""
    call.reply(*text, buttons=buttons, replaces=call.message.action_on)


async def tend(call: Call, argument: str) -> None:
    found = await _tended(call, int(argument))
    if found is not None:
        _show_page(call, found)


def _show_page(call: Call, of: Tended) -> None:
    playbook_id, language = of.playbook.id, call.language
    buttons = (
        Button(texts.SET_OWNER(language), f"owner:{playbook_id}"),
        Button(texts.SET_REVIEW(language), f"review:{playbook_id}"),
        Button(texts.SET_AUDIENCE(language), f"audience:{playbook_id}"),
    )
    _show(call, of.page(language, call.coach.today(call.person)), (buttons,))


async def _show_changed(call: Call, session: Session, playbook_id: int) -> None:
    """The page as it is after a change, which ends the dialogue that asked for the day."""
    open_one = await checkins.dialogue(session, call.person.id, call.message.channel)
    if open_one is not None and open_one.kind == REVIEW_DAY:
        await checkins.end_dialogue(session, call.person.id, call.message.channel)
    changed = await tended(session, playbook_id)
    if changed is not None:
        _show_page(call, changed)


# --- owner -------------------------------------------------------------------------------------


async def owner(call: Call, argument: str) -> None:
    """`PLAYBOOK` asks who; `PLAYBOOK:PERSON` sets, 0 for nobody."""
    playbook_id, _, chosen = argument.partition(":")
    if chosen:
        await _set_owner(call, int(playbook_id), int(chosen))
        return
    found = await _tended(call, int(playbook_id))
    if found is None:
        return
    able = [p for p in found.everyone if p.roles - {Role.REP}][:MOST_SHOWN]
    people_shown = ((Button(p.name[:60], f"owner:{playbook_id}:{p.id}"),) for p in able)
    last = (Button(texts.NOBODY(call.language), f"owner:{playbook_id}:0"),
            Button(texts.BACK(call.language), f"tend:{playbook_id}"))  # fmt: skip
    said = texts.WHICH_OWNER(call.language, title=found.playbook.title)
    _show(call, [plain(said)], (*people_shown, last))


async def _set_owner(call: Call, playbook_id: int, person_id: int) -> None:
    found = await _tended(call, playbook_id)
    if found is not None:
        async with call.writing() as session:
            await set_owner(session, found, person_id or None, call.person.id)
            await _show_changed(call, session, playbook_id)


# --- review ------------------------------------------------------------------------------------


async def review(call: Call, argument: str) -> None:
    """`PLAYBOOK` asks for the day; `PLAYBOOK:MONTHS` sets it, 0 for none."""
    playbook_id, _, months = argument.partition(":")
    if months:
        today = call.coach.today(call.person)
        day = today + relativedelta(months=min(int(months), 120)) if int(months) else None
        await _set_review(call, int(playbook_id), day)
        return
    found = await _tended(call, int(playbook_id))
    if found is None:
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
        said = texts.WHICH_DAY(call.language, title=found.playbook.title)
        _show(call, [plain(said)], (choices, last))


async def _set_review(call: Call, playbook_id: int, day: date | None) -> None:
    found = await _tended(call, playbook_id)
    if found is not None:
        async with call.writing() as session:
            await set_review(session, found, day, call.person.id)
            await _show_changed(call, session, playbook_id)


async def hear_review_day(call: Call, text: str, state: dict[str, Any]) -> bool:
    """A date typed instead of tapped. A sentence or a question is not for us."""
    today = call.coach.today(call.person)
    if len(text) > LONGEST_DAY or text.endswith(QUESTION_MARKS):
        return False
    day = _day_in(text, today)
    if day is None:
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
    found = await _tended(call, int(playbook_id))
    if found is None:
        return
    if not toggled:
        _show_audience(call, found)
        return
    async with call.writing() as session:
        now = await tended(session, found.playbook.id) or found
        await set_audience(session, now, *_toggled(now, toggled), call.person.id)
        _show_audience(call, await tended(session, found.playbook.id) or now)


def _toggled(of: Tended, key: str) -> tuple[set[str], set[int]]:
    """The roles and teams with this one taken in or out."""
    roles, teams = set(of.playbook.roles), set(of.playbook.teams)
    if key.startswith("#"):
        return roles, teams ^ ({int(key[1:])} & {team.id for team in of.teams})
    return roles ^ ({key} & set(AUDIENCE_ROLES)), teams


def _show_audience(call: Call, found: Tended) -> None:
    playbook, language = found.playbook, call.language

    def button(label: str, chosen: bool, key: str) -> Button:
        return Button(f"{'✓ ' if chosen else ''}{label}"[:60], f"audience:{playbook.id}:{key}")

    roles = tuple(button(ROLES[r.value](language), r in playbook.roles, r) for r in AUDIENCE_ROLES)
    teams = (
        (button(team.name(language), team.id in playbook.teams, f"#{team.id}"),)
        for team in found.teams[:MOST_SHOWN]
    )
    back = (Button(texts.BACK(language), f"tend:{playbook.id}"),)
    said = f"{texts.WHICH_AUDIENCE(language, title=playbook.title)}\n\n" + texts.SEEN_BY(
        language, whom=found.audience(language)
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
        owner_name = Tended(playbook, everyone, []).owner(call.language)
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
