"""The preview of a version in words: what was understood, what changes, what can be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot import formats
from bot.deals.describing import stage_name
from bot.places import title_of
from bot.playbooks import texts as playbook_texts
from bot.playbooks import versions_texts as texts
from bot.playbooks.diffing import Diff, Documents
from bot.playbooks.rendering import note_in_words
from bot.playbooks.sectioning import Section, sections
from bot.playbooks.tending_texts import TEND
from bot.reply import Button, Rows, Span, bold, plain
from storage import standard_answers
from storage.playbook_switching import Seen
from storage.playbooks import PlaybookVersion
from storage.records import Language, Person, Process

SECTIONS_SHOWN = 12
NUMBERS_SHOWN = 3
NOTES_SHOWN = 5
NUMBER_WIDTH = 48
LINE_WIDTH = 60


@dataclass(frozen=True)
class Preview:
    """`against` is what it is compared with: the active version, else the one before it."""

    version: PlaybookVersion
    against: PlaybookVersion | None
    newest_draft: PlaybookVersion | None
    seen: Seen
    loaded_by: str
    documents: Documents
    diff: Diff | None
    warnings: Sequence[tuple[str, Sequence[str]]]
    process: Process | None
    back_to: PlaybookVersion | None
    """The version that a roll-back brings back."""
    forward_to: PlaybookVersion | None
    """The newest version that was rolled back from."""

    @property
    def sections(self) -> list[Section]:
        return sections(self.documents)


def preview_text(found: Preview, person: Person) -> list[Span]:
    language = person.language
    held = found.sections
    said = [*_header(found, held, person), *_changes(found, language)]
    said += _stages(held, found.process, language)
    said += _outline(held, found.documents, language)
    said += _warnings(found, language)
    return said


def joined(parts: Sequence[str], language: Language) -> str:
    return ("，" if language == "zh" else ", ").join(parts)


def _header(found: Preview, held: Sequence[Section], person: Person) -> list[Span]:
    language, version = person.language, found.version
    title = (
        title_of(version.slug, version.title, language),
        playbook_texts.VERSION(language, version=version.number),
        playbook_texts.STATUS[version.status](language),
    )
    when = formats.moment(version.created_at, language, person.timezone)
    loaded = texts.LOADED_BY if found.loaded_by else texts.LOADED_AT
    size = (
        playbook_texts.FILES(language, count=version.documents),
        playbook_texts.SECTIONS(language, count=len(held)),
        playbook_texts.PASSAGES(language, count=version.passages),
    )
    lines = [
        f"{joined(size, language)} · {_languages(found.documents, language)}",
        loaded(language, name=found.loaded_by, when=when) if found.loaded_by
        else loaded(language, when=when),
    ]  # fmt: skip
    newest = found.newest_draft
    if version.status == "draft" and newest is not None and newest.id != version.id:
        lines.append(texts.NEWER_DRAFT(language, version=newest.number))
    return [bold(" · ".join(title)), plain("\n" + "\n".join(lines) + "\n")]


def _languages(documents: Documents, language: Language) -> str:
    """中文 80%, 英文 20%, by passages."""
    counted = Counter(p.language for passages in documents.values() for p in passages)
    if len(counted) == 1:
        return texts.LANGUAGES[next(iter(counted))](language)
    return joined(
        [
            f"{texts.LANGUAGES[spoken](language)} {round(100 * count / counted.total())}%"
            for spoken, count in counted.most_common()
        ],
        language,
    )


def _changes(found: Preview, language: Language) -> list[Span]:
    if found.against is None or found.diff is None:
        is_first = found.version.number == 1 and found.version.status != "retired"
        said = texts.IS_FIRST if is_first else texts.NOTHING_TO_COMPARE
        return [plain(f"\n{said(language)}\n")]
    number = found.against.number
    header = texts.AGAINST(language, version=number)
    if found.against.status != "active" and found.version.status != "active":
        header = texts.NOTHING_ANSWERS(language, version=number)
    return [bold(f"\n{header}\n"), *summary_of(found.diff, language)]


def summary_of(diff: Diff, language: Language) -> list[Span]:
    """What changed, counted; numbers that changed are named."""
    if diff.empty:
        return [plain(texts.NO_CHANGES(language) + "\n")]
    counted = [
        said(language, count=count)
        for kind, said in texts.COUNTED.items()
        if (count := len(diff.of_kind(kind)))
    ]
    if diff.renamed_headings:
        counted.append(texts.HEADINGS_RENAMED(language, count=len(diff.renamed_headings)))
    if diff.unchanged:
        counted.append(texts.UNCHANGED(language, count=diff.unchanged))
    lines = [joined(counted, language)] if counted else []
    lines += [texts.RENAMED_FILE(language, old=r.old, new=r.new) for r in diff.renamed_documents]
    lines += [texts.NEW_FILE(language, name=name) for name in diff.added_documents]
    lines += [texts.GONE_FILE(language, name=name) for name in diff.removed_documents]
    shown = lines[: 1 + NOTES_SHOWN]
    if len(lines) > len(shown):
        shown.append(texts.AND_MORE(language, count=len(lines) - len(shown)))
    return [plain("\n".join(shown) + "\n"), *_numbers(diff, language)]


def _numbers(diff: Diff, language: Language) -> list[Span]:
    """⚠ Numbers changed in 3 places: 15% → 12% (2. Approval)…"""
    if not diff.numbers:
        return []
    said = [bold(texts.NUMBERS(language, count=diff.numbers) + "\n")]
    places = (
        (line.number_changes, change.section)
        for change in diff.sections
        for line in change.lines
        if line.numbers
    )
    for numbers, section in islice(places, NUMBERS_SHOWN):
        name = section.path[-1] if section.path else section.document
        said += [plain("• "), bold(shortened(numbers, NUMBER_WIDTH)), plain(f" · {name}\n")]
    if diff.numbers > NUMBERS_SHOWN:
        said.append(plain(texts.AND_MORE(language, count=diff.numbers - NUMBERS_SHOWN) + "\n"))
    return said


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _stages(held: Sequence[Section], process: Process | None, language: Language) -> list[Span]:
    """方案制定 5 · 成交 2 · 不限 3: how many sections each stage has."""
    if process is None:
        return []
    counted = Counter(stage for section in held for stage in section.stages)
    known = sorted(counted, key=process.position)
    parts = [f"{stage_name(key, process, language)} {counted[key]}" for key in known]
    if without := sum(not section.stages for section in held):
        parts.append(f"{texts.ANY_STAGE(language)} {without}")
    return [bold(f"\n{texts.STAGE_HEADER(language)}\n"), plain(" · ".join(parts) + "\n")]


def outline_lines(held: Sequence[Section], documents: Documents, language: Language) -> list[str]:
    """A version's headings, each once, indented by depth, with its page; files where several."""
    lines: list[str] = []
    for document in documents:
        if len(documents) > 1:
            lines.append(f"📄 {document}")
        seen: set[tuple[str, ...]] = set()
        for section in (s for s in held if s.document == document):
            for depth in range(1, len(section.path) + 1):
                path = section.path[:depth]
                if path in seen:
                    continue
                seen.add(path)
                here = depth == len(section.path) and section.page is not None
                page = f" ({texts.PAGE(language, page=section.page)})" if here else ""
                lines.append(f"{'  ' * (depth - 1)}• {path[-1]}{page}")
            if not section.path:
                lines.append(f"• {texts.NO_HEADING(language)}")
    return lines


