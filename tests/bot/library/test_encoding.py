"""The encoder thread: questions first, and nothing lost at the end."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from bot.library.encoding import EncoderThread, InHand


def test_a_question_goes_before_the_passages_that_wait() -> None:
    thread, go, order = EncoderThread(), threading.Event(), list[str]()
    running = thread.later.submit(go.wait)
    waiting = [thread.later.submit(order.append, f"passage {n}") for n in range(3)]
    question = thread.submit(order.append, "question")
    go.set()
    running.result(5)
    question.result(5)
    for future in waiting:
        future.result(5)
    assert order == ["question", "passage 0", "passage 1", "passage 2"]
    thread.shutdown()


def test_what_fails_tells_whoever_waits_and_the_thread_goes_on() -> None:
    thread = EncoderThread()
    with pytest.raises(ZeroDivisionError):
        thread.submit(lambda: 1 // 0).result(5)
    assert thread.submit(lambda: 1).result(5) == 1
    thread.shutdown()


def test_the_end_waits_for_what_was_begun_and_cancels_the_rest() -> None:
    thread, go = EncoderThread(), threading.Event()
    begun = thread.submit(lambda: go.wait(5))
    while not begun.running():
        time.sleep(0.001)
    rest = [thread.submit(int), thread.later.submit(int)]
    threading.Timer(0.05, go.set).start()
    thread.shutdown(wait=True, cancel_futures=True)
    assert begun.result() is True
    assert all(future.cancelled() for future in rest)
    with pytest.raises(RuntimeError):
        thread.submit(int)
    thread.shutdown()


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
