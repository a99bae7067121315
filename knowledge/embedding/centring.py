"""Take the language out of vectors, so that one index serves questions in both.

E5 puts every Chinese text nearer to every other Chinese text than to an English one, whatever they
say. Subtracting each language's mean vector undoes that: the passages' mean from passages, the
questions' mean, which is another, from questions.

Constants for each bundled encoder are shipped (`shipped_means`, computed by the script in means/).
For another encoder `own_means` computes them from the vectors of an index's own passages, if each
language has at least `ENOUGH_PASSAGES` of them; they belong to the index build and are stored with
it. `means_for` decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from knowledge.embedding.base import Vectors, unit_length
from knowledge.embedding.language import LANGUAGES, Language

ENOUGH_PASSAGES = 100

Means = Mapping[Language, Vectors]


@dataclass(frozen=True)
class LanguageMeans:
    """The mean vectors of each language's texts, (dimension,) f32 each, for one encoder."""

    encoder: str
    passages: Means
    queries: Means


def centre(vectors: Vectors, languages: Sequence[Language], means: Means) -> Vectors:
    """Vectors (n, dimension) less the means of their n languages, at unit length again."""
    if not languages:
        return vectors
    return unit_length(vectors - np.stack([means[language] for language in languages]))


def has_own_means(languages: Sequence[Language]) -> bool:
    """Whether an index with passages in these languages is centred by means of its own."""
    return all(languages.count(language) >= ENOUGH_PASSAGES for language in LANGUAGES)


def own_means(vectors: Vectors, languages: Sequence[Language]) -> dict[Language, Vectors]:
    """Each language's mean over an index's passages; empty unless `has_own_means`.

    `vectors` are those of the passages, (n, dimension), not centred, with their n languages. One
    language's own mean beside another's shipped one did worse than both shipped.
    """
    if not has_own_means(languages):
        return {}
    spoken = np.array(languages)
    return {language: vectors[spoken == language].mean(axis=0) for language in LANGUAGES}


def means_for(encoder: str, own: Means) -> LanguageMeans | None:
    """What to centre an index of the encoder with this id by: the shipped means, else its own.

    None if there are neither: such vectors can't be centred. A company's own passages have its
    subjects in their mean too, and no questions to compute one of: the shipped means find more
    (docs/decisions/0010-two-languages.md).
    """
    shipped = shipped_means(encoder)
    if shipped is None and own.keys() == set(LANGUAGES):
        return LanguageMeans(encoder, own, own)
    return shipped


def shipped_means(encoder: str) -> LanguageMeans | None:
    """The constants for the encoder with this id; None for one that isn't bundled."""
    family = encoder.split("/")[0]
    with files(__package__).joinpath("means.npz").open("rb") as file:
        constants = np.load(file, allow_pickle=False)
        if f"{family} passages zh" not in constants.files:
            return None
        passages, queries = (
            {
                language: constants[f"{family} {kind} {language}"].astype(np.float32)
                for language in LANGUAGES
            }
            for kind in ("passages", "queries")
        )
    return LanguageMeans(encoder, passages, queries)
