"""kill -9 in every phase of a load: never both versions, never neither, nothing read twice."""

from __future__ import annotations

import asyncio
import io
import os
import random
import signal
import sys
import zipfile
from asyncio.subprocess import PIPE
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.bootstrap import open_coach
from bot.playbooks import loads
from bot.playbooks.loads import Load, SourceFile
from tests.stress.loading import settings_of
from tests.stress.test_kills import FULL, KILLS_A_PHASE, Ledger

PHASES = ("unpacking", "reading", "embedding", "indexing", "activating")
FILES = 12
LONGEST = 0.3
"""Seconds within a phase after which the process is killed at the latest."""
MOST_KILLS = 10 * KILLS_A_PHASE * len(PHASES)


def archive(number: int) -> bytes:
    """The files of one version; half of them are as they were in the version before."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for n in range(FILES):
            version = number if n % 2 else 0
            opened.writestr(f"{n:02}.md", f"# 第{n}章\n\n第{version}版第{n}条由总监审批。\n")
    return held.getvalue()


async def queue_version(home: Path, number: int) -> None:
    data = archive(number)
    async with open_coach(settings_of(home)) as coach:
        file = SourceFile("手册.zip", coach.originals.put(data), len(data))
        async with coach.database.write() as session:
            await loads.queue(coach, session, Load("手册", "手册", (file,)), None)


@dataclass
class Loading:
    """A process that loads, looked at from outside and killed in a phase that is still wanted."""

    home: Path
    ledger: Ledger
    kills: Counter[str] = field(default_factory=Counter)

    def phase(self) -> str:
        found = self.ledger.ask("SELECT phase FROM job WHERE status = 'running'")
        return str(found[0][0]) if found else ""

    def is_open(self) -> bool:
        return (
            self.ledger.count("SELECT count(*) FROM job WHERE status IN ('queued', 'running')") > 0
        )

    def active(self) -> list[int]:
        rows = self.ledger.ask("SELECT number FROM playbook_version WHERE status = 'active'")
        return [int(str(row[0])) for row in rows]

    async def live(self, server: asyncio.subprocess.Process) -> None:
        """One life of a process: to its end, or to the kill."""
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(b"go\n")
        process = int(await server.stdout.readline())
        ending = asyncio.create_task(server.stdout.readline())
        wanted = [phase for phase in PHASES if self.kills[phase] < KILLS_A_PHASE]
        target = random.choice(wanted) if wanted else ""
        while not ending.done():
            if target and self.phase() == target:
                await self._kill(process, target)
                target = ""
            await asyncio.sleep(0.001)
        assert int(await ending) in (0, -signal.SIGKILL)

    async def _kill(self, process: int, phase: str) -> None:
        """At a random moment of the phase; half of the switches are held before their commit."""
        if phase == "activating" and random.random() < 0.5:
            self.ledger.hold_writes()
        long = phase in ("reading", "embedding")
        await asyncio.sleep(random.uniform(0, LONGEST if long else LONGEST / 20))
        before = self.phase()
        os.kill(process, signal.SIGKILL)
        self.ledger.release()
        if before in (phase, "done"):
            self.kills[phase] += 1
        self.kills["in all"] += 1


@pytest.mark.timeout(3600 if FULL else 240)
async def test_kills_in_every_phase_of_a_load_leave_exactly_one_version_answering(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    await queue_version(home, 1)
    loading = Loading(home, Ledger(home / "coach.db"))
    version = 0
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.stress.loading", str(home), stdin=PIPE, stdout=PIPE
    )
    while any(loading.kills[phase] < KILLS_A_PHASE for phase in PHASES) or loading.is_open():
        assert loading.kills["in all"] < MOST_KILLS, f"a phase was never hit: {loading.kills}"
        if not loading.is_open():
            version += 1
            assert loading.active() == [version]
            await queue_version(home, version + 1)
        await loading.live(server)
        expected = [[version], [version + 1]] if version else [[], [1]]
        assert loading.active() in expected, "never both, never neither"
    server.terminate()
    version += 1
    print(f"\nkills: {', '.join(f'{phase} {loading.kills[phase]}' for phase in PHASES)}")
    check(loading.ledger, version)


def check(ledger: Ledger, version: int) -> None:
    """Every version was built once, and is whole."""
    statuses = [str(row[0]) for row in ledger.ask(
        "SELECT status FROM playbook_version ORDER BY number"
    )]  # fmt: skip
    assert statuses == ["retired"] * (version - 1) + ["active"]
    assert ledger.count("SELECT count(*) FROM document") == FILES * version
    assert ledger.count("SELECT count(*) FROM job WHERE status != 'done'") == 0
    activated = "SELECT count(*) FROM playbook_event WHERE kind = 'activated'"
    assert ledger.count(activated) == version, "each was switched to once"
    for number in range(1, version + 1):
        texts = [str(row[0]) for row in ledger.ask(
            "SELECT text FROM passage JOIN document ON document.id = document_id "
            "JOIN playbook_version ON playbook_version.id = version_id "
            "WHERE number = ? ORDER BY path", number
        )]  # fmt: skip
        assert [f"第{number if n % 2 else 0}版第{n}条由总监审批。" in text
                for n, text in enumerate(texts)] == [True] * FILES  # fmt: skip
