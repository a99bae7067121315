"""The whole way through Telegram on each database."""

from __future__ import annotations

from pathlib import Path

from storage.records import Money
from tests.bot.organisation import Organisation
from tests.bot.telegram.conftest import WORDS, wednesday


async def test_a_day_of_work_on_each_database(database_url: str, tmp_path: Path) -> None:
    made = Organisation(tmp_path / "home", WORDS, database_url=database_url, clock=wednesday)
    async with made.open() as org:
        xin = await org.join("林欣", "trainer")
        await xin.send_document("价格.md", "# 价格\n\n15%的折扣由销售总监审批。".encode())
        await xin.tap(await xin.expect("第 1 版 · 草稿", timeout=20), "启用")
        await xin.expect("从现在起用它回答", timeout=20, edits=True)
        zhou = await org.join("周雨桐", "rep", "east")
        await zhou.send("15%的折扣谁来审批？")
        answer = await zhou.expect("销售总监", timeout=10)
        await zhou.tap(answer, "[1]")
        await zhou.expect("由销售总监审批")
        await org.deal(zhou, "华星", amount="80000000 CNY")
        await zhou.send("华星涨到90万")
        diff = await zhou.expect("→ ¥900,000")
        await org.restart()
        await zhou.tap(diff, "✅")
        await zhou.expect("已写入 1 项", edits=True)
        assert (await org.deals(zhou))[0].amount == Money(90_000_000, "CNY")
        mei = await org.join("王梅", "manager", "east")
        await mei.send_command("/summary")
        await mei.expect("签到 1/1", timeout=20)
