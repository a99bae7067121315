"""The example organisation that the terminal opens on when no bot is set up."""
