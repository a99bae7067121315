"""Taps that the bot never offered."""

from __future__ import annotations

from tests.fakes.telegram import Person, Tap
from tests.fakes.telegram.state import Version


async def forge(person: Person, data: str) -> Tap:
    """A tap with data of the person's own making, on a message that is not the bot's."""
    keyboard = [[{"text": "forged", "callback_data": data}]]
    state = person._state
    return await person.tap(
        state.add_message(person.chat, person.user, Version("", keyboard=keyboard)), "forged"
    )
