"""Versions made from texts, as they are loaded."""

from __future__ import annotations

from bot.playbooks.diffing import Documents
from knowledge import loading
from knowledge.splitting import split
from storage.records import Passage


def version(**files: str) -> Documents:
    """Passages by file name (`price_md` for price.md), as a load of these texts makes them."""
    found: dict[str, list[Passage]] = {}
    for name, text in files.items():
        path = name.replace("_md", ".md")
        pieces = split(loading.load(path, text.encode()))
        found[path] = [
            Passage(
                number, 1, path, "pricing", "Pricing", 1, piece.ordinal, piece.heading_path,
                piece.text, piece.text_hash, piece.language, piece.page, piece.stages,
            )
            for number, piece in enumerate(pieces, start=100 * len(found))
        ]  # fmt: skip
    return found
