"""What previewing, comparing, switching and looking back at versions says."""

from __future__ import annotations

from typing import Literal

from bot.texts import Plural, Sentence

# --- buttons -----------------------------------------------------------------------------------

ACTIVATE = Sentence("✅ 启用", "✅ Activate")
CHANGES = Sentence("改动", "Changes")
OUTLINE = Sentence("目录", "Outline")
STAGES = Sentence("阶段", "Stages")
DISCARD = Sentence("丢弃", "Discard")
HISTORY = Sentence("记录", "History")
PREVIEW = Sentence("预览第 {version} 版", "Preview v{version}")
MORE = Sentence("更多 ›", "More ›")
EARLIER = Sentence("‹ 上一页", "‹ Earlier")
FULL_DIFF = Sentence("完整对比", "Full diff")
BACK = Sentence("返回", "Back")
ROLL_BACK = Sentence("退回第 {version} 版", "Roll back to v{version}")
RETIRE = Sentence("停用", "Retire")
BRING_BACK = Sentence("重新启用第 {version} 版", "Bring back v{version}")
UNDISCARD = Sentence("恢复草稿", "Restore the draft")
SAY_WHY = Sentence("说明原因", "Say why")
ALL_STAGES = Sentence("不限阶段", "All stages")

# --- preview -----------------------------------------------------------------------------------

IS_FIRST = Sentence(
    "这是第一版，还没有可比较的版本。", "This is the first version: nothing to compare with."
)
NOTHING_ANSWERS = Sentence(
    "现在没有启用任何版本；以下与第 {version} 版相比。",
    "Nothing of it answers now; compared with v{version}.",
)
AGAINST = Sentence("与第 {version} 版相比", "Against v{version}")
NO_CHANGES = Sentence("文字没有变化。", "The words are the same.")
COUNTED: dict[Literal["added", "removed", "changed", "moved"], Plural] = {
    "changed": Plural("{count} 节有改动", "{count} section changed", "{count} sections changed"),
    "added": Plural("新增 {count} 节", "{count} section new", "{count} sections new"),
    "removed": Plural("删去 {count} 节", "{count} section gone", "{count} sections gone"),
    "moved": Plural("移动 {count} 节", "{count} section moved", "{count} sections moved"),
}
HEADINGS_RENAMED = Plural("改名 {count} 处", "{count} heading renamed", "{count} headings renamed")
NUMBERS = Plural(
    "⚠ {count} 处数字变了：", "⚠ A number changed in {count} place:",
    "⚠ Numbers changed in {count} places:",
)  # fmt: skip
UNCHANGED = Plural("{count} 节不变", "{count} section unchanged", "{count} sections unchanged")
NEW_FILE = Sentence("新文件：{name}", "New file: {name}")
GONE_FILE = Sentence("不再有的文件：{name}", "File gone: {name}")
RENAMED_FILE = Sentence("文件改名：{old} → {new}", "File renamed: {old} → {new}")
RENAMED_HEADING = Sentence("标题改名：{old} → {new}", "Heading renamed: {old} → {new}")
STAGE_HEADER = Sentence("适用阶段", "Stages")
ANY_STAGE = Sentence("不限", "any")
LANGUAGES = {"zh": Sentence("中文", "Chinese"), "en": Sentence("英文", "English")}
NO_HEADING = Sentence("（无标题）", "(no heading)")
AND_MORE = Plural("…还有 {count} 项", "…and {count} more", "…and {count} more")
NEWER_DRAFT = Sentence(
    "注意：还有更新的草稿（第 {version} 版）。", "Note: there is a newer draft, v{version}."
)
LOADED_BY = Sentence("{name} 装入于 {when}", "loaded by {name}, {when}")
LOADED_AT = Sentence("装入于 {when}", "loaded {when}")
PAGE = Sentence("第 {page} 页", "p. {page}")

# --- diff --------------------------------------------------------------------------------------

KIND = {
    "added": Sentence("新增", "New"),
    "removed": Sentence("删去", "Gone"),
    "changed": Sentence("改动", "Changed"),
    "moved": Sentence("移动", "Moved"),
}
MOVED_TOO = Sentence("改动并移动", "Changed and moved")
WAS = Sentence("原为：{name}", "was: {name}")
NUMBER_CHANGED = Sentence("数字变了", "number changed")
DIFF_TITLE = Sentence("《{title}》第 {old} 版 → 第 {new} 版", "{title} v{old} → v{new}")
NOTHING_TO_COMPARE = Sentence("没有可比较的版本。", "There is no other version to compare with.")
DIFF_WRITTEN = Sentence("对比已写入 {path}。", "The diff is written to {path}.")

# --- switching ---------------------------------------------------------------------------------

