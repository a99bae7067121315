"""The reading process: requests come in on standard input, answers go out on standard output.

Started as `python -m knowledge.reading.child MEMORY PARENT` (bytes; process id). What a library
prints goes to standard error.
"""

from __future__ import annotations

import gc
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.reading.limits import limit_processor, peak_memory, restrict
from knowledge.reading.protocol import BATCH, MAX_PIECE, Frame, encode, read_frame

ENOUGH = 400 << 20
"""Bytes of resident memory after which the process asks to be replaced."""

Send = Callable[[Frame], None]


def main() -> None:
    memory, parent = int(sys.argv[1]), int(sys.argv[2])
    restrict(memory, parent)
    send = _sender()
    requests: queue.SimpleQueue[Frame] = queue.SimpleQueue()
    _prepare()
    send({"ready": True})
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    while True:
        _answer(requests.get(), send)


def _sender() -> Send:
    """Standard output becomes standard error, so that only frames reach the bot."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def send(frame: Frame) -> None:
        answers.write(encode(frame))
        answers.flush()

    return send


def _receive(stream: BinaryIO, requests: queue.SimpleQueue[Frame]) -> None:
    """Queue requests; the end of the stream is the end of the bot, and so of this group."""
    while (frame := read_frame(stream)) is not None:
        requests.put(frame)
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _prepare() -> None:
    """Import and load what every file needs, and keep it out of the collector's way."""
    from knowledge.loading import load
    from knowledge.splitting import split
    from knowledge.text import segment

    for piece in split(load("a.md", "# 你好\n\nHello, words.".encode())):
        segment(piece.embedded_text)
    gc.freeze()


def _answer(request: Frame, send: Send) -> None:
    from knowledge.loading import LoadError

    limit_processor(float(request["seconds"]))
    try:
        for frame in _TASKS[request["task"]](request):
            send(frame)
        send({"done": True, "again": peak_memory() < ENOUGH})
    except LoadError as error:
        send(failure(error) | {"again": peak_memory() < ENOUGH})
    except MemoryError:
        send({"error": "too_hungry", "facts": {}, "again": False})
    except Exception as error:  # noqa: BLE001 - a reader's fault is one file's, told to the bot
        traceback.print_exc()
        facts = {"reason": type(error).__name__}
        send({"error": "reading_failed", "facts": facts, "again": True})


def failure(error: Any) -> dict[str, Any]:
    return {"error": error.code, "facts": dict(error.facts)}


def _read(request: Frame) -> Iterator[Frame]:
    from knowledge.loading import TooLarge, load
    from knowledge.loading.sniffing import MAX_ILLUSTRATED
    from knowledge.splitting import split
    from knowledge.text import segment

    name, file = request["name"], Path(request["file"])
    size = file.stat().st_size
    if size > MAX_ILLUSTRATED:
        raise TooLarge(name, what="file", size=size, limit=MAX_ILLUSTRATED)
    document = load(name, file.read_bytes())
    pieces: list[dict[str, Any]] = []
    batched = 0
    for piece in split(document):
        if len(piece.text) > MAX_PIECE:
            raise TooLarge(name, what="passage", size=len(piece.text), limit=MAX_PIECE)
        terms = " ".join(segment(piece.embedded_text))
        pieces.append(
            {
                "path": piece.heading_path,
                "text": piece.text,
                "terms": terms,
                "language": piece.language,
                "page": piece.page,
                "stages": piece.stages,
            }
        )
        batched += len(piece.text) + len(terms)
        if batched > BATCH:
            yield {"pieces": pieces}
            pieces, batched = [], 0
    yield {"pieces": pieces}
    yield {
        "title": document.title,
        "warnings": document.warnings,
        "metadata": document.metadata,
    }


def _unpack(request: Frame) -> Iterator[Frame]:
    from knowledge.reading.unpacking import unpack

    return unpack(request["name"], Path(request["file"]), Path(request["into"]))


_TASKS: dict[str, Callable[[Frame], Iterator[Frame]]] = {"read": _read, "unpack": _unpack}

if __name__ == "__main__":
    main()
