"""What the answering side says around the passages' own words."""

from __future__ import annotations

from bot.texts import Sentence
from storage.records import Note, Reason

MENU_ASK = Sentence("提问", "Ask a question")
ASK_PROMPT = Sentence(
    "请直接输入问题，例如：“15%的折扣谁来审批？”",
    'Just type your question, for example: "who approves a 15% discount?"',
)
SOURCES = Sentence("出处", "Sources")
VERSION = Sentence("第 {version} 版", "v{version}")
PAGE = Sentence("第 {page} 页", "p. {page}")
OVERDUE = Sentence("⚠ 应于 {since} 前复核", "⚠ review due {since}")
STAGE = Sentence("阶段：{stage}", "Stage: {stage}")
STAGE_OF = Sentence("阶段：{stage}（{deal}）", "Stage: {stage} ({deal})")
ANY_STAGE = Sentence("不限", "Any")
WHICH_STAGE = Sentence(
    "在哪个阶段？点一下，我按那个阶段优先。", "Which stage? Tap one and I favour it."
)
MORE = Sentence("📖 更多", "📖 More")
CUT_HERE = Sentence(
    "（太长，只显示到这里；点编号看原文。）", "(Too long to show in full: open a number.)"
)
WEAK = Sentence(
    "资料里没有直接的答案。最接近的内容是：",
    "The playbooks do not say this directly. The nearest is:",
)
NOTES = {
    Note.CORRECTS: Sentence("和您说的不一样，资料里写的是：", "Not quite. The playbooks say:"),
    Note.DISAGREES: Sentence(
        "⚠ 资料之间说法不一，两处都列出来：", "⚠ The playbooks disagree; here are both:"
    ),
}
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
    Reason.SMALL_TALK: Sentence("我在。有销售上的问题直接问。", "I am here: ask me how we sell."),
    Reason.EMPTY: Sentence(
        "我没看出问题。请用文字写下来，例如：“15%的折扣谁来审批？”",
        'I see no question in that. Write it in words, for example: "who approves a 15% discount?"',
    ),
    Reason.NONE: Sentence("我回答不了这个问题。", "I can't answer this."),
}
SMALL_TALK = {
    "greeting": Sentence(
        "你好！问我销售流程和政策上的问题，或者告诉我今天的跟进情况。",
        "Hello! Ask me about how we sell, or tell me what happened with a deal.",
    ),
    "thanks": Sentence("不客气，随时找我。", "You're welcome, any time."),
    "bye": Sentence("好的，回头见，祝顺利签单！", "See you, and good selling!"),
    "who": Sentence(
        "我是你们公司的销售教练：根据公司的资料回答问题，并注明出处。",
        "I am your sales coach: I answer from your organisation's own documents and cite them.",
    ),
    "can": Sentence(
        "我能回答销售流程和政策上的问题（附出处），也能把你说的跟进整理成商机更新；/help 看全部。",
        "I answer questions about how we sell, with sources, and turn what you tell me into deal "
        "updates; /help lists it all.",
    ),
    "joke": Sentence(
        "我的笑话不太行，回答销售问题更拿手，问我一个？",
        "My jokes are poor; I am better at how we sell. Try me.",
    ),
    "noted": Sentence("好的，有问题随时问。", "All right. Ask me whenever you need."),
}
"""One friendly sentence for each kind of small talk."""
OLD_VERSION = Sentence(
    "这段话来自第 {version} 版，之后已有更新。",
    "These words are from version {version}, which has since been replaced.",
)
PASSAGE_GONE = Sentence("这段原文已经不在了。", "That passage is no longer there.")
