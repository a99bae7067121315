"""`coach gaps …` and `coach usage`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.shell import As, AsJson, fail, opened, principal, run, show_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.coach import Coach
    from storage.gaps import Gap, Status
    from storage.records import Person
    from storage.standard_answers import StandardAnswer
    from storage.usage import Usage

Number = Annotated[int, typer.Argument(help="Number of the gap.", min=1)]


def register(app: typer.Typer) -> None:
    gaps = typer.Typer(no_args_is_help=True, help="What the playbooks do not answer.")
    gaps.command("list")(list_gaps)
    gaps.command()(show)
    gaps.command()(answer)
    gaps.command()(dismiss)
    gaps.command()(merge)
    gaps.command()(answers)
    app.add_typer(gaps, name="gaps")
    app.command()(usage)


def list_gaps(
    status: Annotated[str, typer.Option(help="open, answered or dismissed.")] = "open",
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """List the gaps, the most asked first.

    coach gaps list --status answered
    """
    run(lambda: _list(status, act_as, as_json))


async def _list(status: str, act_as: str | None, as_json: bool) -> None:
    from bot.gaps import texts
    from bot.gaps.dialogue import STATUSES
    from storage import gaps

    wanted: Status | None = next((s for s in STATUSES if s == status), None)
    if wanted is None:
        fail(f"There is no status {status!r}. Known: {', '.join(STATUSES)}.", 2)
    async with opened() as coach:
        person = await principal(coach, act_as, "shell gaps")
        async with coach.database.read() as session:
            held = await gaps.gaps(session, wanted)
    if as_json:
        show_json([_row(gap) for gap in held])
        return
    if not held:
        typer.echo(texts.NONE[wanted](person.language))
    for gap in held:
        typer.echo(f"{gap.id:4}  {gap.count:3}x  {gap.last_seen:%Y-%m-%d}  {_line(gap.question)}")


def _line(text: str) -> str:
    return " ".join(text.split())[:160]


def _row(gap: Gap) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(gap)


def show(number: Number, act_as: As = None, as_json: AsJson = False) -> None:
    """Show a gap: how it was asked, and the sections that come nearest."""
    run(lambda: _show(number, act_as, as_json))


async def _show(number: int, act_as: str | None, as_json: bool) -> None:
    from dataclasses import asdict

    from bot.gaps import rendering
    from storage import gaps
    from storage.records import Scope

    async with opened() as coach:
        person = await principal(coach, act_as, "shell gaps")
        gap = await _gap(coach, number)
        async with coach.database.read() as session:
            examples = await gaps.examples(session, number, 50)
        evidence = await coach.library.retrieve(gap.question, Scope())
    nearest = [scored.passage for scored in evidence.results[: rendering.SECTIONS_SHOWN]]
    if as_json:
        places = [f"{passage.playbook} › {passage.section}" for passage in nearest]
        show_json(_row(gap) | {"examples": [asdict(e) for e in examples], "nearest": places})
        return
    typer.echo("".join(span.text for span in rendering.page(gap, examples, person, nearest)))


async def _gap(coach: Coach, number: int) -> Gap:
    from storage import gaps

    async with coach.database.read() as session:
        found = await gaps.gap(session, number)
    if found is None:
        fail(f"There is no gap {number}. `coach gaps list` lists them.", 2)
    return found


def answer(
    number: Number,
    text: Annotated[str, typer.Option(help="The standard answer.")],
    question: Annotated[str | None, typer.Option(help="Word the question differently.")] = None,
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """Answer a gap by a standard answer, which is used at once.

    coach gaps answer 3 --text "The finance team (fapiao@…) issues it anew within a day."
    """
    run(lambda: _answer(number, text, question, act_as, as_json))


async def _answer(
    number: int, text: str, question: str | None, act_as: str | None, as_json: bool
) -> None:
    from bot.gaps import standard

    if not text.strip() or len(text) > standard.LONGEST_ANSWER:
        fail(f"--text takes 1 to {standard.LONGEST_ANSWER} characters.", 2)
    async with opened() as coach:
        person = await _author(coach, act_as)
        gap = await _gap(coach, number)
        draft = standard.Draft((question or "").strip() or gap.question, text, gap.id)
        new = await standard.prepare(coach, draft)
        async with coach.database.write() as session:
            saved = await standard.save(session, new, person.id)
        await standard.index(coach, saved.version_id)
    if as_json:
        show_json({"answer": saved.id, "version_id": saved.version_id, "gap": number})
    else:
        typer.echo(f"Saved as standard answer {saved.id}; it answers from now on.")


async def _author(coach: Coach, act_as: str | None) -> Person:
    """Whose name an answer carries; the machine's owner has none."""
    person = await principal(coach, act_as, "shell gaps")
    if not person.id:
        fail("An answer is cited with its author. Say who writes it: --as NAME.", 2)
    return person


