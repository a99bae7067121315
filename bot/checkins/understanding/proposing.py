"""What the clauses about one deal would change of it."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from storage.records import Change, Deal, DealField, DealUpdate, FieldValue, Process

from .amounts import read_amount, read_currency
from .blockers import read_blockers
from .clauses import Clause
from .dates import DateMention
from .modality import Mood
from .money import Sum, major
from .newdeals import NewDeal
from .outcomes import Outcome, lost_reason, read_outcome
from .stages import read_stage
from .steps import Agenda, StepSaid, read_agenda
from .text import Text

Spoken = Sequence[tuple[Clause, Mood]]
Stretch = tuple[int, int]


@dataclass(frozen=True)
class Scene:
    """The message and what stands in it, the same for every deal."""

    text: Text
    dates: Sequence[DateMention]
    sums: Sequence[Sum]
    names: Sequence[Stretch]
    process: Process
    today: date


def propose(
    scene: Scene, spoken: Spoken, deal: Deal | None, new: NewDeal | None = None
) -> DealUpdate:
    """The changes these clauses say of `deal`, or of the new one."""
    said = [*_said(scene, spoken, deal)]
    changes = tuple(change for change in said if change.new != change.old)
    if new is not None:
        span = scene.text.span(new.start, new.end)
        return DealUpdate(None, changes, new.name, new.account, span)
    return DealUpdate(deal.id if deal else None, changes)


def _said(scene: Scene, spoken: Spoken, deal: Deal | None) -> Iterable[Change]:
    norm = scene.text.norm
    outcome = read_outcome(norm, spoken, scene.dates, scene.today)
    money = [any(c.start <= s.start < c.end for s in scene.sums) for c, _ in spoken]
    agenda = read_agenda(norm, spoken, scene.dates, deal, scene.today, money)
    if outcome:
        yield from _outcome(scene, outcome, deal)
    lost = outcome is not None and outcome.status == "lost"
    if not lost:
        yield from _stage(scene, spoken, deal, outcome)
        yield from _money(scene, spoken, deal)
    if agenda.close and outcome is None:
        yield _change(
            scene,
            DealField.EXPECTED_CLOSE,
            agenda.close.value,
            (agenda.close.start, agenda.close.end),
            deal.expected_close if deal else None,
        )
    if not (outcome and agenda.step and _is_outcome(agenda.step, outcome)):
        yield from _steps(scene, agenda, deal)
    yield from _blockers(scene, spoken, deal, lost)
    if outcome and lost:
        yield from _reason(scene, spoken, outcome, deal)


def _change(scene: Scene, name: DealField, new: FieldValue, at: Stretch, old: FieldValue) -> Change:
    return Change(name, new, scene.text.span(*at), old)


def _outcome(scene: Scene, outcome: Outcome, deal: Deal | None) -> Iterable[Change]:
    old = deal.status.value if deal else None
    if outcome.status == "open" and old in {None, "open"}:
        return
    yield _change(scene, DealField.STATUS, outcome.status, (outcome.start, outcome.end), old)


def _stage(
    scene: Scene, spoken: Spoken, deal: Deal | None, outcome: Outcome | None
) -> Iterable[Change]:
    said = read_stage(
        scene.text.norm, spoken, scene.dates, scene.process, deal, scene.today, scene.names
    )
    if said is None:
        return
    if outcome and outcome.status == "won" and said.key != scene.process.stages[-1].key:
        return
    old = deal.stage if deal else None
    yield _change(scene, DealField.STAGE, said.key, (said.start, said.end), old)


def _money(scene: Scene, spoken: Spoken, deal: Deal | None) -> Iterable[Change]:
    own = (deal.amount.currency if deal.amount else deal.currency) if deal else None
    said = read_amount(scene.text.norm, spoken, scene.sums, deal)
    if said:
        old = major(deal.amount) if deal and deal.amount else None
        yield _change(
            scene, DealField.AMOUNT, said.value.normalize() + 0, (said.start, said.end), old
        )
        if said.currency and said.currency != own:
            yield _change(scene, DealField.CURRENCY, said.currency, (said.start, said.end), own)
        return
    switched = read_currency(scene.text.norm, spoken, own)
    if switched and switched[0] != own:
        yield _change(scene, DealField.CURRENCY, switched[0], switched[1:], own)


def _is_outcome(step: StepSaid, outcome: Outcome) -> bool:
    """签约了 is what happened, not what comes next."""
    return step.due is None and step.start <= outcome.start < step.end


def _steps(scene: Scene, agenda: Agenda, deal: Deal | None) -> Iterable[Change]:
    if agenda.step is None:
        return
    words = _step_words(scene, agenda.step)
    if words:
        at = (agenda.step.start, agenda.step.end)
        yield _change(scene, DealField.NEXT_STEP, words, at, deal.next_step if deal else "")
    due = agenda.step.due
    if due:
        old = deal.next_step_due if deal else None
        yield _change(scene, DealField.NEXT_STEP_DUE, due.value, (due.start, due.end), old)


def _blockers(scene: Scene, spoken: Spoken, deal: Deal | None, lost: bool) -> Iterable[Change]:
    found = [] if lost else read_blockers(scene.text.norm, spoken)
    for stretch in found[:1]:
        words = without(scene, stretch, ())
        if words:
            yield _change(scene, DealField.BLOCKER, words, stretch, deal.blocker if deal else "")


def _reason(scene: Scene, spoken: Spoken, outcome: Outcome, deal: Deal | None) -> Iterable[Change]:
    at = lost_reason(scene.text.norm, spoken, outcome)
    if at and at[0] < at[1]:
        words = without(scene, at, ())
        if words:
            yield _change(scene, DealField.LOST_REASON, words, at, deal.lost_reason if deal else "")


_EDGE = re.compile(
    r"^(?:[\s,，:：;；.。、!！\-—>()（）]|那边|这边|那个|这个|的(?!确)|了(?!解)|也(?!许)|就(?!算)|(?:上午|下午|晚上)?(?:\d{1,2}|[一二两三四五六七八九十]+)(?:点半?|:\d\d)钟?|"
    r"(?:and|with|on|by|at|then|also|but|so|to|is|for|'s|s|next steps?(?: is| are)?(?: to)?|下一步(?:就是|是|计划)?|接下来|但是?|然后|不过|提醒我|remind me to)(?![a-z-]))+|"
    r"(?:[\s,，:：;；.。、\-—(（]|(?:改|推|推迟|安排|定|约)[到在](?:了)?|约了|约好了?|(?<![a-z])(?:and|on|by|at|for|to|in|before|until|the|is|set|\d{1,2}(?::\d\d)?\s?(?:am|pm)|\d{1,2}:\d\d))+$",
    re.I,
)


def without(scene: Scene, stretch: Stretch, holes: Iterable[Stretch]) -> str:
    """The words of a stretch as typed, less a leading name, the holes and what joins them."""
    start, end = stretch
    names = [name for name in scene.names if not re.search(r"\w", scene.text.norm[start : name[0]])]
    cut = sorted(h for h in (*names, *holes) if h[0] < end and start < h[1])
    pieces: list[str] = []
    for a, b in (*cut, (end, end)):
        pieces.append(scene.text.words(start, max(start, a)))
        start = max(start, b)
    joint = " " if re.search(r"[A-Za-z]", "".join(pieces)) else ""
    words = re.sub(r"\s+", " ", joint.join(p.strip() for p in pieces if p.strip())).strip()
    for _ in range(3):
        words = _EDGE.sub("", words)
    return words


def _step_words(scene: Scene, step: StepSaid) -> str:
    due = step.due
    holes = (
        [(due.start, due.end)] if due and due.start >= step.start and due.end <= step.end else []
    )
    words = without(scene, (step.start, step.end), holes)
    return words or (without(scene, (step.start, step.end), ()) if holes else "")
