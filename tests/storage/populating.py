"""An organisation with some rows in every table, and reading it back.

`python -m tests.storage.populating` writes it into databases/, named for the present head.
"""

from __future__ import annotations

import asyncio
import gzip
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import (
    checkins,
    deals,
    exchanges,
    feedback,
    gaps,
    golden,
    lexical,
    people,
    playbook_settings,
    playbooks,
    processes,
    queues,
    schema,
    stage_choices,
    standard_answers,
    vectors,
)
from storage.checkins import NewProposal
from storage.database import Database, Session
from storage.deals import FieldChange, Source
from storage.exchanges import Asked
from storage.golden import GoldenQuestion, GoldenResult
from storage.originals import record_original
from storage.playbook_history import history, record_event
from storage.records import Answered, Citation, DealField, Language, Money, Outcome, Reason, Role
from storage.vectors import StoredVector
from tests.storage.making import B2B, TODAY, a_deal, a_document, a_person, a_version, text_hash

DATABASES = Path(__file__).parent / "databases"
SAID = "今天拜访了华星, 80万 😀"
SENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


async def populate(session: Session) -> None:
    """Some rows in every table, through the API."""
    who = await _people(session)
    await _playbooks(session, who)
    await _deals(session, who)
    await _queues(session, who)
    await _learning(session, who)


async def _people(session: Session) -> int:
    who = await a_person(session)
    team = await people.team(session, "east", "华东", "East")
    await people.grant(session, who, Role.MANAGER, team.id, None)
    await people.add_identity(session, who, "telegram", "7", "70")
    await people.invite(session, Role.REP, team.id, who, timedelta(days=1))
    await people.set_setting(session, "currency", "CNY")
    return who


async def _playbooks(session: Session, who: int) -> None:
    await a_version(session, a_document("旧 折扣 10%"))
    await a_version(session, a_document("折扣 15% 😀", "price a-100"))
    hashed = text_hash("price a-100")
    await vectors.keep(session, "e5", [StoredVector(hashed, "en", bytes(range(16)))])
    await vectors.record_build(session, "e5", 2, {"en": [0.5, -0.25]})
    (passage,) = await playbooks.active_by_hash(session, [hashed])
    answered = Answered(
        Outcome.ANSWERED, Reason.NONE, "A-100 [1]", (Citation(1, passage, "price"),), 0.75
    )
    await exchanges.record(
        session, who, Asked("多少钱?", "A-100 多少钱?", "offer", "said"), answered, 9
    )


async def _learning(session: Session, who: int) -> None:
    """What came with 0002: settings of a playbook, golden questions, gaps, standard answers."""
    playbook = await playbook_settings.of(session, "pricing")
    assert playbook is not None
    await playbook_settings.set_audience(session, playbook.id, ["rep"], [1])
    await record_event(session, playbook.id, "audience", who, detail="rep")
    await stage_choices.choose(session, playbook.id, "价格.md", ("价格",), ["offer"], who)
    kept = GoldenQuestion(0, "A-100 多少钱?", "pricing", "", ("price",))
    golden_id = await golden.keep(session, kept, who, 1)
    run_id = await golden.begin_run(session, "demand", None, who)
    result = GoldenResult(golden_id or 0, 1, "answered", 1, 1, True, "A-100 [1]")
    await golden.finish_run(session, run_id, [result])
    await feedback.vote(session, 1, "down")
    await gaps.note(session, 1)
    (waiting,) = await gaps.waiting(session, 9)
    gap_id = await gaps.found(session, waiting, "zh", "e5", bytes(range(16)))
    answer = a_document("A-100 100元", path="answer.md")
    await record_original(session, answer.original_sha256, 3)
    new = standard_answers.NewAnswer("A-100 多少钱?", "100元", answer, 3, gap_id)
    await standard_answers.save(session, new, who)


async def check_learning(session: Session) -> None:
    """What `check` says, of what a database before 0002 does not hold."""
    playbook = await playbook_settings.of(session, "pricing")
    assert playbook is not None
    assert (playbook.roles, playbook.teams) == (frozenset({"rep"}), frozenset({1}))
    assert [event.detail for event in await history(session, playbook.id)] == ["rep"]
    choices = await stage_choices.choices(session, playbook.id)
    assert stage_choices.chosen(choices, "价格.md", ("价格", "§1")) == ("offer",)
    (question,) = await golden.questions(session)
    (run,) = await golden.runs(session)
    assert (question.points, run.passed, run.total) == (("price",), 1, 1)
    assert (await feedback.of(session, 1)).vote == "down"
    (gap,) = await gaps.gaps(session, None)
    assert (gap.question, gap.count) == ("A-100 多少钱?", 1)
    (answer,) = await standard_answers.answers(session)
    assert (answer.answer, answer.author) == ("100元", "周雨桐")


