"""What deals are called and how they are shown."""

from __future__ import annotations

from bot.texts import Plural, Sentence

MENU_DEALS = Sentence("我的商机", "My deals")
HEADER = Sentence("{name} 的商机", "{name}'s deals")
NO_DEALS = Sentence(
    "还没有进行中的商机。直接告诉我，例如：“新客户：青禾药业，想做CRM，大概五十万”。",
    'No open deals yet. Just tell me, for example: "new lead: Acme Dental, scheduling, about 30k".',
)
NONE_OPEN = Sentence("没有进行中的商机。", "There are no open deals.")
NO_SUCH_DEAL = Sentence(
    "找不到这个商机，或者你看不到它。/deals 列出你能看到的。",
    "No such deal, or you may not see it. /deals lists those you can.",
)
NO_SUCH_PERSON = Sentence(
    "找不到“{name}”，或者不在你的团队。可选：{names}。",
    'I find no "{name}" among those you may see. You can choose: {names}.',
)
OVERDUE = Sentence("⚠️ 已过期", "⚠️ overdue")
TOTAL = Sentence("合计", "Total")
COUNT = Plural("{count} 个进行中", "{count} open", "{count} open")
STORY = Sentence("经过", "Story")
NO_STORY = Sentence("还没有记录。", "Nothing recorded yet.")
STATUS = {
    "open": Sentence("进行中", "open"),
    "won": Sentence("赢单", "won"),
    "lost": Sentence("输单", "lost"),
}
FIELDS = {
    "created": Sentence("新建", "Created"),
    "stage": Sentence("阶段", "Stage"),
    "status": Sentence("状态", "Status"),
    "amount": Sentence("金额", "Amount"),
    "currency": Sentence("币种", "Currency"),
    "expected_close": Sentence("预计成交", "Expected close"),
    "next_step": Sentence("下一步", "Next step"),
    "next_step_due": Sentence("下一步日期", "Next step due"),
    "blocker": Sentence("卡点", "Blocker"),
    "lost_reason": Sentence("输单原因", "Lost reason"),
}
NOTHING = Sentence("无", "none")
