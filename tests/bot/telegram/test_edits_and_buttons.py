"""Edited messages, stale, double and forged taps, and /cancel do no harm."""

from __future__ import annotations

from bot import common_texts
from bot.checkins import texts
from storage.records import Money
from tests.bot.organisation import Organisation
from tests.bot.telegram.forging import forge
from tests.fakes.telegram import Person


async def test_editing_the_message_of_a_waiting_check_in_makes_its_diff_anew(
    org: Organisation, zhou: Person
) -> None:
    await org.deal(zhou, "华星", amount="80000000 CNY")
    message = await zhou.send("华星涨到90万")
    old = await zhou.expect("→ ¥900,000")
    await zhou.edit(message, "华星涨到95万")
    new = await zhou.expect("→ ¥950,000")
    await zhou.tap(old, "✅")
    await zhou.expect(texts.NO_PENDING("zh"))
    assert (await org.deals(zhou))[0].amount == Money(80_000_000, "CNY")
    await zhou.tap(new, "✅")
    await zhou.expect("已写入 1 项", edits=True)
    assert (await org.deals(zhou))[0].amount == Money(95_000_000, "CNY")


async def test_editing_a_checkin_command_makes_its_diff_anew(
    org: Organisation, zhou: Person
) -> None:
    await org.deal(zhou, "华星", amount="80000000 CNY")
    message = await zhou.send_command("/checkin 华星涨到90万")
    old = await zhou.expect("→ ¥900,000")
    await zhou.edit(message, "/checkin 华星涨到95万")
    await zhou.expect("→ ¥950,000")
    await zhou.tap(old, "✅")
    await zhou.expect(texts.NO_PENDING("zh"))


async def test_editing_an_accepted_check_in_proposes_the_difference(
    org: Organisation, zhou: Person
) -> None:
    await org.deal(zhou, "华星", amount="80000000 CNY")
    message = await zhou.send("华星涨到90万，4月15日前签")
    await zhou.tap(await zhou.expect("→ ¥900,000"), "✅")
    await zhou.expect("已写入 2 项", edits=True)
    await zhou.edit(message, "华星涨到95万，4月15日前签")
    diff = await zhou.expect("¥900,000 → ¥950,000")
    assert "预计成交" not in diff.text
    assert (await org.deals(zhou))[0].amount == Money(90_000_000, "CNY")
    await zhou.tap(diff, "✅")
    await zhou.expect("已写入 1 项", edits=True)
    assert (await org.deals(zhou))[0].amount == Money(95_000_000, "CNY")


async def test_edited_questions_and_commands_are_harmless(org: Organisation, zhou: Person) -> None:
    await org.ingest("价格.md", "# 折扣\n\n15%的折扣由销售总监审批。")
    question = await zhou.send("15%折扣谁审批？")
    await zhou.expect("销售总监")
    await zhou.edit(question, "15%的折扣谁来审批？")
    await zhou.expect("销售总监")
    command = await zhou.send_command("/deals")
    await zhou.expect("还没有进行中的商机")
    await zhou.edit(command, "/cancel")
    await org.idle()
    await zhou.expect_nothing(0.1)


async def test_a_double_tap_writes_once(org: Organisation, zhou: Person) -> None:
    deal = await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万")
    diff = await zhou.expect("→ ¥900,000")
    await zhou.tap(diff, "✅")
    await zhou.tap(diff, "✅", stale=True)
    await zhou.expect(texts.NO_PENDING("zh"))
    assert len([e for e in await org.ledger(deal) if e.words == "90万"]) == 1


async def test_stale_buttons_of_a_finished_check_in_change_nothing(
    org: Organisation, zhou: Person
) -> None:
    await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万")
    diff = await zhou.expect("→ ¥900,000")
    await zhou.tap(diff, "✅")
    await zhou.expect("已写入", edits=True)
    (before,) = await org.deals(zhou)
    for button in ("✅ 全部确认", "✖️ 取消", "✏️ 金额", "🗑 金额"):
        await zhou.tap(diff, button, stale=True)
        await zhou.expect(texts.NO_PENDING("zh"))
    assert await org.deals(zhou) == [before]


