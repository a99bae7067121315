"""Which keyboards Telegram takes."""

from typing import Any

from .errors import ApiError, bad_request
from .state import JSON, Keyboard
from .urls import normal_url
from .vocabulary import BUTTON_ACTIONS

DECORATIONS = frozenset(("text", "icon_custom_emoji_id", "style"))
OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")
MAX_BUTTONS = 100
MAX_IN_A_ROW = 8


def inline_keyboard(markup: Any) -> Keyboard | None:
    """The checked rows of an inline keyboard; None if there are none."""
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    if unknown := set(markup) - {"inline_keyboard"}:
        raise bad_request(f"reply markup has unknown fields {sorted(unknown)}")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad_request('Field "inline_keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "inline_keyboard" must be an Array of Arrays')
    if any(len(row) > MAX_IN_A_ROW for row in rows) or sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return [[_button(button) for button in row] for row in rows if row] or None


def other_markup(markup: JSON) -> JSON | None:
    """A reply keyboard and its like, if this markup is one."""
    kinds = [kind for kind in OTHER_MARKUPS if kind in markup]
    if not kinds:
        return None
    if len(kinds) > 1 or "inline_keyboard" in markup:
        raise bad_request("reply markup must be of one kind")
    return markup


def _button(button: Any) -> JSON:
    if not isinstance(button, dict):
        raise _unparsable("expected an Object")
    if "text" not in button:
        raise _unparsable('can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _unparsable('field "text" must be of type String')
    if not button["text"].strip():
        raise _unparsable('field "text" must be non-empty')
    if unknown := set(button) - BUTTON_ACTIONS - DECORATIONS:
        raise _unparsable(f"unknown fields {sorted(unknown)}")
    actions = sorted(BUTTON_ACTIONS & set(button))
    if not actions or button.get("callback_data") == "":
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsable(f"exactly one action must be specified, found {actions}")
    _check_action(actions[0], button[actions[0]])
    return dict(button)


def _check_action(action: str, value: Any) -> None:
    if action == "callback_data" and not _is_callback_data(value):
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url" and normal_url(str(value)) is None:
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if action == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _is_callback_data(value: Any) -> bool:
    return isinstance(value, str) and len(value.encode("utf-8", "surrogatepass")) <= 64


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
