"""Tapping inline buttons."""

from .state import JSON, Message, Tap


def pressed(message: Message, button: str | int, *, stale: bool) -> str:
    """The callback data of the button; AssertionError if there is none such."""
    present = [b for row in message.keyboard for b in row] if not message.deleted else []
    offered = present
    if stale:
        old = [version.keyboard or [] for version in reversed(message.history)]
        offered = [b for rows in [*old, message.keyboard] for row in rows for b in row]
    texts = [b["text"] for b in offered]
    if isinstance(button, int):
        chosen = offered[button : button + 1]
    else:
        chosen = [b for b in offered if b["text"] == button]
        chosen = chosen or [b for b in offered if button in b["text"]]
    if not chosen or (len(chosen) > 1 and not stale and button not in texts):
        raise AssertionError(f"no (single) button {button!r} on {message.text!r}, only {texts}")
    if "callback_data" not in chosen[0]:
        raise AssertionError(f"the button {button!r} sends nothing to the bot: {chosen[0]}")
    return str(chosen[0]["callback_data"])


def callback_query(tap: Tap) -> JSON:
    message = tap.message
    gone = {"chat": message.chat.as_json(), "message_id": message.message_id, "date": 0}
    return {
        "id": tap.id,
        "from": tap.user.as_json(),
        "message": gone if message.deleted else message.as_json(),
        "chat_instance": str(abs(message.chat.id) * 7919),
        "data": tap.data,
    }
