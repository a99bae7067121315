"""The pipeline as its owner, and those who may, see it."""
