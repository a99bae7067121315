"""What `coach doctor` looks at, in plain words, each with its remedy."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass

from bot.coach import Coach
from bot.shell import DAMAGED_REMEDY
from storage import originals, people, processes, queues, schema

LOW_DISK = 500 * 1024 * 1024
"""Bytes; below this a backup or a large playbook may no longer fit."""


@dataclass(frozen=True)
class Finding:
    ok: bool
    what: str
    remedy: str = ""


async def examine(coach: Coach, *, running: bool) -> list[Finding]:
    """Every finding, in the order of what rests on what."""
    here = f"home {coach.home.resolve()}"
    first = [
        Finding(ok=True, what=f"{here}, the coach is running" if running else here),
        _disk(coach),
        await _database(coach),
    ]
    if not first[-1].ok:
        return first
    return [
        *first,
        await _organisation(coach),
        await _originals(coach),
        *await _library(coach),
        *await _model(coach),
        await _queues(coach),
        *await _telegram(coach),
    ]


def _disk(coach: Coach) -> Finding:
    free = shutil.disk_usage(coach.home).free
    said = f"{free // 2**20} MB of disk are free"
    return Finding(free > LOW_DISK, said, "" if free > LOW_DISK else "Free some disk space.")


async def _database(coach: Coach) -> Finding:
    revision = await coach.database.revision()
    problem = await coach.database.problem()
    if problem:
        return Finding(
            ok=False,
            what=f"the database is damaged: {problem}",
            remedy=DAMAGED_REMEDY,
        )
    newest = await asyncio.to_thread(schema.head)
    remedy = "" if revision == newest else f"This coach knows revision {newest}: update it."
    return Finding(revision == newest, f"database at revision {revision}", remedy)


async def _organisation(coach: Coach) -> Finding:
    async with coach.database.read() as session:
        everyone = await people.everyone(session)
        administrator = await people.administrator(session)
        process = await processes.active(session)
    if administrator is None:
        return Finding(
            ok=True,
            what="nobody is an administrator yet",
            remedy="Start the coach with COACH_TELEGRAM_TOKEN; it prints a one-time link.",
        )
    stages = len(process.stages) if process else 0
    return Finding(ok=True, what=f"{len(everyone)} people, a process of {stages} stages")


async def _originals(coach: Coach) -> Finding:
    async with coach.database.read() as session:
        known = await originals.known(session)
    missing = [sha256 for sha256 in known if not coach.originals.path(sha256).exists()]
    if missing:
        return Finding(
            ok=False,
            what=f"{len(missing)} of {len(known)} original files are missing",
            remedy="Answers go on. Put the home's originals/ back from a backup.",
        )
    return Finding(ok=True, what=f"{len(known)} original files")


async def _library(coach: Coach) -> list[Finding]:
    indexer = await coach.library.indexer()
    found = [
        Finding(
            ok=False, what=problem,
            remedy="Answers go on with the other encoder; coach reindex after mending it.",
        )
        for problem in coach.library.problems
    ]  # fmt: skip
    differences = await indexer.differences()
    found += [Finding(ok=False, what=said, remedy="Run coach reindex.") for said in differences]
    if not found:
        found = [Finding(ok=True, what="encoders run and the indexes agree with the database")]
    return found + await _following(coach)


async def _model(coach: Coach) -> list[Finding]:
    """The language model, if one is set; nothing is sent to it."""
    if coach.settings.model is None:
        return []
    if problem := await coach.library.model_problem():
        return [Finding(ok=False, what=f"language model: {problem}",
                        remedy="Answers are composed without it. See COACH_MODEL.")]  # fmt: skip
    return [Finding(ok=True, what=f"{coach.settings.model} words answers")]


async def _following(coach: Coach) -> list[Finding]:
    """Passages that wait for a slower encoder: no fault, but good to know."""
    behind = await (await coach.library.indexer()).behind()
    return [
        Finding(
            ok=True,
            what=f"{number} passages wait for {encoder_id}",
            remedy="They answer by the other encoder; a running coach embeds them.",
        )
        for encoder_id, number in behind.items()
        if number
    ]


async def _queues(coach: Coach) -> Finding:
    async with coach.database.read() as session:
        depth = await queues.depth(session)
    said = ", ".join(f"{name} {count}" for name, count in depth.items())
    remedy = ""
    if depth["undeliverable"]:
        remedy = "Some replies could not be delivered; those people may have blocked the bot."
    return Finding(ok=True, what=f"waiting: {said}", remedy=remedy)


async def _telegram(coach: Coach) -> list[Finding]:
    if coach.settings.telegram_token is None:
        return []
    from bot.telegram.checking import check_token

    problem = await check_token(coach.settings)
    if problem:
        return [Finding(ok=False, what=f"Telegram: {problem}",
                        remedy="Check COACH_TELEGRAM_TOKEN and the network.")]  # fmt: skip
    return [Finding(ok=True, what="Telegram accepts the token")]
