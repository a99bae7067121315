"""What every use case is given: the open parts of one organisation's coach."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.library.library import Library
from bot.settings import Settings
from bot.signals import Signals
from knowledge.reading import Reading
from storage.database import Database
from storage.originals import Originals
from storage.records import Person


@dataclass(frozen=True)
class Coach:
    """Opened by `bootstrap.open_coach`, handed down, never global."""

    settings: Settings
    home: Path
    database: Database
    originals: Originals
    reading: Reading
    library: Library
    executor: Executor
    clock: Callable[[], datetime]
    signals: Signals = field(default_factory=Signals)

    def today(self, person: Person) -> date:
        """The day it is for the person."""
        return self.clock().astimezone(ZoneInfo(person.timezone)).date()
