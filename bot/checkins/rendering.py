"""The diff as a rep sees it: one line a change, old → new, and the words that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.checkins import texts
from bot.deals import describing
from bot.deals.texts import FIELDS
from bot.reply import Button, Rows, Span, bold, italic, plain
from storage.checkins import ProposedChange
from storage.records import Deal, Language, Process


@dataclass(frozen=True)
class Diff:
    """A check-in's proposed changes with what is needed to show them.

    `words` is the text of each message that evidence points into, by id.
    """

    checkin_id: int
    changes: Sequence[ProposedChange]
    deals: Mapping[int, Deal]
    process: Process | None
    words: Mapping[int, str]
    today: date

    @property
    def open_changes(self) -> list[ProposedChange]:
        return [change for change in self.changes if change.state == "proposed"]

    def title(self, change: ProposedChange) -> str:
        deal = self.deals.get(change.deal_id or 0)
        return describing.title(deal) if deal else f"{change.new_account} · {change.new_deal}"

    def evidence(self, change: ProposedChange) -> str:
        start, end = change.evidence
        return self.words.get(change.message_id, "")[start:end]


def diff_text(diff: Diff, language: Language) -> list[Span]:
    said = [bold(texts.DIFF(language)), plain("\n")]
    for _, group in groupby(diff.changes, key=lambda change: change.update_number):
        changes = list(group)
        said += [plain("\n"), bold(diff.title(changes[0]))]
        if changes[0].deal_id is None:
            said.append(plain(f" {texts.NEW_DEAL(language)}"))
        said.append(plain("\n"))
        for change in changes:
            said += change_line(diff, change, language)
    return said


def change_line(diff: Diff, change: ProposedChange, language: Language) -> list[Span]:
    name = FIELDS[change.field.value](language)
    values = [
        describing.value_in_words(change.field, value, diff.process, language, diff.today)
        for value in (change.old, change.new)
    ]
    moved = values[1] if change.deal_id is None else " → ".join(values)
    said = [plain(f"• {name}: {moved}")]
    if change.state != "proposed":
        said.append(plain(f" ({texts.DROPPED(language)})"))
    if words := diff.evidence(change):
        said += [plain("  "), italic(f"“{words}”")]
    return [*said, plain("\n")]


def diff_buttons(diff: Diff, language: Language) -> Rows:
    """Accept and cancel first, then drop and edit for each line."""
    remaining = diff.open_changes
    label = texts.ACCEPT if len(remaining) == len(diff.changes) else texts.ACCEPT_REST
    rows = [
        (
            Button(label(language), f"accept:{diff.checkin_id}"),
            Button(texts.REJECT(language), f"reject:{diff.checkin_id}"),
        )
    ]
    for change in remaining:
        name = FIELDS[change.field.value](language)
        if len({c.update_number for c in diff.changes}) > 1:
            name = f"{name} · {diff.title(change).partition(' · ')[0]}"
        rows.append(
            (
                Button(texts.EDIT(language, field=name), f"edit:{change.id}"),
                Button(texts.DROP(language, field=name), f"drop:{change.id}"),
            )
        )
    return tuple(rows)
