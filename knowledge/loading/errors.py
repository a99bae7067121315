"""Why a file could not be loaded.

    LoadError
    ├── UnsupportedType   no reader for the extension, or for this variant of the format
    ├── EmptyFile         no bytes, or no text in it
    ├── CorruptFile       the format that was announced, but damaged
    ├── WrongType         the content is another format than the extension says
    ├── TooLarge          more bytes, as stored or unpacked, than a reader may be given
    ├── EncryptedFile     protected by a password
    └── HasMacros         holds programs (macros)

`code` and `facts` are for the caller, who words them for a person.
"""

from __future__ import annotations

from typing import ClassVar


class LoadError(Exception):
    code: ClassVar[str] = "load_failed"

    def __init__(self, name: str, **facts: str | int) -> None:
        self.name = name
        self.facts = facts
        super().__init__(f"{self.code}: {name} {facts}")


class UnsupportedType(LoadError):
    """Facts: `extension`, `supported` (comma-separated); or `extension`, `found`."""

    code = "unsupported_type"


class EmptyFile(LoadError):
    """Facts: `size` in bytes."""

    code = "empty"


class CorruptFile(LoadError):
    """Facts: `reason`."""

    code = "corrupt"


class WrongType(LoadError):
    """Facts: `extension`, `found` (a format's short name, "binary" or "unknown")."""

    code = "wrong_type"


class TooLarge(LoadError):
    """Facts: `what` (file, unpacked, part, ratio, members, pages, text), `size`, `limit`."""

    code = "too_large"


class EncryptedFile(LoadError):
    """Facts: `extension`."""

    code = "encrypted"


class HasMacros(LoadError):
    """Facts: `extension`."""

    code = "macros"


class ScannedFile(LoadError):
    """Facts: `pages`, as in "1-4,7"."""

    code = "scanned"
