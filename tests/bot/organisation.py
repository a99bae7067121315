"""An organisation at work: the fake Telegram, the coach, its door and its worker on one home.

::

    async with Organisation(tmp_path, encoders).open() as org:
        xin = await org.join("林欣", "trainer")
        await org.ingest("价格政策.md", "# 折扣\\n\\n15%的折扣由销售总监审批。")
        await xin.send("15%的折扣谁来审批？")
        await xin.expect("销售总监")
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.bootstrap import open_coach, utc_clock
from bot.coach import Coach
from bot.features import conversation
from bot.joining.dialogue import administrator_link
from bot.operating.adopting import adopt_process
from bot.operating.running import working
from bot.playbooks import loads
from bot.playbooks.loads import Load, SourceFile, slug_of
from bot.settings import Settings
from bot.telegram.door import TelegramDoor
from knowledge.embedding import BundledEncoders
from storage import deals, people, playbooks, queues
from storage.deals import FieldChange, NewDeal, Source
from storage.records import Deal, DealField, LedgerEntry
from storage.records import Person as Member
from tests.fakes.telegram import FakeTelegram, Message, Person

PROCESS = Path(__file__).parents[2] / "examples" / "process.yaml"
LINK = re.compile(r"https://t\.me/\w+\?start=(\S+)")


class Organisation:
    """Open it once; `restart()` closes and reopens all but Telegram."""

    def __init__(
        self,
        home: Path,
        encoders: BundledEncoders,
        *,
        database_url: str | None = None,
        clock: Callable[[], datetime] = utc_clock,
        process: Path = PROCESS,
        like: Organisation | None = None,
    ) -> None:
        """`like` is a closed organisation to begin as a copy of, members and all (SQLite only)."""
        self.home = home
        self.telegram = FakeTelegram()
        self.coach: Coach
        self.door: TelegramDoor
        self.username = ""
        self._encoders = encoders
        self._database_url = database_url
        self._clock = clock
        self._process = process
        self._like = like
        self._running: AsyncExitStack | None = None
        self._administrator: Person | None = None
        self.faults_are_planned = False
        """The test lets Telegram refuse calls."""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Organisation]:
        if self._like is not None:
            self._copy(self._like)
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "process.yaml").write_bytes(self._process.read_bytes())
        async with self.telegram:
            await self.start()
            try:
                yield self
            finally:
                await self.stop()

    def _copy(self, other: Organisation) -> None:
        """Its home, its people with their chats and menus, and where Telegram's numbers stand."""
        shutil.copytree(other.home, self.home, dirs_exist_ok=True)
        here, there = self.telegram.state, other.telegram.state
        here.queue._next_id, here._last_message_id = there.queue._next_id, there._last_message_id
        here.commands = dict(there.commands)
        for known in other.telegram.people.values():
            user = known.user
            person = self.telegram.user(
                user.first_name, language_code=user.language_code, user_id=user.id
            )
            person.chat.started = True
            if known is other._administrator:
                self._administrator = person

    def known(self, name: str) -> Person:
        """A member who was there from the start."""
        return next(p for p in self.telegram.people.values() if p.user.first_name == name)

    @property
    def settings(self) -> Settings:
        """Of this organisation alone: neither .env nor the environment are read for them."""
        url = SecretStr(self._database_url) if self._database_url else None
        return Settings(
            _env_file=None,
            home=self.home,
            telegram_token=SecretStr(self.telegram.token),
            telegram_api_url=self.telegram.api_url,
            database_url=url,
            model=None,
        )

    async def start(self) -> None:
        async with AsyncExitStack() as stack:
            self.coach = await stack.enter_async_context(
                open_coach(self.settings, owner=True, clock=self._clock, encoders=self._encoders)
            )
            await adopt_process(self.coach)
            self.door = TelegramDoor(self.coach, conversation())
            await stack.enter_async_context(working(self.coach))
            self.username = await stack.enter_async_context(self.door.open())
            self._running = stack.pop_all()

    async def stop(self) -> None:
        if self._running is not None:
            running, self._running = self._running, None
            await running.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    # --- people --------------------------------------------------------------------------------

    def stranger(self, name: str = "Eve", language: str = "en") -> Person:
        """Somebody who has only found the bot."""
        code = "zh-hans" if language == "zh" else language
        return self.telegram.user(name, language_code=code)

    async def join(self, name: str, role: str, team: str = "", language: str = "zh") -> Person:
        """A new member, by a real invitation link from the administrator."""
        person = self.stranger(name, language)
        await self.admit(person, role, team)
        return person

    async def admit(self, person: Person, role: str, team: str = "") -> None:
        await person.send_command(f"/start {await self.invitation(role, team)}")
        await person.expect(timeout=30)
        await self.idle()
        person.read_all()

    async def invitation(self, role: str, team: str = "") -> str:
        """The token of a new invitation link."""
        if team:
            async with self.coach.database.write() as session:
                await people.team(session, team)
        admin = await self.administrator()
        await admin.send_command(f"/invite {role} {team}".strip())
        return token_in(await admin.expect("?start=", timeout=30))

    async def administrator(self) -> Person:
        """Whoever opened the link of the first start."""
        if self._administrator is None:
            link = await administrator_link(self.coach, self.username)
            assert link is not None
            admin = self._administrator = self.stranger("Ada")
            await admin.send_command(f"/start {LINK.findall(link)[0]}")
            await admin.expect("Ada", timeout=30)
        return self._administrator

    async def member(self, person: Person) -> Member:
        """The person as the coach knows them."""
        async with self.coach.database.read() as session:
            found = await people.by_identity(session, "telegram", str(person.id))
        assert found is not None
        return found

    # --- what the organisation has ---------------------------------------------------------------

    async def ingest(self, name: str, text: str | bytes) -> None:
        """Load one document into the playbook of its name, and wait until it answers."""
        await self._load(name, text, activate=True)

    async def draft(self, name: str, text: str | bytes) -> int:
        """Load one document as a draft of the playbook of its name; the version's id."""
        await self._load(name, text, activate=False)
        async with self.coach.database.read() as session:
            return max(v.id for v in await playbooks.versions(session) if v.status == "draft")

    async def _load(self, name: str, text: str | bytes, *, activate: bool) -> None:
        data = text.encode() if isinstance(text, str) else text
        sha256 = self.coach.originals.put(data)
        stem = name.rpartition(".")[0]
        load = Load(slug_of(stem), stem, (SourceFile(name, sha256, len(data)),), activate)
        async with self.coach.database.write() as session:
            job_id = await loads.queue(self.coach, session, load, None)
        await self.until(lambda: self._finished(job_id), timeout=60)

    async def _finished(self, job_id: int) -> bool:
        async with self.coach.database.read() as session:
            job = await queues.job(session, job_id)
        assert job is not None
        assert job.status != "failed", job.result
        return job.status == "done"

    async def playbooks(self) -> list[tuple[str, int, str]]:
        """Slug, number and status of every version."""
        async with self.coach.database.read() as session:
            versions = await playbooks.versions(session)
        return [(v.slug, v.number, v.status) for v in versions]

    async def deal(self, owner: Person, account: str, name: str = "CRM", **fields: str) -> Deal:
        """A deal of the person's: `amount="CNY 800000.00"`, `stage=…` and so on, as written."""
        member = await self.member(owner)
        async with self.coach.database.write() as session:
            process = await _process(session)
            stage = fields.pop("stage", process.stages[0].key)
            new = NewDeal(name, account, member.id, process.id, stage, "CNY")
            source = Source(member.id, self.coach.today(member))
            made = await deals.add(session, new, source)
            for field, value in fields.items():
                present = deals.written(made, DealField(field))
                change = FieldChange(DealField(field), present, value)
                await deals.record(session, made.id, change, source)
        return (await self.deals(owner, account))[0]

    async def deals(self, owner: Person, account: str = "") -> list[Deal]:
        member = await self.member(owner)
        async with self.coach.database.read() as session:
            held = await deals.deals(session, [member.id])
        return [deal for deal in held if account in deal.account]

    async def ledger(self, deal: Deal) -> list[LedgerEntry]:
        async with self.coach.database.read() as session:
            return list(await deals.ledger(session, deal_id=deal.id))

    # --- waiting -------------------------------------------------------------------------------

    async def until(self, condition: Callable[[], Any], timeout: float = 10) -> None:
        """Wait until an async condition holds."""
        end = asyncio.get_running_loop().time() + timeout
        while not await condition():
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"not so after {timeout} s")
            await asyncio.sleep(0.02)

    async def depth(self) -> dict[str, int]:
        async with self.coach.database.read() as session:
            return await queues.depth(session)

    async def idle(self, timeout: float = 30) -> None:
        """Wait until everything that was sent is handled, worked on and delivered."""

        async def nothing_waits() -> bool:
            if self.telegram.pending_updates():
                return False
            depth = await self.depth()
            return not (depth["inbox"] or depth["outbox"] or depth["jobs"])

        await self.until(nothing_waits, timeout)


def refusals(telegram: FakeTelegram) -> list[str]:
    """What Telegram found wrong with the bot's calls."""
    return [
        f"{call.method}: {call.description}"
        for call in telegram.calls
        if call.status == 400 and "query is too old" not in call.description
    ]


def token_in(message: Message) -> str:
    return str(LINK.findall(message.text)[0])


async def _process(session: Any) -> Any:
    from storage import processes

    process = await processes.active(session)
    assert process is not None
    return process
