"""Processes that work on a home's jobs, to be killed: `python -m tests.stress.loading HOME`.

For each line on standard input a process is forked, as importing everything takes seconds; its id
is printed, and its exit code once it has ended.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from bot.bootstrap import open_coach
from bot.home_lock import owned
from bot.playbooks import rereading
from bot.settings import Settings
from bot.worker import Worker
from knowledge.embedding import BundledEncoders
from knowledge.ports import Vectors
from tests.knowledge.encoders import WordEncoder

SECONDS_A_BATCH = 0.05


class SlowEncoder(WordEncoder):
    """Takes its time, so that it can be killed while it works."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        time.sleep(SECONDS_A_BATCH)
        return super().embed_passages(texts)


def settings_of(home: Path) -> Settings:
    return Settings(_env_file=None, home=home, telegram_token=None, database_url=None, model=None)


async def main(home: Path) -> None:
    encoders = BundledEncoders((SlowEncoder(),))
    with owned(home) as free:
        assert free, "the process before was killed"
        async with open_coach(settings_of(home), owner=True, encoders=encoders) as coach:
            await rereading.prepare(coach)
            while await Worker(coach).run_next_job():
                pass
            assert await (await coach.library.indexer()).differences() == []


def serve(home: Path) -> None:
    import_module("chromadb")
    import_module("bot.playbooks.previewing")
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(main(home))
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
