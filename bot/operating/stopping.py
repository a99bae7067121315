"""Ending in bounded time. The process may be killed anywhere without loss, so it need not wait."""

from __future__ import annotations

import os
import threading

LONGEST_EXIT = 8.0
"""Seconds that closing may take after Ctrl-C; loading encoders cannot be interrupted."""


def exit_within(seconds: float, code: int) -> None:
    """End the process with `code` if it has not ended by itself by then."""
    timer = threading.Timer(seconds, os._exit, (code,))
    timer.daemon = True
    timer.start()
