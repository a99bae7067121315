"""Why a file could not be read although its format is one we know.

LoadError
├── TooSlow         the time limit passed
├── TooHungry       the memory limit was reached
├── ReadingFailed   the reader broke off: a fault of ours, or a file made to break it
├── UnsafePath      a member of an archive that would leave its folder, or is no plain file
├── NestedArchive   an archive within an archive
└── DuplicateName   a second member of the same name
"""

from __future__ import annotations

from knowledge.loading import LoadError


class TooSlow(LoadError):
    """Facts: `limit` in seconds."""

    code = "too_slow"


class TooHungry(LoadError):
    """Facts: `limit` in bytes."""

    code = "too_hungry"


class ReadingFailed(LoadError):
    """Facts: `reason` (the name of an exception or a signal, "protocol", "start" or "exit")."""

    code = "reading_failed"


class UnsafePath(LoadError):
    """Facts: `reason` (path, link or device)."""

    code = "unsafe_path"


class NestedArchive(LoadError):
    """Facts: `extension`."""

    code = "nested_archive"


class DuplicateName(LoadError):
    """No facts."""

    code = "duplicate_name"
