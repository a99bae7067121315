"""What a playbook, and a place in one, is called."""

from __future__ import annotations

from collections.abc import Sequence

from bot.playbooks.versions_texts import ANSWERS
from storage.records import Language
from storage.standard_answers import SLUG


def title_of(slug: str, title: str, language: Language) -> str:
    """The playbook's title; that of the standard answers in the reader's language."""
    return ANSWERS(language) if slug == SLUG else title


def place(title: str, path: Sequence[str]) -> str:
    """Playbook › headings, with a heading that repeats the playbook's title said once."""
    return " › ".join(path if path and path[0] == title else (title, *path))
