"""Playbooks of any length, made of the example documents' sentences, no two paragraphs alike."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from bot.example.loading import FOLDER
from knowledge import loading
from knowledge.embedding import Language, language_of

PARAGRAPHS = 4
"""A page's; each of some 600 letters or 220 Han characters."""
LONG: dict[Language, int] = {"en": 600, "zh": 220}


@cache
def _sentences() -> dict[Language, list[str]]:
    found: dict[Language, list[str]] = {"en": [], "zh": []}
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix not in (".md", ".docx"):
            continue
        text = "\n".join(block.text for block in loading.load(path.name, path.read_bytes()).blocks)
        for sentence in re.split(r"(?<=[。！？])|(?<=[.!?])\s|\n", text):
            if len(sentence.strip()) > 20:
                found[language_of(sentence)].append(sentence.strip())
    return found


def _paragraph(chosen: random.Random, language: Language) -> str:
    said = [f"{chosen.choice(('§', 'No.'))} {chosen.randrange(10**6)}:"]
    while sum(map(len, said)) < LONG[language]:
        said.append(chosen.choice(_sentences()[language]))
    return ("" if language == "zh" else " ").join(said)


def _languages(page: int) -> Language:
    return "zh" if page % 2 else "en"


def playbook(folder: Path, pages: int, changed: int = 0, *, name: str = "playbook.docx") -> Path:
    """A Word file of so many pages, half Chinese. `changed` 1: in one paragraph; 2: throughout."""
    import docx

    folder.mkdir(parents=True, exist_ok=True)
    chosen = random.Random(changed if changed > 1 else 0)
    document = docx.Document()
    for page in range(pages):
        document.add_heading(f"{page + 1}. {('Practice', '做法')[page % 2]} {page + 1}", 1)
        for number in range(PARAGRAPHS):
            text = _paragraph(chosen, _languages(page))
            if changed == 1 and (page, number) == (pages // 2, 1):
                text = f"From now on the director decides in writing. {text}"
            document.add_paragraph(text)
        document.add_page_break()  # type: ignore[no-untyped-call]
    document.save(str(folder / name))
    return folder / name


def markdown_folder(folder: Path, passages: int) -> Path:
    """Markdown files of at most a hundred passages each, one a heading."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = random.Random(passages)
    for first in range(0, passages, 100):
        sections = [
            f"## Section {number}\n\n{_paragraph(chosen, _languages(number))}\n"
            for number in range(first, min(first + 100, passages))
        ]
        (folder / f"part{first:05}.md").write_text("\n".join(sections), encoding="utf-8")
    return folder
