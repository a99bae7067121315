"""`/summary`: a person, a team or everybody; today or this week."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot import permissions
from bot.call import Action, Call, Command
from bot.coach import Coach
from bot.deals.pipeline import visible_people
from bot.reply import Attachment, Button, Rows
from bot.summaries import rendering, texts
from bot.summaries.chart import funnel
from bot.summaries.facts import Facts, Period, facts
from storage import originals, people
from storage.records import Language, Person, Team

Span = Literal["today", "week"]
TODAY_WORDS = frozenset({"today", "day", "今天", "今日"})
WEEK_WORDS = frozenset({"week", "this week", "本周", "这周", "周"})


@dataclass(frozen=True)
class Scope:
    """Whose summary. `key` names it in buttons: `team:1`, `person:2` or `all`."""

    key: str
    members: tuple[Person, ...]
    team: Team | None = None

    def name(self, language: Language) -> str:
        if self.key == "all":
            return texts.EVERYONE(language)
        return self.team.name(language) if self.team else self.members[0].name


async def scopes(coach: Coach, person: Person, verb: str) -> list[Scope]:
    """Everything the person may have a summary of, the widest first."""
    visible = await visible_people(coach.database, person, verb)
    async with coach.database.read() as session:
        teams = await people.teams(session)
    found = []
    if permissions.may_see_team(person, verb, None):
        found.append(Scope("all", tuple(visible)))
    for team in teams:
        if permissions.may_see_team(person, verb, team.id):
            members = tuple(p for p in visible if team.id in p.member_of)
            found.append(Scope(f"team:{team.id}", members, team))
    return found + [Scope(f"person:{one.id}", (one,)) for one in visible]


async def show_summary(call: Call, argument: str) -> None:
    """`/summary`, `/summary today`, `/summary NAME week` in any order of words."""
    allowed = await scopes(call.coach, call.person, "/summary")
    span, name = _read_argument(argument)
    scope = named(allowed, name) if name else allowed[0]
    if scope is None:
        names = ", ".join(scope.name(call.language) for scope in allowed)
        call.reply(texts.NOT_FOUND(call.language, name=name[:60], names=names))
        return
    await _send(call, allowed, scope, span)


def _read_argument(argument: str) -> tuple[Span, str]:
    words = argument.split()
    span: Span = "today" if TODAY_WORDS & {w.lower() for w in words} else "week"
    return span, " ".join(w for w in words if w.lower() not in TODAY_WORDS | WEEK_WORDS)


def named(allowed: Sequence[Scope], name: str) -> Scope | None:
    wanted = name.casefold()

    def names(scope: Scope) -> list[str]:
        key = [scope.team.key] if scope.team else []
        return [n.casefold() for n in (scope.name("zh"), scope.name("en"), *key)]

    exact = [scope for scope in allowed if wanted in names(scope)]
    partial = [scope for scope in allowed if any(wanted in n for n in names(scope))]
    return next(iter(exact or (partial if len(partial) == 1 else [])), None)


async def tap_summary(call: Call, argument: str) -> None:
    span, _, key = argument.partition(":")
    allowed = await scopes(call.coach, call.person, "summary")
    scope = next((scope for scope in allowed if scope.key == key), None)
    if scope is None:
        raise permissions.NotAllowed("summary")
    await _send(call, allowed, scope, "today" if span == "today" else "week")


async def gather(coach: Coach, person: Person, scope: Scope, span: Span) -> Facts:
    today = coach.today(person)
    period = Period.today(today) if span == "today" else Period.week(today)
    return await facts(coach.database, scope.members, period)


async def _send(call: Call, allowed: Sequence[Scope], scope: Scope, span: Span) -> None:
    coach, language = call.coach, call.language
    found = await gather(coach, call.person, scope, span)
    text = rendering.summary(found, scope.name(language), language, coach.today(call.person))
    buttons = _buttons(allowed, scope, span, language)
    if not any(total.count for total in found.funnel):
        call.reply(*text, buttons=buttons)
        return
    sha256, size = await _picture(coach, found, scope.name(language), language)
    async with call.writing() as session:
        await originals.record_original(session, sha256, size)
        call.reply(attachment=Attachment("photo", "funnel.png", sha256))
        call.reply(*text, buttons=buttons)


async def _picture(coach: Coach, found: Facts, who: str, language: Language) -> tuple[str, int]:
    def draw() -> tuple[str, int]:
        png = funnel(found, who, language)
        return coach.originals.put(png), len(png)

    return await asyncio.get_running_loop().run_in_executor(coach.executor, draw)


def _buttons(allowed: Sequence[Scope], scope: Scope, span: Span, language: Language) -> Rows:
    other: Span = "week" if span == "today" else "today"
    label = texts.BUTTON_WEEK if other == "week" else texts.BUTTON_TODAY
    others = [s for s in allowed if s.key != scope.key][:12]
    return (
        (Button(label(language), f"summary:{other}:{scope.key}"),),
        *(
            tuple(
                Button(s.name(language)[:30], f"summary:{span}:{s.key}")
                for s in others[start : start + 3]
            )
            for start in range(0, len(others), 3)
        ),
    )


COMMANDS = (Command("summary", show_summary, texts.MENU_SUMMARY),)
ACTIONS = (Action("summary", tap_summary),)
