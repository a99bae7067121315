"""What the reading process may use; it takes these limits on itself before it sees a file."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

NICENESS = 5
"""A quarter of a processor that somebody else wants too, the whole of a free one."""
OPEN_FILES = 256
LARGEST_WRITTEN = 200 << 20
"""Bytes of the largest file it may write."""
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4


def restrict(memory: int, parent: int) -> None:
    """Less priority, `memory` bytes of address space, no core dump, and no life after `parent`."""
    if sys.platform == "win32":
        return
    import resource

    _yield_to_others()
    _lower(resource.RLIMIT_AS, memory)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, LARGEST_WRITTEN)
    _lower(resource.RLIMIT_NOFILE, OPEN_FILES)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def limit_processor(seconds: float) -> None:
    """From now on `seconds` of processor time, then the kernel ends the process."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def peak_memory() -> int:
    """Bytes, the most that was resident so far; 0 where the system does not say.

    Not by `getrusage` on Linux: there a process begins with the peak of the one that started it.
    """
    if sys.platform == "win32":
        return 0
    own = Path("/proc/self/status")
    if own.exists():
        status = own.read_text(encoding="ascii", errors="replace")
        peaks = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(next(peaks, "0")) * 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _yield_to_others() -> None:
    """Niceness; also that of the session, which is what counts where Linux groups by session."""
    with suppress(OSError):
        os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS))


def _lower(kind: int, most: int) -> None:
    """Some systems know a limit and do not allow it to be set; the bot watches memory as well."""
    import resource

    _, hard = resource.getrlimit(kind)
    lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(kind, (lowest, lowest))
