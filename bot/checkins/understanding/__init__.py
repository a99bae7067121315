"""Reading check-ins: what a rep's message says of which deal."""

from .batch import parse_line
from .understand import understand, warm_up

__all__ = ["parse_line", "understand", "warm_up"]
