"""The Bot API methods that put something into a chat, change it or take it away."""

from typing import Any

from .entities import detected, formatted
from .errors import bad_request, forbidden
from .files import photo_sizes
from .keyboards import inline_keyboard, other_markup
from .markup import Entity, utf16_length
from .parameters import Parameters, missing
from .state import JSON, Chat, Event, Message, State, Version
from .vocabulary import CHAT_ACTIONS

MAX_TEXT = 4096
MAX_CAPTION = 1024


def find_chat(state: State, given: Parameters) -> Chat:
    """The chat, whether or not the bot may write there."""
    try:
        return state.chats[int(given.text("chat_id"))]
    except (KeyError, ValueError):
        raise bad_request("chat not found") from None


def writable_chat(state: State, given: Parameters) -> Chat:
    chat = find_chat(state, given)
    if chat.type == "private":
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.bot_status != "member":
            raise forbidden("bot was blocked by the user")
    elif chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    elif chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def send_message(state: State, given: Parameters) -> JSON:
    chat = writable_chat(state, given)
    text, entities = _words(given, "text", "entities", MAX_TEXT, "message is too long")
    return _send(state, given, chat, text, entities).as_json()


def send_photo(state: State, given: Parameters) -> JSON:
    chat = writable_chat(state, given)
    caption, entities = _caption(given)
    file = state.files.accept(given.file("photo"), "photos")
    media = {"photo": photo_sizes(file)}
    return _send(state, given, chat, caption, entities, media=media, file=file).as_json()


def send_document(state: State, given: Parameters) -> JSON:
    chat = writable_chat(state, given)
    caption, entities = _caption(given)
    file = state.files.accept(given.file("document"))
    media = {"document": file.as_document()}
    return _send(state, given, chat, caption, entities, media=media, file=file).as_json()


def send_message_draft(state: State, given: Parameters) -> bool:
    chat = writable_chat(state, given)
    if chat.type != "private":
        raise bad_request("TEXTDRAFT_PEER_INVALID")
    if given.integer("draft_id") == 0:
        raise bad_request("draft_id must be non-zero")
    chat.draft, _ = _words(given, "text", "entities", MAX_TEXT, "message is too long")
    state.record(chat, Event("draft", state.bot, chat.draft))
    return True


def send_chat_action(state: State, given: Parameters) -> bool:
    chat = writable_chat(state, given)
    action = given.text("action")
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    state.record(chat, Event("action", state.bot, action))
    return True


def edit_message_text(state: State, given: Parameters) -> JSON:
    message = _editable(state, given)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    text, entities = _words(given, "text", "entities", MAX_TEXT, "message is too long")
    content = Version(text, detected(text, entities), _inline(given))
    return _edit(state, message, content)


def edit_message_caption(state: State, given: Parameters) -> JSON:
    message = _editable(state, given)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    caption, entities = _caption(given)
    return _edit(state, message, Version(caption, detected(caption, entities), _inline(given)))


def edit_message_reply_markup(state: State, given: Parameters) -> JSON:
    message = _editable(state, given)
    return _edit(state, message, Version(message.text, message.entities, _inline(given)))


def delete_message(state: State, given: Parameters) -> bool:
    chat = find_chat(state, given)
    message = chat.messages.get(given.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if chat.type != "private" and message.sender is not state.bot:
        raise bad_request("message can't be deleted")
    message.deleted = True
    state.record(chat, Event("delete", state.bot, message.text, message))
    return True


def _send(
    state: State, given: Parameters, chat: Chat, text: str, entities: list[Entity], **media: Any
) -> Message:
    markup = given.structure("reply_markup")
    other = other_markup(markup) if isinstance(markup, dict) else None
    keyboard = None if other else _inline(given)
    reply_to = _replied(chat, given.structure("reply_parameters"))
    chat.draft = None
    options = {name: given.structure(name) for name in ("link_preview_options",) if name in given}
    options |= {n: given.flag(n) for n in ("disable_notification", "protect_content") if n in given}
    return state.add_message(
        chat,
        state.bot,
        Version(text, detected(text, entities), keyboard),
        reply_to=reply_to,
        reply_markup=other,
        parameters=options,
        **media,
    )


def _edit(state: State, message: Message, content: Version) -> JSON:
    if content == message.content:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    message.change(content, state.now())
    state.record(message.chat, Event("edit", state.bot, message.text, message))
    return message.as_json()


def _editable(state: State, given: Parameters) -> Message:
    if "inline_message_id" in given:
        raise bad_request("MESSAGE_ID_INVALID")
    for name in ("chat_id", "message_id"):
        if name not in given:
            raise missing(name)
    chat = writable_chat(state, given)
    message = chat.messages.get(given.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if message.sender is not state.bot:
        raise bad_request("message can't be edited")
    return message


def _inline(given: Parameters) -> list[list[JSON]] | None:
    markup = given.structure("reply_markup")
    return inline_keyboard(markup) if markup is not None else None


def _replied(chat: Chat, reply: Any) -> Message | None:
    if reply is None:
        return None
    message_id = reply.get("message_id") if isinstance(reply, dict) else None
    if not isinstance(message_id, int):
        raise bad_request("can't parse reply parameters JSON object")
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return message


def _caption(given: Parameters) -> tuple[str, list[Entity]]:
    return _words(given, "caption", "caption_entities", MAX_CAPTION, "message caption is too long")


def _words(
    given: Parameters, name: str, entities_name: str, most: int, too_long: str
) -> tuple[str, list[Entity]]:
    explicit = given.structure(entities_name)
    text, entities = formatted(given.text(name), given.text("parse_mode"), explicit)
    if name == "text" and not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > most:
        raise bad_request(too_long)
    return text, entities
