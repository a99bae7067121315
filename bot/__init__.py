"""What the coach does for a person, and the doors to it."""
