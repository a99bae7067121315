"""Choosing the stages of a document or a section by tap."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.call import Action, Call
from bot.deals.describing import stage_name
from bot.playbooks import staging
from bot.playbooks import texts as playbook_texts
from bot.playbooks import versions_texts as texts
from bot.playbooks.sectioning import Section, sections
from bot.playbooks.versions_dialogue import back_to, find, paged
from bot.reply import Button, bold, plain
from storage import playbooks, processes, stage_choices
from storage.playbooks import PlaybookVersion
from storage.records import Language, Process

ROWS_SHOWN = 8
LABEL = 56


def stages_in_words(stages: tuple[str, ...], process: Process | None, language: Language) -> str:
    names = [stage_name(key, process, language) for key in stages]
    return " / ".join(names) or texts.ANY_STAGE(language)


async def list_stages(call: Call, argument: str) -> None:
    """`VERSION:PAGE`: every document and section with its stages, to tap.

    `VERSION:PAGE:r` shows it in place of the message that was tapped.
    """
    held_id, number, *replaces = argument.split(":")
    version_id, page = int(held_id), int(number)
    found = await find(call, version_id)
    if found is None:
        return
    async with call.coach.database.read() as session:
        documents = await playbooks.document_passages(session, version_id)
        process = await processes.active(session)
    if process is None:
        call.reply(texts.NO_PROCESS(call.language))
        return
    language, version = call.language, found[0]
    buttons: list[tuple[Button, ...]] = []
    held = sections(documents)
    for document in documents:
        own = [section for section in held if section.document == document]
        name = texts.WHOLE_DOCUMENT(language, name=document)
        buttons.append((Button(f"📄 {name}"[:LABEL], f"stage:{own[0].passages[0]}:d"),))
        for section in own:
            marks = stages_in_words(section.stages, process, language)
            label = f"{section.path[-1] if section.path else texts.NO_HEADING(language)}"
            label = f"{label[: LABEL - len(marks) - 3]} · {marks}"
            buttons.append((Button(label[:60], f"stage:{section.passages[0]}:s"),))
    pages = max(1, -(-len(buttons) // ROWS_SHOWN))
    page = min(page, pages - 1)
    shown = buttons[page * ROWS_SHOWN : (page + 1) * ROWS_SHOWN]
    move = paged(call, f"stages:{version_id}", page, pages, ":r")
    header = texts.STAGES_HEADER(language, title=version.title, version=version.number)
    rows = [*shown, *([move] if move else []), back_to(call, version_id)]
    replaced = call.message.action_on if replaces else ""
    call.reply(plain(header), buttons=tuple(rows), replaces=replaced)


@dataclass(frozen=True)
class _Chosen:
    """What is being given stages: a section, or its whole document."""

    version: PlaybookVersion
    section: Section
    whole: bool
    stages: tuple[str, ...]
    by_hand: bool
    process: Process

    @property
    def path(self) -> tuple[str, ...]:
        return () if self.whole else self.section.path

    def name(self, language: Language) -> str:
        if self.whole:
            return self.section.document
        return self.section.path[-1] if self.section.path else texts.NO_HEADING(language)


async def _chosen(call: Call, passage_id: int, *, whole: bool) -> _Chosen | None:
    """None, having said so, if it is not there any more."""
    async with call.coach.database.read() as session:
        passage = await playbooks.passage(session, passage_id)
        process = await processes.active(session)
        versions = await playbooks.versions(session, passage.playbook) if passage else []
        version = next((v for v in versions if passage and v.number == passage.version), None)
        documents = await playbooks.document_passages(session, version.id) if version else {}
        choices = await stage_choices.choices(session, version.playbook_id) if version else {}
    if passage is None or version is None:
        call.reply(playbook_texts.NO_SUCH_PLAYBOOK(call.language))
        return None
    if process is None:
        call.reply(texts.NO_PROCESS(call.language))
        return None
    section = next(s for s in sections(documents) if passage_id in s.passages)
    path = () if whole else section.path
    own = choices.get((section.document, stage_choices.section_key(path)))
    stages = own or () if whole else section.stages
    return _Chosen(version, section, whole, stages, own is not None, process)


async def show_stage(call: Call, argument: str) -> None:
    """`PASSAGE:s` for its section, `PASSAGE:d` for its document."""
    passage_id, _, level = argument.partition(":")
    chosen = await _chosen(call, int(passage_id), whole=level == "d")
    if chosen is not None:
        _show(call, chosen, int(passage_id))


async def set_stage(call: Call, argument: str) -> None:
    """`PASSAGE:s|d:PROCESS:POSITION` takes a stage in or out; `all` for all of them."""
    passage_id, level, process_id, position = argument.split(":")
    chosen = await _chosen(call, int(passage_id), whole=level == "d")
    if chosen is None:
        return
    process = chosen.process
    if process.id != int(process_id):
        _show(call, chosen, int(passage_id))
        return
    stages: tuple[str, ...] = ()
    if position != "all":
        if int(position) not in range(len(process.stages)):
            raise ValueError("the process has no such stage")
        stages = staging.toggled(chosen.stages, process.stages[int(position)].key, process)
    async with call.writing() as session:
        await staging.choose(
            session, chosen.version, chosen.section.document, chosen.path, stages, call.person.id
        )
        now = replace(chosen, stages=stages, by_hand=True)
        _show(call, now, int(passage_id))


def _show(call: Call, chosen: _Chosen, passage_id: int) -> None:
    language, process = call.language, chosen.process
    level = "d" if chosen.whole else "s"
    action = f"stageset:{passage_id}:{level}:{process.id}"
    buttons = [
        (Button(f"{'✓ ' if s.key in chosen.stages else ''}{s.name.in_(language)}"[:60],
                f"{action}:{position}"),)
        for position, s in enumerate(process.stages)
    ]  # fmt: skip
    every = "✓ " if chosen.by_hand and not chosen.stages else ""
    last = (Button(every + texts.ALL_STAGES(language), f"{action}:all"),
            Button(texts.BACK(language), f"stages:{chosen.version.id}:0:r"))  # fmt: skip
    said = texts.CHOOSE_STAGES(language, section=chosen.name(language))
    note = f"\n{texts.CHOSEN_BY_HAND(language)}" if chosen.by_hand else ""
    call.reply(
        bold(said),
        plain(note),
        buttons=(*buttons, last),
        replaces=call.message.action_on,
    )


ACTIONS = (
    Action("stages", list_stages),
    Action("stage", show_stage),
    Action("stageset", set_stage),
)
