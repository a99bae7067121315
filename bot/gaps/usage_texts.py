"""What the usage report says."""

from __future__ import annotations

from bot.texts import Plural, Sentence

MENU_USAGE = Sentence("资料的使用情况", "How the playbooks are used")
HEADER = Plural("最近 {count} 天", "The last day", "The last {count} days")
QUESTIONS = Plural("{count} 个提问", "{count} question", "{count} questions")
NO_QUESTIONS = Sentence("没有人提问。", "Nobody asked anything.")
OUTCOMES = {
    "answered": Sentence("有答案 {count}（{share}%）", "answered {count} ({share}%)"),
    "weak": Sentence("答得不确定 {count}（{share}%）", "weak {count} ({share}%)"),
    "refused": Sentence("没有答案 {count}（{share}%）", "refused {count} ({share}%)"),
}
VOTES = Sentence(
    "👍 {up} · 👎 {down} · 转给培训师 {passed_on}", "👍 {up} · 👎 {down} · passed on {passed_on}"
)
STAGES = Sentence("按阶段（提问）", "By stage (questions)")
NO_STAGE = Sentence("未说明", "none known")
PLAYBOOKS = Sentence("按资料（引用它的回答）", "By playbook (answers citing it)")
SECTIONS = Sentence("最常引用的章节", "Sections cited most")
UNUSED = Plural(
    "{count} 个章节没有人用到",
    "{count} section that nobody needed",
    "{count} sections that nobody needed",
)
MORE = Sentence("……还有 {count} 个", "… and {count} more")
DAYS = Plural("{count} 天", "{count} day", "{count} days")
