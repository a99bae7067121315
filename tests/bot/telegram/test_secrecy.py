"""The token is shown to nobody and written nowhere."""

from __future__ import annotations

import asyncio
import logging

import pytest
from pydantic import SecretStr

from bot.telegram.checking import check_token
from tests.bot.organisation import Organisation
from tests.fakes.telegram import Person


async def test_the_token_is_in_no_log_line_whatever_happens(
    org: Organisation, zhou: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    org.telegram.fail("sendMessage", 502)
    org.telegram.drop_connections("sendMessage")
    org.telegram.drop_connections("getFile")
    await zhou.send_command("/help")
    await zhou.expect("/cancel", timeout=15)
    await org.telegram.stop()
    await asyncio.sleep(0.2)
    await org.telegram.start()
    await org.restart()
    secret = org.telegram.token.partition(":")[2]
    leaks = [r for r in caplog.records if secret in caplog.handler.format(r)]
    ours = [r for r in leaks if not r.name.startswith("aiohttp")]
    assert not ours, ours[0].getMessage()
    assert len(caplog.records) > 20, "there was something to leak into"


async def test_a_wrong_token_is_reported_without_being_shown(org: Organisation) -> None:
    assert await check_token(org.settings) == ""
    wrong = org.settings.model_copy(update={"telegram_token": SecretStr("42:wrong-secret")})
    problem = await check_token(wrong)
    assert "rejected" in problem
    assert "wrong-secret" not in problem
