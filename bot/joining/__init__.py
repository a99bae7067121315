"""Joining by invitation, and what a person sets for themselves."""
