"""A trainer's own answer: written as a Markdown document, saved, and used at once."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from bot.coach import Coach
from bot.gaps.telling import tell_askers
from bot.golden.job import queue_after_activation
from bot.library.embedding import unseen
from bot.playbooks.passages import new_passage
from knowledge import loading
from knowledge.splitting import split
from knowledge.text import segment
from storage import gaps, standard_answers
from storage.database import Session
from storage.playbooks import NewDocument
from storage.standard_answers import NewAnswer, Saved

LONGEST_QUESTION = 120
"""A longer heading would be read as text (`knowledge.loading.blocks`)."""
LONGEST_ANSWER = 3_000
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]"
)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_LIST_ITEM = re.compile(r"([-*+]|\d{1,9}[.)]) +(?=\S)")


@dataclass(frozen=True)
class Draft:
    """What a trainer wrote. `replaces` is the standard answer that it is an edit of."""

    question: str
    answer: str
    gap_id: int | None = None
    replaces: int | None = None


def markdown(question: str, answer: str) -> str:
    """The question as the heading and the answer below it, in the very words: of Markdown's signs
    only those of lists are taken for more than themselves."""
    lines = "\n".join(map(_line, _clean(answer).strip().splitlines()))
    return f"# {_escaped(heading_of(question))}\n\n{lines}\n"


def heading_of(question: str) -> str:
    """A question on one line, short enough for a heading."""
    return " ".join(_clean(question).split())[:LONGEST_QUESTION].strip() or "?"


def _clean(text: str) -> str:
    """Without what no text file holds: control characters and halves of characters."""
    return _UNPRINTABLE.sub("", text.encode("utf-8", "ignore").decode())


def _line(line: str) -> str:
    text = line.strip()
    item = _LIST_ITEM.match(text)
    marker = item.group() if item else ""
    return marker + _escaped(text[len(marker) :])


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text)


async def prepare(coach: Coach, draft: Draft) -> NewAnswer:
    """Keep the document as an original and read it; nothing answers with it yet."""
    return await asyncio.get_running_loop().run_in_executor(coach.executor, _prepare, coach, draft)


def _prepare(coach: Coach, draft: Draft) -> NewAnswer:
    data = markdown(draft.question, draft.answer).encode()
    loaded = loading.load("answer.md", data)
    passages = tuple(new_passage(piece, segment(piece.embedded_text)) for piece in split(loaded))
    document = NewDocument(
        "", heading_of(draft.question), coach.originals.put(data), loaded.warnings, passages
    )
    return NewAnswer(
        draft.question, draft.answer, document, len(data), draft.gap_id, draft.replaces
    )


async def save(session: Session, new: NewAnswer, author_id: int) -> Saved:
    """Have it answer from now on; its gap is answered, and those who passed it on hear of it."""
    saved = await standard_answers.save(session, new, author_id)
    if saved.gap_id is not None:
        version_id = saved.version_id
        await gaps.close(session, saved.gap_id, "answered", author_id, answered_by=version_id)
        await tell_askers(session, saved.gap_id, new.answer, {standard_answers.SLUG})
    await queue_after_activation(session, saved.version_id, author_id)
    return saved


async def index(coach: Coach, version_id: int) -> None:
    """Embed what is new of a version that answers already: until then its words alone find it."""
    indexer = await coach.library.indexer()
    await indexer.prepare(version_id, unseen)
