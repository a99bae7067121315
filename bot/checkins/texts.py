"""What a check-in says."""

from __future__ import annotations

from bot.texts import Plural, Sentence

MENU_CHECKIN = Sentence("跟进签到", "Check in")
PROMPT = Sentence(
    "说说今天的跟进，一条消息可以讲几个客户，例如：“苏恒80万降到68万，下周三出合同；百果确认需求了”。",
    "Tell me what happened, several deals in one message if you like, for example: "
    '"northwind bumped to 135k, decision end of april; harbor wants a proposal".',
)
DIFF = Sentence(
    "我的理解是（你确认后才写入）：", "This is what I understood (nothing is written yet):"
)
NEW_DEAL = Sentence("🆕 新商机", "🆕 new deal")
NOTHING_READ = Sentence(
    "我没有读出需要改动的内容（{deals}）。要记为今天的签到吗？",
    "I read nothing to change ({deals}). Shall I record it as a check-in?",
)
NO_PENDING = Sentence(
    "这次签到已经处理过了，什么都没有再改动。",
    "That check-in has been dealt with already; nothing was changed again.",
)
ACCEPT = Sentence("✅ 全部确认", "✅ Accept all")
ACCEPT_REST = Sentence("✅ 确认", "✅ Accept")
RECORD = Sentence("✅ 记为签到", "✅ Record it")
REJECT = Sentence("✖️ 取消", "✖️ Cancel")
QUESTION_INSTEAD = Sentence("❓ 我是在提问", "❓ It was a question")
DROP = Sentence("🗑 {field}", "🗑 {field}")
EDIT = Sentence("✏️ {field}", "✏️ {field}")
DROPPED = Sentence("不写入", "dropped")
WRITTEN = Plural("已写入 {count} 项：", "Written, {count} change:", "Written, {count} changes:")
RECORDED = Sentence("已记为今天的签到。", "Recorded as today's check-in.")
REJECTED = Sentence("已取消，没有写入任何内容。", "Cancelled. Nothing was written.")
OUTDATED = Sentence(
    "⚠️ {deal} 的{field}在此期间已变为 {present}，所以没有改成 {new}。需要的话请再说一次。",
    "⚠️ {field} of {deal} has meanwhile become {present}, so I did not set it to {new}. "
    "Say it again if you still want it.",
)
WHICH = Sentence("“{words}”指的是哪一个？", 'Which one do you mean by "{words}"?')
NONE_OF_THESE = Sentence("都不是", "None of these")
EDIT_PROMPT = Sentence(
    "{deal} 的{field}应该是什么？直接输入即可（/cancel 保持不变）。",
    "What should {field} of {deal} be? Just type it (/cancel leaves it as it is).",
)
NOT_UNDERSTOOD = Sentence(
    "我没读懂这个{field}“{text}”。{example}，或者 /cancel。",
    'I could not read "{text}" as {field}. {example}, or /cancel.',
)
EXAMPLES = {
    "amount": Sentence("例如 68万、1.2m、€12,500", "For example 68万, 1.2m or €12,500"),
    "expected_close": Sentence(
        "例如 下周三、月底、4月15日", "For example next Fri, end of April, Apr 15"
    ),
    "next_step_due": Sentence(
        "例如 下周三、月底、4月15日", "For example next Fri, end of April, Apr 15"
    ),
    "stage": Sentence("可选：{stages}", "One of: {stages}"),
    "status": Sentence("可选：进行中、赢单、输单", "One of: open, won, lost"),
}
NO_PROCESS = Sentence(
    "还没有设置销售流程，请管理员把 process.yaml 放进 COACH_HOME 后重启。",
    "No sales process is set yet: an administrator puts process.yaml into COACH_HOME and restarts.",
)
REMINDER = Sentence("⏰ 今天：{deal} → {step}", "⏰ Today: {deal} → {step}")
