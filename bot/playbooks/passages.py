"""What the splitter made → what is stored."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.reading import ReadPiece
from knowledge.splitting import Piece
from storage.playbooks import NewPassage


def new_passage(piece: Piece | ReadPiece, terms: Sequence[str]) -> NewPassage:
    """`terms` are the segmented words of the piece's `embedded_text`."""
    return NewPassage(
        ordinal=piece.ordinal,
        heading_path=piece.heading_path,
        text=piece.text,
        text_hash=piece.text_hash,
        terms=tuple(terms),
        language=piece.language,
        page=piece.page,
        stages=piece.stages,
    )
