"""What can wait waits for what is in hand, and not for ever."""

from __future__ import annotations

import asyncio
import time

from bot.library.in_hand import InHand


async def test_work_that_can_wait_waits_for_all_questions_and_not_for_ever() -> None:
    questions = InHand()
    await asyncio.wait_for(questions.over(), 1)
    with questions.one():
        with questions.one():
            pass
        started = time.monotonic()
        await questions.over(0.05)
        assert time.monotonic() - started >= 0.05
        waiting = asyncio.create_task(questions.over())
        await asyncio.sleep(0)
        assert not waiting.done()
    await asyncio.wait_for(waiting, 1)
