"""`/usage`: what was asked, what was cited, and what nobody needed. No names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import timedelta

from bot.call import Action, Call, Command
from bot.coach import Coach
from bot.deals.describing import stage_name
from bot.gaps import usage_texts as texts
from bot.places import place, title_of
from bot.reply import Button, Span, bold, plain
from storage import processes
from storage import usage as storage_usage
from storage.carrying import answer_id
from storage.records import Language, Process
from storage.usage import Section, Usage

DAYS = 30
PERIODS = (7, 30, 90)
LONGEST = 3_650
SECTIONS_SHOWN = 8


async def gather(coach: Coach, days: int) -> tuple[Usage, Process | None]:
    """The figures of the last `days` times 24 hours."""
    async with coach.database.read() as session:
        since = coach.clock() - timedelta(days=days)
        return await storage_usage.usage(session, since), await processes.active(session)


async def show_usage(call: Call, argument: str) -> None:
    """`/usage`, `/usage 7`, and the periods' buttons."""
    days = int(argument) if argument.isdecimal() else DAYS
    days = min(max(days, 1), LONGEST)
    figures, process = await gather(call.coach, days)
    periods = tuple(
        Button(texts.DAYS(call.language, count=n), f"usage:{n}") for n in PERIODS if n != days
    )
    said = report(figures, days, process, call.language)
    call.reply(*said, buttons=(periods,), replaces=call.message.action_on)


def report(figures: Usage, days: int, process: Process | None, language: Language) -> list[Span]:
    said = [bold(texts.HEADER(language, count=days)), plain("\n")]
    if figures.questions:
        said.append(plain("\n".join(_figures(figures, language))))
    else:
        said.append(plain(texts.NO_QUESTIONS(language)))
    several = _of_several_files(figures)
    stages = _summed(
        (stage_name(key, process, language) if key else texts.NO_STAGE(language), count)
        for key, count in figures.stages.items()
    )
    by_playbook = _summed(
        (title_of(slug, title, language), count)
        for (slug, title), count in figures.playbooks.items()
    )
    by_section = _summed(
        (_place(section, several, language), count) for section, count in figures.cited.items()
    )
    said += _table(texts.STAGES(language), stages)
    said += _table(texts.PLAYBOOKS(language), by_playbook)
    said += _table(texts.SECTIONS(language), by_section, SECTIONS_SHOWN)
    return said + _unused(figures, several, language)


def _summed(named: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The count of each name, whatever goes by it."""
    counted: Counter[str] = Counter()
    for name, count in named:
        counted[name] += count
    return dict(counted)


def _of_several_files(figures: Usage) -> frozenset[str]:
    """The slugs of playbooks whose sections need their file's name to be told apart."""
    files = {(s.playbook, s.document) for s in (*figures.cited, *figures.unused) if _is_file(s)}
    counted = Counter(playbook for playbook, _ in files)
    return frozenset(playbook for playbook, count in counted.items() if count > 1)


def _is_file(section: Section) -> bool:
    """Whether a trainer gave its document a name; those of standard answers are numbered."""
    return answer_id(section.document) is None


def _figures(figures: Usage, language: Language) -> list[str]:
    shares = [
        sentence(
            language,
            count=figures.outcomes.get(outcome, 0),
            share=round(100 * figures.outcomes.get(outcome, 0) / figures.questions),
        )
        for outcome, sentence in texts.OUTCOMES.items()
    ]
    votes = texts.VOTES(
        language,
        up=figures.votes.get("up", 0),
        down=figures.votes.get("down", 0),
        passed_on=figures.passed_on,
    )
    asked = texts.QUESTIONS(language, count=figures.questions)
    return [f"{asked}: {' · '.join(shares)}", votes]


def _table(title: str, counts: dict[str, int], limit: int | None = None) -> list[Span]:
    if not counts:
        return []
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
    lines = "\n".join(f"{count:>4}  {name}" for name, count in ordered)
    return [plain("\n\n"), bold(title), plain(f"\n{lines}")]


def _unused(figures: Usage, several: Collection[str], language: Language) -> list[Span]:
    unused = [section for section in figures.unused if not _is_title(section, figures)]
    if not unused:
        return []
    title = texts.UNUSED(language, count=len(unused))
    lines = [f"• {_place(section, several, language)}" for section in unused[:SECTIONS_SHOWN]]
    if more := len(unused) - SECTIONS_SHOWN:
        lines += [texts.MORE(language, count=more)] if more > 0 else []
    return [plain("\n\n"), bold(title), plain("\n" + "\n".join(lines))]


def _is_title(section: Section, figures: Usage) -> bool:
    """Whether it is but the words below a document's title, above its sections."""
    if section.path not in ((), (section.title,)):
        return False
    return any(
        (other.playbook, other.document) == (section.playbook, section.document)
        and len(other.path) > len(section.path)
        for other in (*figures.cited, *figures.unused)
    )


def _place(section: Section, several: Collection[str], language: Language) -> str:
    """Playbook › headings; with the file's name between where the playbook is of several."""
    path = [*section.path]
    if section.playbook in several and _is_file(section):
        path.insert(0, section.document)
    return place(title_of(section.playbook, section.title, language), path)


COMMANDS = (Command("usage", show_usage, texts.MENU_USAGE),)
ACTIONS = (Action("usage", show_usage),)