async def _deals(session: Session, who: int) -> None:
    made = await a_deal(session, who, external_id="CRM-1")
    said = await checkins.keep_message(session, who, "telegram", "70", "1", SAID, SENT)
    at = (SAID.index("80万"), SAID.index("80万") + 3)
    line = NewProposal(0, made.id, "", "", DealField.AMOUNT, "", "80000000 CNY", at)
    checkin = await checkins.begin(session, who, TODAY, said, [line])
    await checkins.settle(session, checkin, "submitted")
    change = FieldChange(DealField.AMOUNT, "", "80000000 CNY", at)
    await deals.record(session, made.id, change, Source(who, TODAY, checkin, said))
    await checkins.set_dialogue(session, who, "telegram", "checkin", {"step": "次"})


async def _queues(session: Session, who: int) -> None:
    await queues.receive(session, "telegram", "100", {"text": SAID})
    await queues.send(session, "telegram", "70", {"text": "好"})
    await queues.queue_job(session, "ingest", {"path": "价格.md"}, who)
    await queues.set_due(session, "digest", "monday", SENT, {"for": who})


async def check(session: Session) -> None:
    """Assert that what `populate` wrote is there, read as the packages above read it."""
    await _check_people(session)
    await _check_playbooks(session)
    await _check_deals(session)
    assert [u.payload for u in await queues.open_inbox(session, "telegram")] == [{"text": SAID}]
    assert [o.payload for o in await queues.waiting(session, "telegram")] == [{"text": "好"}]
    assert [d.key for d in await queues.due_now(session, SENT)] == ["monday"]
    job = await queues.job(session, 1)
    assert job is not None
    assert (job.kind, job.status, job.payload) == ("ingest", "queued", {"path": "价格.md"})


async def _check_people(session: Session) -> None:
    who = await people.by_identity(session, "telegram", "7")
    (team,) = await people.teams(session)
    language: Language = "zh"
    assert who is not None
    assert (who.name, who.teams(Role.MANAGER)) == ("周雨桐", frozenset((team.id,)))
    assert team.name(language) == "华东"
    assert await people.setting(session, "currency") == "CNY"


async def _check_playbooks(session: Session) -> None:
    held = [(v.number, v.status) for v in await playbooks.versions(session, "pricing")]
    assert held == [(2, "active"), (1, "retired")]
    assert [p.terms for p in await lexical.nominate(session, ["15%"], 9)] == [("折扣", "15%", "😀")]
    assert await lexical.differences(session) == []
    assert [v.vector for v in await vectors.page(session, "e5", "", 99)] == [bytes(range(16))]
    assert await vectors.means(session, "e5") == {"en": [0.5, -0.25]}
    cited = await exchanges.citation(session, 1, 1)
    assert cited is not None
    passage = await playbooks.passage(session, cited.passage_id)
    assert passage is not None
    assert passage.text == "price a-100"
    assert [(asked.question, asked.answer) for asked in await exchanges.recent(session, 1)] == [
        ("多少钱?", "A-100 [1]")
    ]


async def _check_deals(session: Session) -> None:
    (deal,) = await deals.deals(session)
    assert (deal.amount, deal.external_id, deal.version) == (Money(80000000, "CNY"), "CRM-1", 2)
    assert deal.stage_entered_on == TODAY
    assert [entry.words for entry in await deals.ledger(session)] == ["", "80万"]
    process = (await processes.all_processes(session))[deal.process_id]
    assert (process.stages, process.name) == (B2B.stages, B2B.name)
    message = await checkins.message(session, 1)
    assert message is not None
    assert (message.text, message.sent_at) == (SAID, SENT)
    (line,) = await checkins.proposed(session, 1)
    assert (line.field, line.new, line.deal_id) == (DealField.AMOUNT, "80000000 CNY", deal.id)
    dialogue = await checkins.dialogue(session, 1, "telegram")
    assert dialogue == checkins.Dialogue("checkin", {"step": "次"})


def empty_tables(file: Path) -> list[str]:
    """The tables of a SQLite file that hold no row."""
    with closing(sqlite3.connect(file)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return [
            name
            for (name,) in names.fetchall()
            if not connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        ]


async def write(file: Path) -> None:
    """Make a populated database of the present head in `file`."""
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.migrate()
    async with database.write() as session:
        await populate(session)
    await database.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coach.db"
        asyncio.run(write(file))
        target = DATABASES / f"{schema.head()}.sqlite.gz"
        with file.open("rb") as source, gzip.GzipFile(target, "wb", mtime=0) as packed:
            shutil.copyfileobj(source, packed)
    print(target, target.stat().st_size, "bytes; empty:", empty_tables_of(target))


def unpack(packed: Path, target: Path) -> None:
    target.write_bytes(gzip.decompress(packed.read_bytes()))


def empty_tables_of(packed: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        unpack(packed, Path(folder) / "coach.db")
        return empty_tables(Path(folder) / "coach.db")


if __name__ == "__main__":
    main()
