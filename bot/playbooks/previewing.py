"""What the coach understood of a version and what it changes, on one phone screen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.coach import Coach
from bot.golden import asking
from bot.golden import texts as golden_texts
from bot.golden.rendering import changes
from bot.playbooks import texts
from bot.playbooks.diffing import Diff, Documents, compare
from bot.playbooks.preview_rendering import Preview, preview_buttons, preview_text
from bot.playbooks.switching import earlier, later
from bot.reply import Reply, Span, bold, plain
from storage import golden, people, playbook_switching, playbooks, processes
from storage.carrying import carried_documents
from storage.database import Session
from storage.playbooks import PlaybookVersion
from storage.records import Person


async def preview(coach: Coach, version_id: int) -> Preview | None:
    """None if there is no such version, or if it was discarded."""
    async with coach.database.read() as session:
        everything = await playbooks.versions(session)
        version = next((v for v in everything if v.id == version_id), None)
        if version is None:
            return None
        siblings = [v for v in everything if v.slug == version.slug]
        against = compared_with(version, siblings)
        documents = await playbooks.document_passages(session, version_id)
        before = await _before(session, version, against)
        warnings = await playbooks.document_warnings(session, version_id)
        by = await people.person(session, version.created_by or 0)
        process = await processes.active(session)
        seen = await playbook_switching.seen(session, version.playbook_id)
    diff = await difference(coach, before, documents) if before is not None else None
    newest = next((v for v in siblings if v.id == seen.newest_draft), None)
    name = by.name if by else ""
    return Preview(
        version, against, newest, seen, name, documents, diff, warnings, process,
        earlier(siblings), later(siblings),
    )  # fmt: skip


async def _before(
    session: Session, version: PlaybookVersion, against: PlaybookVersion | None
) -> Documents | None:
    """What the version is compared with, less what it will carry over once it is activated."""
    if against is None:
        return None
    held = await playbooks.document_passages(session, against.id)
    if version.status != "draft":
        return held
    carried = {one.path for one in await carried_documents(session, version.playbook_id)}
    return {path: passages for path, passages in held.items() if path not in carried}


def compared_with(
    version: PlaybookVersion, siblings: Sequence[PlaybookVersion]
) -> PlaybookVersion | None:
    """The active version of the playbook; for that one itself, the newest of those before it."""
    active = next((v for v in siblings if v.status == "active" and v.id != version.id), None)
    earlier = (v for v in siblings if v.number < version.number and v.status == "retired")
    return active or max(earlier, key=lambda v: v.number, default=None)


async def difference(coach: Coach, before: Documents, after: Documents) -> Diff:
    """What changed, worked out in a thread."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(coach.executor, compare, before, after)


async def preview_reply(
    coach: Coach, version_id: int, person: Person, *, ask_golden: bool = False
) -> Reply:
    """The screen a trainer sees before anything changes, with what can be done by tap.

    `ask_golden`: ask the golden questions of the draft first, which takes a while; otherwise
    what came of it the last time is shown.
    """
    found = await preview(coach, version_id)
    if found is None:
        return Reply((plain(texts.NO_SUCH_PLAYBOOK(person.language)),))
    text = preview_text(found, person)
    if found.version.status == "draft":
        text += await _golden_lines(coach, version_id, person, ask=ask_golden)
    return Reply(tuple(text), preview_buttons(found, person.language))


async def _golden_lines(coach: Coach, version_id: int, person: Person, *, ask: bool) -> list[Span]:
    """Which golden questions would get better or worse."""
    if ask:
        comparison = await asking.compare_draft(coach, version_id, person.id)
    else:
        comparison = await asking.last_preview(coach, version_id)
    if comparison is None:
        return []
    async with coach.database.read() as session:
        asked = await golden.questions(session)
    heading = golden_texts.DRAFT(person.language)
    said = changes(comparison, asked, person.language)
    return [plain("\n"), bold(heading), plain(f"\n{said}\n")]
