"""A restart goes on where the process was: nothing is lost and nothing done twice."""

from __future__ import annotations

import pytest
from telegram import Update
from telegram.error import NetworkError

from bot.bootstrap import open_coach
from bot.conversation import MAX_ATTEMPTS
from bot.reply import Reply, plain, to_payload
from bot.telegram.inbox import DurableQueue
from storage import queues
from tests.bot.organisation import Organisation
from tests.fakes.telegram import Person


async def test_updates_kept_but_not_handled_are_handled_once_after_a_restart(
    org: Organisation, zhou: Person
) -> None:
    deal = await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万")
    diff = await zhou.expect("→ ¥900,000")
    await org.stop()
    await zhou.tap(diff, "✅")
    await zhou.send_command("/help")
    await _keep_pending(org)
    await org.start()
    await zhou.expect("/cancel")
    await org.idle()
    assert len([e for e in await org.ledger(deal) if e.field == "amount"]) == 2
    assert [m.text[:3] for m in zhou.messages].count("我能帮") == 1
    assert (await org.deals(zhou))[0].amount is not None


async def _keep_pending(org: Organisation) -> None:
    """What a process does that dies right after committing its inbox."""
    async with open_coach(org.settings) as coach:
        inbox = DurableQueue(coach)
        for update in org.telegram.pending_updates():
            await inbox.put(Update.de_json(update, None))


async def test_replies_left_in_the_outbox_are_sent_after_a_restart(
    org: Organisation, zhou: Person
) -> None:
    await org.stop()
    async with open_coach(org.settings) as coach, coach.database.write() as session:
        payload = to_payload(Reply((plain("left over"),)))
        await queues.send(session, "telegram", str(zhou.id), payload)
    await org.start()
    await zhou.expect("left over")
    await org.restart()
    await zhou.expect_nothing()


async def test_a_dialogue_goes_on_where_it_was_after_a_restart(
    org: Organisation, zhou: Person
) -> None:
    await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万")
    await zhou.tap(await zhou.expect("→ ¥900,000"), "✏️ 金额")
    await zhou.expect("应该是什么")
    await org.restart()
    await zhou.send("95万")
    await zhou.tap(await zhou.expect("→ ¥950,000"), "✅")
    await zhou.expect("已写入", edits=True)


async def test_an_update_that_keeps_killing_the_process_is_given_up(
    org: Organisation, zhou: Person
) -> None:
    await org.stop()
    await zhou.send_command("/help")
    await _keep_pending(org)
    async with open_coach(org.settings) as coach:
        async with coach.database.read() as session:
            (row,) = await queues.open_inbox(session, "telegram")
        for _ in range(MAX_ATTEMPTS):
            async with coach.database.write() as session:
                await queues.begin_attempt(session, row.id)
    await org.start()
    await zhou.expect("抱歉")


async def test_a_start_that_telegram_refuses_ends_cleanly(org: Organisation) -> None:
    await org.stop()
    org.telegram.fail("deleteWebhook", 502, times=9)
    with pytest.raises(NetworkError):
        await org.start()
    org.telegram.clear_faults()
    await org.start()
