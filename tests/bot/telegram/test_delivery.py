"""What leaves the outbox: in order, each once, whatever Telegram and the network do."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.delivery import Delivery
from bot.reply import Attachment, Button, Reply, bold, plain, to_payload
from bot.telegram.outgoing import Sender
from storage import people, queues
from tests.bot.organisation import Organisation
from tests.fakes.telegram import Person


async def send(org: Organisation, person: Person, *replies: Reply) -> None:
    """Put replies into the outbox, as a handler would."""
    async with org.coach.database.write() as session:
        for reply in replies:
            await queues.send(session, "telegram", str(person.id), to_payload(reply))
    org.coach.signals.outbox.set()


def said(text: str) -> Reply:
    return Reply((plain(text),))


def texts_of(person: Person) -> list[str]:
    return [message.text for message in person.messages]


async def test_replies_arrive_in_order_and_once(org: Organisation, zhou: Person) -> None:
    await send(org, zhou, *(said(f"no. {number}") for number in range(12)))
    await zhou.expect("no. 11")
    assert texts_of(zhou)[-12:] == [f"no. {number}" for number in range(12)]


async def test_a_flood_limit_is_obeyed_and_then_everything_arrives_once(
    org: Organisation, zhou: Person
) -> None:
    org.telegram.flood(zhou.id, retry_after=2, method="sendMessage")
    await send(org, zhou, said("first"), said("second"))
    started = time.monotonic()
    await zhou.expect("second", timeout=10)
    assert 1.9 < time.monotonic() - started < 5
    assert texts_of(zhou)[-2:] == ["first", "second"]
    tried = [call.status for call in org.telegram.calls_of("sendMessage")[-3:]]
    assert tried == [429, 200, 200], "nothing was tried while the limit held"


async def test_a_flood_limit_of_one_chat_does_not_hold_up_another(
    org: Organisation, zhou: Person, ann: Person
) -> None:
    org.telegram.flood(zhou.id, retry_after=30, method="sendMessage")
    await send(org, zhou, said("later"))
    await org.telegram.wait_until(
        lambda: [call.status for call in org.telegram.calls_of("sendMessage")] == [429]
    )
    await ann.send_command("/help")
    started = time.monotonic()
    await ann.expect("What I can do", timeout=5)
    assert time.monotonic() - started < 1.5


async def test_a_flood_limit_within_a_long_reply_repeats_no_part_of_it(
    org: Organisation, zhou: Person
) -> None:
    long = "".join(f"第{number}行：客户认可方案。\n" for number in range(600))
    sha256 = org.coach.originals.put(b"a file")
    reply = Reply((plain(long),), ((Button("好", "deal:1"),),), Attachment("document", "a", sha256))
    await org.idle()
    zhou.read_all()
    before = len(zhou.messages)
    await send(org, zhou, reply)
    await zhou.expect("第0行")
    org.telegram.flood(zhou.id, retry_after=1, method="sendMessage")
    await zhou.expect("第599行", timeout=10)
    document, *parts = zhou.messages[before:]
    assert document.document
    assert "".join(part.text for part in parts).replace("\n", "") == long.replace("\n", "")
    assert [part.buttons for part in parts] == [*[[]] * (len(parts) - 1), ["好"]]


@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_error_is_tried_again(org: Organisation, zhou: Person, status: int) -> None:
    org.telegram.fail("sendMessage", status, times=2)
    await send(org, zhou, said("one"), said("two"))
    await zhou.expect("two", timeout=10)
    assert texts_of(zhou)[-2:] == ["one", "two"]


async def test_a_connection_dropped_before_the_effect_delivers_once(
    org: Organisation, zhou: Person
) -> None:
    org.telegram.drop_connections("sendMessage", times=2)
    await send(org, zhou, said("one"), said("two"))
    await zhou.expect("two", timeout=10)
    assert texts_of(zhou)[-2:] == ["one", "two"]


async def test_a_connection_dropped_after_the_effect_loses_nothing(
    org: Organisation, zhou: Person
) -> None:
    """Telegram does not say whether it sent: one may come twice, none may be missing."""
    org.telegram.drop_connections("sendMessage", before=False)
    await send(org, zhou, said("one"), said("two"))
    await zhou.expect("two", timeout=10)
    assert texts_of(zhou)[-3:] == ["one", "one", "two"]


async def test_an_outage_of_telegram_loses_nothing(org: Organisation, zhou: Person) -> None:
    await org.telegram.stop()
    await send(org, zhou, said("after the outage"))
    await asyncio.sleep(0.3)
    await org.telegram.start()
    await zhou.send_command("/help")
    await zhou.expect("after the outage", timeout=15)
    await zhou.expect("/cancel", timeout=15)


async def test_who_blocks_the_bot_is_left_in_peace_until_they_come_back(
    org: Organisation, zhou: Person
) -> None:
    member = await org.member(zhou)

    async def reachable() -> bool:
        async with org.coach.database.read() as session:
            return bool(await people.chats(session, member.id))

    async def unreachable() -> bool:
        return not await reachable()

    assert await reachable()
    await zhou.block()
    await org.until(unreachable)
    await zhou.unblock()
    await org.until(reachable)
    await zhou.send_command("/help")
    await zhou.expect("/cancel")


async def test_a_refused_message_marks_its_reader_unreachable_until_one_arrives(
    org: Organisation, zhou: Person
) -> None:
    member = await org.member(zhou)
    org.telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await send(org, zhou, said("unseen"))

    async def unreachable() -> bool:
        async with org.coach.database.read() as session:
            return not await people.chats(session, member.id)

    await org.until(unreachable)
    assert (await org.depth())["undeliverable"] == 1
    await zhou.send_command("/help")
    await zhou.expect("/cancel")
    await org.idle()
    assert not await unreachable()
    assert "unseen" not in texts_of(zhou)


async def test_what_telegram_cannot_parse_is_sent_plain(org: Organisation, zhou: Person) -> None:
    org.faults_are_planned = True
    org.telegram.fail("sendMessage", 400, "Bad Request: can't parse entities: strange")
    await send(org, zhou, Reply((bold("方案 <A>"), plain(" & more"))))
    message = await zhou.expect("方案 <A> & more")
    assert message.entities == []


async def test_a_reply_that_breaks_our_own_code_does_not_block_the_next(
    org: Organisation, zhou: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.LONGEST_WAIT", __import__("datetime").timedelta(0))
    async with org.coach.database.write() as session:
        await queues.send(session, "telegram", str(zhou.id), {"nonsense": True})
    await send(org, zhou, said("still here"))
    await zhou.expect("still here", timeout=15)
    assert (await org.depth())["undeliverable"] == 1


async def test_a_long_queue_for_one_chat_does_not_hide_the_others(
    org: Organisation, zhou: Person, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.ROWS_AT_ONCE", 5)
    org.telegram.flood(zhou.id, retry_after=30, method="sendMessage")
    await send(org, zhou, *(said(str(number)) for number in range(20)))
    await send(org, ann, said("hello"))
    await ann.expect("hello", timeout=3)


async def test_the_database_failing_after_a_send_repeats_nothing(
    org: Organisation, zhou: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([RuntimeError("database is locked")])
    write = Delivery._write

    async def flaky(self: Delivery, *args: object) -> None:
        for failure in failures:
            raise failure
        await write(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Delivery, "_write", flaky)
    await send(org, zhou, said("one"), said("two"))
    await zhou.expect("two", timeout=10)
    assert texts_of(zhou)[-2:] == ["one", "two"]


async def test_at_most_sixteen_chats_are_written_to_at_once(
    org: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = [org.stranger(f"Reader {number}") for number in range(24)]
    at_once: list[int] = []
    now = 0
    deliver = Sender.__call__

    async def counted(self: Sender, chat: str, reply: Reply) -> object:
        nonlocal now
        now += 1
        at_once.append(now)
        await asyncio.sleep(0.3)
        now -= 1
        return await deliver(self, chat, reply)

    monkeypatch.setattr(Sender, "__call__", counted)
    payload = to_payload(said("hi"))
    async with org.coach.database.write() as session:
        for reader in readers:
            reader.chat.started = True
            await queues.send(session, "telegram", str(reader.id), payload)
    org.coach.signals.outbox.set()
    for reader in readers:
        await reader.expect("hi", timeout=10)
    assert max(at_once) == 16


async def test_a_button_edits_its_message_and_a_deleted_one_is_sent_anew(
    org: Organisation, zhou: Person
) -> None:
    org.faults_are_planned = True
    await send(org, zhou, said("before"))
    message = await zhou.expect("before")
    changed = Reply((plain("after"),), replaces=str(message.message_id))
    await send(org, zhou, changed, changed)
    await zhou.expect("after", edits=True)
    await org.idle()
    assert texts_of(zhou).count("after") == 1, "what is not modified is not sent again"
    message.deleted = True
    await send(org, zhou, Reply((plain("anew"),), replaces=str(message.message_id)))
    assert (await zhou.expect("anew")) is not message