def _outline(held: Sequence[Section], documents: Documents, language: Language) -> list[Span]:
    lines = outline_lines(held, documents, language)
    shown = [shortened(line, LINE_WIDTH) for line in lines[:SECTIONS_SHOWN]]
    if len(lines) > len(shown):
        shown.append(texts.AND_MORE(language, count=len(lines) - len(shown)))
    return [bold(f"\n{texts.OUTLINE(language)}\n"), plain("\n".join(shown) + "\n")]


def _warnings(found: Preview, language: Language) -> list[Span]:
    lines = [
        note_in_words(path, warning, language)
        for path, warnings in found.warnings
        for warning in warnings
    ]
    if not lines:
        return []
    shown = lines[:NOTES_SHOWN]
    if len(lines) > len(shown):
        shown.append(texts.AND_MORE(language, count=len(lines) - len(shown)))
    said = playbook_texts.WARNINGS(language)
    return [bold(f"\n{said}\n"), plain("\n".join(shown) + "\n")]


def preview_buttons(found: Preview, language: Language) -> Rows:
    """What a trainer can do with the version as it stands."""
    version = found.version
    activate = activation(version, found.seen)
    tend = Button(TEND(language), f"tend:{version.playbook_id}")
    history = Button(texts.HISTORY(language), f"history:{version.id}:0")
    rows: list[tuple[Button, ...]] = [_look(found, language)]
    if version.slug == standard_answers.SLUG:
        rows += [(Button(texts.ANSWERS(language), "answers:0"),), (history, tend)]
    elif version.status == "draft":
        rows.insert(0, (Button(texts.ACTIVATE(language), activate),))
        rows.append((Button(texts.DISCARD(language), f"discard:{version.id}"), history))
    elif version.status == "active":
        back, newest = found.back_to, found.newest_draft
        if newest is not None:
            said = texts.PREVIEW(language, version=newest.number)
            rows.append((Button(said, f"playbook:{newest.id}"),))
        switch = [Button(texts.RETIRE(language), f"retire:{version.id}")]
        if back is not None:
            said = texts.ROLL_BACK(language, version=back.number)
            switch.insert(0, Button(said, activation(back, found.seen)))
        if found.forward_to is not None:
            said = texts.BRING_BACK(language, version=found.forward_to.number)
            rows.append((Button(said, activation(found.forward_to, found.seen)),))
        rows += [tuple(switch), (history, tend)]
    elif version.status == "retired":
        again = texts.BRING_BACK if found.seen.active is None else texts.ROLL_BACK
        label = again(language, version=version.number)
        rows += [(Button(label, activate),), (history, tend)]
    return tuple(rows)


def _look(found: Preview, language: Language) -> tuple[Button, ...]:
    version = found.version.id
    look = [Button(texts.OUTLINE(language), f"outline:{version}:0")]
    if found.against is not None:
        said = texts.CHANGES(language)
        look.insert(0, Button(said, f"changes:{version}:{found.against.id}:0"))
    if found.process is not None:
        look.append(Button(texts.STAGES(language), f"stages:{version}:0"))
    return tuple(look)


def activation(version: PlaybookVersion, seen: Seen) -> str:
    """The action that activates a version if what was seen still stands."""
    return f"activate:{version.id}:{seen.active or 0}:{seen.newest_draft or 0}"


def reader_text(version: PlaybookVersion, documents: Documents, language: Language) -> list[Span]:
    """A version as those see it who only read it."""
    number = playbook_texts.VERSION(language, version=version.number)
    return [
        bold(f"{version.title} · {number}\n"),
        *_outline(sections(documents), documents, language),
    ]
