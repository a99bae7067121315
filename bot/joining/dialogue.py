"""Becoming a member by a link, inviting others, and one's own language and time zone."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot import common_texts, permissions
from bot.call import Action, Call, Command
from bot.coach import Coach
from bot.joining import texts
from bot.reply import Button, Message, Reply, plain, to_payload
from storage import people, queues
from storage.database import Session
from storage.records import Language, Person, Role

INVITE_VALID_FOR = timedelta(days=7)
ADMIN_LINK_VALID_FOR = timedelta(hours=24)
BOT_USERNAME = "bot_username"
"""Organisation setting: the bot's name on Telegram, learned when it starts."""
COMMON_ZONES = ("Asia/Shanghai", "Asia/Singapore", "Europe/Berlin", "Europe/London",
                "America/New_York", "America/Los_Angeles")  # fmt: skip


def roles_in_words(person: Person, language: Language) -> str:
    names = sorted({role.value for role in person.roles})
    return ", ".join(texts.ROLES[name](language) for name in names)


def deep_link(username: str | None, token: str) -> str:
    """A link that starts the bot with the token; the bare command where no bot is known."""
    return f"https://t.me/{username}?start={token}" if username else f"/start {token}"


async def join(coach: Coach, message: Message, inbox_id: int) -> None:
    """A stranger, or anyone with a link. Without a good link a stranger learns nothing."""
    token = message.text.removeprefix("/start").strip() if message.text.startswith("/start") else ""
    async with coach.database.write() as session:
        if not await queues.finish(session, inbox_id):
            return
        said = await _admit(coach, session, message, token)
        payload = to_payload(Reply((plain(said),)))
        await queues.send(session, message.channel, message.chat, payload)
    coach.signals.outbox.set()


async def _admit(coach: Coach, session: Session, message: Message, token: str) -> str:
    known = await people.by_identity(session, message.channel, message.sender)
    administrator = await people.administrator(session)
    try:
        invite = await people.use_invite(session, token)
        if administrator and invite.created_by is None and invite.role == Role.ADMIN:
            raise people.InviteRefused  # left over from an earlier first start
    except people.InviteRefused:
        if known is None:
            return common_texts.STRANGER(message.language_hint)
        return texts.INVITE_REFUSED(known.language)
    person = known
    if person is None:
        person = await _new_member(coach, session, message, invite.person_id)
    invite.used_by = person.id
    if invite.person_id is None:
        await people.grant(session, person.id, Role(invite.role), invite.team_id, invite.created_by)
    member = await people.person(session, person.id)
    assert member is not None
    if known is not None:
        roles = roles_in_words(member, member.language)
        return texts.ROLE_ADDED(member.language, roles=roles)
    return _welcome(member)


def _welcome(person: Person) -> str:
    language = person.language
    said = texts.WELCOME(language, name=person.name, roles=roles_in_words(person, language))
    if permissions.reach(person, "upload") > permissions.Reach.NOTHING:
        said += f"\n{common_texts.SEND_FILES(language)}"
    return said


async def _new_member(
    coach: Coach, session: Session, message: Message, person_id: int | None
) -> Person:
    former = await people.readmit(session, message.channel, message.sender)
    if former is not None:
        return former
    existing = await people.person(session, person_id) if person_id is not None else None
    person = existing or await people.add_person(
        session, message.sender_name, message.language_hint, coach.settings.timezone
    )
    await people.add_identity(session, person.id, message.channel, message.sender, message.chat)
    return person


async def administrator_link(coach: Coach, username: str | None) -> str | None:
    """A one-time link for the first administrator; None once there is one."""
    async with coach.database.write() as session:
        if await people.administrator(session) is not None:
            return None
        token = await people.invite(session, Role.ADMIN, None, None, ADMIN_LINK_VALID_FOR)
    return deep_link(username, token)


# --- commands ----------------------------------------------------------------------------------


async def start(call: Call, _argument: str) -> None:
    call.reply(_welcome(call.person))


