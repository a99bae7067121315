"""Sentences that belong to no one feature."""

from __future__ import annotations

from bot.texts import Sentence

STRANGER = Sentence(
    "你好！这是一个内部助手，只对受邀的人开放。请向你的管理员要一个邀请链接。",
    "Hello! This is a private assistant for invited people. "
    "Please ask your administrator for an invitation link.",
)
GROUP = Sentence("请私聊我。", "Please write to me privately.")
NOT_ALLOWED = Sentence(
    "你目前的角色不能使用这项功能。需要的话请联系管理员。",
    "Your present role does not include this. Ask your administrator if you need it.",
)
WENT_WRONG = Sentence(
    "抱歉，这一步出了问题，你的数据没有丢失。请再试一次；如果还不行，请告诉管理员（编号 {reference}）。",
    "Sorry, something went wrong here. Nothing was lost. Please try again; "
    "if it keeps failing, tell your administrator (reference {reference}).",
)
GONE = Sentence(
    "这个按钮已经过期了，什么都没有改变。",
    "That button is out of date; nothing was changed.",
)
UNKNOWN_COMMAND = Sentence(
    "我不认识这个命令。/help 列出我能做的事。",
    "I don't know that command. /help lists what I can do.",
)
UNSUPPORTED = Sentence(
    "我还看不了语音、图片和贴纸。请打字告诉我，或者把文件作为文档发来。",
    "I can't read voice, pictures or stickers yet. Please type it, or send files as documents.",
)
NOTHING_SAID = Sentence(
    "我没有看到文字。直接输入问题，或者说说今天的跟进情况。",
    "I see no words there. Type a question, or tell me what happened with a deal.",
)
CANCELLED = Sentence(
    "好的，已取消。没有写入任何内容。", "All right, cancelled. Nothing was written."
)
NOTHING_TO_CANCEL = Sentence("现在没有要取消的事。", "There is nothing to cancel.")
HELP_HEADER = Sentence("我能帮你做什么", "What I can do for you")
HELP_SAY = Sentence(
    "直接提问，我会根据公司的资料回答并注明出处；或者直接说说今天的跟进，我整理成商机更新，你点头后才写入。",
    "Just ask: I answer from your organisation's own documents and cite them. Or tell me what "
    "happened: I turn it into deal updates and write them only when you say yes.",
)
SEND_FILES = Sentence(
    "你可以直接把资料文件发给我，看过预览再启用。",
    "Send me a document as a file: you see a preview before it answers.",
)
PRIVACY = Sentence(
    "我保存：你的姓名、角色、语言和时区；你发给我的文字（作为更新的依据）；你的提问和我的回答；你确认过的商机变更。"
    "你的经理能看到你团队商机的变更和相应原话，看不到你的提问。"
    "没答好的提问和你点了 👍 或 👎 的提问会给培训师看，但不带你的名字，除非你自己点了“转给培训师”。管理员可以停用你的账号；历史记录保留。"
    "数据都在本公司自己的服务器上{model}。",
    "I keep: your name, role, language and time zone; the words you send me (as evidence of "
    "updates); your questions and my answers; and the deal changes you confirmed. Your manager "
    "sees the changes of the team's deals with the words behind them, but not your questions. "
    "Trainers see questions that were answered badly or not at all and those you voted on, without your name unless you "
    "passed the question on yourself. An "
    "administrator can deactivate your account; history stays. Everything is on this "
    "organisation's own server{model}.",
)
PRIVACY_MODEL = Sentence(
    "；回答时会把问题和所引段落发送给语言模型 {model}",
    "; to answer, the question and the cited passages are sent to the language model {model}",
)
