"""The Bot API methods about the bot itself, its updates, files and chats."""

import re
from typing import Any

from .errors import bad_request, conflict
from .files import MAX_DOWNLOAD
from .parameters import Parameters
from .sending import find_chat, writable_chat
from .state import JSON, Chat, Event, State
from .vocabulary import COMMAND_SCOPES, GIFT_TYPES, UPDATE_KINDS

TEXTS = {"name": 64, "description": 512, "short_description": 120}


def get_me(state: State, given: Parameters) -> JSON:
    return state.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": state.sees_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(state: State, given: Parameters) -> list[JSON]:
    if state.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    state.queue.allow(_update_kinds(given))
    limit = min(max(given.integer("limit", 100), 1), 100)
    timeout = min(max(given.integer("timeout"), 0), 50)
    updates = await state.queue.fetch(given.integer("offset"), limit, timeout)
    return [update.as_json() for update in updates]


def set_webhook(state: State, given: Parameters) -> bool:
    url = given.text("url")
    if not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    state.queue.allow(_update_kinds(given))
    _drop_if_asked(state, given)
    state.webhook = {"url": url, "max_connections": given.integer("max_connections", 40)}
    state.queue.end_poll(conflict("terminated by setWebhook request"))
    return True


def delete_webhook(state: State, given: Parameters) -> bool:
    _drop_if_asked(state, given)
    state.webhook = {}
    return True


def get_webhook_info(state: State, given: Parameters) -> JSON:
    info = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(state.queue.pending),
    }
    allowed = {"allowed_updates": state.queue.allowed} if state.queue.allowed else {}
    return info | state.webhook | allowed


def get_file(state: State, given: Parameters) -> JSON:
    file = state.files.by_id(given.text("file_id"))
    if len(file.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return file.reference | {"file_path": file.path}


def answer_callback_query(state: State, given: Parameters) -> bool:
    tap = state.taps.get(given.text("callback_query_id"))
    if tap is None or tap.expired:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = given.text("text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": given.flag("show_alert"), "url": given.text("url")}
    tap.answers.append(answer)
    state.record(tap.message.chat, Event("answer", state.bot, text, tap.message))
    return True


def set_my_commands(state: State, given: Parameters) -> bool:
    commands = given.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    state.commands[_scope_key(state, given)] = [_command(command) for command in commands]
    return True


def get_my_commands(state: State, given: Parameters) -> list[JSON]:
    return state.commands.get(_scope_key(state, given), [])


def delete_my_commands(state: State, given: Parameters) -> bool:
    state.commands.pop(_scope_key(state, given), None)
    return True


def set_my_text(state: State, given: Parameters) -> bool:
    """setMyName, setMyDescription and setMyShortDescription."""
    for name, most in TEXTS.items():
        if name in given.names:
            if len(given.text(name)) > most:
                raise bad_request(f"{name.replace('_', ' ')} is too long")
            state.descriptions[name, _language(given)] = given.text(name)
    return True


def get_my_name(state: State, given: Parameters) -> JSON:
    return {"name": _my_text(state, given, "name") or state.bot.first_name}


def get_my_description(state: State, given: Parameters) -> JSON:
    return {"description": _my_text(state, given, "description")}


def get_my_short_description(state: State, given: Parameters) -> JSON:
    return {"short_description": _my_text(state, given, "short_description")}


def set_chat_menu_button(state: State, given: Parameters) -> bool:
    return True


def get_chat(state: State, given: Parameters) -> JSON:
    chat = find_chat(state, given)
    return chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFT_TYPES, False),
    }


def get_chat_member(state: State, given: Parameters) -> JSON:
    chat, user_id = find_chat(state, given), given.integer("user_id")
    if user_id == state.bot.id:
        return chat_member(state, chat.bot_status)
    for user in chat.members:
        if user.id == user_id:
            return {"status": "member", "user": user.as_json()}
    raise bad_request("member not found")


def get_chat_member_count(state: State, given: Parameters) -> int:
    chat = find_chat(state, given)
    return len(chat.members) + (chat.bot_status == "member")


def leave_chat(state: State, given: Parameters) -> bool:
    chat = writable_chat(state, given)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    change_bot_status(state, chat, state.bot.as_json(), "left")
    return True


def chat_member(state: State, status: str) -> JSON:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": state.bot.as_json(), **until}


def change_bot_status(state: State, chat: Chat, by: JSON, status: Any) -> None:
    old, chat.bot_status = chat.bot_status, status
    change = {
        "chat": chat.as_json(),
        "from": by,
        "date": state.now(),
        "old_chat_member": chat_member(state, old),
        "new_chat_member": chat_member(state, status),
    }
    state.queue.push("my_chat_member", change)


def _drop_if_asked(state: State, given: Parameters) -> None:
    if given.flag("drop_pending_updates"):
        state.queue.drop_pending()


def _update_kinds(given: Parameters) -> list[str] | None:
    kinds = given.structure("allowed_updates")
    if kinds is not None and not (isinstance(kinds, list) and set(kinds) <= UPDATE_KINDS):
        raise bad_request(f"allowed_updates has unknown kinds: {kinds}")
    return kinds


def _command(command: Any) -> JSON:
    if not isinstance(command, dict) or set(command) != {"command", "description"}:
        raise bad_request("expected BotCommand to be an Object of command and description")
    name = str(command["command"]).removeprefix("/")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command["description"]).strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": command["description"].strip()}


def _scope_key(state: State, given: Parameters) -> tuple[str, str]:
    scope = given.structure("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in COMMAND_SCOPES or set(scope) - {"type"} != COMMAND_SCOPES[kind]:
        raise bad_request("can't parse BotCommandScope")
    if "chat_id" in scope and int(scope["chat_id"]) not in state.chats:
        raise bad_request("chat not found")
    where = [str(scope[name]) for name in ("chat_id", "user_id") if name in scope]
    return ":".join([kind, *where]), _language(given)


def _language(given: Parameters) -> str:
    code = given.text("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _my_text(state: State, given: Parameters, name: str) -> str:
    found = state.descriptions
    return found.get((name, _language(given))) or found.get((name, ""), "")
