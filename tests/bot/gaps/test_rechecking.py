"""When open gaps are asked again."""

from __future__ import annotations

import asyncio

import pytest

from bot.coach import Coach
from bot.gaps import rechecking
from bot.gaps.rechecking import Gaps
from tests.storage.making import a_document, a_version


async def test_open_gaps_are_asked_again_once_after_several_changes_in_a_row(
    boxu: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    async def recheck(_coach: Coach) -> list[int]:
        nonlocal asked
        asked += 1
        return []

    monkeypatch.setattr(rechecking, "recheck", recheck)
    monkeypatch.setattr(rechecking, "QUIET_SECONDS", 0.3)
    tending = Gaps(boxu)
    await tending.tick()
    assert asked == 1, "at the start"
    for name in ("one", "two", "three"):
        async with boxu.database.write() as session:
            await a_version(session, a_document(name), slug=name)
        await tending.tick()
    assert asked == 1, "there may be more to come"
    await asyncio.sleep(0.3)
    for _ in range(2):
        await tending.tick()
    assert asked == 2
