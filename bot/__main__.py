"""`python -m bot` is `coach`."""

from bot.cli import main

if __name__ == "__main__":
    main()
