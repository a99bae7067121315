"""Playbooks in a chat: send a file to load it, `/playbooks` to see what there is and change it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from bot import formats, jobs, permissions
from bot.call import Action, Call, Command
from bot.playbooks import (
    loads,
    stages_dialogue,
    switching_dialogue,
    texts,
    versions_dialogue,
    versions_texts,
)
from bot.playbooks.loads import Load, SourceFile, slug_of
from bot.playbooks.preview_rendering import reader_text
from bot.playbooks.previewing import preview_reply
from bot.playbooks.versions_dialogue import find, paged, trains, visible_versions
from bot.reply import Button, Reply, Span, bold, plain, to_payload
from storage import playbook_settings, playbooks, queues
from storage.playbooks import PlaybookVersion
from storage.records import Person

PLAYBOOKS_SHOWN = 8


async def take_file(call: Call) -> None:
    """A trainer's file becomes a draft of the playbook of its name, which is then previewed."""
    upload = call.message.upload
    assert upload is not None
    if upload.problem:
        problem = {
            "too_large": texts.UPLOAD_TOO_LARGE,
            "unavailable": texts.UPLOAD_UNAVAILABLE,
        }[upload.problem]
        call.reply(problem(call.language, name=upload.name))
        return
    name = PurePath(upload.name.replace("\\", "/")).name
    stem = PurePath(name).stem
    files = (SourceFile(name, upload.sha256, upload.size),)
    load = Load(slug_of(stem), stem, files, activate=False)
    message = call.message
    async with call.writing() as session:
        reply_to = (message.channel, message.chat)
        job_id = await loads.queue(call.coach, session, load, call.person.id, reply_to)
        said = Reply(
            (plain(texts.RECEIVED(call.language, name=name)),),
            jobs.cancel_button(call.language, job_id),
        )
        shown = await queues.send(session, *reply_to, to_payload(said))
        await queues.show_in(session, job_id, shown)


async def list_playbooks(call: Call, _argument: str) -> None:
    await show_list(call, "0")


async def show_list(call: Call, argument: str) -> None:
    """A page of playbooks: what answers of each, and for trainers what waits."""
    held: dict[str, list[PlaybookVersion]] = {}
    for version in await visible_versions(call.coach, call.person):
        held.setdefault(version.slug, []).append(version)
    if not held:
        may_load = permissions.reach(call.person, "upload") > permissions.Reach.NOTHING
        said = texts.NO_PLAYBOOKS if may_load else texts.NO_PLAYBOOKS_READER
        call.reply(said(call.language))
        return
    async with call.coach.database.read() as session:
        late = await playbook_settings.overdue(session, call.coach.today(call.person))
    overdue = {playbook.slug for playbook in late}
    every = sorted(held.values(), key=lambda v: (main_version(v).status == "retired", v[0].slug))
    pages = -(-len(every) // PLAYBOOKS_SHOWN)
    page = min(int(argument), pages - 1)
    shown = every[page * PLAYBOOKS_SHOWN : (page + 1) * PLAYBOOKS_SHOWN]
    header = texts.HEADER(call.language) + (f" ({page + 1}/{pages})" if pages > 1 else "")
    spans = [bold(header), plain("\n")]
    for versions in shown:
        spans += entry(versions, call.person, late=versions[0].slug in overdue)
    buttons = [(Button(v[0].title[:60], f"playbook:{main_version(v).id}"),) for v in shown]
    move = paged(call, "playbooks", page, pages)
    call.reply(*spans, buttons=(*buttons, *((move,) if move else ())))


def main_version(versions: Sequence[PlaybookVersion]) -> PlaybookVersion:
    """The version that stands for a playbook: the active one, else a draft, else the newest."""
    order = ("active", "draft", "retired", "indexing")
    return min(versions, key=lambda v: (order.index(v.status), -v.number))


def entry(versions: Sequence[PlaybookVersion], person: Person, *, late: bool) -> list[Span]:
    """A playbook in the list: title, version, since when, what waits."""
    language, main = person.language, main_version(versions)
    parts = [
        texts.VERSION(language, version=main.number),
        texts.STATUS[main.status](language),
        texts.FILES(language, count=main.documents),
    ]
    since = main.activated_at if main.status == "active" else main.created_at
    if since is not None:
        parts.append(formats.moment(since, language, person.timezone))
    waiting = [
        f"{texts.STATUS[v.status](language)} {texts.VERSION(language, version=v.number)}"
        for v in versions
        if v.status in ("draft", "indexing") and v is not main
    ]
    lines = [" · ".join(parts), *(f"📝 {said}" for said in waiting)]
    mark = " ⚠" if late else ""
    return [plain("\n"), bold(f"{main.title}{mark}"), plain("\n" + "\n".join(lines) + "\n")]


async def show_playbook(call: Call, argument: str) -> None:
    """A version's page: for a trainer with all that can be done, for others to read."""
    version_id = int(argument)
    found = await find(call, version_id)
    if found is None:
        return
    if trains(call.person):
        shown = await preview_reply(call.coach, version_id, call.person)
        call.reply(*shown.text, buttons=shown.buttons)
        return
    async with call.coach.database.read() as session:
        documents = await playbooks.document_passages(session, version_id)
    outline = Button(versions_texts.OUTLINE(call.language), f"outline:{version_id}:0")
    call.reply(*reader_text(found[0], documents, call.language), buttons=((outline,),))


COMMANDS = (Command("playbooks", list_playbooks, texts.MENU_PLAYBOOKS),)
ACTIONS = (
    Action("playbooks", show_list),
    Action("playbook", show_playbook),
    *versions_dialogue.ACTIONS,
    *switching_dialogue.ACTIONS,
    *stages_dialogue.ACTIONS,
)
LISTENERS = switching_dialogue.LISTENERS
