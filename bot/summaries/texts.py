"""What a summary says."""

from __future__ import annotations

from bot.texts import Plural, Sentence

MENU_SUMMARY = Sentence("进展汇总", "Summary")
TITLE = Sentence("{who} · {period}", "{who} · {period}")
TODAY = Sentence("今天（{day}）", "today ({day})")
WEEK = Sentence("本周（{since} – {until}）", "this week ({since} – {until})")
BASIS = Sentence("按实际发生日期统计", "counted by the day things happened")
EVERYONE = Sentence("全公司", "Everyone")
PARTICIPATION = Sentence("签到 {there}/{all}", "Checked in {there}/{all}")
ABSENT = Sentence("还没有：{names}", "not yet: {names}")
FORWARD = Sentence("推进", "Moved forward")
BACK = Sentence("退回", "Moved back")
SLIPPED = Sentence("推迟", "Slipped")
AMOUNTS = Sentence("金额变化", "Amount changed")
WON = Sentence("赢单", "Won")
LOST = Sentence("输单", "Lost")
NEW = Sentence("新增", "New")
STUCK = Sentence("停滞", "Stuck")
BLOCKED = Sentence("卡点", "Blockers")
NOTHING = Sentence("这段时间没有变化。", "Nothing changed in this period.")
IN_STAGE = Plural("在{stage}已 {count} 天", "{count} day in {stage}", "{count} days in {stage}")
STEP_OVERDUE = Plural(
    "下一步过期 {count} 天", "next step {count} day overdue", "next step {count} days overdue"
)
CLOSE_OVERDUE = Plural(
    "预计成交已过 {count} 天", "close date {count} day past", "close date {count} days past"
)
MORE = Plural("……还有 {count} 项", "… and {count} more", "… and {count} more")
FUNNEL = Sentence("进行中商机（按阶段）", "Open deals by stage")
FUNNEL_DEALS = Plural("{count} 个", "{count} deal", "{count} deals")
NOT_FOUND = Sentence(
    "找不到“{name}”，或者你看不到。可选：{names}。",
    'I find no "{name}" that you may see. You can choose: {names}.',
)
BUTTON_TODAY = Sentence("今天", "Today")
BUTTON_WEEK = Sentence("本周", "This week")
