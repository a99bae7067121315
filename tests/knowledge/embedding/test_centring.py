"""Centring takes the language out of vectors."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.embedding import Encoder, LanguageMeans, centre, shipped_means
from knowledge.embedding.centring import ENOUGH_PASSAGES, Means, means_for, own_means
from knowledge.embedding.language import Language

ZERO: Means = {"zh": np.zeros(2, np.float32), "en": np.zeros(2, np.float32)}


def test_vectors_lose_their_languages_mean_and_keep_unit_length() -> None:
    means: Means = {"zh": np.array([0.6, 0.0], np.float32), "en": np.array([0.0, 0.8], np.float32)}
    vectors = np.array([[0.6, 0.8], [0.6, 0.8]], np.float32)
    assert centre(vectors, ["zh", "en"], means) == pytest.approx(np.eye(2)[::-1], abs=1e-6)


def test_no_vectors_stay_none() -> None:
    assert centre(np.zeros((0, 2), np.float32), [], ZERO).shape == (0, 2)


def test_a_vector_that_is_its_languages_mean_stays_finite() -> None:
    means: Means = {"zh": np.array([1.0, 0.0], np.float32), "en": ZERO["en"]}
    assert np.isfinite(centre(np.array([[1.0, 0.0]], np.float32), ["zh"], means)).all()


def test_an_index_has_means_of_its_own_when_both_languages_have_passages_enough() -> None:
    count = 2 * ENOUGH_PASSAGES
    vectors = np.tile(np.array([[0.6, 0.8], [0.8, 0.6]], np.float32), (ENOUGH_PASSAGES, 1))
    languages: list[Language] = ["zh", "en"] * ENOUGH_PASSAGES
    own = own_means(vectors, languages)
    assert own["zh"] == pytest.approx([0.6, 0.8])
    assert own["en"] == pytest.approx([0.8, 0.6])
    assert own_means(vectors[: count - 1], languages[: count - 1]) == {}
    assert own_means(np.zeros((0, 2), np.float32), []) == {}


def test_an_encoder_without_shipped_means_is_centred_by_its_own(e5: Encoder) -> None:
    assert means_for("other/1", ZERO) == LanguageMeans("other/1", ZERO, ZERO)
    assert means_for("other/1", {}) is None
    means, shipped = means_for(e5.id, ZERO), shipped_means(e5.id)
    assert means is not None
    assert shipped is not None
    assert means.queries["en"] == pytest.approx(shipped.queries["en"])


def test_means_are_shipped_for_every_bundled_encoder(encoder: Encoder) -> None:
    means = shipped_means(encoder.id)
    assert means is not None
    for of in (means.passages, means.queries):
        assert {language: mean.shape for language, mean in of.items()} == {
            "zh": (encoder.dimension,),
            "en": (encoder.dimension,),
        }


def test_no_means_are_shipped_for_others() -> None:
    assert shipped_means("openai/text-embedding-3-small") is None


def test_the_other_language_wins_when_it_has_the_answer(e5: Encoder) -> None:
    """Without centring E5 prefers any passage in the question's own language."""
    passages = [
        "Returns are taken within seven days, in undamaged packaging and with the invoice.",
        "提成按当月回款计算,次月发放。",
        "差旅住宿标准一线城市每晚六百元。",
    ]
    index = e5.embed_passages(passages)
    query = e5.embed_queries(["退货的条件是什么?"])
    assert (query @ index.T).argmax() != 0
    means = shipped_means(e5.id)
    assert means is not None
    index = centre(index, ["en", "zh", "zh"], means.passages)
    assert (centre(query, ["zh"], means.queries) @ index.T).argmax() == 0
