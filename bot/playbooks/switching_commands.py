"""The verbs of `coach playbooks` that change something: what answers, and stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.playbooks.versions_commands import Number, Slug, pick, versions_of
from bot.shell import As, fail, principal, run

if TYPE_CHECKING:
    from storage.playbook_switching import Attempt, Named
    from storage.playbooks import PlaybookVersion
    from storage.records import Person, Process

Reason = Annotated[str, typer.Option(help="Why; kept in the history.")]


def register(group: typer.Typer) -> None:
    for command in (activate, rollback, retire, discard, stages):
        group.command()(command)


def activate(slug: Slug, version: Number = None, reason: Reason = "", act_as: As = None) -> None:
    """Have a draft answer from now on; else the newest one. A retired version comes back so too.

    coach playbooks activate price-policy --reason "new price list"
    """
    run(lambda: _activate("activate", slug, version, reason, act_as))


def rollback(
    slug: Slug,
    version: Annotated[
        int | None, typer.Option("--to", min=1, help="Which version, else the one before.")
    ] = None,
    reason: Reason = "",
    act_as: As = None,
) -> None:
    """Have an earlier version answer again.

    coach playbooks rollback price-policy
    """
    run(lambda: _activate("rollback", slug, version, reason, act_as))


async def _activate(
    verb: str, slug: str, number: int | None, reason: str, act_as: str | None
) -> None:
    from bot.playbooks import switching
    from bot.playbooks import versions_texts as texts
    from bot.playbooks.following import working
    from storage import playbook_switching

    async with working() as (coach, _):
        person = await principal(coach, act_as, f"shell playbooks {verb}")
        versions = await versions_of(coach, person, slug)
        if number is None and verb == "activate":
            chosen = pick(versions, None, person, "draft")
            if chosen.status != "draft":
                fail(texts.NO_DRAFT(person.language, slug=slug))
        elif number is None:
            before = switching.earlier(versions)
            if before is None:
                fail(texts.NO_EARLIER(person.language, slug=slug))
            chosen = before
        else:
            chosen = pick(versions, number, person)
        async with coach.database.read() as session:
            looked = await playbook_switching.seen(session, chosen.playbook_id)
        attempt, now = await switching.switch(coach, chosen.id, looked, person.id or None, reason)
    _end(attempt, now, chosen, "active", person)
    typer.echo(texts.ACTIVATED(person.language, title=chosen.title, version=chosen.number))


def retire(slug: Slug, reason: Reason = "", act_as: As = None) -> None:
    """Stop a playbook from answering; `activate --version` brings it back."""
    run(lambda: _put_away("retire", slug, None, reason, act_as))


def discard(slug: Slug, version: Number = None, reason: Reason = "", act_as: As = None) -> None:
    """Put a draft away; else the newest one."""
    run(lambda: _put_away("discard", slug, version, reason, act_as))


async def _put_away(
    verb: str, slug: str, number: int | None, reason: str, act_as: str | None
) -> None:
    from bot.playbooks import versions_texts as texts
    from bot.shell import opened
    from storage import playbook_switching

    async with opened() as coach:
        person = await principal(coach, act_as, f"shell playbooks {verb}")
        versions = await versions_of(coach, person, slug)
        chosen = pick(versions, number, person, "active" if verb == "retire" else "draft")
        act = playbook_switching.retire if verb == "retire" else playbook_switching.discard
        async with coach.database.write() as session:
            attempt = await act(session, chosen.id, person.id or None, reason)
            now = await playbook_switching.named(session, chosen.id)
    _end(attempt, now, chosen, "retired" if verb == "retire" else "discarded", person)
    said = texts.RETIRED if verb == "retire" else texts.DISCARDED
    values = {} if verb == "retire" else {"version": chosen.number}
    typer.echo(said(person.language, title=chosen.title, **values))


def _end(
    attempt: Attempt, now: Named | None, chosen: PlaybookVersion, wanted: str, person: Person
) -> None:
    """End the command with a sentence unless it was done."""
    from bot.playbooks import versions_texts as texts
    from storage.playbook_switching import Switched

    if attempt.outcome is Switched.DONE:
        return
    values = {"title": chosen.title, "version": chosen.number}
    if attempt.outcome is Switched.ALREADY:
        fail(texts.ALREADY[wanted](person.language, **values))
    if attempt.outcome is Switched.STANDARD_ANSWERS:
        fail(texts.USE_ANSWERS(person.language))
    if attempt.outcome is Switched.INCOMPLETE:
        fail(texts.INCOMPLETE(person.language, **values))
    if attempt.outcome in (Switched.CHANGED, Switched.SUPERSEDED):
        fail(texts.CHANGED_JUST_NOW(person.language))
    said = texts.DRAFT_GONE if now is not None and now.status == "discarded" else texts.GONE
    fail(said(person.language, **values))


# --- stages --------------------------------------------------------------------------------------


def stages(
    slug: Slug,
    version: Number = None,
    document: Annotated[str | None, typer.Option(help="Only this file's sections.")] = None,
    section: Annotated[
        str | None, typer.Option(help='Heading, or headings joined by " › ".')
    ] = None,
    give: Annotated[
        str | None, typer.Option("--set", help='Stage keys by comma, or "all".')
    ] = None,
    act_as: As = None,
) -> None:
    """Show the stages of each section, or set them. Later versions keep what was set.

    coach playbooks stages price-policy
    coach playbooks stages price-policy --section Discounts --set proposal,closing
    """
    run(lambda: _stages(slug, version, document, section, give, act_as))


async def _stages(
    slug: str, number: int | None, document: str | None, section: str | None, give: str | None,
    act_as: str | None,
) -> None:  # fmt: skip
    from bot.playbooks import staging
    from bot.playbooks import versions_texts as texts
    from bot.playbooks.sectioning import sections
    from bot.playbooks.stages_dialogue import stages_in_words
    from bot.shell import opened
    from storage import playbooks, processes

    async with opened() as coach:
        person = await principal(coach, act_as, "shell playbooks stages")
        versions = await versions_of(coach, person, slug)
        chosen = pick(versions, number, person, "draft", "active")
        async with coach.database.read() as session:
            documents = await playbooks.document_passages(session, chosen.id)
            process = await processes.active(session)
        held = [
            s
            for s in sections(documents)
            if document in (None, s.document)
            and (section is None or section in (s.name, *s.path[-1:]))
        ]
        if not held:
            fail(texts.UNKNOWN_SECTION(person.language, section=section or document), 2)
        if give is None:
            for one in held:
                said = stages_in_words(one.stages, process, person.language)
                typer.echo(f"{one.document} › {one.name or '—'}: {said}")
            return
        keys = _keys(give, process, person)
        places = {(s.document, () if section is None else s.path) for s in held}
        async with coach.database.write() as session:
            for name, path in sorted(places):
                await staging.choose(session, chosen, name, path, keys, person.id or None)
    for name, path in sorted(places):
        where = " › ".join((name, *path))
        said = stages_in_words(keys, process, person.language)
        typer.echo(texts.STAGES_SET(person.language, section=where, stages=said))


def _keys(given: str, process: Process | None, person: Person) -> tuple[str, ...]:
    known = [stage.key for stage in process.stages] if process else []
    if given == "all":
        return ()
    asked = [key.strip() for key in given.split(",") if key.strip()]
    for key in asked:
        if key not in known:
            _unknown(key, known, person)
    return tuple(key for key in known if key in asked)


def _unknown(key: str, known: list[str], person: Person) -> NoReturn:
    from bot.playbooks import versions_texts as texts

    fail(texts.UNKNOWN_STAGE(person.language, stage=key, known=", ".join([*known, "all"])), 2)
