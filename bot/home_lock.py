"""One process owns a home's bot and index; the shell works beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def owned(home: Path) -> Iterator[bool]:
    """Try to own the home as long as the block lasts; whether it worked."""
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / "run.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
