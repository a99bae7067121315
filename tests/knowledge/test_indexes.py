"""The two vector indexes behave alike; Chroma's failures are one typed error."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.exact import ExactIndex
from knowledge.index import ChromaIndex, IndexUnavailable, collection_name
from knowledge.ports import DenseIndex, Vectors

SPACE = "e5-small/1"


def unit_vectors(count: int, dimension: int = 8) -> Vectors:
    vectors = np.random.default_rng(7).normal(size=(count, dimension)).astype(np.float32)
    normed: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normed


@pytest.fixture(params=["exact", "chroma"])
async def index(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[DenseIndex]:
    if request.param == "exact":
        yield ExactIndex()
        return
    with ThreadPoolExecutor(1) as executor:
        chroma = ChromaIndex(tmp_path / "chroma", executor)
        yield chroma
        await chroma.close()


async def test_finds_the_nearest_and_gives_its_cosine(index: DenseIndex) -> None:
    vectors = unit_vectors(40)
    await index.upsert(SPACE, [f"h{i}" for i in range(40)], vectors)
    found = await index.search(SPACE, vectors[5], 3)
    assert found[0][0] == "h5"
    assert found[0][1] == pytest.approx(1.0, abs=1e-4)
    assert [cosine for _, cosine in found] == sorted((c for _, c in found), reverse=True)


async def test_upserting_replaces_and_deleting_removes(index: DenseIndex) -> None:
    vectors = unit_vectors(3)
    await index.upsert(SPACE, ["a", "b", "c"], vectors)
    await index.upsert(SPACE, ["a"], vectors[1:2])
    held = await index.sample(SPACE, ["a", "zzz"])
    assert held.keys() == {"a"}
    np.testing.assert_allclose(held["a"], vectors[1], atol=1e-5)
    await index.delete(SPACE, ["a", "zzz"])
    assert await index.hashes(SPACE) == {"b", "c"}
    assert await index.count(SPACE) == 2


async def test_encoders_have_spaces_of_their_own(index: DenseIndex) -> None:
    await index.upsert(SPACE, ["a"], unit_vectors(1, 8))
    await index.upsert("use/1", ["a", "b"], unit_vectors(2, 4))
    await index.drop(SPACE)
    await index.drop("never seen")
    assert await index.count(SPACE) == 0
    assert await index.count("use/1") == 2
    assert await index.search(SPACE, unit_vectors(1)[0], 5) == []


async def test_asking_for_more_than_there_is_or_for_nothing(index: DenseIndex) -> None:
    assert await index.search(SPACE, unit_vectors(1)[0], 5) == []
    await index.upsert(SPACE, ["a"], unit_vectors(1))
    assert len(await index.search(SPACE, unit_vectors(1)[0], 50)) == 1
    assert await index.search(SPACE, unit_vectors(1)[0], 0) == []
    await index.upsert(SPACE, [], unit_vectors(0))


async def test_a_deleted_directory_is_unavailable_once_and_then_empty(tmp_path: Path) -> None:
    directory = tmp_path / "chroma"
    with ThreadPoolExecutor(1) as executor:
        index = ChromaIndex(directory, executor)
        await index.upsert(SPACE, ["a"], unit_vectors(1))
        shutil.rmtree(directory)
        with pytest.raises(IndexUnavailable):
            await index.search(SPACE, unit_vectors(1)[0], 1)
        assert await index.count(SPACE) == 0
        await index.upsert(SPACE, ["a"], unit_vectors(1))
        assert await index.count(SPACE) == 1
        await index.close()


async def test_a_damaged_directory_is_unavailable(tmp_path: Path) -> None:
    directory = tmp_path / "chroma"
    directory.mkdir()
    (directory / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    with ThreadPoolExecutor(1) as executor, pytest.raises(IndexUnavailable):
        await ChromaIndex(directory, executor).count(SPACE)


def test_collection_names_tell_encoders_apart() -> None:
    names = {collection_name(e) for e in ("e5/1", "e5-1", "模型", "", "x" * 200)}
    assert len(names) == 5
    assert all(3 <= len(name) <= 63 for name in names)
