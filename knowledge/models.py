"""The only place where a chat model is made. LangChain is imported when one is first used."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import re
import time
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

logger = logging.getLogger(__name__)

DEFAULT_TIMEOUT = 20.0
REST = 20.0
"""Seconds without another try after a failure: an outage costs one question's time, not each's."""
EXTRAS = {"openai": "langchain_openai", "anthropic": "langchain_anthropic",
          "ollama": "langchain_ollama"}  # fmt: skip
_FAMILIES = (("openai", re.compile(r"gpt-|o\d|chatgpt")), ("anthropic", re.compile(r"claude")))


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

    async def warm_up(self) -> None:
        """Do beforehand what takes time. Raises nothing."""
        ...

    async def problem(self) -> str:
        """Why the model cannot be asked, in a sentence; "" if it can."""
        ...


def provider_of(name: str) -> str:
    """The provider in "provider:model", or the one that a bare name is known by; "" if neither."""
    before, colon, _ = name.partition(":")
    if colon:
        return before.strip().lower().replace("-", "_")
    return next((p for p, family in _FAMILIES if family.match(name.lower())), "")


def missing_extra(name: str) -> str:
    """What has to be installed for this model, in a sentence; "" if nothing that is known of."""
    provider = provider_of(name)
    if not provider:
        return f"{name!r} names no provider; write it as in openai:gpt-4.1-mini"
    package = EXTRAS.get(provider)
    if package is None or importlib.util.find_spec(package) is not None:
        return ""
    return (
        f"{name!r} needs the package {package.replace('_', '-')}: "
        f"python -m pip install 'sales-coach[{provider}]'"
    )


class LangChainModel:
    """Any chat model LangChain can make from "provider:name" ("openai:gpt-4.1-mini").

    `base_url` and `api_key` are for OpenAI-compatible servers and the like; without a key the
    provider's own environment variable counts. `timeout` (seconds) bounds a whole reply; the
    provider is told not to retry, as the composed answer is there at once. After a failure the
    model is left alone for `rest` seconds.
    """

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        rest: float = REST,
    ) -> None:
        self.name = name
        self._base_url = base_url
        self._api_key = api_key
        self._timeout = timeout
        self._rest = rest
        self._resting_until = 0.0
        self._model: BaseChatModel | None = None
        self._opening = asyncio.Lock()

    async def complete(self, prompt: str) -> str:
        """See ChatModel."""
        if time.monotonic() < self._resting_until:
            raise ModelUnavailable(f"{self.name}: it failed a moment ago")
        try:
            async with asyncio.timeout(self._timeout):
                reply = await (await self._opened()).ainvoke(prompt)
        except asyncio.CancelledError:
            self._pause()
            raise
        except TimeoutError as error:
            self._pause()
            raise ModelUnavailable(f"{self.name}: no reply within {self._timeout:g} s") from error
        except Exception as error:
            self._pause()
            raise ModelUnavailable(f"{self.name}: {type(error).__name__}: {error}") from error
        return str(reply.text)

    def _pause(self) -> None:
        self._resting_until = time.monotonic() + self._rest

    async def warm_up(self) -> None:
        """Import the provider beforehand: the first question has other uses for its seconds."""
        if problem := await self.problem():
            logger.warning("answers are composed without the model: %s", problem)

    async def problem(self) -> str:
        """Why the model cannot be asked, in a sentence; "" if it can. Sends nothing."""
        if said := missing_extra(self.name):
            return said
        try:
            await self._opened()
        except Exception as error:  # noqa: BLE001  # whatever a provider raises is the answer
            said = str(error).strip() or type(error).__name__
            return f"{self.name}: {said.splitlines()[0]}"
        return ""

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
