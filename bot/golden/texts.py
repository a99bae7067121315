"""What golden questions say."""

from __future__ import annotations

from bot.texts import Plural, Sentence

MENU_GOLDEN = Sentence("标准题与通过率", "Golden questions")
KEEP = Sentence("⭐ 存为标准题", "⭐ Keep as golden")
KEPT = Sentence(
    "已存为标准题，资料每次更新都会重问：\n{question}\n应出自：{place}",
    "Kept as a golden question, asked again whenever a playbook changes:\n{question}\n"
    "Expected from: {place}",
)
POINTS = Sentence("答案必须包含：", "The answer must say:")
NO_POINTS = Sentence("（没有要点，只看出处）", "(no points: only the source counts)")
NOTHING_TO_KEEP = Sentence(
    "这个回答没有引用资料，不能存为标准题。",
    "That answer cites nothing, so it can't be a golden question.",
)
EDIT_POINTS = Sentence("改要点", "Edit points")
DROP = Sentence("删除", "Remove")
DROPPED = Sentence("已删除，不再重问：{question}", "Removed, it is asked no more: {question}")
WRITE_POINTS = Sentence(
    "请写出答案必须包含的要点，一行一个（只写“-”表示不要求要点）。/cancel 取消。",
    'Write the points the answer must make, one a line ("-" for none). /cancel leaves this.',
)
GONE = Sentence("这道标准题已经不在了。", "That golden question is no longer there.")
NONE_YET = Sentence(
    "还没有标准题。回答正确时点“⭐ 存为标准题”，或让管理员从文件装入。",
    "No golden questions yet. Tap “⭐ Keep as golden” under a right answer, or load a file with "
    "coach golden import.",
)
HEADER = Sentence("标准题", "Golden questions")
PASSED = Sentence("通过 {passed}/{total}（{percent}%）", "{passed} of {total} pass ({percent}%)")
NOT_RUN = Sentence("共 {total} 题，还没有跑过。", "{total} questions, not asked yet.")
TREND = Sentence("走势：{steps}", "Trend: {steps}")
FAILING = Sentence("未通过：", "Failing:")
WORSE = Plural("变差 {count} 题：", "{count} got worse:", "{count} got worse:")
BETTER = Plural("变好 {count} 题：", "{count} got better:", "{count} got better:")
SAME = Sentence("没有变化。", "No change.")
RUN = Sentence("全部重问", "Ask them all")
LIST = Sentence("全部标准题", "All of them")
SUGGESTED = Plural(
    "销售点赞、尚未存为标准题的回答：{count} 个",
    "{count} answer that reps voted up is not a golden question yet",
    "{count} answers that reps voted up are not golden questions yet",
)
RUNNING = Sentence("正在重问 {total} 题…", "Asking {total} questions …")
MORE = Sentence("更多", "More")
BACK = Sentence("返回", "Back")
OUTCOMES = {
    "answered": Sentence("已回答", "answered"),
    "weak": Sentence("把握不大", "weak"),
    "refused": Sentence("拒答", "refused"),
}
RESULT = Sentence(
    "最近一次：{mark} {outcome}，出处{rank}，要点 {met}/{total}",
    "Last time: {mark} {outcome}, source {rank}, points {met}/{total}",
)
RANKED = Sentence("第 {rank}", "no. {rank}")
UNRANKED = Sentence("未找到", "not found")
EXPECTED = Sentence("应出自：{place}", "Expected from: {place}")
ANY_SECTION = Sentence("任一章节", "any section")
DRAFT = Sentence("如果启用这一版，标准题：", "If this version were active, golden questions:")
ACTIVATED_WORSE = Sentence(
    "《{title}》第 {version} 版启用后，标准题变差：",
    "Since {title} v{version} is active, golden questions got worse:",
)
