"""The parameters each method takes, and reading them as leniently as Telegram does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import ApiError, bad_request
from .files import Upload

_WHERE = "business_connection_id message_thread_id direct_messages_topic_id"
_SEND = (
    f"{_WHERE} disable_notification protect_content allow_paid_broadcast message_effect_id "
    "suggested_post_parameters reply_parameters reply_markup"
)
_CAPTION = "caption parse_mode caption_entities"
_EDIT = "business_connection_id chat_id message_id inline_message_id reply_markup"


@dataclass(frozen=True)
class Signature:
    required: tuple[str, ...]
    allowed: frozenset[str]


def _takes(required: str = "", optional: str = "") -> Signature:
    names = tuple(required.split())
    return Signature(names, frozenset((*names, *optional.split())))


SIGNATURES: dict[str, Signature] = {
    "getMe": _takes(),
    "getUpdates": _takes("", "offset limit timeout allowed_updates"),
    "setWebhook": _takes(
        "url",
        "certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    ),
    "deleteWebhook": _takes("", "drop_pending_updates"),
    "getWebhookInfo": _takes(),
    "sendMessage": _takes("chat_id text", f"{_SEND} parse_mode entities link_preview_options"),
    "sendMessageDraft": _takes("chat_id draft_id text", "message_thread_id parse_mode entities"),
    "sendPhoto": _takes(
        "chat_id photo", f"{_SEND} {_CAPTION} show_caption_above_media has_spoiler"
    ),
    "sendDocument": _takes(
        "chat_id document", f"{_SEND} {_CAPTION} thumbnail disable_content_type_detection"
    ),
    "sendChatAction": _takes("chat_id action", "business_connection_id message_thread_id"),
    "editMessageText": _takes("text", f"{_EDIT} parse_mode entities link_preview_options"),
    "editMessageCaption": _takes("", f"{_EDIT} {_CAPTION} show_caption_above_media"),
    "editMessageReplyMarkup": _takes("", _EDIT),
    "deleteMessage": _takes("chat_id message_id"),
    "answerCallbackQuery": _takes("callback_query_id", "text show_alert url cache_time"),
    "getFile": _takes("file_id"),
    "setMyCommands": _takes("commands", "scope language_code"),
    "getMyCommands": _takes("", "scope language_code"),
    "deleteMyCommands": _takes("", "scope language_code"),
    "setMyName": _takes("", "name language_code"),
    "getMyName": _takes("", "language_code"),
    "setMyDescription": _takes("", "description language_code"),
    "getMyDescription": _takes("", "language_code"),
    "setMyShortDescription": _takes("", "short_description language_code"),
    "getMyShortDescription": _takes("", "language_code"),
    "setChatMenuButton": _takes("", "chat_id menu_button"),
    "getChat": _takes("chat_id"),
    "getChatMember": _takes("chat_id user_id"),
    "getChatMemberCount": _takes("chat_id"),
    "leaveChat": _takes("chat_id"),
}
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "file_id": "invalid file_id specified",
    "user_id": "invalid user_id specified",
}


def find_method(name: str) -> str:
    """The method's proper name: Telegram ignores case."""
    for known in SIGNATURES:
        if known.lower() == name.lower():
            return known
    raise ApiError(404, "Not Found")


class Parameters:
    """What a bot sent along with a method."""

    def __init__(self, method: str, given: Mapping[str, Any]) -> None:
        self._uploads = {k: v for k, v in given.items() if isinstance(v, Upload)}
        signature = SIGNATURES[method]
        attached = {name for name in self._uploads if f"attach://{name}" in str(given)}
        if unknown := sorted(set(given) - signature.allowed - attached):
            raise bad_request(f"{method} does not take {', '.join(unknown)}")
        self.names = frozenset(given)
        self._given = {k: v for k, v in given.items() if v is not None and v != ""}
        for name in signature.required:
            if name not in self._given:
                raise missing(name)

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def text(self, name: str) -> str:
        value = self._given.get(name, "")
        if isinstance(value, Upload):
            value = value.data.decode("utf-8", "surrogateescape")
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        if name not in self._given:
            return default
        try:
            return int(str(self._given[name]))
        except ValueError:
            raise bad_request(f'parameter "{name}" must be an integer') from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "yes", "1")

    def structure(self, name: str) -> Any:
        """A JSON-serialized object or array; None if it was not given."""
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def file(self, name: str) -> Upload | str:
        """An uploaded file, or a file_id or address."""
        value = self._given[name]
        if isinstance(value, str) and value.startswith("attach://"):
            value = self._uploads.get(value.removeprefix("attach://"))
            if value is None:
                raise missing(name)
        return value if isinstance(value, Upload) else str(value)


def missing(name: str) -> ApiError:
    return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
