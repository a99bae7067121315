"""What the gap queue and the standard answers say."""

from __future__ import annotations

from bot.texts import Plural, Sentence

MENU_GAPS = Sentence("待补的问题", "Unanswered questions")
HEADER = {
    "open": Sentence("资料没有回答的问题", "What the playbooks do not answer"),
    "answered": Sentence("已有答案的问题", "Answered since"),
    "dismissed": Sentence("已忽略的问题", "Dismissed"),
}
NONE = {
    "open": Sentence("没有待补的问题。", "No question is waiting for an answer."),
    "answered": Sentence("还没有。", "None yet."),
    "dismissed": Sentence("还没有。", "None yet."),
}
STATUS = {
    "open": Sentence("待补", "open"),
    "answered": Sentence("已有答案", "answered"),
    "dismissed": Sentence("已忽略", "dismissed"),
}
TIMES = Plural("{count} 次", "{count} time", "{count} times")
PERIOD = Sentence("{first} 至 {last}", "{first} to {last}")
LANGUAGES = {"zh": Sentence("中文", "Chinese"), "en": Sentence("英文", "English")}
ANSWERED_BY = Sentence("已由《{version}》回答", "Answered by {version}")
CLOSED_BY = Sentence("{status}（{name} 于 {day}）", "{status} by {name}, {day}")
EXAMPLES = Sentence("问法", "As asked")
PASSED_ON_BY = Sentence("由 {name} 转来", "passed on by {name}")
VOTED_DOWN = Sentence("答了，但被评为不好", "answered, but voted down")
WHY = {
    "wrong": Sentence("内容不对", "wrong"),
    "outdated": Sentence("过时了", "outdated"),
    "incomplete": Sentence("不完整", "incomplete"),
    "other_question": Sentence("答非所问", "not what was asked"),
}
NEAREST = Sentence("最接近的章节", "The nearest sections")
NOTHING_NEAR = Sentence("没有相近的章节。", "No section comes near.")
PAGE = Sentence("第 {page} / {pages} 页", "page {page} of {pages}")
EARLIER = Sentence("‹ 上一页", "‹ Back")
LATER = Sentence("下一页 ›", "More ›")
BACK = Sentence("‹ 返回列表", "‹ All gaps")
STANDARD_ANSWERS = Sentence("标准答案（{count}）", "Standard answers ({count})")
OPEN_GAP = Sentence("打开", "Open")
WRITE = Sentence("✏️ 写标准答案", "✏️ Write an answer")
DISMISS = Sentence("忽略", "Dismiss")
MERGE = Sentence("合并…", "Merge…")
REOPEN = Sentence("重新打开", "Reopen")
MERGE_INTO = Sentence("和哪个问题合并？", "Merge it with which question?")
NOTHING_TO_MERGE = Sentence(
    "没有别的问题可以合并。", "There is no other question to merge it with."
)
GONE = Sentence("这个问题已经不在了。", "That question is no longer there.")
NOT_YET = Sentence(
    "这个问题还在归类，几秒后再点。", "It is still being sorted in; tap again in a moment."
)

PASSED_ON = Sentence("{name} 转来一个问题：", "{name} passed a question on:")
CALLED_WRONG = Sentence("有人指出一条回答不对：", "An answer was called wrong:")
ITS_ANSWER = Sentence("回答", "The answer")
ITS_PASSAGE = Sentence("引用自 {place}", "Citing {place}")
ANSWERED_NOW = Sentence(
    "你转给培训师的问题有答案了：", "The question you passed on has an answer now:"
)
ASK_AGAIN = Sentence("再问一次可以看到全文和出处。", "Ask again for all of it, with its sources.")

TYPE_ANSWER = Sentence(
    "请写出这个问题的标准答案，直接发给我（/cancel 取消）：",
    "Write the standard answer to this question and send it to me (/cancel):",
)
TYPE_QUESTION = Sentence(
    "请发来改好的问题（/cancel 取消）：", "Send the question as it should read (/cancel):"
)
TOO_LONG = Sentence(
    "太长了（最多 {limit} 字）。请写短一些，或作为文件上传。",
    "Too long (at most {limit} characters). Shorten it, or load it as a document.",
)
PREVIEW = Sentence("会这样显示：", "It will be shown like this:")
SAVE = Sentence("✅ 保存并启用", "✅ Save and use")
EDIT = Sentence("✏️ 改答案", "✏️ Edit")
EDIT_QUESTION = Sentence("改问题", "Edit the question")
CANCEL = Sentence("取消", "Cancel")
SAVED = Sentence(
    "已保存，现在起就用它回答，出处是“{source}”。",
    "Saved. It answers from now on, cited as “{source}”.",
)
DRAFT_GONE = Sentence(
    "这份草稿已经不在了，什么都没有改变。", "That draft is gone; nothing was changed."
)
CANCELLED = Sentence("好的，没有保存。", "All right, nothing was saved.")

SOURCE = Sentence("标准答案", "Standard answer")
ANSWERS_HEADER = Sentence("标准答案", "Standard answers")
NO_ANSWERS = Sentence("还没有标准答案。", "There are no standard answers yet.")
IN_USE = Sentence("使用中", "in use")
FOLDED = Sentence("已并入《{version}》", "folded into {version}")
RETIRED = Sentence("已停用", "retired")
RETIRE = Sentence("停用", "Retire")
RETIRE_DONE = Sentence("已停用，不再用它回答。", "Retired; it no longer answers.")
FOLD = Sentence("并入资料…", "Fold into…")
FOLD_INTO = Sentence("并入哪份资料？", "Fold it into which playbook?")
NOTHING_TO_FOLD_INTO = Sentence("还没有可以并入的资料。", "There is no playbook to fold it into.")
FOLD_DONE = Sentence(
    "已并入《{title}》的新版本，出处仍写明作者。",
    "Folded into a new version of {title}; it is still cited with its author.",
)
ANSWER_GONE = Sentence("这条标准答案已经不在了。", "That standard answer is no longer there.")
