"""Every file that is kept for tests or as an example: its passages hold all its text, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.loading import FORMATS, LoadError, load
from knowledge.loading.rendering import readable
from knowledge.splitting import Piece, split

ROOT = Path(__file__).parents[2]
FOLDERS = (
    ROOT / "tests" / "knowledge" / "loading" / "files",
    ROOT / "tests" / "knowledge" / "loading" / "pdf" / "files",
    ROOT / "examples" / "documents",
)
FILES = [file for folder in FOLDERS for file in sorted(folder.iterdir())]
REFUSED = {"password.pdf", "scan.pdf"}


def words(text: str) -> str:
    return "".join(text.split())


def name_of(file: Path) -> str:
    return file.name


def test_every_reader_has_a_file() -> None:
    read = {FORMATS[file.suffix].module for file in FILES}
    assert read == {form.module for form in FORMATS.values()}


@pytest.mark.parametrize("file", [f for f in FILES if f.name not in REFUSED], ids=name_of)
def test_the_passages_hold_all_its_text_in_order(file: Path) -> None:
    document = load(file.name, file.read_bytes())
    pieces = split(document)
    headings = [words(block.text) for block in document.blocks if block.kind == "heading"]
    text = words("".join(readable(b) for b in document.blocks if b.kind != "heading"))
    for piece in pieces:
        said = words(piece.text.removeprefix(piece.repeated))
        if text.startswith(said):
            text = text.removeprefix(said)
        else:
            assert set(map(words, piece.text.split("\n\n"))) <= set(headings), said
    assert text == "", "what no passage holds"
    assert shown_in_order(headings, pieces) == headings


def shown_in_order(headings: list[str], pieces: list[Piece]) -> list[str]:
    """The headings found in a piece's path or text, each no earlier than the one before."""
    found, left = [], list(pieces)
    for heading in headings:
        later = list(left)
        while later and not any(
            heading in words(s) for s in (*later[0].heading_path, later[0].text)
        ):
            later.pop(0)
        if later:
            found.append(heading)
            left = later
    return found


@pytest.mark.parametrize("file", [f for f in FILES if f.name in REFUSED], ids=name_of)
def test_what_has_no_text_to_read_is_refused(file: Path) -> None:
    with pytest.raises(LoadError):
        load(file.name, file.read_bytes())
