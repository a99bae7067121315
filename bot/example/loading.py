"""Filling an empty home with the example organisation, so that it looks lived in today.

Days in the files are offsets from the day of loading. `deals.csv` holds the state after all
check-ins, so each field starts from the `old` of its first change and is replayed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot import formats
from bot.coach import Coach
from bot.playbooks import loads
from bot.process_file import read_process
from storage import checkins, deals, people, processes
from storage.checkins import NewProposal
from storage.database import Session
from storage.deals import FieldChange, NewDeal, Source, written_money
from storage.records import DealField, Person, Process, Role

FOLDER = Path(__file__).parents[2] / "examples"
REPLAYED = (DealField.STATUS, DealField.AMOUNT, DealField.EXPECTED_CLOSE, DealField.NEXT_STEP,
            DealField.NEXT_STEP_DUE, DealField.STAGE)  # fmt: skip


@dataclass(frozen=True)
class _Example:
    """The files, read."""

    process: Process
    people: dict[str, Any]
    deals: list[dict[str, str]]
    checkins: list[dict[str, Any]]


def _read() -> _Example:
    with (FOLDER / "deals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = (FOLDER / "checkins.jsonl").read_text(encoding="utf-8").splitlines()
    said = sorted(map(json.loads, lines), key=lambda c: (c["day"], c["time"]))
    known = yaml.safe_load((FOLDER / "people.yaml").read_text(encoding="utf-8"))
    return _Example(read_process(FOLDER / "process.yaml"), known, rows, said)


def _own_name(name: str, account: str) -> str:
    """A deal's name without the account's, which is shown before it anyway."""
    first, _, rest = name.removeprefix(account).strip().partition(" ")
    return rest if rest and account.startswith(first) else f"{first} {rest}".strip() or name


async def load_example(coach: Coach) -> None:
    """People, process, deals and two weeks of check-ins; the documents are queued as a job."""
    example = _read()
    load = loads.load_of_path(FOLDER / "documents", coach.originals)
    load = loads.Load("boxu", "泊序科技 Boxu Systems", load.files)
    async with coach.database.write() as session:
        if await people.administrator(session) is not None:
            return
        members = await _add_people(session, example.people)
        process = await processes.adopt(session, example.process)
        replay = _Replay(session, coach, process, members, example)
        await replay.run()
        trainer = next(p for p in members.values() if Role.TRAINER in p.roles)
        await loads.queue(coach, session, load, trainer.id)


async def _add_people(session: Session, held: dict[str, Any]) -> dict[str, Person]:
    for team in held["teams"]:
        await people.team(session, team["key"], team["name"]["zh"], team["name"]["en"])
    teams = {team.key: team.id for team in await people.teams(session)}
    members = {}
    for one in held["people"]:
        person = await people.add_person(session, one["name"], one["language"], one["timezone"])
        for role in one["roles"]:
            team_id = teams[role["team"]] if role["team"] else None
            await people.grant(session, person.id, Role(role["role"]), team_id, None)
        found = await people.person(session, person.id)
        assert found is not None
        members[found.name] = found
    return members


@dataclass
class _Replay:
    session: Session
    coach: Coach
    process: Process
    members: Mapping[str, Person]
    example: _Example

    async def run(self) -> None:
        ids = {}
        for row in self.example.deals:
            ids[row["id"]] = await self._add_deal(row)
        for said in self.example.checkins:
            await self._check_in(said, ids)

    def _day(self, offset: int | str, person: Person) -> date:
        return self.coach.today(person) + timedelta(days=int(offset))

    def _written(self, row: Mapping[str, str], field: str, value: Any) -> str:
        """A value of the files as the ledger writes it."""
        if value in (None, ""):
            return ""
        owner = self.members[row["owner"]]
        match field:
            case DealField.AMOUNT:
                return written_money(formats.to_money(Decimal(str(value)), row["currency"]))
            case DealField.EXPECTED_CLOSE | DealField.NEXT_STEP_DUE:
                return self._day(value, owner).isoformat()
            case _:
                return str(value)

    def _before(self, row: Mapping[str, str], field: str) -> Any:
        """The value before the first check-in."""
        changes = (c for said in self.example.checkins for c in said["changes"])
        mine = [c for c in changes if c["deal"] == row["id"] and c["field"] == field]
        return mine[0]["old"] if mine else row.get(field, "")

    async def _add_deal(self, row: Mapping[str, str]) -> int:
        owner = self.members[row["owner"]]
        source = Source(owner.id, self._day(row["created"], owner))
        new = NewDeal(
            name=_own_name(row["name"], row["account"]),
            account=row["account"],
            owner_id=owner.id,
            process_id=self.process.id,
            stage=self._before(row, "stage"),
            currency=row["currency"],
            external_id=row["id"],
        )
        deal = await deals.add(self.session, new, source)
        for field in REPLAYED:
            value = self._written(row, field, self._before(row, field))
            present = deals.written(deal, field)
            if value and value != present:
                await deals.record(
                    self.session, deal.id, FieldChange(field, present, value), source
                )
        await deals.touch(self.session, deal.id, self._day(row["last_activity"], owner))
        return deal.id

    async def _check_in(self, said: Mapping[str, Any], ids: Mapping[str, int]) -> None:
        person = self.members[said["person"]]
        day = self._day(said["day"], person)
        at = datetime.combine(day, time.fromisoformat(said["time"]), ZoneInfo(person.timezone))
        rows = {row["id"]: row for row in self.example.deals}
        message_id = await checkins.keep_message(
            self.session, person.id, "example", str(person.id), "", said["message"], at
        )
        proposals = [
            self._proposal(said["message"], rows[c["deal"]], ids[c["deal"]], c)
            for c in said["changes"]
        ]
        checkin_id = await checkins.begin(self.session, person.id, day, message_id, proposals)
        await checkins.settle(self.session, checkin_id, "submitted")
        source = Source(person.id, day, checkin_id, message_id)
        for change in await checkins.proposed(self.session, checkin_id):
            assert change.deal_id is not None
            written = FieldChange(change.field, change.old, change.new, change.evidence)
            await deals.record(self.session, change.deal_id, written, source)
            await checkins.decide(self.session, change.id, "accepted")

    def _proposal(
        self, message: str, row: Mapping[str, str], deal_id: int, change: Mapping[str, Any]
    ) -> NewProposal:
        start = message.index(change["words"])
        return NewProposal(
            update_number=deal_id,
            deal_id=deal_id,
            new_deal="",
            new_account="",
            field=DealField(change["field"]),
            old=self._written(row, change["field"], change["old"]),
            new=self._written(row, change["field"], change["new"]),
            evidence=(start, start + len(change["words"])),
        )
