"""The person-like API over HTTP: POST /control/VERB with a JSON object (or a multipart form).

The verbs and their arguments are the methods of FakeTelegram and Person by the same names; a
person is given as `user` (an id), a group as `chat` (an id), a file as `data` (base64, or a
multipart file). What an app would refuse is 409 {"error": …}.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .page import shown_chat
from .requests import read_parameters
from .state import JSON, Chat, Message
from .transcript import transcript
from .vocabulary import words

if TYPE_CHECKING:
    from .client import Person
    from .server import FakeTelegram

Verb = Callable[["FakeTelegram", JSON], Awaitable[Any]]
FAULTS = words(
    "flood fail drop_connections delay enforce_limits clear_faults redeliver expire_taps"
)
DEEDS = words("send_command send_voice send_sticker send_contact block unblock kick_bot")


def add_routes(app: web.Application, server: FakeTelegram) -> None:
    async def verb(request: web.Request) -> web.Response:
        perform = VERBS.get(request.match_info["verb"])
        if perform is None:
            return web.json_response({"error": "no such verb"}, status=404)
        try:
            return web.json_response(await perform(server, await read_parameters(request)))
        except (AssertionError, KeyError, StopIteration, TypeError, ValueError) as error:
            reason = f"{type(error).__name__}: {error}"
            return web.json_response({"error": reason}, status=409)

    app.router.add_route("*", "/control/{verb}", verb)


async def _user(server: FakeTelegram, args: JSON) -> JSON:
    return server.user(**args).user.as_json()


async def _group(server: FakeTelegram, args: JSON) -> JSON:
    members = [server.people[int(member)] for member in args["members"]]
    return server.group(args["title"], members).as_json()


async def _state(server: FakeTelegram, args: JSON) -> JSON:
    groups = [chat for chat in server.state.chats.values() if chat.type != "private"]
    return {
        "bot": server.state.bot.as_json(),
        "users": [person.user.as_json() for person in server.people.values()],
        "groups": [
            group.as_json() | {"members": [user.id for user in group.members]} for group in groups
        ],
    }


async def _chat(server: FakeTelegram, args: JSON) -> JSON:
    person = _person(server, args)
    return shown_chat(_where(server, args) or person.chat, person)


async def _messages(server: FakeTelegram, args: JSON) -> list[JSON]:
    chat = _where(server, args) or _person(server, args).chat
    return [message.as_json() for message in chat.messages.values() if not message.deleted]


async def _transcript(server: FakeTelegram, args: JSON) -> JSON:
    chat = _where(server, args) or _person(server, args).chat
    return {"transcript": transcript(chat, len(chat.events))}


async def _send(server: FakeTelegram, args: JSON) -> JSON:
    chat = _where(server, args)
    reply = (chat or _person(server, args).chat).messages.get(int(args.get("reply_to", 0)))
    message = await _person(server, args).send(args["text"], chat=chat, reply_to=reply)
    return message.as_json()


async def _send_document(server: FakeTelegram, args: JSON) -> JSON:
    name, data = _file(args)
    message = await _person(server, args).send_document(
        name, data, args.get("caption"), args.get("mime_type"), chat=_where(server, args)
    )
    return message.as_json()


async def _send_photo(server: FakeTelegram, args: JSON) -> JSON:
    _, data = _file(args)
    person = _person(server, args)
    message = await person.send_photo(data, args.get("caption"), chat=_where(server, args))
    return message.as_json()


async def _edit(server: FakeTelegram, args: JSON) -> JSON:
    person = _person(server, args)
    return (await person.edit(_message(server, args), args["new_text"])).as_json()


async def _tap(server: FakeTelegram, args: JSON) -> JSON:
    person, message = _person(server, args), _message(server, args)
    tap = await person.tap(message, args["button"], stale=bool(args.get("stale")))
    return {"id": tap.id, "data": tap.data}


async def _expect(server: FakeTelegram, args: JSON) -> JSON:
    person = _person(server, args)
    options = {k: args[k] for k in ("substring", "count", "timeout", "edits") if k in args}
    return (await person.expect(**options, chat=_where(server, args))).as_json()


async def _calls(server: FakeTelegram, args: JSON) -> list[JSON]:
    method = args.get("method")
    return [
        vars(call) | {"params": {name: str(value) for name, value in call.params.items()}}
        for call in server.calls
        if method in (None, call.method)
    ]


async def _updates(server: FakeTelegram, args: JSON) -> list[JSON]:
    return [vars(update) for update in server.updates]


async def _pending_updates(server: FakeTelegram, args: JSON) -> list[JSON]:
    return server.pending_updates()


def _person_verb(name: str) -> Verb:
    async def act(server: FakeTelegram, args: JSON) -> JSON:
        person = _person(server, args)
        rest = {key: value for key, value in args.items() if key not in ("user", "chat")}
        if group := _where(server, args):
            rest["group" if name == "kick_bot" else "chat"] = group
        result = await getattr(person, name)(**rest)
        return result.as_json() if isinstance(result, Message) else {"ok": True}

    return act


def _server_verb(name: str) -> Verb:
    async def act(server: FakeTelegram, args: JSON) -> JSON:
        getattr(server, name)(**args)
        return {"ok": True}

    return act


VERBS: dict[str, Verb] = {
    "user": _user,
    "group": _group,
    "state": _state,
    "chat": _chat,
    "messages": _messages,
    "transcript": _transcript,
    "send": _send,
    "send_document": _send_document,
    "send_photo": _send_photo,
    "edit": _edit,
    "tap": _tap,
    "expect": _expect,
    "calls": _calls,
    "updates": _updates,
    "pending_updates": _pending_updates,
    **{name: _person_verb(name) for name in DEEDS},
    **{name: _server_verb(name) for name in FAULTS},
}


def _person(server: FakeTelegram, args: JSON) -> Person:
    return server.people[int(args["user"])]


def _where(server: FakeTelegram, args: JSON) -> Chat | None:
    return server.state.chats[int(args["chat"])] if args.get("chat") else None


def _message(server: FakeTelegram, args: JSON) -> Message:
    chat = _where(server, args) or _person(server, args).chat
    return chat.messages[int(args["message"])]


def _file(args: JSON) -> tuple[str, bytes]:
    data = args["data"]
    if isinstance(data, str):
        return args.get("name", "file"), base64.b64decode(data)
    return args.get("name", data.name), data.data
