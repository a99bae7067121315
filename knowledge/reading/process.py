"""The bot's end of the reading process: starting it, talking to it, watching it, killing it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, SubprocessStreamProtocol
from contextlib import suppress
from pathlib import Path
from typing import Literal

from knowledge.reading.protocol import (
    HEADER,
    MAX_FRAME,
    BadFrame,
    Frame,
    decode,
    encode,
)
from knowledge.reading.usage import group_memory, seconds_kept_waiting

log = logging.getLogger(__name__)

START_SECONDS = 30.0
WATCH_SECONDS = 0.2
KILL_SECONDS = 5.0
LAST_WORDS_SECONDS = 0.5
"""From the end of the process to the end of its output, if others hold the pipe."""
_BUFFER = 1 << 18
_TAIL = 4_000
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")
_ROOT = Path(__file__).resolve().parents[2]


class Died(Exception):
    """The process ended, or its output did, before the answer was complete."""


class _Pipes(SubprocessStreamProtocol):
    """Kills what is left of the group as soon as its leader ends, and then ends the output.

    A process that the leader started could otherwise keep the pipe open.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(_BUFFER, loop)
        self._clock = loop
        self.pid = 0
        self.gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert isinstance(transport, asyncio.SubprocessTransport)
        self.pid = transport.get_pid()

    def process_exited(self) -> None:
        _kill_group(self.pid)
        self.gone.set()
        if self.stdout is not None:
            self._clock.call_later(LAST_WORDS_SECONDS, self.stdout.feed_eof)
        super().process_exited()


class Child:
    """One reading process and its group."""

    def __init__(self, transport: asyncio.SubprocessTransport, pipes: _Pipes) -> None:
        self._transport = transport
        self._pipes = pipes
        self.pid: int = transport.get_pid()
        self.broken: Literal["time", "memory"] | None = None
        """The limit for which the group was killed."""
        self.received = 0
        self._tail = b""
        self._listening = asyncio.create_task(self._keep_tail())

    @classmethod
    async def start(cls, module: str, memory: int) -> Child:
        """A fresh interpreter that leads a group of its own. Raises Died, OSError."""
        loop = asyncio.get_running_loop()
        transport, pipes = await loop.subprocess_exec(
            lambda: _Pipes(loop),
            *(sys.executable, "-P", "-s", "-m", module, str(memory), str(os.getpid())),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            cwd=_ROOT.anchor,
            env=_environment(),
            start_new_session=True,
        )
        child = cls(transport, pipes)
        try:
            async with asyncio.timeout(START_SECONDS):
                if "ready" not in await child.receive():
                    raise Died
        except BaseException as error:
            await child.kill()
            if isinstance(error, TimeoutError):
                raise Died from None
            raise
        return child

    @property
    def alive(self) -> bool:
        return self.broken is None and not self._pipes.gone.is_set()

    @property
    def end(self) -> str:
        """How the process ended: a signal's name, or "exit"."""
        code = self._transport.get_returncode()
        with suppress(ValueError):
            return signal.Signals(-code).name if code is not None and code < 0 else "exit"
        return "exit"

    @property
    def last_words(self) -> str:
        """The end of what it wrote on standard error."""
        return self._tail.decode(errors="replace")

    def send(self, frame: Frame) -> None:
        stdin = self._pipes.stdin
        assert stdin is not None
        with suppress(OSError):
            stdin.write(encode(frame))

    async def receive(self) -> Frame:
        """The next frame. Raises Died, BadFrame."""
        stdout = self._pipes.stdout
        assert stdout is not None
        try:
            (length,) = HEADER.unpack(await stdout.readexactly(HEADER.size))
            if length > MAX_FRAME:
                raise BadFrame("length")
            self.received += length
            return decode(await stdout.readexactly(length))
        except (asyncio.IncompleteReadError, OSError) as error:
            raise Died from error

    async def watch(self, seconds: float, memory: int) -> None:
        """Kill the group when it took `seconds` or holds more than `memory` bytes together.

        The time when another process had the processor is not counted.
        """
        began = time.monotonic()
        idle = await asyncio.to_thread(seconds_kept_waiting, self.pid)
        while self.alive:
            await asyncio.sleep(min(WATCH_SECONDS, seconds / 4))
            passed = time.monotonic() - began
            waited = await asyncio.to_thread(seconds_kept_waiting, self.pid) - idle
            if passed - max(waited, 0) > seconds:
                self.broken = "time"
            elif await asyncio.to_thread(group_memory, self.pid) > memory:
                self.broken = "memory"
        if not self._pipes.gone.is_set():
            _kill_group(self.pid)

    async def kill(self) -> None:
        """End the whole group and let go of its pipes.

        Not in the other order: closing the transport would take the exit status away from asyncio.
        """
        if not self._pipes.gone.is_set():
            _kill_group(self.pid)
        try:
            async with asyncio.timeout(KILL_SECONDS):
                await self._pipes.gone.wait()
        except TimeoutError:
            log.warning("process %d does not end", self.pid)
        finally:
            self._listening.cancel()
            self._transport.close()

    async def _keep_tail(self) -> None:
        stderr = self._pipes.stderr
        assert stderr is not None
        while data := await stderr.read(_TAIL):
            self._tail = (self._tail + data)[-_TAIL:]


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            os.kill(leader, signal.SIGTERM)
        else:
            os.killpg(leader, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """What an interpreter needs and no secret; one thread for libraries that would take more."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
    return kept | single | {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