ACTIVATED = Sentence(
    "《{title}》第 {version} 版已启用，从现在起用它回答。",
    "{title} v{version} is active and answers from now on.",
)
INSTEAD_OF = Sentence(
    "第 {version} 版已停用，随时可以退回。", "v{version} is retired; one tap brings it back."
)
ROLLED_BACK = Sentence(
    "《{title}》已退回第 {version} 版，从现在起用它回答。",
    "{title} is back at v{version}, which answers from now on.",
)
RETIRED = Sentence("已停用《{title}》，不再用于回答。", "{title} is retired and no longer answers.")
DISCARDED = Sentence(
    "《{title}》第 {version} 版草稿已丢弃。", "The draft {title} v{version} is discarded."
)
RESTORED = Sentence(
    "《{title}》第 {version} 版草稿已恢复。", "The draft {title} v{version} is back."
)
ALREADY = {
    "active": Sentence(
        "《{title}》第 {version} 版已经在用了，什么都没有改变。",
        "{title} v{version} is active already; nothing was changed.",
    ),
    "retired": Sentence(
        "《{title}》第 {version} 版已经停用了，什么都没有改变。",
        "{title} v{version} is retired already; nothing was changed.",
    ),
    "discarded": Sentence(
        "《{title}》第 {version} 版草稿已经丢弃了，什么都没有改变。",
        "The draft {title} v{version} is discarded already; nothing was changed.",
    ),
    "draft": Sentence(
        "《{title}》第 {version} 版已经是草稿了，什么都没有改变。",
        "{title} v{version} is a draft already; nothing was changed.",
    ),
}
CHANGED_MEANWHILE = Sentence(
    "你看过之后，启用的版本已经变了，所以我什么都没有改。请按现在的情况再看一遍：",
    "What is active has changed since you looked, so I changed nothing. This is how it is now:",
)
CHANGED_JUST_NOW = Sentence(
    "刚才有人改了启用的版本，所以我什么都没有改。请再看一遍。",
    "Somebody changed what is active just now, so nothing was changed. Look again.",
)
SUPERSEDED = Sentence(
    "你看过之后，又装入了更新的草稿，所以我什么都没有改。请先看看新的：",
    "A newer draft has been loaded since you looked, so I changed nothing. Look at that one first:",
)
USE_ANSWERS = Sentence(
    "标准答案要一条一条地改，这里什么都没有改变。请用 /gaps → 标准答案。",
    "Standard answers are changed one by one, so nothing was changed here. "
    "Use /gaps → Standard answers.",
)
ANSWERS = Sentence("标准答案", "Standard answers")
INCOMPLETE = Sentence(
    "《{title}》第 {version} 版还没有读完，不能启用。请稍后再点；旧版本继续回答。",
    "{title} v{version} is not read completely yet. Tap again in a moment; nothing was changed.",
)
GONE = Sentence(
    "《{title}》第 {version} 版已不能这样操作，什么都没有改变。",
    "That can't be done to {title} v{version} any more; nothing was changed.",
)
DRAFT_GONE = Sentence(
    "《{title}》第 {version} 版草稿已被丢弃，什么都没有改变。",
    "The draft {title} v{version} was discarded; nothing was changed.",
)
WHY = Sentence(
    "请用一句话说明原因；/cancel 则不写。", "Say why in one sentence; /cancel leaves it out."
)
WHY_KEPT = Sentence("原因已记下。", "The reason is noted.")
WHY_TOO_LATE = Sentence(
    "只有本人能补充原因，而且只能补充一次。",
    "Only whoever did it can say why, and only once.",
)

# --- history -----------------------------------------------------------------------------------

HISTORY_HEADER = Sentence("《{title}》的记录", "History of {title}")
NO_HISTORY = Sentence("还没有记录。", "Nothing has been recorded yet.")
THE_COACH = Sentence("系统", "the coach")
EVENTS = {
    "loaded": Sentence("装入第 {version} 版", "loaded v{version}"),
    "activated": Sentence("启用第 {version} 版", "activated v{version}"),
    "rolled_back": Sentence("退回第 {version} 版", "rolled back to v{version}"),
    "retired": Sentence("停用第 {version} 版", "retired v{version}"),
    "discarded": Sentence("丢弃草稿第 {version} 版", "discarded the draft v{version}"),
    "restored": Sentence("恢复草稿第 {version} 版", "restored the draft v{version}"),
    "stages": Sentence("修改第 {version} 版的阶段", "changed stages of v{version}"),
    "owner": Sentence("更换负责人", "changed the owner"),
    "review": Sentence("修改复核日期", "changed the review date"),
    "audience": Sentence("修改谁能看到", "changed who sees it"),
    "folded": Sentence(
        "并入标准回答（第 {version} 版）", "folded in a standard answer (v{version})"
    ),
}
TIMES = Sentence("（{count} 次）", "({count} times)")

# --- stages ------------------------------------------------------------------------------------

STAGES_HEADER = Sentence(
    "《{title}》第 {version} 版：点一节来选择阶段。阶段只影响排序，不会隐藏内容。",
    "{title} v{version}: tap a section to choose its stages. A stage favours, it never hides.",
)
WHOLE_DOCUMENT = Sentence("整个文件：{name}", "Whole file: {name}")
CHOOSE_STAGES = Sentence("“{section}”适用于哪些阶段？", "Which stages is “{section}” for?")
CHOSEN_BY_HAND = Sentence("已由培训师选定。", "Chosen by a trainer.")
NO_PROCESS = Sentence("还没有设定销售流程。", "No sales process is set yet.")
STAGES_SET = Sentence("“{section}”的阶段：{stages}。", "Stages of “{section}”: {stages}.")

# --- shell -------------------------------------------------------------------------------------

UNKNOWN_SLUG = Sentence("没有名为 {slug} 的资料。", "There is no playbook named {slug}.")
UNKNOWN_VERSION = Sentence("{slug} 没有第 {version} 版。", "{slug} has no v{version}.")
NO_EARLIER = Sentence("{slug} 没有可退回的版本。", "{slug} has no earlier version to roll back to.")
NO_DRAFT = Sentence("{slug} 没有草稿。", "{slug} has no draft.")
UNKNOWN_STAGE = Sentence(
    "没有阶段“{stage}”。可选：{known}", "There is no stage {stage}. Known: {known}"
)
UNKNOWN_SECTION = Sentence("没有这一节：{section}", "There is no section {section}")