def dismiss(number: Number, act_as: As = None, as_json: AsJson = False) -> None:
    """Dismiss a gap; it goes on counting, but is not listed as open."""
    run(lambda: _dismiss(number, act_as, as_json))


async def _dismiss(number: int, act_as: str | None, as_json: bool) -> None:
    from storage import gaps

    async with opened() as coach:
        person = await principal(coach, act_as, "shell gaps")
        await _gap(coach, number)
        async with coach.database.write() as session:
            done = await gaps.close(session, number, "dismissed", person.id or None)
    if not done:
        fail(f"Gap {number} is not open.")
    _done(as_json, {"gap": number, "status": "dismissed"}, f"Gap {number} is dismissed.")


def _done(as_json: bool, row: dict[str, Any], said: str) -> None:
    if as_json:
        show_json(row)
    else:
        typer.echo(said)


def merge(
    number: Number,
    into: Annotated[int, typer.Argument(help="Number of the gap it becomes part of.", min=1)],
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """Make one gap of two that ask the same."""
    run(lambda: _merge(number, into, act_as, as_json))


async def _merge(number: int, into: int, act_as: str | None, as_json: bool) -> None:
    from bot.gaps import clustering

    async with opened() as coach:
        await principal(coach, act_as, "shell gaps")
        async with coach.database.write() as session:
            done = await clustering.merge(session, number, into)
    if not done:
        fail(f"{number} and {into} are not two gaps. `coach gaps list` lists them.", 2)
    _done(as_json, {"gap": into, "merged": number}, f"Gap {number} is part of gap {into} now.")


def answers(act_as: As = None, as_json: AsJson = False) -> None:
    """List the standard answers, those folded or retired too."""
    run(lambda: _answers(act_as, as_json))


async def _answers(act_as: str | None, as_json: bool) -> None:
    from dataclasses import asdict

    from bot.gaps import rendering
    from storage import standard_answers

    async with opened() as coach:
        person = await principal(coach, act_as, "shell gaps")
        async with coach.database.read() as session:
            held: Sequence[StandardAnswer] = await standard_answers.answers(session, retired=True)
    if as_json:
        show_json([asdict(one) for one in held])
        return
    typer.echo("".join(span.text for span in rendering.answers(held, person)))


def usage(
    days: Annotated[int, typer.Option(min=1, max=3_650, help="How many days back.")] = 30,
    act_as: As = None,
    as_json: AsJson = False,
) -> None:
    """What was asked, what was cited, and the sections nobody needed. No names.

    coach usage --days 90 --json
    """
    run(lambda: _usage(days, act_as, as_json))


async def _usage(days: int, act_as: str | None, as_json: bool) -> None:
    from bot.gaps.usage import gather, report

    async with opened() as coach:
        person = await principal(coach, act_as, "shell usage")
        figures, process = await gather(coach, days)
    if as_json:
        show_json({"days": days} | _usage_row(figures))
        return
    typer.echo("".join(span.text for span in report(figures, days, process, person.language)))


def _usage_row(figures: Usage) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "questions": figures.questions,
        "outcomes": figures.outcomes,
        "votes": figures.votes | {"passed_on": figures.passed_on},
        "stages": figures.stages,
        "playbooks": {slug: count for (slug, _), count in figures.playbooks.items()},
        "sections": [asdict(s) | {"citations": n} for s, n in figures.cited.items()],
        "unused": [asdict(section) for section in figures.unused],
    }
