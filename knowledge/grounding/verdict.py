"""What the gate says."""

from __future__ import annotations

from dataclasses import dataclass

from storage.records import Outcome, Reason


@dataclass(frozen=True)
class Verdict:
    """`confidence` in [0, 1]: how likely the passages found hold the answer."""

    confidence: float
    outcome: Outcome
    reason: Reason = Reason.NONE
