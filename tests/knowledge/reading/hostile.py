"""A reading process in which a file with the extension .bad does what its text says."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import struct
import subprocess
import time
from collections.abc import Callable

from knowledge.loading import FORMATS, Format
from knowledge.loading.blocks import Block, Content

ANSWERS = 3
"""The first descriptor a process opens after the standard ones: where its frames go."""


def read(name: str, data: bytes) -> Content:
    said = ACTS[data.decode()]()
    return Content((Block("paragraph", said or "done"),))


def sleep() -> None:
    time.sleep(3600)


def search() -> None:
    re.search(r"(a+)+$", "a" * 64 + "b")


def allocate() -> None:
    held = []
    while True:
        held.append(bytearray(b"x" * (16 << 20)))


def start_relatives() -> None:
    subprocess.Popen(["/bin/sleep", "3600"])
    if os.fork() == 0:
        time.sleep(3600)


def leave_relatives() -> None:
    start_relatives()
    os._exit(0)


def keep_relatives() -> None:
    start_relatives()
    time.sleep(3600)


def allocate_in_relatives() -> None:
    for _ in range(4):
        if os.fork() == 0:
            held = bytearray(b"x" * (120 << 20))
            time.sleep(3600 if held else 0)
    time.sleep(3600)


def crash() -> None:
    ctypes.string_at(0)


def fail() -> None:
    raise KeyError("a secret of the file")


def recurse() -> None:
    recurse()


def chatter() -> None:
    print("words that are no frame " * 10_000)
    subprocess.run(["/bin/echo", "more of them"], check=True)


def environment() -> str:
    return "\n".join(f"{name}={value}" for name, value in os.environ.items())


def _say(data: bytes) -> None:
    os.write(ANSWERS, struct.pack(">I", len(data)) + data)


def announce_much() -> None:
    os.write(ANSWERS, struct.pack(">I", 1 << 31))
    time.sleep(3600)


def pickle_bomb() -> None:
    _say(b"cos\nsystem\n(S'touch /tmp/taken-over'\ntR.")
    time.sleep(3600)


def say_wrong_things() -> None:
    _say(b'{"pieces":[{"path":"no list","text":5}]}')
    time.sleep(3600)


def end_early() -> None:
    _say(b'{"done":true,"again":true}')


def flood() -> None:
    while True:
        _say(b'{"pieces":[]}' + b" " * 1_000_000)


ACTS: dict[str, Callable[[], str | None]] = {
    act.__name__: act
    for act in (
        sleep,
        search,
        allocate,
        leave_relatives,
        keep_relatives,
        allocate_in_relatives,
        crash,
        fail,
        recurse,
        chatter,
        environment,
        announce_much,
        pickle_bomb,
        say_wrong_things,
        end_early,
        flood,
    )
}

if __name__ == "__main__":
    from knowledge.reading.child import main

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    FORMATS[".bad"] = Format("tests.knowledge.reading.hostile")
    main()
