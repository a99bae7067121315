"""Running, backing up and examining the coach."""
