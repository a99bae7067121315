"""Correcting a diff that waits: by the edit button, or by just saying what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot import formats
from bot.call import Call
from bot.checkins import dialogue as checkin
from bot.checkins import proposing, texts
from bot.checkins.rendering import Diff
from bot.checkins.understanding.dates import read_dates
from bot.checkins.understanding.money import read_sums
from bot.checkins.understanding.text import Text, fold
from bot.deals.texts import FIELDS, STATUS
from storage import checkins
from storage.checkins import NewProposal, ProposedChange
from storage.deals import read_money, written_money
from storage.records import Deal, DealField, Language, Process

KNOWN_SIGNS = {"¥": "CNY", "$": "USD"}


def read_value(
    field: DealField, text: str, present: str, currency: str, process: Process | None, today: date
) -> str | None:
    """A field's value from a bare answer, as the ledger writes it; None if it can't be read.

    `present` is the line's value so far and `currency` the deal's: both give an amount that names
    no currency the right one.
    """
    match field:
        case DealField.AMOUNT:
            return _amount(text, present, currency)
        case DealField.EXPECTED_CLOSE | DealField.NEXT_STEP_DUE:
            found = read_dates(Text.of(text).norm, today)
            return found[-1].value.isoformat() if found else None
        case DealField.STAGE:
            return _stage(text, process)
        case DealField.STATUS:
            words = {s: {s, said("zh"), said("en")} for s, said in STATUS.items()}
            return next((s for s, known in words.items() if fold(text.strip()) in known), None)
        case _:
            return text.strip() or None


def _amount(text: str, present: str, currency: str) -> str | None:
    sums = read_sums(Text.of(text).norm)
    if not sums or sums[-1].value <= 0:
        return None
    said = sums[-1]
    money = read_money(present)
    usual = money.currency if money else currency
    code = usual if not said.currency else KNOWN_SIGNS.get(said.currency, said.currency)
    if said.currency == "$" and usual in ("SGD", "HKD", "AUD", "CAD", "NZD", "TWD"):
        code = usual
    return written_money(formats.to_money(said.value, code))


def _stage(text: str, process: Process | None) -> str | None:
    wanted = fold(text.strip())
    for stage in process.stages if process else ():
        names = (stage.key, stage.name.zh, stage.name.en, *stage.synonyms_zh, *stage.synonyms_en)
        if wanted in {fold(name) for name in names}:
            return stage.key
    return None


async def answer_edit(call: Call, text: str, change_id: int) -> None:
    """What was typed after the edit button: the line's new value."""
    async with call.coach.database.read() as session:
        change = await checkin.own_change(call, session, change_id)
        diff = await checkin.load_diff(call, session, change.checkin_id) if change else None
    if change is None or diff is None:
        async with call.writing() as session:
            await checkin.leave_dialogue(call, session)
        return
    deal = diff.deals.get(change.deal_id or 0)
    currency = deal.currency if deal else call.coach.settings.currency
    new = read_value(change.field, text, change.new, currency, diff.process, diff.today)
    if new is None:
        call.reply(_not_understood(change.field, text, diff, call.language))
        return
    async with call.writing() as session:
        message_id = await checkin.keep_words(call, session, text)
        await checkins.correct(session, change.id, new, message_id, (0, len(text)))
        await checkin.leave_dialogue(call, session)
        checkin.show(call, await checkin.load_diff(call, session, change.checkin_id))


def _not_understood(field: DealField, text: str, diff: Diff, language: Language) -> str:
    stages = diff.process.stages if diff.process else ()
    names = ", ".join(stage.name.in_(language) for stage in stages)
    example = texts.EXAMPLES[field.value](language, stages=names)
    name = FIELDS[field.value](language)
    return texts.NOT_UNDERSTOOD(language, field=name, text=text[:60], example=example)


@dataclass(frozen=True)
class _Correction:
    """What was said now of one deal of the pending check-in."""

    corrected: tuple[tuple[ProposedChange, NewProposal], ...]
    added: tuple[NewProposal, ...]


async def correct_pending(call: Call, text: str) -> bool:
    """Words that name no deal but change what the pending check-in proposes; whether they did."""
    async with call.coach.database.read() as session:
        pending = await checkins.pending(session, call.person.id)
        diff = await checkin.load_diff(call, session, pending.id) if pending else None
    if diff is None or not diff.changes:
        return False
    found = await _corrections(call, diff, text)
    if len(found) != 1:
        return False
    (correction,) = found
    async with call.writing() as session:
        message_id = await checkin.keep_words(call, session, text)
        for change, line in correction.corrected:
            await checkins.correct(session, change.id, line.new, message_id, line.evidence)
        await checkins.propose(session, diff.checkin_id, message_id, correction.added)
        checkin.show(call, await checkin.load_diff(call, session, diff.checkin_id))
    return True


async def _corrections(call: Call, diff: Diff, text: str) -> list[_Correction]:
    """For each existing deal of the diff that the words could be about, what they correct.

    Where several deals wait, only one that already has a line of the same field can be meant.
    """
    numbers = {c.deal_id: c.update_number for c in diff.changes if c.deal_id is not None}
    found = []
    for deal_id, number in numbers.items():
        lines = await _lines(call, diff.deals[deal_id], text)
        waiting = {c.field: c for c in diff.changes if c.deal_id == deal_id}
        corrected = tuple((waiting[line.field], line) for line in lines if line.field in waiting)
        new = [line for line in lines if line.field not in waiting]
        added = tuple(replace(line, update_number=number) for line in new)
        if corrected or (lines and len(numbers) == 1):
            found.append(_Correction(corrected, added))
    return found


async def _lines(call: Call, deal: Deal, text: str) -> Sequence[NewProposal]:
    understood = await checkin.read(call, text, only=[deal.id])
    if understood is None or understood.proposal.is_question:
        return ()
    defaults = proposing.NewDealDefaults("", call.coach.settings.currency)
    lines = proposing.lines(understood.proposal, understood.deals, defaults)
    return [line for line in lines if line.deal_id == deal.id]
