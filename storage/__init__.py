"""The system of record. Imports nothing of the other packages."""
