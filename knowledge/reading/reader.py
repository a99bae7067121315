"""Files read, and archives unpacked, in a process that may be killed at any time."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from knowledge.loading import LoadError
from knowledge.reading.answers import Answer, DocumentAnswer, UnpackedAnswer, failure
from knowledge.reading.errors import ReadingFailed, TooHungry, TooSlow
from knowledge.reading.process import Child, Died
from knowledge.reading.protocol import MAX_ANSWER, BadFrame, Frame
from knowledge.reading.records import ReadDocument, Unpacked

T = TypeVar("T")

log = logging.getLogger(__name__)

TIME_LIMIT = 60.0
"""Seconds for one file, without those in which the processor was busy with something else."""
PATIENCE = 5
"""Times the limit, after which it does not matter who had the processor."""
MEMORY_LIMIT = 1536 << 20
"""Bytes of address space of the process, and of memory of its whole group."""


class Reading:
    """One reading process: started when first needed, used file after file, replaced if it ends.

        async with Reading() as reading:
            document = await reading.read("playbook.docx", Path("/home/originals/ab12…"))

    One file at a time; further calls wait their turn. A call that is cancelled kills the process
    with all that it started, and so do a limit that is reached and `close`.
    """

    def __init__(
        self,
        *,
        time_limit: float = TIME_LIMIT,
        memory_limit: int = MEMORY_LIMIT,
        module: str = "knowledge.reading.child",
    ) -> None:
        self._time_limit = time_limit
        self._memory_limit = memory_limit
        self._module = module
        self._turn = asyncio.Lock()
        self._child: Child | None = None

    @property
    def pid(self) -> int | None:
        """The process that is there now, which is also the id of its group."""
        return self._child.pid if self._child is not None and self._child.alive else None

    async def read(self, name: str, file: Path) -> ReadDocument:
        """The passages of a file, read as what the extension of `name` says.

        Raises a LoadError, among them TooSlow, TooHungry and ReadingFailed.
        """
        request = {"task": "read", "file": _absolute(file)}
        return await self._ask(name, request, DocumentAnswer())

    async def unpack(self, name: str, archive: Path, into: Path) -> Unpacked:
        """Write the readable members of a ZIP archive into the existing folder `into`.

        A member that is refused is one of the `problems`, a LoadError whose `name` is its path,
        and the others come out; hidden and system files are passed over in silence. Raises a
        LoadError if the archive as a whole is refused. The caller removes `into` in either case.
        """
        request = {"task": "unpack", "file": _absolute(archive), "into": _absolute(into)}
        return await self._ask(name, request, UnpackedAnswer(into))

    async def close(self) -> None:
        """Kill the process, if there is one. The next call starts another."""
        child, self._child = self._child, None
        if child is not None:
            await child.kill()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def _ask(self, name: str, request: Frame, answer: Answer[T]) -> T:
        """Give the child a request and put its answer together. Raises a LoadError."""
        async with self._turn:
            child = await self._started(name)
            watching = asyncio.create_task(child.watch(self._time_limit, self._memory_limit))
            again = False
            try:
                async with asyncio.timeout(self._time_limit * PATIENCE):
                    child.send({**request, "name": name, "seconds": self._time_limit})
                    last = await _converse(child, answer)
                if "error" in last:
                    again = last.get("again") is True
                    raise self._refusal(name, child, last)
                whole = answer.whole()
                again = last.get("again") is True
                return whole
            except TimeoutError:
                raise TooSlow(name, limit=round(self._time_limit)) from None
            except Died:
                await self.close()
                raise self._reason(name, child) from None
            except BadFrame as error:
                raise ReadingFailed(name, reason="protocol") from error
            finally:
                watching.cancel()
                if not again:
                    await self.close()

    def _reason(self, name: str, child: Child) -> LoadError:
        """Why the child ended before its answer did. SIGXCPU is its own limit of time."""
        if child.broken == "time" or child.end == "SIGXCPU":
            return TooSlow(name, limit=round(self._time_limit))
        if child.broken == "memory":
            return TooHungry(name, limit=self._memory_limit)
        log.warning("reading ended by %s: %s", child.end, child.last_words)
        return ReadingFailed(name, reason=child.end)

    def _refusal(self, name: str, child: Child, last: Frame) -> LoadError:
        if last.get("error") == TooHungry.code:
            return TooHungry(name, limit=self._memory_limit)
        if last.get("error") == ReadingFailed.code:
            log.warning("reading failed: %s", child.last_words)
        return failure(name, last)

    async def _started(self, name: str) -> Child:
        if self._child is None or not self._child.alive:
            await self.close()
            try:
                self._child = await Child.start(self._module, self._memory_limit)
            except (Died, BadFrame, OSError) as error:
                log.exception("the reading process does not start")
                raise ReadingFailed(name, reason="start") from error
        return self._child


def _absolute(path: Path) -> str:
    """The child works in the root folder."""
    return str(path.absolute())


async def _converse(child: Child, answer: Answer[T]) -> Frame:
    """The last frame, which says that the answer is complete or why there is none."""
    limit = child.received + MAX_ANSWER
    while child.received <= limit:
        frame = await child.receive()
        if "done" in frame or "error" in frame:
            return frame
        answer.take(frame)
        await asyncio.sleep(0)
    raise BadFrame("answer")
