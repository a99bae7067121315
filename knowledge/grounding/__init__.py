"""The evidence gate: is there an answer in what was found? Asked before any model is.

`look_first` recognises what needs no search; `judge` weighs what a search found.
"""

from knowledge.grounding.gate import judge
from knowledge.grounding.smalltalk import look_first
from knowledge.grounding.verdict import Verdict

__all__ = ["Verdict", "judge", "look_first"]
