"""What the answering side says around the passages' own words."""

from __future__ import annotations

from bot.texts import Sentence
from storage.records import Reason

MENU_ASK = Sentence("提问", "Ask a question")
ASK_PROMPT = Sentence(
    "请直接输入问题，例如：“15%的折扣谁来审批？”",
    'Just type your question, for example: "who approves a 15% discount?"',
)
SOURCES = Sentence("出处", "Sources")
VERSION = Sentence("第 {version} 版", "v{version}")
PAGE = Sentence("第 {page} 页", "p. {page}")
OVERDUE = Sentence("⚠ 应于 {since} 前复核", "⚠ review due {since}")
STAGE = Sentence("按阶段“{stage}”优先", "favouring the stage “{stage}”")
WEAK = Sentence(
    "资料里没有直接的答案。最接近的内容是：",
    "The playbooks do not say this directly. The nearest is:",
)
NEAREST = Sentence("最接近的章节：", "The nearest sections:")
REFUSED = {
    Reason.NOTHING_LOADED: Sentence(
        "还没有装入任何资料，所以我回答不了。请培训师把资料文件发给我。",
        "No playbook has been loaded yet, so I can't answer. A trainer can send me documents.",
    ),
    Reason.NOT_IN_PLAYBOOKS: Sentence(
        "现有的资料里没有写这个问题的答案，我不想乱猜。",
        "The playbooks do not answer this, and I would rather not guess.",
    ),
    Reason.NOT_OUR_SUBJECT: Sentence(
        "这不在我们的销售资料范围内。我只回答公司销售流程和资料里的内容。",
        "This is outside our sales playbooks; I only answer from them.",
    ),
    Reason.SMALL_TALK: Sentence(
        "你好！问我销售流程和政策上的问题，或者告诉我今天的跟进情况。",
        "Hello! Ask me about how we sell, or tell me what happened with a deal.",
    ),
    Reason.EMPTY: Sentence(
        "我没看出问题。请用文字写下来，例如：“15%的折扣谁来审批？”",
        'I see no question in that. Write it in words, for example: "who approves a 15% discount?"',
    ),
    Reason.NONE: Sentence("我回答不了这个问题。", "I can't answer this."),
}
OLD_VERSION = Sentence(
    "这段话来自第 {version} 版，之后已有更新。",
    "These words are from version {version}, which has since been replaced.",
)
PASSAGE_GONE = Sentence("这段原文已经不在了。", "That passage is no longer there.")
