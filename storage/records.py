"""The shared vocabulary: frozen, stdlib-only values that every package may hold.

Rows never leave `storage`; these do. Money is an integer count of minor units with an ISO 4217
currency. Instants are UTC-aware; days are dates in the person's own time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Language = Literal["zh", "en"]


class Role(StrEnum):
    REP = "rep"
    TRAINER = "trainer"
    MANAGER = "manager"
    ADMIN = "admin"


@dataclass(frozen=True)
class Grant:
    """A role a person holds now; `team_id` None means the whole organisation."""

    role: Role
    team_id: int | None


@dataclass(frozen=True)
class Team:
    id: int
    key: str
    name_zh: str
    name_en: str

    def name(self, language: Language) -> str:
        return self.name_zh if language == "zh" else self.name_en


@dataclass(frozen=True)
class Person:
    """A member of the organisation, with the grants in force now. It is the principal of a call."""

    id: int
    name: str
    language: Language
    timezone: str
    grants: tuple[Grant, ...]
    active: bool = True

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def teams(self, role: Role) -> frozenset[int | None]:
        """The teams in which this person holds `role`; None among them means every team."""
        return frozenset(grant.team_id for grant in self.grants if grant.role is role)

    @property
    def member_of(self) -> frozenset[int]:
        return frozenset(g.team_id for g in self.grants if g.team_id is not None)


# --- process -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bilingual:
    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in `language`, or in the other one where it is missing."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


@dataclass(frozen=True)
class ExitCriterion:
    key: str
    text: Bilingual
    evidence: Bilingual


@dataclass(frozen=True)
class Stage:
    key: str
    name: Bilingual
    purpose: Bilingual = Bilingual("", "")
    owner: Bilingual = Bilingual("", "")
    tasks: tuple[Bilingual, ...] = ()
    standards: tuple[Bilingual, ...] = ()
    tools: tuple[Bilingual, ...] = ()
    exit_criteria: tuple[ExitCriterion, ...] = ()
    synonyms_zh: tuple[str, ...] = ()
    synonyms_en: tuple[str, ...] = ()
    default_probability: int = 0
    stalled_after_days: int = 14


@dataclass(frozen=True)
class Process:
    id: int
    key: str
    version: int
    name: Bilingual
    stages: tuple[Stage, ...]

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    def position(self, key: str) -> int:
        """Where the stage stands in the order, 0 first; -1 if the process has no such stage."""
        return next((i for i, stage in enumerate(self.stages) if stage.key == key), -1)


# --- deals -------------------------------------------------------------------------------------


class DealStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True)
class Money:
    """`minor` units of `currency` (ISO 4217): Money(6800000, "CNY") is 68,000 yuan."""

    minor: int
    currency: str


@dataclass(frozen=True)
class Deal:
    """An opportunity as it stands. `version` grows by one with every change (optimistic lock)."""

    id: int
    name: str
    account: str
    owner_id: int
    stage: str
    status: DealStatus = DealStatus.OPEN
    amount: Money | None = None
    currency: str = "CNY"
    expected_close: date | None = None
    actual_close: date | None = None
    next_step: str = ""
    next_step_due: date | None = None
    blocker: str = ""
    lost_reason: str = ""
    process_id: int = 0
    version: int = 1
    last_activity_on: date | None = None
    stage_entered_on: date | None = None
    external_id: str | None = None


class DealField(StrEnum):
    """The fields of a deal that a check-in may propose to change."""

    STAGE = "stage"
    STATUS = "status"
    AMOUNT = "amount"
    CURRENCY = "currency"
    EXPECTED_CLOSE = "expected_close"
    NEXT_STEP = "next_step"
    NEXT_STEP_DUE = "next_step_due"
    BLOCKER = "blocker"
    LOST_REASON = "lost_reason"


FieldValue = str | int | Decimal | date | None


@dataclass(frozen=True)
class Span:
    """Characters [start, end) of the message that say so."""

    start: int
    end: int


@dataclass(frozen=True)
class Change:
    """One proposed change of one field.

    `new` is typed by field: STAGE a stage key, STATUS "open" | "won" | "lost", AMOUNT a Decimal in
    major units (currency as said or the deal's own goes in a CURRENCY change when it differs),
    CURRENCY an ISO 4217 code, EXPECTED_CLOSE and NEXT_STEP_DUE a date, the others text.
    """

    field: DealField
    new: FieldValue
    evidence: Span
    old: FieldValue = None


@dataclass(frozen=True)
class DealUpdate:
    """What a message says of one deal: an existing one (`deal_id`) or a new one (`name`)."""

    deal_id: int | None
    changes: tuple[Change, ...]
    name: str = ""
    account: str = ""
    evidence: Span = Span(0, 0)


@dataclass(frozen=True)
class Ambiguity:
    """Words that may mean any of several deals; the rep is asked, nothing is guessed.

    `updates` holds, for each candidate in order, what would be proposed if it was meant.
    """

    words: Span
    candidates: tuple[int, ...]
    updates: tuple[DealUpdate, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What `understand` read in a message. Nothing here is written before the rep says yes."""

    updates: tuple[DealUpdate, ...] = ()
    ambiguities: tuple[Ambiguity, ...] = ()
    blockers: tuple[str, ...] = ()
    is_question: bool = False
    mentioned: tuple[int, ...] = ()
    """Ids of the deals the message names, changed or not."""


# --- knowledge ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """A piece of a document as it is retrieved and cited.

    `heading_path` is outermost first. `ordinal` counts passages within the document from 0.
    `stages` are the stage keys the document (or section) is about; empty means any.
    """

    id: int
    document_id: int
    document: str
    playbook: str
    playbook_title: str
    version: int
    ordinal: int
    heading_path: tuple[str, ...]
    text: str
    text_hash: str
    language: Language
    page: int | None = None
    stages: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        return " › ".join(self.heading_path)


@dataclass(frozen=True)
class Scope:
    """What a search may see and what it favours. `stage` favours, it never hides."""

    stage: str | None = None
    playbooks: frozenset[str] | None = None
    """Slugs that may be seen; None means all active ones."""


@dataclass(frozen=True)
class Scored:
    passage: Passage
    score: float
    dense: float = 0.0
    lexical: float = 0.0
    units: tuple[float, ...] = ()
    """How near each sentence, item and row of the passage is; empty where that is not known."""


class Outcome(StrEnum):
    ANSWERED = "answered"
    WEAK = "weak"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why an answer is weak or refused."""

    NONE = ""
    NOTHING_LOADED = "nothing_loaded"
    NOT_IN_PLAYBOOKS = "not_in_playbooks"
    NOT_OUR_SUBJECT = "not_our_subject"
    SMALL_TALK = "small_talk"
    EMPTY = "empty"


@dataclass(frozen=True)
class Evidence:
    """The passages found for a question, best first, and how well they support an answer.

    `confidence` in [0, 1] is the gate's own number; `outcome` and `reason` its verdict.
    """

    question: str
    results: tuple[Scored, ...]
    confidence: float
    outcome: Outcome
    reason: Reason = Reason.NONE
    stage: str | None = None


@dataclass(frozen=True)
class Citation:
    """`number` as printed in the answer; `quote` is text of the passage, unchanged."""

    number: int
    passage: Passage
    quote: str


class Note(StrEnum):
    """What has to be said before an answer."""

    NONE = ""
    CORRECTS = "corrects"
    """The question took something for granted that the passages contradict."""
    DISAGREES = "disagrees"
    """Two documents say different things; the answer cites both."""


@dataclass(frozen=True)
class Answered:
    """An answer's text with [n] markers that refer to `citations`."""

    outcome: Outcome
    reason: Reason
    text: str
    citations: tuple[Citation, ...]
    confidence: float
    nearest: tuple[Passage, ...] = ()
    model: str = ""
    prompt_fingerprint: str = ""
    note: Note = Note.NONE


@dataclass(frozen=True)
class Turn:
    """One earlier line of a conversation."""

    role: Literal["user", "assistant"]
    content: str


# --- summaries ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class LedgerEntry:
    """A confirmed change of a deal, with the words it rests on."""

    id: int
    deal_id: int
    deal_name: str
    account: str
    owner_id: int
    field: str
    old: str
    new: str
    by_id: int
    happened_on: date
    recorded_at: datetime
    words: str = ""
    message_id: int | None = None


@dataclass(frozen=True)
class CheckInRecord:
    id: int
    person_id: int
    local_date: date
    status: str
    submitted_at: datetime | None = None
    blockers: tuple[str, ...] = field(default=())
