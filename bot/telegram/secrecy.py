"""Keeping the token out of the logs: every request's address holds it."""

from __future__ import annotations

import logging

TALKATIVE = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram.Bot": logging.INFO,
    "telegram.ext.ExtBot": logging.INFO,
}
"""Who logs addresses below which level."""


def keep_token_out_of_logs() -> None:
    for name, level in TALKATIVE.items():
        logging.getLogger(name).setLevel(level)