async def invite(call: Call, argument: str) -> None:
    """`/invite` offers role × team as buttons; `/invite rep east` makes the link at once."""
    async with call.coach.database.read() as session:
        teams = await people.teams(session)
    if argument:
        role, _, team = argument.replace(" ", ":").partition(":")
        await make_invite(call, f"{role}:{team}")
        return
    rows = [
        tuple(
            Button(
                f"{texts.ROLES[role.value](call.language)} · {team.name(call.language)}",
                f"invite:{role.value}:#{team.id}",
            )
            for role in (Role.REP, Role.MANAGER)
        )
        for team in teams
    ]
    rows.append(
        tuple(
            Button(texts.ROLES[role.value](call.language), f"invite:{role.value}:")
            for role in (Role.REP, Role.TRAINER, Role.MANAGER, Role.ADMIN)
        )
    )
    call.reply(texts.INVITE_WHICH(call.language), buttons=tuple(rows))


async def make_invite(call: Call, argument: str) -> None:
    """`argument` is ROLE:TEAM; a button names the team by its id, as a key may be too long."""
    role_name, _, team_key = argument.partition(":")
    async with call.coach.database.read() as session:
        teams = await people.teams(session)
        username = await people.setting(session, BOT_USERNAME)
    team = next((team for team in teams if team_key in (team.key, f"#{team.id}")), None)
    if role_name not in set(Role) or (team_key and team is None):
        known = ", ".join(team.key for team in teams) or texts.NO_TEAMS(call.language)
        call.reply(texts.INVITE_UNKNOWN(call.language, teams=known))
        return
    async with call.writing() as session:
        token = await people.invite(
            session, Role(role_name), team.id if team else None, call.person.id, INVITE_VALID_FOR
        )
        call.reply(
            texts.INVITE_LINK(
                call.language,
                role=texts.ROLES[role_name](call.language),
                team=team.name(call.language) if team else texts.WHOLE_ORGANISATION(call.language),
                days=INVITE_VALID_FOR.days,
                link=deep_link(username, token),
            )
        )


async def language(call: Call, argument: str) -> None:
    if argument in texts.LANGUAGE_NAMES:
        await set_language(call, argument)
        return
    call.reply(texts.LANGUAGE_WHICH(call.language), buttons=(_language_buttons(),))


def _language_buttons() -> tuple[Button, ...]:
    return tuple(Button(name, f"language:{key}") for key, name in texts.LANGUAGE_NAMES.items())


async def set_language(call: Call, argument: str) -> None:
    chosen: Language = "zh" if argument == "zh" else "en"
    async with call.writing() as session:
        await people.set_language(session, call.person.id, chosen)
        call.reply(texts.LANGUAGE_SET(chosen))


async def settings(call: Call, argument: str) -> None:
    if argument:
        await set_timezone(call, argument)
        return
    zones = [Button(zone, f"timezone:{zone}") for zone in COMMON_ZONES]
    call.reply(
        texts.SETTINGS(
            call.language,
            language=texts.LANGUAGE_NAMES[call.language],
            timezone=call.person.timezone,
            time=_clock(call, call.person.timezone),
        ),
        buttons=(_language_buttons(), *(tuple(zones[i : i + 2]) for i in range(0, 6, 2))),
    )


async def set_timezone(call: Call, argument: str) -> None:
    known = {zone.casefold(): zone for zone in available_timezones()}
    zone = known.get(argument.strip().casefold())
    if zone is None:
        call.reply(texts.TIMEZONE_UNKNOWN(call.language, name=argument[:60]))
        return
    async with call.writing() as session:
        await people.set_timezone(session, call.person.id, zone)
        call.reply(texts.TIMEZONE_SET(call.language, timezone=zone, time=_clock(call, zone)))


def _clock(call: Call, zone: str) -> str:
    return call.coach.clock().astimezone(ZoneInfo(zone)).strftime("%H:%M")


async def privacy(call: Call, _argument: str) -> None:
    model = call.coach.settings.model
    said = common_texts.PRIVACY_MODEL(call.language, model=model) if model else ""
    call.reply(common_texts.PRIVACY(call.language, model=said))


COMMANDS = (
    Command("invite", invite, texts.MENU_INVITE),
    Command("settings", settings, texts.MENU_SETTINGS),
    Command("language", language, texts.MENU_LANGUAGE),
    Command("privacy", privacy, texts.MENU_PRIVACY),
    Command("start", start, texts.MENU_START),
)
ACTIONS = (
    Action("invite", make_invite),
    Action("language", set_language),
    Action("timezone", set_timezone),
)
