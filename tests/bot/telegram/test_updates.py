"""What comes in: kept first, handled once and in order, and never at another chat's cost."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot import common_texts
from bot.call import Call
from bot.conversation import Conversation
from bot.features import conversation
from storage import deals, queues
from tests.bot.organisation import Organisation
from tests.fakes.telegram import Person


def slow_down(monkeypatch: pytest.MonkeyPatch, org: Organisation, seconds: float) -> list[str]:
    """Messages that begin with "slow" take that long; the texts in the order they were begun."""
    begun: list[str] = []
    hear = org.door._conversation.hear

    async def slow(call: Call) -> None:
        begun.append(call.message.text)
        if call.message.text.startswith("slow"):
            await asyncio.sleep(seconds)
            call.reply(call.message.text)
        else:
            await hear(call)

    _replace_ears(monkeypatch, org, slow)
    return begun


def _replace_ears(monkeypatch: pytest.MonkeyPatch, org: Organisation, hear: Any) -> None:
    usual = conversation()
    changed = Conversation(usual.commands, usual.actions, hear, usual.take_file, usual.join)
    monkeypatch.setattr(org.door, "_conversation", changed)


async def test_a_redelivered_update_does_nothing_twice(org: Organisation, zhou: Person) -> None:
    await zhou.send_command("/help")
    await zhou.expect("/cancel")
    org.telegram.redeliver(org.telegram.updates[-1].update_id)
    await org.telegram.wait_until(lambda: len(org.telegram.updates[-1].delivered) == 2)
    await org.idle()
    await zhou.expect_nothing()


async def test_a_redelivered_acceptance_writes_nothing_twice(
    org: Organisation, zhou: Person
) -> None:
    deal = await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万")
    await zhou.tap(await zhou.expect("→ ¥900,000"), "✅")
    await zhou.expect("已写入", edits=True)
    before = await org.ledger(deal)
    org.telegram.redeliver(org.telegram.updates[-1].update_id)
    await org.telegram.wait_until(lambda: len(org.telegram.updates[-1].delivered) == 2)
    await org.idle()
    assert await org.ledger(deal) == before


async def test_a_chat_is_answered_in_the_order_it_wrote(org: Organisation, zhou: Person) -> None:
    for zone in ("Asia/Tokyo", "Europe/Berlin", "Asia/Singapore", "Europe/London"):
        await zhou.send_command(f"/settings {zone}")
    await zhou.expect(count=4)
    said = [message.text for message in zhou.messages[-4:]]
    found = [zone for text in said for zone in ("Tokyo", "Berlin", "Singapore", "London")
             if zone in text]  # fmt: skip
    assert found == ["Tokyo", "Berlin", "Singapore", "London"]


async def test_thirty_slow_updates_of_one_chat_delay_another_by_less_than_half_a_second(
    org: Organisation, zhou: Person, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = time.monotonic()
    await ann.send_command("/help")
    await ann.expect("/cancel")
    alone = time.monotonic() - started
    begun = slow_down(monkeypatch, org, 0.15)
    for number in range(30):
        await zhou.send(f"slow {number}")
    await org.telegram.wait_until(lambda: not org.telegram.pending_updates())
    assert len(begun) < 10, "the slow ones are still waiting"
    started = time.monotonic()
    await ann.send_command("/help")
    await ann.expect("/cancel")
    beside = time.monotonic() - started
    print(f"answered in {alone:.3f} s alone, {beside:.3f} s beside 30 slow updates")
    assert beside - alone < 0.5
    await zhou.expect("slow 29", timeout=15)
    assert begun == [f"slow {number}" for number in range(30)]


async def test_at_most_sixteen_chats_are_handled_at_once(
    org: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, most, go_on = 0, 0, asyncio.Event()

    async def counted(*_: object) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await go_on.wait()
        now -= 1

    monkeypatch.setattr(Conversation, "handle", counted)
    for number in range(24):
        await org.stranger(f"Chat {number}").send("hello")

    async def all_kept() -> bool:
        return (await org.depth())["inbox"] == 24

    await org.until(all_kept)
    await asyncio.sleep(0.1)
    go_on.set()
    assert most == 16


async def test_a_crash_is_an_apology_with_a_reference_and_the_next_update_is_handled(
    org: Organisation, zhou: Person, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    async def broken(_call: Call) -> None:
        raise KeyError("secret detail of the database")

    _replace_ears(monkeypatch, org, broken)
    await zhou.send("boom")
    said = await zhou.expect("抱歉")
    reference = said.text.rpartition("编号 ")[2][:6]
    assert "secret" not in said.text
    assert "Error" not in said.text
    logged = next(r for r in caplog.records if reference in r.getMessage())
    assert logged.exc_info
    await zhou.send_command("/help")
    await zhou.expect("/cancel")
    assert (await org.depth())["inbox"] == 0


async def test_what_another_process_finished_meanwhile_has_no_effect_here(
    org: Organisation, zhou: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def overtaken(call: Call) -> None:
        async with org.coach.database.write() as session:
            await queues.finish(session, call._inbox_id)
        call.reply("too late")

    _replace_ears(monkeypatch, org, overtaken)
    await zhou.send("hello")
    await org.idle()
    await zhou.expect_nothing()


async def test_a_crash_in_the_midst_of_writing_leaves_nothing_written(
    org: Organisation, zhou: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万，下周三出合同")
    diff = await zhou.expect("→ ¥900,000")
    touch = deals.touch

    async def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(deals, "touch", broken)
    await zhou.tap(diff, "✅")
    await zhou.expect("抱歉")
    assert (await org.deals(zhou))[0].amount == deal.amount
    monkeypatch.setattr(deals, "touch", touch)
    await zhou.tap(diff, "✅")
    await zhou.expect("已写入", edits=True)


async def test_an_update_without_a_database_is_handled_when_it_is_back(
    org: Organisation, zhou: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([RuntimeError("database is locked")] * 2)
    begin = queues.begin_attempt

    async def flaky(*args: Any) -> int | None:
        for failure in failures:
            raise failure
        return await begin(*args)

    monkeypatch.setattr(queues, "begin_attempt", flaky)
    await zhou.send_command("/help")
    await zhou.expect("/cancel", timeout=10)


async def test_an_update_that_cannot_be_kept_is_not_confirmed(
    org: Organisation, zhou: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = queues.receive
    full = True

    async def flaky(*args: Any) -> int | None:
        if full:
            raise OSError("no space left")
        return await receive(*args)

    monkeypatch.setattr("bot.telegram.inbox.RETRY_SECONDS", 0.05)
    monkeypatch.setattr(queues, "receive", flaky)
    await zhou.send_command("/help")
    await zhou.expect_nothing(0.4)
    assert org.telegram.pending_updates(), "Telegram still holds it"
    full = False
    await zhou.expect("/cancel")


async def test_typing_is_shown_while_an_answer_is_made(org: Organisation, zhou: Person) -> None:
    await zhou.send("你好")
    await zhou.expect()
    actions = [event for event in zhou.chat.events if event.kind == "action"]
    assert actions
    assert actions[-1].text == "typing"


async def test_failing_to_show_typing_costs_nothing(org: Organisation, zhou: Person) -> None:
    org.telegram.delay("sendChatAction", 3)
    org.telegram.flood(zhou.id, retry_after=30, method="setMyCommands")
    for _ in range(3):
        await zhou.send("你好")
    await zhou.expect(count=3, timeout=3)


async def test_every_tap_is_answered_so_that_no_button_spins(
    org: Organisation, zhou: Person
) -> None:
    await zhou.send_command("/language")
    tap = await zhou.tap(await zhou.expect("选择语言"), "English")
    await zhou.answered(tap)


async def test_an_old_tap_that_telegram_no_longer_answers_still_works(
    org: Organisation, zhou: Person
) -> None:
    await zhou.send_command("/language")
    menu = await zhou.expect("选择语言")
    org.telegram.fail("answerCallbackQuery", 400, "Bad Request: query is too old")
    await zhou.tap(menu, "English")
    await zhou.expect("English from now on")


async def test_groups_are_told_to_write_privately_and_nothing_else(
    org: Organisation, zhou: Person, ann: Person
) -> None:
    group = org.telegram.group("销售一部", [zhou, ann])
    await zhou.send_command("/deals", chat=group)
    assert (await zhou.expect(chat=group)).text == common_texts.GROUP("zh")
    await ann.send("@sales_coach_bot who approves a discount?", chat=group)
    assert (await ann.expect(common_texts.GROUP("en"), chat=group)).rows == []
    org.telegram.state.sees_all_group_messages = True
    await ann.send("the customer wants 15% off", chat=group)
    await ann.send_document("plan.md", b"# secret", chat=group)
    await org.idle()
    await ann.expect_nothing(0.2, chat=group)
    assert not org.telegram.calls_of("getFile")


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "contact"])
async def test_what_it_cannot_read_gets_a_clear_sentence(
    org: Organisation, zhou: Person, kind: str
) -> None:
    await getattr(zhou, f"send_{kind}")()
    await zhou.expect(common_texts.UNSUPPORTED("zh"))


async def test_an_emoji_is_no_question_and_no_check_in(org: Organisation, zhou: Person) -> None:
    await zhou.send("🤔🤔👍")
    await zhou.expect("我没看出问题")
    await zhou.send_command("/nonsense")
    await zhou.expect(common_texts.UNKNOWN_COMMAND("zh"))
