"""The verbs of `coach playbooks` that look: list, preview, diff, outline and history."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.shell import As, AsJson, check_writable, fail, opened, principal, run, show_json

if TYPE_CHECKING:
    from bot.coach import Coach
    from bot.playbooks.diffing import Diff
    from storage.playbooks import PlaybookVersion
    from storage.records import Person

Slug = Annotated[str, typer.Argument(help="The playbook, as `coach playbooks` names it.")]
Number = Annotated[int | None, typer.Option("--version", min=1, help="Which version.")]


def app() -> typer.Typer:
    group = typer.Typer(
        invoke_without_command=True,
        help="List the playbooks and their versions; preview, compare, switch and look back.",
    )
    group.callback()(list_playbooks)
    for command in (preview, diff, outline, history):
        group.command()(command)
    return group


def list_playbooks(context: typer.Context, act_as: As = None, as_json: AsJson = False) -> None:
    """List the playbooks and their versions.

    coach playbooks
    coach playbooks preview price-policy
    """
    if context.invoked_subcommand is None:
        run(lambda: _list(act_as, as_json))


async def _list(act_as: str | None, as_json: bool) -> None:
    from dataclasses import asdict

    from bot import formats
    from bot.playbooks import texts
    from bot.playbooks.versions_dialogue import visible_versions

    async with opened() as coach:
        person = await principal(coach, act_as, "shell playbooks")
        versions = await visible_versions(coach, person)
    if as_json:
        show_json([asdict(version) for version in versions])
        return
    if not versions:
        typer.echo(texts.NO_PLAYBOOKS_READER(person.language))
        return
    rows = [tuple(column(person.language) for column in texts.COLUMNS)]
    for version in versions:
        since = version.activated_at or version.created_at
        rows.append(
            (
                version.slug,
                f"v{version.number}",
                texts.STATUS[version.status](person.language),
                str(version.documents),
                str(version.passages),
                formats.moment(since, person.language, person.timezone),
                version.title,
            )
        )
    typer.echo("\n".join(in_columns(rows)))


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of equal columns; a Chinese character is as wide as two Latin ones."""
    from rich.cells import cell_len, set_cell_size

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(set_cell_size(c, w) for c, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


async def versions_of(coach: Coach, person: Person, slug: str) -> list[PlaybookVersion]:
    """The playbook's versions, newest first; one that does not exist ends the command."""
    from bot.playbooks import versions_texts as texts
    from bot.playbooks.versions_dialogue import visible_versions

    found = [v for v in await visible_versions(coach, person) if v.slug == slug]
    if not found:
        fail(texts.UNKNOWN_SLUG(person.language, slug=slug), 2)
    return found


def pick(
    versions: list[PlaybookVersion], number: int | None, person: Person, *statuses: str
) -> PlaybookVersion:
    """The version of this number, else the newest in the first of the statuses that has any."""
    from bot.playbooks import versions_texts as texts

    if number is not None:
        chosen = next((v for v in versions if v.number == number), None)
        if chosen is None:
            slug = versions[0].slug
            fail(texts.UNKNOWN_VERSION(person.language, slug=slug, version=number), 2)
        return chosen
    for status in statuses:
        newest = next((v for v in versions if v.status == status), None)
        if newest is not None:
            return newest
    return versions[0]


def preview(slug: Slug, version: Number = None, act_as: As = None) -> None:
    """Show what was understood of a version and what it changes; else of the newest draft.

    coach playbooks preview price-policy
    """
    run(lambda: _preview(slug, version, act_as))


async def _preview(slug: str, number: int | None, act_as: str | None) -> None:
    from bot.playbooks.previewing import preview_reply

    async with opened() as coach:
        person = await principal(coach, act_as, "shell playbooks preview")
        versions = await versions_of(coach, person, slug)
        chosen = pick(versions, number, person, "draft", "active")
        reply = await preview_reply(coach, chosen.id, person)
    typer.echo("".join(span.text for span in reply.text).rstrip())


def diff(
    slug: Slug,
    version: Number = None,
    against: Annotated[
        int | None, typer.Option(min=1, help="The version to compare with, else the active one.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Write a web page instead.")
    ] = None,
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """Show what a version changes, sentence by sentence; changed words are in brackets.

    coach playbooks diff price-policy
    coach playbooks diff price-policy --version 3 --against 1 --html diff.html
    """
    check_writable(html)
    run(lambda: _diff(slug, version, against, html, act_as, as_json))


async def _diff(
    slug: str, number: int | None, other: int | None, html: Path | None, act_as: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    from bot.playbooks import diff_rendering
    from bot.playbooks import versions_texts as texts
    from bot.playbooks.diff_page import html_page
    from bot.playbooks.previewing import compared_with, difference
    from storage import playbooks

    async with opened() as coach:
        person = await principal(coach, act_as, "shell playbooks diff")
        versions = await versions_of(coach, person, slug)
        chosen = pick(versions, number, person, "draft", "active")
        before = pick(versions, other, person) if other else compared_with(chosen, versions)
        if before is None:
            fail(texts.NOTHING_TO_COMPARE(person.language))
        async with coach.database.read() as session:
            old = await playbooks.document_passages(session, before.id)
            new = await playbooks.document_passages(session, chosen.id)
        found = await difference(coach, old, new)
    title = texts.DIFF_TITLE(
        person.language, title=chosen.title, old=before.number, new=chosen.number
    )
    if html is not None:
        page = html_page(found, title, person.language).encode("utf-8", "replace")
        await asyncio.to_thread(html.write_bytes, page)
        typer.echo(texts.DIFF_WRITTEN(person.language, path=html))
    elif as_json:
        show_json(_as_json(found))
    else:
        entries = diff_rendering.entries(found, person.language)
        shown = diff_rendering.as_plain(entries) or texts.NO_CHANGES(person.language)
        typer.echo(f"{title}\n\n{shown}")


def _as_json(found: Diff) -> dict[str, object]:
    return {
        "unchanged": found.unchanged,
        "added_documents": found.added_documents,
        "removed_documents": found.removed_documents,
        "renamed": [[r.old, r.new] for r in (*found.renamed_documents, *found.renamed_headings)],
        "sections": [
            {
                "kind": change.kind,
                "document": change.section.document,
                "section": change.section.name,
                "moved": change.moved,
                "lines": [
                    {
                        "old": "".join(piece.text for piece in line.old),
                        "new": "".join(piece.text for piece in line.new),
                        "numbers": line.number_changes if line.numbers else "",
                    }
                    for line in change.lines
                    if line.changed
                ],
            }
            for change in found.sections
        ],
    }


def outline(slug: Slug, version: Number = None, act_as: As = None) -> None:
    """Show the headings of a version and the pages they are on."""
    run(lambda: _outline(slug, version, act_as))


async def _outline(slug: str, number: int | None, act_as: str | None) -> None:
    from bot.playbooks.preview_rendering import outline_lines
    from bot.playbooks.sectioning import sections
    from storage import playbooks

    async with opened() as coach:
        person = await principal(coach, act_as, "shell playbooks outline")
        versions = await versions_of(coach, person, slug)
        chosen = pick(versions, number, person, "active", "draft")
        async with coach.database.read() as session:
            documents = await playbooks.document_passages(session, chosen.id)
    typer.echo("\n".join(outline_lines(sections(documents), documents, person.language)))


def history(slug: Slug, act_as: As = None, as_json: AsJson = False) -> None:
    """Show who did what to a playbook, when and why; the newest first."""
    run(lambda: _history(slug, act_as, as_json))


async def _history(slug: str, act_as: str | None, as_json: bool) -> None:
    from dataclasses import asdict

    from bot.playbooks import versions_texts as texts
    from bot.playbooks.versions_dialogue import history_lines
    from storage import playbook_history, playbook_settings, processes

    async with opened() as coach:
        person = await principal(coach, act_as, "shell playbooks history")
        async with coach.database.read() as session:
            playbook = await playbook_settings.of(session, slug)
            if playbook is None:
                fail(texts.UNKNOWN_SLUG(person.language, slug=slug), 2)
            events = await playbook_history.history(session, playbook.id)
            process = await processes.active(session)
    if as_json:
        show_json([asdict(event) for event in events])
        return
    lines = history_lines(events, person, process)
    typer.echo("\n".join(lines) or texts.NO_HISTORY(person.language))
