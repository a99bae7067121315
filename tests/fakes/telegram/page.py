"""The page a person chats on, and what it shows of a conversation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from .entities import to_html
from .state import JSON, Chat, Message, State

if TYPE_CHECKING:
    from .client import Person

PAGE = Path(__file__).with_name("page.html")


def add_routes(app: web.Application, state: State) -> None:
    async def page(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE)

    async def file(request: web.Request) -> web.Response:
        stored = state.files.by_id(request.match_info["file_id"])
        shown_inline = stored.path.startswith("photos/")
        file_name = f"filename*=UTF-8''{quote(stored.name)}"
        kind = "inline" if shown_inline else "attachment"
        response = web.Response(body=stored.data, content_type=stored.mime_type.split(";")[0])
        response.headers["Content-Disposition"] = f"{kind}; {file_name}"
        return response

    app.router.add_get("/", page)
    app.router.add_get("/control/file/{file_id}", file)


def shown_chat(chat: Chat, person: Person) -> JSON:
    """A conversation as the page shows it to this person."""
    messages = [m for m in chat.messages.values() if not m.deleted]
    answers = [e.text for e in chat.events if e.kind == "answer" and e.text]
    last = chat.events[-1] if chat.events else None
    return {
        "blocked": chat.bot_status != "member",
        "commands": person.commands(),
        "messages": [_shown(message, person) for message in messages],
        "draft": chat.draft,
        "action": last.text if last and last.kind == "action" else None,
        "answers": answers,
    }


def _shown(message: Message, person: Person) -> JSON:
    kind = next(iter(message.media), None)
    file = message.file
    return {
        "id": message.message_id,
        "mine": message.sender is person.user,
        "sender": message.sender.first_name,
        "date": message.edit_date or message.date,
        "edited": len(message.history) > 0 and _changed_words(message),
        "html": to_html(message.text, message.entities),
        "media": kind,
        "file": file and {"id": file.file_id, "name": file.name, "size": len(file.data)},
        "keyboard": [
            [{"text": b["text"], "url": b.get("url"), "index": i} for i, b in row]
            for row in _numbered(message)
        ],
        "reply_to": message.reply_to.text[:80] if message.reply_to else None,
    }


def _changed_words(message: Message) -> bool:
    return any(version.text != message.text for version in message.history)


def _numbered(message: Message) -> list[list[tuple[int, JSON]]]:
    rows, index = [], 0
    for row in message.keyboard:
        rows.append(list(enumerate(row, index)))
        index += len(row)
    return rows
