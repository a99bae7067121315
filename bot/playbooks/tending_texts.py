"""What owning, reviewing and showing a playbook says."""

from __future__ import annotations

from bot.texts import Plural, Sentence

MENU_REVIEW = Sentence("待复核的资料", "Playbooks due for review")
TEND = Sentence("负责人与权限", "Owner and access")
OWNER = Sentence("负责人：{name}", "Owner: {name}")
NOBODY = Sentence("无", "nobody")
REVIEW_ON = Sentence("复核日期：{day}", "Review: {day}")
NO_REVIEW = Sentence("未设", "not set")
OVERDUE = Sentence("⚠ 已过期 {days} 天", "⚠ {days} days overdue")
DUE_TODAY = Sentence("⚠ 今天到期", "⚠ due today")
SEEN_BY = Sentence("谁能看到：{whom}", "Seen by: {whom}")
EVERYBODY = Sentence("所有人", "everybody")
AND_THOSE_WHO_TRAIN = Sentence(
    "培训师和管理员总能看到。", "Trainers and administrators always see it."
)
SET_OWNER = Sentence("换负责人", "Owner")
SET_REVIEW = Sentence("复核日期", "Review date")
SET_AUDIENCE = Sentence("谁能看到", "Who sees it")
BACK = Sentence("返回", "Back")
WHICH_OWNER = Sentence("《{title}》由谁负责？", "Who owns {title}?")
WHICH_DAY = Sentence(
    "《{title}》哪天之前要复核？点选，或直接输入日期（如 2027-03-31、三个月后）。",
    "By when must {title} be reviewed? Tap, or type a date (such as 2027-03-31).",
)
NOT_A_DAY = Sentence(
    "我没看懂这个日期。请写成 2027-03-31，或点上面的按钮；/cancel 取消。",
    "I can't read that date. Write it as 2027-03-31, or tap a button above; /cancel leaves this.",
)
DAY_IS_PAST = Sentence("{day} 已经过去了。请给一个以后的日期。", "{day} is past. Give a later day.")
MONTHS = Plural("{count} 个月后", "in {count} month", "in {count} months")
NEVER = Sentence("不设", "No date")
WHICH_AUDIENCE = Sentence(
    "点选能看到《{title}》的角色和团队（✓ 为已选；都不选就是所有人）：",
    "Tap the roles and teams that may see {title} (✓ chosen; none chosen means everybody):",
)
NONE_DUE = Sentence(
    "没有到期或 30 天内到期的资料。", "No playbook is due for review within 30 days."
)
DUE_HEADER = Sentence("需要复核", "Due for review")
