"""`/deals`: the pipeline, and a deal's page."""

from __future__ import annotations

from datetime import date

from bot import formats
from bot.call import Action, Call, Command
from bot.deals import describing, pipeline, texts
from bot.reply import Button, Span, bold, italic, plain
from storage.records import Deal, Language, LedgerEntry, Person, Process

STORY_LINES = 12


async def show_deals(call: Call, argument: str) -> None:
    """`/deals` is one's own; `/deals NAME` somebody's whom one may see."""
    owner = call.person
    if argument:
        visible = await pipeline.visible_people(call.coach.database, call.person, "/deals")
        named = _named(visible, argument)
        if named is None:
            names = ", ".join(person.name for person in visible)
            call.reply(texts.NO_SUCH_PERSON(call.language, name=argument[:60], names=names))
            return
        owner = named
    today = call.coach.today(call.person)
    shown = await pipeline.pipeline(call.coach.database, owner, today)
    if not shown.deals:
        call.reply(texts.NO_DEALS(call.language))
        return
    call.reply(*listing(shown, call.language, today), buttons=_buttons(shown.deals))


def _named(visible: list[Person], name: str) -> Person | None:
    wanted = name.strip().casefold()
    exact = [person for person in visible if person.name.casefold() == wanted]
    partial = [person for person in visible if wanted in person.name.casefold()]
    found = exact or partial
    return found[0] if len(found) == 1 else None


def _buttons(deals: tuple[Deal, ...]) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(describing.title(deal)[:60], f"deal:{deal.id}"),) for deal in deals[:20])


def listing(shown: pipeline.Pipeline, language: Language, today: date) -> list[Span]:
    """The pipeline as text, one deal a paragraph, totals last."""
    said = [
        bold(texts.HEADER(language, name=shown.owner.name)),
        plain(f" ({texts.COUNT(language, count=len(shown.deals))})\n"),
    ]
    for deal in shown.deals:
        said += _entry(deal, shown.processes.get(deal.process_id), language, today)
    sums = " + ".join(formats.money(money, language) for money in pipeline.totals(shown.deals))
    return [*said, plain("\n"), bold(texts.TOTAL(language)), plain(f" {sums}")] if sums else said


def _entry(deal: Deal, process: Process | None, language: Language, today: date) -> list[Span]:
    said = [
        plain("\n"),
        bold(describing.title(deal)),
        plain(f"\n{describing.headline(deal, process, language, today)}\n"),
    ]
    if deal.next_step:
        due = formats.day(deal.next_step_due, language, year=today.year)
        late = f" {texts.OVERDUE(language)}" if pipeline.overdue(deal, today) else ""
        said.append(plain(f"→ {deal.next_step} · {due}{late}\n"))
    return said


async def show_deal(call: Call, argument: str) -> None:
    found = await pipeline.page(call.coach.database, call.person, "deal", int(argument))
    if found is None:
        call.reply(texts.NO_SUCH_DEAL(call.language))
        return
    today = call.coach.today(call.person)
    call.reply(*deal_page(found, call.language, today))


def deal_page(found: pipeline.DealPage, language: Language, today: date) -> list[Span]:
    deal, process = found.deal, found.process
    said = _entry(deal, process, language, today)[1:]
    for field in ("blocker", "lost_reason"):
        if value := getattr(deal, field):
            said.append(plain(f"{describing.field_name(field, language)}: {value}\n"))
    said += [plain("\n"), bold(texts.STORY(language)), plain("\n")]
    if not found.story:
        return [*said, plain(texts.NO_STORY(language))]
    for entry in found.story[-STORY_LINES:]:
        said += story_line(entry, process, language, today)
    return said


def story_line(
    entry: LedgerEntry, process: Process | None, language: Language, today: date
) -> list[Span]:
    """Day, field, old → new, and the words it rests on."""
    name = describing.field_name(entry.field, language)
    new = describing.value_in_words(entry.field, entry.new, process, language, today)
    old = describing.value_in_words(entry.field, entry.old, process, language, today)
    change = new if entry.field == "created" or not entry.old else f"{old} → {new}"
    happened = formats.day(entry.happened_on, language, year=today.year)
    said = [plain(f"{happened}  {name}: {change}\n")]
    if entry.words:
        said.append(italic(f"  “{entry.words}”\n"))
    return said


COMMANDS = (Command("deals", show_deals, texts.MENU_DEALS),)
ACTIONS = (Action("deal", show_deal),)
