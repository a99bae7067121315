"""A period's facts as one phone screen of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot import formats
from bot.deals import describing
from bot.reply import Span, bold, italic, plain
from bot.summaries import texts
from bot.summaries.facts import Facts, Stuck
from bot.texts import Sentence
from storage.records import Deal, Language, LedgerEntry

LINES_A_BLOCK = 6


def summary(facts: Facts, who: str, language: Language, today: date) -> list[Span]:
    """Title, participation, then a block for each kind of thing that happened."""
    said = [bold(texts.TITLE(language, who=who, period=period_in_words(facts, language, today)))]
    said += [plain("\n"), *_participation(facts, language)]
    blocks = _blocks(facts, language, today)
    if not any(lines for _, lines in blocks):
        said.append(plain(f"\n{texts.NOTHING(language)}\n"))
    for heading, lines in blocks:
        said += _block(heading, lines, language)
    return [*said, plain("\n"), italic(texts.BASIS(language))]


def _blocks(facts: Facts, language: Language, today: date) -> list[tuple[Sentence, list[str]]]:
    def changes(entries: Sequence[LedgerEntry]) -> list[str]:
        return [_change(facts, entry, language, today) for entry in entries]

    def names(entries: Sequence[LedgerEntry]) -> list[str]:
        return [_name_and_amount(facts.deals[entry.deal_id], language) for entry in entries]

    return [
        (texts.WON, names(facts.won)),
        (texts.LOST, [_lost(facts.deals[e.deal_id], language) for e in facts.lost]),
        (texts.FORWARD, changes(facts.forward)),
        (texts.BACK, changes(facts.back)),
        (texts.NEW, names(facts.created)),
        (texts.SLIPPED, changes(facts.slipped)),
        (texts.AMOUNTS, changes(facts.amounts)),
        (texts.STUCK, [_stuck(facts, stuck, language) for stuck in facts.stuck]),
        (texts.BLOCKED, [f"{describing.title(d)}: {d.blocker}" for d in facts.blocked]),
    ]


def period_in_words(facts: Facts, language: Language, today: date) -> str:
    since = formats.day(facts.period.since, language, year=today.year)
    until = formats.day(facts.period.until, language, year=today.year)
    if facts.period.span == "today":
        return texts.TODAY(language, day=until)
    return texts.WEEK(language, since=since, until=until)


def _participation(facts: Facts, language: Language) -> list[Span]:
    there = [p for p in facts.participation if p.checkins]
    absent = [p.person.name for p in facts.participation if not p.checkins]
    said = texts.PARTICIPATION(language, there=len(there), all=len(facts.participation))
    if absent:
        said += f" · {texts.ABSENT(language, names=', '.join(absent))}"
    return [plain(f"{said}\n")]


def _block(heading: Sentence, lines: Sequence[str], language: Language) -> list[Span]:
    if not lines:
        return []
    shown = [f"• {line}\n" for line in lines[:LINES_A_BLOCK]]
    left = len(lines) - LINES_A_BLOCK
    if left > 0:
        shown.append(f"{texts.MORE(language, count=left)}\n")
    return [plain("\n"), bold(f"{heading(language)} {len(lines)}"), plain("\n" + "".join(shown))]


def _change(facts: Facts, entry: LedgerEntry, language: Language, today: date) -> str:
    in_words: Callable[[str], str] = lambda written: describing.value_in_words(  # noqa: E731
        entry.field, written, facts.process, language, today
    )
    title = describing.title(facts.deals[entry.deal_id])
    return f"{title}: {in_words(entry.old)} → {in_words(entry.new)}"


def _name_and_amount(deal: Deal, language: Language) -> str:
    return f"{describing.title(deal)} · {formats.money(deal.amount, language)}"


def _lost(deal: Deal, language: Language) -> str:
    reason = f" · {deal.lost_reason}" if deal.lost_reason else ""
    return _name_and_amount(deal, language) + reason


def _stuck(facts: Facts, stuck: Stuck, language: Language) -> str:
    why = []
    if stuck.days_in_stage is not None:
        stage = describing.stage_name(stuck.deal.stage, facts.process, language)
        why.append(texts.IN_STAGE(language, count=stuck.days_in_stage, stage=stage))
    if stuck.step_overdue_days is not None:
        why.append(texts.STEP_OVERDUE(language, count=stuck.step_overdue_days))
    if stuck.close_overdue_days is not None:
        why.append(texts.CLOSE_OVERDUE(language, count=stuck.close_overdue_days))
    return f"{describing.title(stuck.deal)}: {', '.join(why)}"
