"""Playbooks in a chat: send a file to load it, `/playbooks` to see and retire."""

from __future__ import annotations

from pathlib import PurePath

from bot import permissions
from bot.call import Action, Call, Command
from bot.playbooks import ingesting, texts
from bot.playbooks.audience import visible_slugs
from bot.playbooks.ingesting import Load, SourceFile, slug_of
from bot.reply import Button, Rows, bold, plain
from storage import playbooks
from storage.playbooks import PlaybookVersion
from storage.records import Passage

SECTIONS_SHOWN = 40


async def take_file(call: Call) -> None:
    """A trainer's file becomes a playbook of its name, or a new version of it."""
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
    load = Load(slug_of(stem), stem, (SourceFile(name, upload.sha256, upload.size),))
    async with call.writing() as session:
        reply_to = (call.message.channel, call.message.chat)
        await ingesting.queue(call.coach, session, load, call.person.id, reply_to)
        call.reply(texts.RECEIVED(call.language, name=name))


async def list_playbooks(call: Call, _argument: str) -> None:
    shown = await visible_versions(call)
    if not shown:
        may_load = permissions.reach(call.person, "upload") > permissions.Reach.NOTHING
        said = texts.NO_PLAYBOOKS if may_load else texts.NO_PLAYBOOKS_READER
        call.reply(said(call.language))
        return
    said_spans = [bold(texts.HEADER(call.language)), plain("\n")]
    for version in shown:
        parts = (
            texts.VERSION(call.language, version=version.number),
            texts.FILES(call.language, count=version.documents),
            texts.PASSAGES(call.language, count=version.passages),
            texts.STATUS[version.status](call.language),
        )
        said_spans += [plain("\n"), bold(version.title), plain(f"\n{' · '.join(parts)}\n")]
    buttons = tuple((Button(v.title[:60], f"playbook:{v.id}"),) for v in shown[:20])
    call.reply(*said_spans, buttons=buttons)


async def visible_versions(call: Call) -> list[PlaybookVersion]:
    """What answers this person now; trainers also see drafts and what is being read."""
    async with call.coach.database.read() as session:
        versions = await playbooks.versions(session)
        visible = await visible_slugs(session, call.person)
    versions = [v for v in versions if visible is None or v.slug in visible]
    trains = permissions.reach(call.person, "playbook") is permissions.Reach.ALL
    wanted = ("active", "draft", "indexing") if trains else ("active",)
    return [version for version in versions if version.status in wanted]


async def show_playbook(call: Call, argument: str) -> None:
    version = await _version(call, int(argument))
    if version is None:
        call.reply(texts.NO_SUCH_PLAYBOOK(call.language))
        return
    async with call.coach.database.read() as session:
        documents = await playbooks.document_passages(session, version.id)
    said = [bold(f"{version.title} v{version.number}"), plain("\n")]
    for path, passages in documents.items():
        said += [plain("\n"), bold(path), plain("\n" + _outline(passages) + "\n")]
    may_retire = permissions.reach(call.person, "retire") > permissions.Reach.NOTHING
    buttons: Rows = ()
    if may_retire and version.status == "active":
        buttons = ((Button(texts.RETIRE(call.language), f"retire:{version.id}"),),)
    call.reply(*said, buttons=buttons)


def _outline(passages: list[Passage]) -> str:
    """The document's headings, indented by depth."""
    paths = dict.fromkeys(passage.heading_path for passage in passages if passage.heading_path)
    lines = [f"{'  ' * (len(path) - 1)}• {path[-1]}" for path in paths]
    return "\n".join(lines[:SECTIONS_SHOWN])


async def _version(call: Call, version_id: int) -> PlaybookVersion | None:
    return next((v for v in await visible_versions(call) if v.id == version_id), None)


async def retire(call: Call, argument: str) -> None:
    version = await _version(call, int(argument))
    if version is None or version.status != "active":
        call.reply(texts.NO_SUCH_PLAYBOOK(call.language))
        return
    async with call.writing() as session:
        await playbooks.retire(session, version.slug)
        call.reply(texts.RETIRED(call.language, title=version.title))


COMMANDS = (Command("playbooks", list_playbooks, texts.MENU_PLAYBOOKS),)
ACTIONS = (Action("playbook", show_playbook), Action("retire", retire))
