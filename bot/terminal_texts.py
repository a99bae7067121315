"""What only the terminal says."""

from __future__ import annotations

from bot.texts import Plural, Sentence

YOU_ARE = Sentence(
    "你是{name}（{roles}）。直接输入即可；选项用编号选择；/send 文件路径 发送文件；/help 帮助；/quit 退出。",
    "You are {name} ({roles}). Just type; choose buttons by their number; /send PATH sends a file; "
    "/help helps; /quit leaves.",
)
SWITCH = Sentence("换一个人：/as 姓名（{names}）", "Be somebody else: /as NAME ({names})")
NO_SUCH_PERSON = Sentence("这里没有“{name}”。", 'There is no "{name}" here.')
SEND_WHAT = Sentence(
    "找不到文件“{name}”。用法：/send 文件路径",
    'There is no file "{name}". Usage: /send PATH',
)
OPEN_SOURCES = Plural(
    "输入编号打开原文（共 {count} 处）",
    "Type 1 to open the source",
    "Type a number to open its source (1–{count})",
)
READING = Sentence("正在读取资料，请稍候…", "Reading the documents, one moment…")
EXAMPLE = Sentence(
    "没有设置 COACH_TELEGRAM_TOKEN：这里是示例公司“泊序科技”，全部数据都是虚构的。试试：15%的折扣谁来审批?",
    "No COACH_TELEGRAM_TOKEN: this is the example company Boxu Systems, all of it invented. "
    "Try: who approves a 15% discount?",
)
