"""A rep says what happened, sees it as a diff, and nothing is written before yes."""

from __future__ import annotations

from datetime import date

import pytest

from bot import common_texts
from bot.checkins import texts
from storage.records import DealStatus, Money
from tests.bot.organisation import Organisation
from tests.fakes.telegram import Person


async def test_a_check_in_is_written_when_the_rep_says_yes(org: Organisation, zhou: Person) -> None:
    before = await org.deal(zhou, "华星", "MES", amount="80000000 CNY", stage="needs")
    await zhou.send("今天拜访了华星，涨到90万，4月15日前签")
    diff = await zhou.expect(texts.DIFF("zh"))
    assert "¥800,000 → ¥900,000" in diff.text
    assert "“90万”" in diff.text
    assert await org.deals(zhou) == [before], "nothing is written before yes"
    await zhou.tap(diff, "✅ 全部确认")
    await zhou.expect("已写入 2 项", edits=True)
    (after,) = await org.deals(zhou)
    assert after.amount == Money(90_000_000, "CNY")
    assert after.expected_close == date(2026, 4, 15)
    written = [entry for entry in await org.ledger(before) if entry.words]
    assert {entry.words for entry in written} >= {"90万"}
    assert diff.buttons == [], "its buttons are gone"


async def test_an_english_check_in_is_shown_and_written_in_english(
    org: Organisation, ann: Person
) -> None:
    await org.deal(ann, "Northwind", "WMS", amount="10000000 USD", stage="needs")
    await ann.send("northwind bumped to 135k, decision end of april")
    diff = await ann.expect(texts.DIFF("en"))
    assert "$100,000 → $135,000" in diff.text
    await ann.tap(diff, "✅ Accept all")
    await ann.expect("Written, 2 changes", edits=True)
    (after,) = await org.deals(ann)
    assert after.amount == Money(13_500_000, "USD")
    assert after.expected_close == date(2026, 4, 30)


async def test_one_line_is_dropped_and_the_rest_written(org: Organisation, zhou: Person) -> None:
    await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万，4月15日前签")
    diff = await zhou.expect("→ ¥900,000")
    await zhou.tap(diff, "🗑 金额")
    await zhou.expect("不写入", edits=True)
    await zhou.tap(diff, "✅ 确认")
    await zhou.expect("已写入 1 项", edits=True)
    (after,) = await org.deals(zhou)
    assert after.amount == Money(80_000_000, "CNY")
    assert after.expected_close == date(2026, 4, 15)


async def test_a_line_is_edited_by_its_button(org: Organisation, zhou: Person) -> None:
    await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万")
    await zhou.tap(await zhou.expect("→ ¥900,000"), "✏️ 金额")
    await zhou.expect("应该是什么")
    await zhou.send("大概就那样")
    await zhou.expect("我没读懂这个金额")
    await zhou.send("95万")
    await zhou.tap(await zhou.expect("→ ¥950,000"), "✅")
    await zhou.expect("已写入 1 项", edits=True)
    assert (await org.deals(zhou))[0].amount == Money(95_000_000, "CNY")


async def test_a_line_is_corrected_by_just_saying_so(org: Organisation, zhou: Person) -> None:
    await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万")
    await zhou.expect("→ ¥900,000")
    await zhou.send("不对，是95万")
    await zhou.tap(await zhou.expect("→ ¥950,000"), "✅")
    await zhou.expect("已写入 1 项", edits=True)
    assert (await org.deals(zhou))[0].amount == Money(95_000_000, "CNY")


async def test_a_new_deal_is_proposed_and_made(org: Organisation, zhou: Person) -> None:
    await zhou.send("新客户：青禾药业，想做CRM，大概五十万")
    diff = await zhou.expect("新商机")
    assert await org.deals(zhou) == []
    await zhou.tap(diff, "✅")
    await zhou.expect("已写入", edits=True)
    (made,) = await org.deals(zhou)
    assert made.account == "青禾药业"
    assert made.amount == Money(50_000_000, "CNY")


async def test_an_ambiguous_deal_is_asked_about_once(org: Organisation, zhou: Person) -> None:
    await org.deal(zhou, "百果园", "一期", amount="10000000 CNY")
    await org.deal(zhou, "百果园", "二期", amount="20000000 CNY")
    await zhou.send("百果园涨到25万了")
    question = await zhou.expect("指的是哪一个")
    await zhou.tap(question, "百果园 · 二期")
    await zhou.expect("¥200,000 → ¥250,000", edits=True)
    await zhou.tap(question, "百果园 · 二期", stale=True)
    await zhou.expect(common_texts.GONE("zh"))
    await zhou.tap(question, "✅")
    await zhou.expect("已写入 1 项", edits=True)
    amounts = sorted(d.amount.minor for d in await org.deals(zhou) if d.amount)
    assert amounts == [10_000_000, 25_000_000]


@pytest.mark.parametrize(
    ("said", "status", "shows"),
    [("华星签了！", DealStatus.WON, "赢单"), ("华星丢了，嫌贵", DealStatus.LOST, "嫌贵")],
)
async def test_a_deal_is_won_or_lost(
    org: Organisation, zhou: Person, said: str, status: DealStatus, shows: str
) -> None:
    await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send(said)
    diff = await zhou.expect(shows)
    assert (await org.deals(zhou))[0].status is DealStatus.OPEN
    await zhou.tap(diff, "✅")
    await zhou.expect("已写入", edits=True)
    assert (await org.deals(zhou))[0].status is status


async def test_a_rejected_check_in_writes_nothing(org: Organisation, zhou: Person) -> None:
    before = await org.deal(zhou, "华星", amount="80000000 CNY")
    await zhou.send("华星涨到90万")
    await zhou.tap(await zhou.expect("→ ¥900,000"), "✖️ 取消")
    await zhou.expect(texts.REJECTED("zh"), edits=True)
    assert await org.deals(zhou) == [before]
