"""What is stored comes back as it was: instants, money, and any text a person may send."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from storage import checkins, deals, people, playbooks, queues
from storage.database import Database, Session, storable
from storage.deals import FieldChange, Source, read_money, written_money
from storage.records import DealField, Money
from tests.storage.making import A_FEW, TODAY, a_deal, a_document, a_person, a_version, undone

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
LOCAL = st.floats(86_400, 7e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
INSTANTS = st.builds(datetime.astimezone, LOCAL, OFFSETS)
BIGINT = st.integers(-(2**63), 2**63 - 1)
CURRENCIES = st.sampled_from(["CNY", "USD", "EUR", "JPY", "KWD"])


@A_FEW
@given(instant=INSTANTS)
async def test_an_instant_comes_back_as_the_same_instant_in_utc(
    database: Database, instant: datetime
) -> None:
    async def work(session: Session) -> None:
        who = await a_person(session)
        kept = await checkins.keep_message(session, who, "t", "1", "1", "hi", instant)
        await session.flush()
        session.expire_all()
        found = await checkins.message(session, kept)
        assert found is not None
        assert found.sent_at == instant
        assert found.sent_at.utcoffset() == timedelta(0)

    await undone(database, work)


async def test_a_naive_datetime_is_refused(database: Database) -> None:
    naive = datetime.now()  # noqa: DTZ005 - what is refused
    async with database.write() as session:
        with pytest.raises(StatementError, match="naive"):
            await queues.set_due(session, "kind", "key", naive, {})


async def test_instants_of_different_offsets_are_compared_as_instants(database: Database) -> None:
    east = timezone(timedelta(hours=8))
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    async with database.write() as session:
        await queues.set_due(session, "k", "later", datetime(2026, 1, 1, 21, tzinfo=east), {})
        await queues.set_due(session, "k", "sooner", datetime(2026, 1, 1, 19, tzinfo=east), {})
        assert [due.key for due in await queues.due_now(session, noon)] == ["sooner"]
        assert [due.key for due in await queues.due_now(session, noon.astimezone(east))] == [
            "sooner"
        ]


@A_FEW
@given(minor=BIGINT, currency=CURRENCIES)
async def test_an_amount_of_any_size_comes_back_to_the_last_unit(
    database: Database, minor: int, currency: str
) -> None:
    money = Money(minor, currency)

    async def work(session: Session) -> None:
        who = await a_person(session)
        deal_id = (await a_deal(session, who)).id
        change = FieldChange(DealField.AMOUNT, "", written_money(money))
        await deals.record(session, deal_id, change, Source(who, TODAY))
        session.expire_all()
        found = await deals.deal(session, deal_id)
        assert found is not None
        assert found.amount == money
        assert (await deals.ledger(session))[-1].new == f"{minor} {currency}"

    await undone(database, work)


@given(minor=st.integers(), currency=CURRENCIES)
def test_an_amount_is_read_as_the_ledger_writes_it(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert read_money(written_money(money)) == money


def test_no_amount_is_written_as_nothing() -> None:
    assert written_money(None) == ""
    assert read_money("") is None
    assert read_money(written_money(Money(0, "JPY"))) == Money(0, "JPY")


def _acceptable(text: str) -> str:
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)


ANY_TEXT = st.text(st.characters() | st.sampled_from("\0\ud800\udfff😀中"), max_size=30)


@A_FEW
@given(text=ANY_TEXT)
async def test_any_text_is_kept_and_what_no_database_takes_is_replaced_one_for_one(
    database: Database, text: str
) -> None:
    async def work(session: Session) -> None:
        who = await a_person(session, text)
        kept = await checkins.keep_message(session, who, text, text, "1", text, datetime.now(UTC))
        session.expire_all()
        person = await people.person(session, who)
        found = await checkins.message_by_external_id(session, text, text, "1")
        assert person is not None
        assert found is not None
        assert (person.name, found.id) == (_acceptable(text), kept)
        assert found.text == _acceptable(text)
        assert len(found.text) == len(text)

    await undone(database, work)


@A_FEW
@given(text=ANY_TEXT)
async def test_a_payload_comes_back_with_every_character_it_had(
    database: Database, text: str
) -> None:
    async def work(session: Session) -> None:
        await queues.receive(session, "telegram", "1", {"text": text, "of": [text, 1, None]})
        session.expire_all()
        waiting = await queues.open_inbox(session, "telegram")
        assert [update.payload for update in waiting] == [{"text": text, "of": [text, 1, None]}]

    await undone(database, work)


async def test_evidence_still_points_at_its_words_after_a_nul(database: Database) -> None:
    text = "\0😀 80万 \ud83d下月签"
    start = text.index("80万")
    async with database.write() as session:
        who = await a_person(session)
        said = await checkins.keep_message(session, who, "t", "1", "1", text, datetime.now(UTC))
        deal_id = (await a_deal(session, who)).id
        change = FieldChange(DealField.AMOUNT, "", "80000000 CNY", (start, start + 3))
        await deals.record(session, deal_id, change, Source(who, TODAY, message_id=said))
    async with database.read() as session:
        assert (await deals.ledger(session))[-1].words == "80万"


async def test_a_megabyte_of_text_is_kept_whole(database: Database) -> None:
    text = "价格😀 15% " * 100_000
    async with database.write() as session:
        version = await a_version(session, a_document(text))
    async with database.read() as session:
        found = await playbooks.document_passages(session, version)
    assert [p.text == text for p in found["价格.md"]] == [True]


async def test_a_passage_with_nul_and_lone_surrogates_is_kept_and_found(
    database: Database,
) -> None:
    async with database.write() as session:
        version = await a_version(session, a_document("a\0b \ud800 ok"))
    async with database.read() as session:
        found = await playbooks.document_passages(session, version)
    assert [p.text for p in found["价格.md"]] == ["a\ufffdb \ufffd ok"]


@settings(max_examples=50)
@given(
    st.recursive(
        st.none() | st.integers() | st.dates() | st.binary() | st.text(st.characters(codec="utf-8",
                                                                     exclude_characters="\0")),
        lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner),
    )
)  # fmt: skip
def test_what_can_be_stored_is_bound_unchanged(value: object) -> None:
    assert storable(value) == value


async def test_days_have_no_time_zone(database: Database) -> None:
    async with database.write() as session:
        who = await a_person(session)
        deal_id = (await a_deal(session, who)).id
        change = FieldChange(DealField.EXPECTED_CLOSE, "", "2028-02-29")
        await deals.record(session, deal_id, change, Source(who, TODAY))
    async with database.read() as session:
        found = await deals.deal(session, deal_id)
    assert found is not None
    assert found.expected_close == date(2028, 2, 29)
