"""A conversation as text, for the failure message of a test."""

from .state import Chat, Event


def transcript(chat: Chat, seen: int = 0) -> str:
    """One event a line; what has not been read stands below a rule."""
    lines = [_line(event) for event in chat.events]
    if seen < len(lines):
        lines.insert(seen, "-------- not read yet --------")
    return "\n".join(lines) or "(nothing has been said)"


def _line(event: Event) -> str:
    name = "bot" if event.by.is_bot else event.by.first_name
    number = f" #{event.message.message_id}" if event.message else ""
    match event.kind:
        case "message":
            return f"{name}{number}: {event.text}{_attached(event)}"
        case "edit":
            return f"{name} edits{number}: {event.text}{_attached(event)}"
        case "tap":
            return f"{name} taps <{event.text}> on{number}"
        case "answer":
            return f"{name} answers the tap on{number}: {event.text or '(silently)'}"
        case "delete":
            return f"{name} deletes{number}: {event.text}"
        case "action" | "draft":
            return f"{name} ({event.kind}: {event.text})"


def _attached(event: Event) -> str:
    message = event.message
    if not message:
        return ""
    media = "".join(f" [{kind}]" for kind in message.media)
    if message.document:
        media = f" [document {message.document.name}, {len(message.document.data)} bytes]"
    rows = ["    " + " ".join(f"[{text}]" for text in row) for row in message.rows]
    return "\n".join([media, *rows])
