"""A strict fake of Telegram's Bot API servers."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from . import control, page
from .account import change_bot_status
from .client import Person
from .errors import ApiError, too_many_requests
from .faults import Fault, Faults, RateLimits
from .files import MEGABYTE
from .methods import perform
from .parameters import Parameters, find_method
from .requests import read_parameters
from .state import JSON, Chat, State, User
from .updates import Update

DEFAULT_TOKEN = "4200000001:AAFakeTelegramTokenForTests-0123456789a"
GATEWAY_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1>nginx</body></html>"


@dataclass
class Call:
    """One request of the bot; status None: unanswered, or the connection was dropped."""

    method: str
    params: JSON
    at: float = field(default_factory=time.time)
    status: int | None = None
    description: str = ""
    result: Any = None
    took_effect: bool = False


class FakeTelegram:
    """`async with FakeTelegram() as server:` serves one bot at `server.base_url`.

    Persons made by `server.user()` act on it; whatever they do reaches the bot as updates.
    """

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        username: str = "sales_coach_bot",
        sees_all_group_messages: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.host = host
        self.port = port
        bot = User(int(token.partition(":")[0]), "Sales Coach", username=username, is_bot=True)
        self.state = State(bot, clock)
        self.state.sees_all_group_messages = sees_all_group_messages
        self.faults = Faults()
        self.limits = RateLimits()
        self.calls: list[Call] = []
        self.people: dict[int, Person] = {}
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def base_url(self) -> str:
        return f"{self.api_url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.api_url}/file/bot"

    async def start(self) -> None:
        """Serve; after a stop() on the same port, with everything remembered."""
        app = web.Application(client_max_size=64 * MEGABYTE)
        app.router.add_route("GET", "/file/bot{token}/{path:.+}", self._serve_file)
        app.router.add_route("*", "/bot{token}/{method}", self._serve_method)
        page.add_routes(app, self.state)
        control.add_routes(app, self)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        self.state.queue.end_poll(ApiError(502, "Bad Gateway"))
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def user(
        self,
        first_name: str = "Alice",
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        user_id: int | None = None,
    ) -> Person:
        """A person who has not yet written to the bot."""
        user_id = user_id or max([6_000_000_000, *self.people]) + 1
        if user_id in self.people:
            raise AssertionError(f"{user_id} is taken")
        user = User(user_id, first_name, last_name, username, language_code)
        self.state.users[user_id] = user
        chat = self.state.chats[user_id] = Chat(user_id, "private", user)
        person = self.people[user_id] = Person(self.state, user, chat)
        return person

    def group(self, title: str, members: list[Person]) -> Chat:
        """A supergroup to which its first member has just added the bot."""
        chat_id = -1_002_000_000_001 - len(self.state.chats)
        people = [person.user for person in members]
        chat = Chat(chat_id, "supergroup", title=title, members=people, bot_status="left")
        self.state.chats[chat_id] = chat
        change_bot_status(self.state, chat, people[0].as_json(), "member")
        return chat

    def flood(
        self,
        chat_id: int | None = None,
        retry_after: int = 1,
        times: int = 1,
        method: str | None = None,
    ) -> None:
        """Refuse the next calls (to that chat) by 429."""
        error = too_many_requests(retry_after)
        self.faults.waiting.append(Fault("flood", method, times, chat_id, error))

    def fail(
        self,
        method: str | None = None,
        status: int = 500,
        description: str = "Internal Server Error",
        times: int = 1,
    ) -> None:
        """Refuse the next calls with this error; 502 answers a gateway's HTML page."""
        error = ApiError(status, description)
        self.faults.waiting.append(Fault("fail", method, times, error=error))

    def drop_connections(
        self, method: str | None = None, times: int = 1, *, before: bool = True
    ) -> None:
        """Close the connection unanswered, before or after the call took effect."""
        kind: Any = "drop before" if before else "drop after"
        self.faults.waiting.append(Fault(kind, method, times))

    def delay(self, method: str, seconds: float) -> None:
        """Take so long about this method from now on (0: no longer)."""
        self.faults.delays[method.lower()] = seconds

    def enforce_limits(self, enabled: bool = True) -> None:
        """Answer 429 whenever the bot exceeds Telegram's published rate limits."""
        self.limits.enabled = enabled

    def clear_faults(self) -> None:
        self.faults.clear()
        self.limits.enabled = False

    def redeliver(self, update_id: int) -> None:
        """Deliver an update again although it may have been confirmed."""
        self.state.queue.redeliver(update_id)

    def expire_taps(self) -> None:
        """Make every tap so far too old to be answered."""
        for tap in self.state.taps.values():
            tap.expired = True

    def pending_updates(self) -> list[JSON]:
        return [update.as_json() for update in self.state.queue.pending]

    @property
    def updates(self) -> list[Update]:
        """All updates so far, with when each was delivered and confirmed."""
        return self.state.queue.history

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def wait_until(self, condition: Callable[[], bool], timeout: float = 5) -> None:
        """Wait for something the bot does to become true, e.g. `not server.pending_updates()`."""
        if not await self.state.signal.until(condition, timeout):
            raise AssertionError(f"not true after {timeout} s")

    async def _serve_method(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.match_info["method"], {})
        if request.match_info["token"] != self.token:
            return _refused(ApiError(401, "Unauthorized"), call)
        self.calls.append(call)
        try:
            call.method = find_method(call.method)
            call.params = await read_parameters(request)
            fault = self.faults.take(call.method, call.params)
            await asyncio.sleep(self.faults.delay_of(call.method))
            if fault and fault.error:
                raise fault.error
            if fault and fault.kind == "drop before":
                return _dropped(request)
            self.limits.check(call.method, call.params)
            given = Parameters(call.method, call.params)
            call.result = await perform(self.state, call.method, given)
            call.took_effect = True
        except ApiError as error:
            return _refused(error, call)
        finally:
            self.state.signal.notify()
        if fault and fault.kind == "drop after":
            return _dropped(request)
        call.status = 200
        return web.json_response({"ok": True, "result": call.result})

    async def _serve_file(self, request: web.Request) -> web.Response:
        file = self.state.files.by_path(request.match_info["path"])
        if request.match_info["token"] != self.token or file is None:
            return web.json_response(ApiError(404, "Not Found").body(), status=404)
        return web.Response(body=file.data, content_type="application/octet-stream")


def _refused(error: ApiError, call: Call) -> web.Response:
    call.status, call.description = error.status, error.description
    if error.status == 502:
        page = GATEWAY_PAGE.format("502 Bad Gateway")
        return web.Response(text=page, status=502, content_type="text/html")
    return web.json_response(error.body(), status=error.status)


def _dropped(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
