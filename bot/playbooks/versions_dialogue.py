"""Looking at a version in a chat: its outline, its changes, its history."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot import permissions
from bot.call import Action, Call
from bot.coach import Coach
from bot.deals.describing import stage_name
from bot.places import title_of
from bot.playbooks import diff_rendering
from bot.playbooks import texts as playbook_texts
from bot.playbooks import versions_texts as texts
from bot.playbooks.audience import visible_slugs
from bot.playbooks.diff_page import html_page
from bot.playbooks.diffing import Diff
from bot.playbooks.preview_rendering import outline_lines
from bot.playbooks.previewing import difference
from bot.playbooks.sectioning import sections
from bot.playbooks.switching_dialogue import event_line
from bot.reply import Attachment, Button, Rows, bold, plain
from storage import originals, playbook_history, playbooks, processes
from storage.playbook_history import Event
from storage.playbooks import PlaybookVersion
from storage.records import Language, Person, Process

OUTLINE_LINES = 40
EVENTS_SHOWN = 15
LINE_WIDTH = 80


def trains(person: Person) -> bool:
    return permissions.reach(person, "playbook") is permissions.Reach.ALL


async def visible_versions(coach: Coach, person: Person) -> list[PlaybookVersion]:
    """What answers this person now; whoever trains sees every version but discarded ones."""
    async with coach.database.read() as session:
        versions = await playbooks.versions(session)
        visible = await visible_slugs(session, person)
    versions = [
        replace(v, title=title_of(v.slug, v.title, person.language))
        for v in versions
        if visible is None or v.slug in visible
    ]
    return versions if trains(person) else [v for v in versions if v.status == "active"]


async def find(call: Call, *ids: int) -> list[PlaybookVersion] | None:
    """The versions that this person may see; None, having said so, if one is not among them."""
    seen = {version.id: version for version in await visible_versions(call.coach, call.person)}
    if not all(version_id in seen for version_id in ids):
        call.reply(playbook_texts.NO_SUCH_PLAYBOOK(call.language))
        return None
    return [seen[version_id] for version_id in ids]


def paged(call: Call, verb: str, page: int, pages: int, end: str = "") -> tuple[Button, ...]:
    """Buttons to the pages before and behind."""
    row = []
    if page > 0:
        row.append(Button(texts.EARLIER(call.language), f"{verb}:{page - 1}{end}"))
    if page < pages - 1:
        row.append(Button(texts.MORE(call.language), f"{verb}:{page + 1}{end}"))
    return tuple(row)


def back_to(call: Call, version_id: int) -> tuple[Button, ...]:
    return (Button(texts.BACK(call.language), f"playbook:{version_id}"),)


async def outline(call: Call, argument: str) -> None:
    version_id, page = (int(part) for part in argument.split(":"))
    found = await find(call, version_id)
    if found is None:
        return
    async with call.coach.database.read() as session:
        documents = await playbooks.document_passages(session, version_id)
    lines = outline_lines(sections(documents), documents, call.language)
    pages = max(1, -(-len(lines) // OUTLINE_LINES))
    page = min(page, pages - 1)
    shown = lines[page * OUTLINE_LINES : (page + 1) * OUTLINE_LINES]
    header = f"{found[0].title} v{found[0].number}" + (
        f" ({page + 1}/{pages})" if pages > 1 else ""
    )
    move = paged(call, f"outline:{version_id}", page, pages)
    call.reply(
        bold(header),
        plain("\n\n" + "\n".join(line[:LINE_WIDTH] for line in shown)),
        buttons=_rows(move, back_to(call, version_id)),
    )


def _rows(*rows: tuple[Button, ...]) -> Rows:
    return tuple(row for row in rows if row)


# --- changes -------------------------------------------------------------------------------------


async def _compared(call: Call, version_id: int, against_id: int) -> tuple[str, Diff] | None:
    """The title of the diff and the diff."""
    found = await find(call, version_id, against_id)
    if found is None:
        return None
    version, against = found
    if version.slug != against.slug:
        call.reply(texts.NOTHING_TO_COMPARE(call.language))
        return None
    async with call.coach.database.read() as session:
        after = await playbooks.document_passages(session, version_id)
        before = await playbooks.document_passages(session, against_id)
    title = texts.DIFF_TITLE(
        call.language, title=version.title, old=against.number, new=version.number
    )
    return title, await difference(call.coach, before, after)


async def changes(call: Call, argument: str) -> None:
    """`VERSION:AGAINST:ENTRY`, the entry that the screen begins with."""
    version_id, against_id, offset = (int(part) for part in argument.split(":"))
    compared = await _compared(call, version_id, against_id)
    if compared is None:
        return
    title, diff = compared
    entries = diff_rendering.entries(diff, call.language)
    shown, following = diff_rendering.page(entries, offset)
    pair = f"{version_id}:{against_id}"
    row = [Button(texts.FULL_DIFF(call.language), f"fulldiff:{pair}")] if entries else []
    if following is not None:
        row.append(Button(texts.MORE(call.language), f"changes:{pair}:{following}"))
    call.reply(
        bold(f"{title}\n"),
        *(shown or [plain("\n" + texts.NO_CHANGES(call.language))]),
        buttons=_rows(tuple(row), back_to(call, version_id)),
    )


async def full_diff(call: Call, argument: str) -> None:
    """The whole diff as a web page, sent as a file."""
    version_id, against_id = (int(part) for part in argument.split(":"))
    compared = await _compared(call, version_id, against_id)
    if compared is None:
        return
    title, diff = compared

    def make() -> tuple[str, int]:
        data = html_page(diff, title, call.language).encode("utf-8", "replace")
        return call.coach.originals.put(data), len(data)

    loop = asyncio.get_running_loop()
    sha256, size = await loop.run_in_executor(call.coach.executor, make)
    async with call.writing() as session:
        await originals.record_original(session, sha256, size)
        name = f"diff-{version_id}-{against_id}.html"
        call.reply(plain(title), attachment=Attachment("document", name, sha256))


# --- history -------------------------------------------------------------------------------------


async def history(call: Call, argument: str) -> None:
    version_id, page = (int(part) for part in argument.split(":"))
    found = await find(call, version_id)
    if found is None:
        return
    async with call.coach.database.read() as session:
        events = await playbook_history.history(session, found[0].playbook_id)
        process = await processes.active(session)
    lines = history_lines(events, call.person, process)
    pages = max(1, -(-len(lines) // EVENTS_SHOWN))
    page = min(page, pages - 1)
    shown = lines[page * EVENTS_SHOWN : (page + 1) * EVENTS_SHOWN]
    said = "\n".join(f"• {line}" for line in shown) or texts.NO_HISTORY(call.language)
    call.reply(
        bold(texts.HISTORY_HEADER(call.language, title=found[0].title)),
        plain(f"\n\n{said}"),
        buttons=_rows(paged(call, f"history:{version_id}", page, pages), back_to(call, version_id)),
    )


def history_lines(events: Sequence[Event], person: Person, process: Process | None) -> list[str]:
    """Newest first; what one person set again and again, such as stages, is one line."""
    lines = []
    for (kind, *_), run in groupby(events, key=lambda e: (e.kind, e.version, e.by)):
        held = [_with_stage_names(event, person.language, process) for event in run]
        if kind in ("stages", "audience") and len(held) > 1:
            times = texts.TIMES(person.language, count=len(held))
            lines.append(f"{event_line(held[0], person)} {times}")
        else:
            lines += [event_line(event, person) for event in held]
    return lines


def _with_stage_names(event: Event, language: Language, process: Process | None) -> Event:
    if event.kind != "stages":
        return event
    where, _, keys = event.detail.rpartition(": ")
    names = [
        texts.ANY_STAGE(language) if key == "*" else stage_name(key, process, language)
        for key in keys.split(", ")
    ]
    return replace(event, detail=f"{where}: {' / '.join(names)}")


ACTIONS = (
    Action("outline", outline),
    Action("changes", changes),
    Action("fulldiff", full_diff),
    Action("history", history),
)
