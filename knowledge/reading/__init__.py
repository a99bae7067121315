"""Files read in a process of its own, so that no file can hang, crash or take over the bot.

async with Reading() as reading:
    document = await reading.read("playbook.docx", file)        # ReadDocument
    unpacked = await reading.unpack("all.zip", archive, folder)  # Unpacked
"""

from knowledge.reading.errors import (
    DuplicateName,
    NestedArchive,
    ReadingFailed,
    TooHungry,
    TooSlow,
    UnsafePath,
)
from knowledge.reading.reader import MEMORY_LIMIT, TIME_LIMIT, Reading
from knowledge.reading.records import Member, ReadDocument, ReadPiece, Unpacked

ARCHIVES = frozenset({".zip"})
"""Extensions that `Reading.unpack` opens."""

__all__ = [
    "ARCHIVES",
    "MEMORY_LIMIT",
    "TIME_LIMIT",
    "DuplicateName",
    "Member",
    "NestedArchive",
    "ReadDocument",
    "ReadPiece",
    "Reading",
    "ReadingFailed",
    "TooHungry",
    "TooSlow",
    "Unpacked",
    "UnsafePath",
]
