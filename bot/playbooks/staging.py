"""The stages of a version's sections: a trainer's choice, else the file's own, else suggested."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.coach import Coach
from bot.library import vectors as centring
from bot.playbooks import suggesting
from bot.playbooks.sectioning import Section, sections
from knowledge.embedding import Encoder, LanguageMeans, Vectors, centre
from knowledge.embedding.base import unit_length
from storage import playbooks, processes, stage_choices, vectors
from storage.database import Session
from storage.playbook_history import record_event
from storage.playbooks import PlaybookVersion
from storage.records import Language, Passage, Process
from storage.stage_choices import HeadingPath

SECTIONS_AT_ONCE = 200


async def suggest_stages(coach: Coach, version_id: int) -> None:
    """Give a version that was just read its stages. Its vectors must be in SQL.

    A section that the file itself gives stages keeps them; one that a trainer chose the stages of
    in an earlier version has those. It may be called again.
    """
    async with coach.database.read() as session:
        process = await processes.active(session)
        documents = await playbooks.document_passages(session, version_id)
        playbook_id = await stage_choices.playbook_of(session, version_id)
        chosen = await stage_choices.choices(session, playbook_id)
    given: dict[int, tuple[str, ...]] = {}
    open_: list[Section] = []
    for section in sections(documents):
        stages = stage_choices.chosen(chosen, section.document, section.path)
        if stages is not None:
            given |= dict.fromkeys(section.passages, stages)
        elif process is not None and not section.stages:
            open_.append(section)
    if process is not None and open_:
        passages = {p.id: p for held in documents.values() for p in held}
        given |= await _suggested(coach, open_, passages, process)
    async with coach.database.write() as session:
        await stage_choices.assign(session, given)


async def _suggested(
    coach: Coach, held: Sequence[Section], passages: dict[int, Passage], process: Process
) -> dict[int, tuple[str, ...]]:
    given: dict[int, tuple[str, ...]] = {}
    unnamed: list[Section] = []
    for section in held:
        if stages := suggesting.by_headings(section.path, process):
            given |= dict.fromkeys(section.passages, stages)
        else:
            unnamed.append(section)
    encoders = await coach.library.encoders()
    if not unnamed or not encoders:
        return given
    by = await centring.means(coach.database, encoders[0])
    of_stages = await _stage_vectors(coach, encoders[0], by, process)
    for start in range(0, len(unnamed), SECTIONS_AT_ONCE):
        some = unnamed[start : start + SECTIONS_AT_ONCE]
        found = await _section_vectors(coach, encoders[0], by, some, passages)
        for section, vector in found:
            language = passages[section.passages[0]].language
            if stages := suggesting.by_meaning(vector, of_stages[language]):
                given |= dict.fromkeys(section.passages, stages)
    return given


async def _stage_vectors(
    coach: Coach, encoder: Encoder, by: LanguageMeans | None, process: Process
) -> dict[Language, dict[str, Vectors]]:
    """Centred vectors of what the process says of each stage, (texts, dimension), by language."""
    languages: tuple[Language, ...] = ("zh", "en")
    texts = {
        (language, stage.key): said
        for language in languages
        for stage in process.stages
        if (said := suggesting.texts_of(stage, language))
    }
    every = [text for said in texts.values() for text in said]
    matrix = (await coach.library.embed_questions(every, fastest=True))[encoder.id]
    found: dict[Language, dict[str, Vectors]] = {language: {} for language in languages}
    at = 0
    for (language, key), said in texts.items():
        rows = matrix[at : at + len(said)]
        at += len(said)
        found[language][key] = centre(rows, [language] * len(said), by.queries) if by else rows
    return found


async def _section_vectors(
    coach: Coach,
    encoder: Encoder,
    by: LanguageMeans | None,
    held: Sequence[Section],
    passages: dict[int, Passage],
) -> list[tuple[Section, Vectors]]:
    """The centred mean vector of each section that has vectors, (dimension,)."""
    hashes = [passages[i].text_hash for section in held for i in section.passages]
    async with coach.database.read() as session:
        stored = await vectors.load(session, encoder.id, hashes)
    if not stored:
        return []
    rows = dict(zip((v.text_hash for v in stored), centring.centred(stored, by), strict=True))
    found: list[tuple[Section, Vectors]] = []
    for section in held:
        own = [rows[h] for i in section.passages if (h := passages[i].text_hash) in rows]
        if own:
            found.append((section, unit_length(np.mean(own, axis=0, keepdims=True))[0]))
    return found


# --- a trainer's choice --------------------------------------------------------------------------


async def choose(
    session: Session,
    version: PlaybookVersion,
    document: str,
    path: HeadingPath,
    stages: Sequence[str],
    by: int | None,
) -> None:
    """Give a section (the document, for an empty path) its stages, from now on and in what follows.

    What lies below it and was not chosen by itself takes them over. Of a version that answers, the
    next question sees it.
    """
    await stage_choices.choose(session, version.playbook_id, document, path, stages, by)
    chosen = await stage_choices.choices(session, version.playbook_id)
    for version_id in await stage_choices.versions_to_follow(session, version.id):
        documents = await playbooks.document_passages(session, version_id)
        given = {
            passage.id: stages_
            for passage in documents.get(document, ())
            if passage.heading_path[: len(path)] == path
            and (stages_ := stage_choices.chosen(chosen, document, passage.heading_path))
            is not None
        }
        await stage_choices.assign(session, given)
    where = " › ".join((document, *path))
    detail = f"{where}: {', '.join(stages) or '*'}"
    await record_event(session, version.playbook_id, "stages", by, version.id, detail)


def toggled(stages: Sequence[str], key: str, process: Process) -> tuple[str, ...]:
    """The stages with one more or one less, in the process's order."""
    held = set(stages) ^ {key}
    return tuple(stage.key for stage in process.stages if stage.key in held)