FORGED = ["accept:{checkin}", "reject:{checkin}", "drop:{change}", "edit:{change}",
          "which:{checkin}:{deal}", "said:{checkin}", "deal:{deal}", "cite:1:1"]  # fmt: skip


async def test_a_tap_with_somebody_elses_numbers_does_nothing(
    org: Organisation, zhou: Person, ann: Person
) -> None:
    await org.ingest("价格.md", "# 折扣\n\n15%的折扣由销售总监审批。")
    await zhou.send("15%的折扣谁来审批？")
    await zhou.expect("[1]")
    deal = await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万")
    diff = await zhou.expect("→ ¥900,000")
    own = [button["callback_data"] for row in diff.keyboard for button in row]
    checkin, change = own[0].partition(":")[2], own[2].partition(":")[2]
    for data in FORGED:
        await forge(ann, data.format(checkin=checkin, change=change, deal=deal.id))
        said = await ann.expect()
        assert "华星" not in said.text, data
        assert "销售总监" not in said.text, data
        assert "¥" not in said.text, data
    assert await org.deals(zhou) == [deal]
    await zhou.tap(diff, "✅")
    await zhou.expect("已写入 1 项", edits=True)


GARBAGE = ["x", ":", "accept:", "accept:abc", "accept:1:2", "accept:-1", "accept:0", "which:1",
           "accept:99999999999999999999", "deal:2147483648", "cite:1", "cite:1:x:3", "edit:１",
           "language:", "language:xx", "timezone:../../etc", "invite:admin:", "playbook:999",
           "retire:1", "summary:week:all", "summary:week:person:999", "summary:", "😀",
           "drop:' OR 1=1 --", "said:", "reject:NaN"]  # fmt: skip


async def test_garbage_in_a_button_does_nothing(org: Organisation, ann: Person) -> None:
    member = await org.member(ann)
    for data in GARBAGE:
        await forge(ann, data)
        said = await ann.expect()
        assert "reference" not in said.text, f"{data} made a handler crash"
        await org.idle()
    assert await org.member(ann) == member


async def test_cancel_leaves_every_state(org: Organisation, zhou: Person) -> None:
    before = await org.deal(zhou, "百果园", "一期", amount="10000000 CNY")
    await org.deal(zhou, "百果园", "二期", amount="20000000 CNY")
    await zhou.send_command("/cancel")
    await zhou.expect(common_texts.NOTHING_TO_CANCEL("zh"))

    await zhou.send("百果园一期涨到25万")
    diff = await zhou.expect("→ ¥250,000")
    await zhou.send_command("/cancel")
    await zhou.expect(common_texts.CANCELLED("zh"))
    await zhou.tap(diff, "✅")
    await zhou.expect(texts.NO_PENDING("zh"))

    await zhou.send("百果园一期涨到25万")
    diff = await zhou.expect("→ ¥250,000")
    await zhou.tap(diff, "✏️")
    await zhou.expect("应该是什么")
    await zhou.send_command("/cancel")
    await zhou.expect(common_texts.CANCELLED("zh"))
    await zhou.tap(diff, "🗑")
    await zhou.expect("不写入", edits=True)
    await zhou.send_command("/cancel")
    await zhou.expect(common_texts.CANCELLED("zh"))

    await zhou.send("百果园涨到25万了")
    which = await zhou.expect("指的是哪一个")
    await zhou.send_command("/cancel")
    await zhou.expect(common_texts.CANCELLED("zh"))
    await zhou.tap(which, "百果园 · 一期")
    await zhou.expect(texts.NO_PENDING("zh"))
    await zhou.send_command("/cancel")
    await zhou.expect(common_texts.NOTHING_TO_CANCEL("zh"))
    assert before in await org.deals(zhou)


async def test_a_question_leaves_a_waiting_line_and_it_can_be_taken_up_again(
    org: Organisation, zhou: Person
) -> None:
    await org.ingest("价格.md", "# 折扣\n\n15%的折扣由销售总监审批。")
    await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万")
    diff = await zhou.expect("→ ¥900,000")
    await zhou.tap(diff, "✏️ 金额")
    await zhou.expect("应该是什么")
    await zhou.send("15%的折扣谁来审批？")
    await zhou.expect("销售总监")
    await zhou.tap(diff, "✅")
    await zhou.expect("已写入 1 项", edits=True)
