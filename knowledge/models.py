"""The only place where a chat model is made. LangChain is imported when one is first used."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

DEFAULT_TIMEOUT = 20.0


class ModelUnavailable(Exception):
    """No answer from the chat model: not installed, misconfigured, refused, limited or too slow."""


class ChatModel(Protocol):
    """What answering needs of a model."""

    @property
    def name(self) -> str:
        """As it is stored with an answer."""
        ...

    async def complete(self, prompt: str) -> str:
        """The model's reply to one message. Raises ModelUnavailable, whatever went wrong."""
        ...


class LangChainModel:
    """Any chat model LangChain can make from "provider:name" ("openai:gpt-4.1-mini").

    `base_url` and `api_key` are for OpenAI-compatible servers and the like; without a key the
    provider's own environment variable counts. `timeout` (seconds) bounds a whole reply; the
    provider is told not to retry, as the composed answer is there at once.
    """

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> None:
        self.name = name
        self._base_url = base_url
        self._api_key = api_key
        self._timeout = timeout
        self._model: BaseChatModel | None = None
        self._opening = asyncio.Lock()

    async def complete(self, prompt: str) -> str:
        """See ChatModel."""
        try:
            async with asyncio.timeout(self._timeout):
                reply = await (await self._opened()).ainvoke(prompt)
        except TimeoutError as error:
            raise ModelUnavailable(f"{self.name}: no reply within {self._timeout:g} s") from error
        except Exception as error:
            raise ModelUnavailable(f"{self.name}: {type(error).__name__}: {error}") from error
        return str(reply.text)

    async def _opened(self) -> BaseChatModel:
        """Made once, in a thread: importing a provider takes a second or two."""
        async with self._opening:
            if self._model is None:
                self._model = await asyncio.to_thread(self._open)
        return self._model

    def _open(self) -> BaseChatModel:
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {"temperature": 0, "timeout": self._timeout, "max_retries": 0}
        if self._base_url:
            options["base_url"] = self._base_url
        if self._api_key:
            options["api_key"] = self._api_key
        model: BaseChatModel = init_chat_model(self.name, **options)
        return model
