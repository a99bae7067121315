"""kill -9 at random points of polling, handling and sending: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from bot.bootstrap import open_coach
from bot.operating.adopting import adopt_process
from bot.settings import Settings
from storage import deals, people, processes
from storage.deals import NewDeal, Source
from storage.records import Role
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.client import Person

FULL = os.environ.get("COACH_STRESS") == "full"
KILLS_A_PHASE = 20 if FULL else 2
PHASES = ("polling", "handling", "sending")
ACCOUNTS = ("青禾药业", "蓝湾置业", "远东汽配")
LIVES_UP_TO = 1.0
"""Seconds that a process is left alone at most, once it has caught up with the last kill."""
MOST_KILLS = 8 * KILLS_A_PHASE * len(PHASES)


@dataclass
class BotProcess:
    """The real `coach run`, started and killed."""

    home: Path
    server: FakeTelegram
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        polls = len(self.server.calls_of("getUpdates"))
        environment = os.environ | {
            "COACH_HOME": str(self.home),
            "COACH_TELEGRAM_TOKEN": self.server.token,
            "COACH_TELEGRAM_API_URL": self.server.api_url,
        }
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            env=environment, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await self.server.wait_until(
            lambda: len(self.server.calls_of("getUpdates")) > polls, timeout=60
        )

    async def end(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)
        await asyncio.wait_for(self.process.wait(), 30)


@dataclass
class Ledger:
    """The bot's own database, looked at from outside."""

    path: Path
    locks: list[sqlite3.Connection] = field(default_factory=list)

    def ask(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.path, timeout=10)) as connection:
            return connection.execute(statement, values).fetchall()

    def count(self, statement: str) -> int:
        return int(str(self.ask(statement)[0][0]))

    def open_inbox(self) -> int:
        return self.count("SELECT count(*) FROM inbox WHERE done_at IS NULL")

    def waiting(self) -> int:
        return self.count("SELECT count(*) FROM outbox WHERE state = 'waiting'")

    def received(self) -> set[str]:
        return {str(row[0]) for row in self.ask("SELECT update_id FROM inbox")}

    def hold_writes(self) -> None:
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        self.locks.append(connection)

    def release(self) -> None:
        for connection in self.locks:
            connection.close()
        self.locks.clear()


def phases_of(server: FakeTelegram, ledger: Ledger) -> set[str]:
    """What the process was doing for its three chats when it died, by what it left behind."""
    received = ledger.received()
    found = set()
    if any(u.delivered and str(u.update_id) not in received for u in server.updates):
        found.add("polling")
    if ledger.open_inbox():
        found.add("handling")
    if ledger.waiting():
        found.add("sending")
    return found


async def until(condition: object, seconds: float = 4.0) -> bool:
    assert callable(condition)
    for _ in range(int(seconds / 0.002)):
        if condition():
            return True
        await asyncio.sleep(0.002)
    return False


async def wait_for_phase(phase: str, server: FakeTelegram, ledger: Ledger) -> None:
    """Widen the phase a little, wait until the process is in it, and then a random moment."""
    if phase == "polling":
        ledger.hold_writes()
        known = ledger.received()
        await until(
            lambda: any(u.delivered and str(u.update_id) not in known for u in server.updates)
        )
    elif phase == "handling":
        await until(lambda: ledger.open_inbox() > 0)
        ledger.hold_writes()
    else:
        server.delay("sendMessage", 1.0)
        await until(lambda: ledger.waiting() > 0 and not ledger.open_inbox())
    await asyncio.sleep(random.uniform(0, 0.05))


async def kill_often(bot: BotProcess, ledger: Ledger, kills: Counter[str]) -> None:
    while any(kills[phase] < KILLS_A_PHASE for phase in PHASES):
        await until(lambda: not ledger.open_inbox(), seconds=30)
        await asyncio.sleep(random.uniform(0, LIVES_UP_TO))
        assert kills["in all"] < MOST_KILLS, f"a phase was never hit: {kills}"
        wanted = random.choice([p for p in PHASES if kills[p] < KILLS_A_PHASE])
        await wait_for_phase(wanted, bot.server, ledger)
        await bot.end(signal.SIGKILL)
        ledger.release()
        bot.server.delay("sendMessage", 0)
        kills.update(phases_of(bot.server, ledger))
        kills["in all"] += 1
        await bot.start()


async def work(person: Person, account: str, stop: asyncio.Event) -> list[int]:
    """Change the deal's amount again and again, accepting each; the amounts in order."""
    amounts = []
    for amount in range(51, 1000):
        if stop.is_set():
            break
        await person.send(f"{account}金额改成{amount}万")
        diff = await person.expect(f"¥{amount}0,000", timeout=90)
        await person.tap(diff, "✅")
        await person.expect("已写入 1 项", timeout=90, edits=True)
        amounts.append(amount)
    return amounts


@asynccontextmanager
async def organisation(home: Path, server: FakeTelegram) -> AsyncIterator[dict[str, Person]]:
    """Three reps who each have one deal and are known to the bot."""
    settings = Settings(home=home, telegram_token=None)
    async with open_coach(settings) as coach:
        await adopt_process(coach)
        reps = {}
        async with coach.database.write() as session:
            process = await processes.active(session)
            assert process is not None
            for number, account in enumerate(ACCOUNTS):
                rep = await people.add_person(session, f"Rep {number}", "zh", "Asia/Shanghai")
                await people.grant(session, rep.id, Role.REP, None, None)
                user = server.user(f"Rep {number}", language_code="zh-hans")
                chat = str(user.id)
                await people.add_identity(session, rep.id, "telegram", chat, chat)
                new = NewDeal("项目", account, rep.id, process.id, "needs", "CNY")
                await deals.add(session, new, Source(rep.id, date(2026, 11, 1)))
                reps[account] = user
    yield reps


@pytest.mark.timeout(3600 if FULL else 240)
async def test_kills_while_polling_handling_and_sending_lose_nothing_and_apply_nothing_twice(
    tmp_path: Path,
) -> None:
    kills: Counter[str] = Counter()
    async with FakeTelegram() as server, organisation(tmp_path, server) as reps:
        ledger, bot, stop = (
            Ledger(tmp_path / "coach.db"),
            BotProcess(tmp_path, server),
            asyncio.Event(),
        )
        await bot.start()
        lives = [asyncio.create_task(work(rep, account, stop)) for account, rep in reps.items()]
        try:
            await kill_often(bot, ledger, kills)
            stop.set()
            expected = dict(zip(reps, await asyncio.gather(*lives), strict=True))
            await until(lambda: not ledger.waiting() and not ledger.open_inbox())
            await bot.end(signal.SIGTERM)
        finally:
            ledger.release()
            for life in lives:
                life.cancel()
            if bot.process is not None and bot.process.returncode is None:
                bot.process.kill()
    print(f"\nkills: {', '.join(f'{phase} {kills[phase]}' for phase in (*PHASES, 'in all'))}")
    assert all(kills[phase] >= KILLS_A_PHASE for phase in PHASES), kills
    assert ledger.waiting() == ledger.open_inbox() == 0
    for account, amounts in expected.items():
        written = ledger.ask(
            "SELECT deal_change.new FROM deal_change JOIN deal ON deal.id = deal_id "
            "JOIN account ON account.id = account_id "
            "WHERE account.name = ? AND field = 'amount' ORDER BY deal_change.id",
            account,
        )
        assert [row[0] for row in written] == [f"{amount}000000 CNY" for amount in amounts]
    submitted = ledger.count("SELECT count(*) FROM checkin WHERE status = 'submitted'")
    assert submitted == sum(map(len, expected.values()))
