"""Write an ONNX model without the `onnx` package (9 MB that only conversion would need).

An ONNX file is one protobuf message. Only what our graph uses is written here; the field numbers
are those of onnx.proto. Every function returns encoded bytes that a parent message embeds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

AttributeValue = int | float | str | Sequence[int]

_VARINT, _BYTES, _FIXED32 = 0, 2, 5
_FLOAT, _INT, _STRING, _INTS = 1, 2, 3, 7
_ELEMENT_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7}


def node(
    operator: str,
    inputs: Iterable[str],
    outputs: Iterable[str],
    *,
    domain: str = "",
    **attributes: AttributeValue,
) -> bytes:
    """One operator. An empty input name leaves an optional input out."""
    parts = [_text(1, name) for name in inputs]
    parts += [_text(2, name) for name in outputs]
    parts.append(_text(4, operator))
    parts += [_message(5, _attribute(name, value)) for name, value in attributes.items()]
    if domain:
        parts.append(_text(7, domain))
    return b"".join(parts)


def tensor(name: str, values: NDArray[Any]) -> bytes:
    """A constant (an initializer)."""
    little_endian = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
    parts = [_integer(1, size) for size in values.shape]
    parts += [
        _integer(2, _ELEMENT_TYPES[values.dtype.name]),
        _text(8, name),
        _message(9, little_endian.tobytes()),
    ]
    return b"".join(parts)


def value(name: str, element_type: str, shape: Sequence[int | str]) -> bytes:
    """A graph input or output; a size given as a name is free."""
    sizes = (_text(2, size) if isinstance(size, str) else _integer(1, size) for size in shape)
    dimensions = b"".join(_message(1, size) for size in sizes)
    tensor_type = _integer(1, _ELEMENT_TYPES[element_type]) + _message(2, dimensions)
    return _text(1, name) + _message(2, _message(1, tensor_type))


def model(
    nodes: Iterable[bytes],
    tensors: Iterable[bytes],
    inputs: Iterable[bytes],
    outputs: Iterable[bytes],
    *,
    opsets: Mapping[str, int],
) -> bytes:
    """The whole file. `opsets` maps an operator domain to its version."""
    graph = b"".join(
        [
            *(_message(1, item) for item in nodes),
            _text(2, "graph"),
            *(_message(5, item) for item in tensors),
            *(_message(11, item) for item in inputs),
            *(_message(12, item) for item in outputs),
        ]
    )
    versions = (_text(1, domain) + _integer(2, number) for domain, number in opsets.items())
    return b"".join(
        [_integer(1, 8), _message(7, graph), *(_message(8, version) for version in versions)]
    )


def _attribute(name: str, content: AttributeValue) -> bytes:
    if isinstance(content, float):
        return _text(1, name) + _tag(2, _FIXED32) + struct.pack("<f", content) + _kind(_FLOAT)
    if isinstance(content, int):
        return _text(1, name) + _integer(3, content) + _kind(_INT)
    if isinstance(content, str):
        return _text(1, name) + _text(4, content) + _kind(_STRING)
    return _text(1, name) + b"".join(_integer(8, item) for item in content) + _kind(_INTS)


def _kind(number: int) -> bytes:
    return _integer(20, number)


def _integer(field: int, number: int) -> bytes:
    return _tag(field, _VARINT) + _varint(number)


def _text(field: int, content: str) -> bytes:
    return _message(field, content.encode())


def _message(field: int, content: bytes) -> bytes:
    return _tag(field, _BYTES) + _varint(len(content)) + content


def _tag(field: int, wire_type: int) -> bytes:
    return _varint(field << 3 | wire_type)


def _varint(number: int) -> bytes:
    number &= 0xFFFFFFFFFFFFFFFF  # negative numbers are written as 64-bit two's complement
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)
