"""A language model over HTTP that says what a test tells it to: OpenAI's chat completions.

    async with FakeModel(['{"sentences": []}', Fails(429), Slow(5.0, "too late")]) as fake:
        LangChainModel("openai:fake", base_url=fake.base_url, api_key="test", timeout=1)

Replies are given in order, the last one again and again. `prompts` records what was asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web


@dataclass(frozen=True)
class Fails:
    """An HTTP error instead of a reply."""

    status: int
    message: str = "out of order"


@dataclass(frozen=True)
class Slow:
    """A reply after a while."""

    seconds: float
    reply: str


@dataclass(frozen=True)
class Raw:
    """A body that is no chat completion."""

    body: str


Reply = str | Fails | Slow | Raw


class FakeModel:
    """The server. It listens on a free port of this machine while the context is open."""

    def __init__(self, replies: Sequence[Reply]) -> None:
        self._replies = list(replies)
        self._runner: web.AppRunner | None = None
        self.prompts: list[str] = []
        self.requests: list[dict[str, Any]] = []
        self.base_url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/v1"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _complete(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.requests.append(body)
        self.prompts.append(str(body["messages"][-1]["content"]))
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        match reply:
            case Fails(status, message):
                return web.json_response({"error": {"message": message}}, status=status)
            case Raw(content):
                return web.Response(text=content, content_type="application/json")
            case Slow(seconds, text):
                await asyncio.sleep(seconds)
                return web.json_response(_completion(str(body["model"]), text))
            case str(text):
                return web.json_response(_completion(str(body["model"]), text))


def _completion(model: str, text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "fake-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
