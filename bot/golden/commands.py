"""`coach golden`: list, add, remove, import, export and run."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.shell import As, AsJson, check_writable, fail, opened, principal, run, show_json

if TYPE_CHECKING:
    from bot.coach import Coach
    from bot.golden.asking import Comparison
    from storage.golden import GoldenQuestion
    from storage.records import Person

group = typer.Typer(help="Questions that the playbooks must answer.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="golden")


@group.command("list")
def list_questions(act_as: As = None, as_json: AsJson = False) -> None:
    """Show every golden question and how it last fared."""
    run(lambda: _list(act_as, as_json))


async def _list(act_as: str | None, as_json: bool) -> None:
    from bot.golden import texts
    from bot.golden.asking import last_comparison
    from bot.golden.rendering import expected, result_in_words
    from storage import golden

    async with opened() as coach:
        person = await principal(coach, act_as, "shell golden")
        async with coach.database.read() as session:
            asked = await golden.questions(session)
        last = await last_comparison(coach)
    results = last.after if last else {}
    if as_json:
        held = [(q, results.get(q.id)) for q in asked]
        show_json([asdict(q) | {"last": asdict(r) if r else None} for q, r in held])
        return
    if not asked:
        typer.echo(texts.NONE_YET(person.language))
    for question in asked:
        typer.echo(f"{question.id:4}  {question.question}")
        typer.echo(f"      {expected(question, person.language)}")
        if question.id in results:
            typer.echo(f"      {result_in_words(results[question.id], person.language)}")


@group.command()
def add(
    question: Annotated[str, typer.Argument(help="The question.")],
    playbook: Annotated[str, typer.Option(help="Slug of the playbook that must answer it.")],
    section: Annotated[str, typer.Option(help="The section that must.")] = "",
    point: Annotated[
        list[str] | None, typer.Option(help="What the answer must say; repeat it for more.")
    ] = None,
    act_as: As = None,
) -> None:
    """Keep a golden question.

    coach golden add "15%的折扣谁审批?" --playbook 折扣与价格政策 --point 销售总监
    """
    from storage.golden import GoldenQuestion

    made = GoldenQuestion(0, question, playbook, section, tuple(point or ()))
    run(lambda: _keep([made], act_as))


async def _keep(wanted: list[GoldenQuestion], act_as: str | None) -> None:
    from storage import golden, playbook_settings

    async with opened() as coach:
        person = await principal(coach, act_as, "shell golden")
        async with coach.database.read() as session:
            known = {playbook.slug for playbook in await playbook_settings.every(session)}
        unknown = next((held.playbook for held in wanted if held.playbook not in known), None)
        if unknown is not None:
            fail(f"There is no playbook {unknown!r}. Known: {', '.join(sorted(known)) or 'none'}.")
        async with coach.database.write() as session:
            for held in wanted:
                await golden.keep(session, held, person.id)
    typer.echo(f"{len(wanted)} golden question{'' if len(wanted) == 1 else 's'} kept.")


@group.command()
def remove(
    number: Annotated[int, typer.Argument(help="Its number, as coach golden list shows it.")],
    act_as: As = None,
) -> None:
    """Ask a golden question no more; its results stay."""
    run(lambda: _remove(number, act_as))


async def _remove(number: int, act_as: str | None) -> None:
    from storage import golden

    async with opened() as coach:
        await principal(coach, act_as, "shell golden")
        async with coach.database.write() as session:
            if not await golden.retire(session, number):
                fail(f"There is no golden question {number}. coach golden list shows them.")


@group.command("import")
def import_file(
    path: Annotated[Path, typer.Argument(help="A YAML list.", exists=True, dir_okay=False)],
    act_as: As = None,
) -> None:
    """Keep every golden question of a file: all of them, or none if one is wrong.

    Each entry has `question`, `playbook`, and may have `section`, `points` and `stage`.
    """
    from bot.golden import file

    try:
        wanted = file.read(path.read_text(encoding="utf-8"))
    except (file.BadFile, UnicodeDecodeError) as error:
        fail(f"{path}: {error}", 2)
    run(lambda: _keep(wanted, act_as))


@group.command("export")
def export_file(
    out: Annotated[Path | None, typer.Argument(help="Where to; standard output if left out.")]
    = None,
    act_as: As = None,
) -> None:  # fmt: skip
    """Write all golden questions as a file that `coach golden import` reads."""
    check_writable(out)
    run(lambda: _export(out, act_as))


async def _export(out: Path | None, act_as: str | None) -> None:
    from bot.golden import file
    from storage import golden

    async with opened() as coach:
        await principal(coach, act_as, "shell golden")
        async with coach.database.read() as session:
            text = file.write(await golden.questions(session))
    if out is None:
        typer.echo(text, nl=False)
    else:
        await asyncio.to_thread(out.write_text, text, encoding="utf-8")


@group.command("run")
def run_questions(
    draft: Annotated[
        str | None, typer.Option(help="As if the newest draft of this playbook were active.")
    ] = None,
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """Ask them all and show what passes, the trend, and what got better or worse."""
    run(lambda: _run(draft, act_as, as_json))


async def _run(draft: str | None, act_as: str | None, as_json: bool) -> None:
    from bot.golden import asking
    from storage import golden

    async with opened() as coach:
        person = await principal(coach, act_as, "shell golden")
        async with coach.database.read() as session:
            any_kept = await golden.any_questions(session)
        comparison: Comparison | None = None
        if draft is not None:
            comparison = await asking.compare_draft(coach, await _draft(coach, draft), person.id)
        elif any_kept:
            await asking.run(coach, "demand", by=person.id)
            comparison = await asking.last_comparison(coach)
        await _show(coach, comparison, person, as_json=as_json, draft=draft is not None)


async def _draft(coach: Coach, slug: str) -> int:
    from storage import playbooks

    async with coach.database.read() as session:
        versions = await playbooks.versions(session, slug)
    found = next((version.id for version in versions if version.status == "draft"), None)
    if found is None:
        fail(f"There is no draft of {slug!r}. coach ingest FILE --draft makes one.")
    return found


async def _show(
    coach: Coach, comparison: Comparison | None, person: Person, *, as_json: bool, draft: bool
) -> None:
    """The table; the exit code is 1 if a question got worse."""
    from bot.golden import rendering, texts
    from storage import golden

    if comparison is None:
        typer.echo(texts.NONE_YET(person.language))
        return
    async with coach.database.read() as session:
        asked = await golden.questions(session)
        runs = await golden.runs(session)
    if as_json:
        results = [asdict(result) for result in comparison.after.values()]
        show_json({"results": results, "worse": comparison.worse, "better": comparison.better})
    elif draft:
        typer.echo(texts.DRAFT(person.language))
        typer.echo(rendering.changes(comparison, asked, person.language))
    else:
        spans = rendering.overview(asked, runs, comparison, person.language)
        typer.echo("".join(span.text for span in spans))
    if comparison.worse:
        raise typer.Exit(1)
