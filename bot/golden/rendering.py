"""Golden questions in words: the table, the trend, what got better or worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.golden import texts
from bot.golden.asking import Comparison
from bot.places import title_of
from bot.playbooks.loads import slug_of
from bot.reply import Span, bold, plain
from bot.rows import readable
from storage.golden import GoldenQuestion, GoldenResult, GoldenRun
from storage.records import Language

NAMED = 8
"""Questions named one by one in a chat; the rest are a tap away."""
TREND_STEPS = 6


def overview(
    asked: Sequence[GoldenQuestion],
    runs: Sequence[GoldenRun],
    comparison: Comparison | None,
    language: Language,
) -> list[Span]:
    """How many pass, the trend, what changed and what fails."""
    said = [bold(texts.HEADER(language)), plain("\n")]
    if comparison is None or not runs:
        return [*said, plain(texts.NOT_RUN(language, total=len(asked)))]
    newest = runs[0]
    said.append(plain(f"{passed_in_words(newest, language)}\n"))
    if len(runs) > 1:
        steps = " → ".join(f"{run.passed}/{run.total}" for run in reversed(runs[:TREND_STEPS]))
        said.append(plain(f"{texts.TREND(language, steps=steps)}\n"))
    said.append(plain(changes(comparison, asked, language)))
    failing = [q for q in asked if q.id in comparison.after and not comparison.after[q.id].passed]
    if failing:
        said += [plain("\n"), bold(texts.FAILING(language)), plain("\n" + _named(failing))]
    return said


def passed_in_words(run: GoldenRun, language: Language) -> str:
    percent = round(100 * run.passed / run.total) if run.total else 0
    return texts.PASSED(language, passed=run.passed, total=run.total, percent=percent)


def changes(comparison: Comparison, asked: Sequence[GoldenQuestion], language: Language) -> str:
    """What got worse, then what got better; "no change" if neither."""
    by_id = {question.id: question for question in asked}
    parts = []
    for sentence, ids in ((texts.WORSE, comparison.worse), (texts.BETTER, comparison.better)):
        known = [by_id[i] for i in ids if i in by_id]
        if known:
            parts.append(f"{sentence(language, count=len(known))}\n{_named(known)}")
    return "\n".join(parts) or texts.SAME(language)


def _named(questions: Sequence[GoldenQuestion]) -> str:
    lines = [f"• {question.question}" for question in questions[:NAMED]]
    if len(questions) > NAMED:
        lines.append(f"… +{len(questions) - NAMED}")
    return "\n".join(lines)


def page(
    question: GoldenQuestion, results: Mapping[int, GoldenResult], language: Language
) -> list[Span]:
    """One golden question, what it expects and how it last fared."""
    said = [
        bold(question.question),
        plain(f"\n{texts.EXPECTED(language, place=expected(question, language))}\n"),
        *points(question.points, language),
    ]
    result = results.get(question.id)
    if result is not None:
        said.append(plain("\n" + result_in_words(result, language)))
    return said


def expected(question: GoldenQuestion, language: Language) -> str:
    """The playbook and the section that must answer."""
    title = title_of(question.playbook, question.playbook, language)
    section = question.section or texts.ANY_SECTION(language)
    if slug_of(section.split(" › ")[0]) == question.playbook:
        return section
    return f"{title} › {section}"


def points(wanted: Sequence[str], language: Language) -> list[Span]:
    if not wanted:
        return [plain(texts.NO_POINTS(language) + "\n")]
    lines = "".join(f"• {readable(point)}\n" for point in wanted)
    return [bold(texts.POINTS(language)), plain(f"\n{lines}")]


def result_in_words(result: GoldenResult, language: Language) -> str:
    where = texts.RANKED(language, rank=result.rank) if result.rank else texts.UNRANKED(language)
    return texts.RESULT(
        language,
        mark="✓" if result.passed else "✗",
        outcome=texts.OUTCOMES[result.outcome](language),
        rank=where,
        met=result.points_met,
        total=result.points_total,
    )
