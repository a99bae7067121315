"""Every supported Bot API method, by name."""

import inspect
from collections.abc import Callable
from typing import Any

from . import account, sending
from .parameters import Parameters
from .state import State

Handler = Callable[[State, Parameters], Any]

HANDLERS: dict[str, Handler] = {
    "getMe": account.get_me,
    "getUpdates": account.get_updates,
    "setWebhook": account.set_webhook,
    "deleteWebhook": account.delete_webhook,
    "getWebhookInfo": account.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendMessageDraft": sending.send_message_draft,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": sending.edit_message_text,
    "editMessageCaption": sending.edit_message_caption,
    "editMessageReplyMarkup": sending.edit_message_reply_markup,
    "deleteMessage": sending.delete_message,
    "answerCallbackQuery": account.answer_callback_query,
    "getFile": account.get_file,
    "setMyCommands": account.set_my_commands,
    "getMyCommands": account.get_my_commands,
    "deleteMyCommands": account.delete_my_commands,
    "setMyName": account.set_my_text,
    "getMyName": account.get_my_name,
    "setMyDescription": account.set_my_text,
    "getMyDescription": account.get_my_description,
    "setMyShortDescription": account.set_my_text,
    "getMyShortDescription": account.get_my_short_description,
    "setChatMenuButton": account.set_chat_menu_button,
    "getChat": account.get_chat,
    "getChatMember": account.get_chat_member,
    "getChatMemberCount": account.get_chat_member_count,
    "leaveChat": account.leave_chat,
}


async def perform(state: State, method: str, given: Parameters) -> Any:
    """The result of a method, once it has taken effect; ApiError if Telegram refuses."""
    result = HANDLERS[method](state, given)
    return await result if inspect.isawaitable(result) else result
