"""The one thread that runs the encoders: questions go first, passages are embedded between them."""

from __future__ import annotations

import asyncio
import itertools
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

URGENT, LATER, LAST = 0, 1, 2


@dataclass(order=True)
class _Call:
    priority: int
    number: int
    future: Future[Any] = field(compare=False)
    work: Callable[[], Any] = field(compare=False)


class EncoderThread(Executor):
    """An executor of one thread, as encoders take no more; what is submitted to it is urgent.

    `later` is the same thread for work that can wait: of what waits, the urgent comes first, so
    that a question waits for one call at most. Keep those calls short.
    """

    def __init__(self) -> None:
        self._calls: queue.PriorityQueue[_Call] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._closed = False
        self.later: Executor = _Later(self)
        self._thread = threading.Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self.call(URGENT, lambda: fn(*args, **kwargs))

    def call(self, priority: int, work: Callable[[], T]) -> Future[T]:
        """The future of `work`. Raises RuntimeError once the thread is shut down."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the encoders are closed")
            self._calls.put(_Call(priority, next(self._numbers), future, work))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                self._calls.put(_Call(LAST, next(self._numbers), Future(), _nothing))
        while cancel_futures and self._cancel_one():
            pass
        if wait:
            self._thread.join()

    def _cancel_one(self) -> bool:
        """Whether there was a call that waited; the end of the thread is put back."""
        try:
            call = self._calls.get_nowait()
        except queue.Empty:
            return False
        if call.priority == LAST:
            self._calls.put(call)
            return False
        return call.future.cancel()

    def _run(self) -> None:
        while (call := self._calls.get()).priority != LAST:
            if not call.future.set_running_or_notify_cancel():
                continue
            try:
                call.future.set_result(call.work())
            except BaseException as error:  # noqa: BLE001 - whoever waits gets it, as of any executor
                call.future.set_exception(error)
            del call


def _nothing() -> None:
    """The work of the call that ends the thread."""


class _Later(Executor):
    """The encoder thread, for work that can wait."""

    def __init__(self, thread: EncoderThread) -> None:
        self._thread = thread

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._thread.call(LATER, lambda: fn(*args, **kwargs))


class InHand:
    """How much of a kind is being done now, such as questions: work that can wait waits for it."""

    def __init__(self) -> None:
        self._open = 0
        self._none = asyncio.Event()
        self._none.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """While one more is being done."""
        self._open += 1
        self._none.clear()
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._none.set()

    async def over(self, patience: float | None = None) -> None:
        """Return when nothing is, after `patience` seconds at the latest (None: however long)."""
        if not self._none.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._none.wait(), patience)
