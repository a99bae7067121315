"""What loading and listing playbooks says."""

from __future__ import annotations

from bot.texts import Plural, Sentence

MENU_PLAYBOOKS = Sentence("资料", "Playbooks")
RECEIVED = Sentence(
    "收到《{name}》，正在读取；旧版本在新版本就绪前继续回答。",
    "Got {name}, reading it now; the old version answers until the new one is ready.",
)
ACTIVATED = Sentence(
    "《{title}》第 {version} 版已启用：{size}。", "{title} v{version} is now active: {size}."
)
DRAFTED = Sentence(
    "《{title}》第 {version} 版已存为草稿，暂不用于回答：{size}。",
    "{title} v{version} is kept as a draft and does not answer yet: {size}.",
)
UNCHANGED = Sentence(
    "《{title}》与现用的第 {version} 版内容完全相同，无需更新。",
    "{title} is the same as the active v{version}; nothing to do.",
)
NOTHING_LOADED = Sentence(
    "没有文件能读取，什么都没有改变：", "No file could be read; nothing changed:"
)
SKIPPED = Plural(
    "{count} 个文件未能读取：", "{count} file was left out:", "{count} files were left out:"
)
WARNINGS = Sentence("请留意：", "Please note:")
UPLOAD_TOO_LARGE = Sentence(
    "《{name}》超过 20 MB，Telegram 不让我下载。请拆小，或让管理员用 coach ingest 装入。",
    "{name} is over 20 MB, which Telegram does not let me download. Split it, or have an "
    "administrator load it with coach ingest.",
)
UPLOAD_UNAVAILABLE = Sentence(
    "没能下载《{name}》，请再发一次。", "I could not download {name}. Please send it again."
)
NO_PLAYBOOKS = Sentence(
    "还没有资料。把 Markdown、文本或 Word 文件发给我就行。",
    "No playbooks yet. Send me a Markdown, text or Word file.",
)
NO_PLAYBOOKS_READER = Sentence("还没有资料。", "No playbooks yet.")
NO_SUCH_PLAYBOOK = Sentence("没有这份资料了。", "That playbook is no longer there.")
HEADER = Sentence("资料", "Playbooks")
VERSION = Sentence("第 {version} 版", "v{version}")
FILES = Plural("{count} 个文件", "{count} file", "{count} files")
PASSAGES = Plural("{count} 段", "{count} passage", "{count} passages")
SECTIONS = Plural("{count} 个章节", "{count} section", "{count} sections")
NO_FILES = Sentence("这里没有文件，什么都没有改变。", "There are no files here; nothing changed.")
STATUS = {
    "active": Sentence("使用中", "active"),
    "draft": Sentence("草稿", "draft"),
    "indexing": Sentence("读取中", "being read"),
    "retired": Sentence("已停用", "retired"),
    "failed": Sentence("读取失败", "failed"),
}
RETIRE = Sentence("停用", "Retire")
RETIRED = Sentence("已停用《{title}》，不再用于回答。", "{title} is retired and no longer answers.")
PROBLEMS = {
    "unsupported_type": Sentence(
        "我还不能读 {extension} 文件。可以发 Markdown、文本或 Word（.docx）。",
        "I can't read {extension} files yet. Send Markdown, text or Word (.docx).",
    ),
    "empty": Sentence("文件里没有文字。", "There is no text in the file."),
    "corrupt": Sentence(
        "文件损坏，打不开。请重新导出后再发。",
        "The file is damaged. Export it again and resend it.",
    ),
    "wrong_type": Sentence(
        "扩展名是 {extension}，内容却不是。请检查文件名。",
        "It is named {extension} but its content is something else. Check the file's name.",
    ),
    "too_large": Sentence("文件太大。请拆成几个小文件。", "The file is too large. Split it."),
    "encrypted": Sentence(
        "文件有密码保护。请去掉密码再发。", "The file is protected by a password. Remove it first."
    ),
    "other": Sentence("读不了这个文件。", "This file can't be read."),
}
NOTES = {
    "front_matter_invalid": Sentence(
        "开头的元数据（front matter）读不懂，已忽略",
        "its front matter could not be read and was ignored",
    ),
    "front_matter_field": Sentence(
        "元数据中的“{detail}”读不懂，已忽略", 'the front matter field "{detail}" was ignored'
    ),
    "encoding_guessed": Sentence(
        "文字编码是猜的（{detail}），请抽查",
        "its text encoding was guessed ({detail}); please check",
    ),
    "other": Sentence("{detail}", "{detail}"),
}
