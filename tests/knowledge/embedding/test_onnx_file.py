"""ONNX Runtime reads what we write."""

from __future__ import annotations

import numpy as np

from knowledge.embedding import onnx_file


def test_a_model_runs() -> None:
    import onnxruntime

    content = onnx_file.model(
        [
            onnx_file.node("Gemm", ["x", "matrix"], ["scaled"], alpha=0.5, transB=1),
            onnx_file.node("Transpose", ["scaled"], ["y"], perm=[1, 0]),
        ],
        [onnx_file.tensor("matrix", np.array([[1, 2], [3, 4], [5, 6]], np.float32))],
        [onnx_file.value("x", "float32", ["rows", 2])],
        [onnx_file.value("y", "float32", [3, "rows"])],
        opsets={"": 17},
    )
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"x": np.array([[2, 0]], np.float32)})
    assert np.asarray(found).tolist() == [[1.0], [3.0], [5.0]]


def test_numbers_are_written_as_varints() -> None:
    assert onnx_file._varint(0) == b"\x00"
    assert onnx_file._varint(300) == b"\xac\x02"
    assert onnx_file._varint(-1) == b"\xff" * 9 + b"\x01"
