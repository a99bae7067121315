"""What loading and listing playbooks says."""

from __future__ import annotations

from bot.texts import Plural, Sentence

MENU_PLAYBOOKS = Sentence("资料", "Playbooks")
RECEIVED = Sentence(
    "收到《{name}》，正在读取，读完给你预览；启用之前一切照旧。",
    "Got {name}, reading it now. You will see a preview; nothing changes until you activate it.",
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
DRAFTED_BEFORE = Sentence(
    "《{title}》与草稿第 {version} 版内容完全相同，无需再装入。",
    "{title} is the same as the draft v{version}; nothing to do.",
)
NOTHING_LOADED = Sentence(
    "没有文件能读取，什么都没有改变：", "No file could be read; nothing changed:"
)
SKIPPED = Plural(
    "{count} 个文件未能读取：", "{count} file was left out:", "{count} files were left out:"
)
SKIPPED_BEFORE = Plural(
    "装入那一版时有 {count} 个文件未能读取：",
    "{count} file was left out when it was loaded:",
    "{count} files were left out when it was loaded:",
)
MORE_FILES = Plural("……另有 {count} 个", "… and {count} more", "… and {count} more")
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
    "还没有资料。把文档发给我就行：Word、PDF、PowerPoint、Excel、CSV、Markdown、文本、网页，或它们的 ZIP。",
    "No playbooks yet. Send me a document: Word, PDF, PowerPoint, Excel, CSV, Markdown, text, HTML, or a ZIP of them.",
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
COLUMNS = (
    Sentence("资料", "playbook"),
    Sentence("版本", "version"),
    Sentence("状态", "status"),
    Sentence("文件", "files"),
    Sentence("段", "passages"),
    Sentence("自", "since"),
    Sentence("标题", "title"),
)
"""Of `coach playbooks`."""
RETIRE = Sentence("停用", "Retire")
RETIRED = Sentence("已停用《{title}》，不再用于回答。", "{title} is retired and no longer answers.")
PROBLEMS = {
    "unsupported_type": Sentence(
        "我还不能读 {extension} 文件。可以发 Word、PDF、PowerPoint、Excel、CSV、Markdown、文本、网页，或它们的 ZIP。",
        "I can't read {extension} files yet. Send Word, PDF, PowerPoint, Excel, CSV, Markdown, text, HTML, or a ZIP of them.",
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
    "macros": Sentence(
        "文件带有宏（程序）。请另存为不带宏的格式再发。",
        "The file holds macros (programs). Save it in a format without macros and resend it.",
    ),
    "scanned": Sentence(
        "第 {pages} 页是扫描图片，没有文字可读。请先做文字识别（OCR）。",
        "Page {pages} is a scanned picture without text. Have its text recognised (OCR) first.",
    ),
    "too_slow": Sentence(
        "读了 {limit} 秒还没读完，已放弃。请拆成几个小文件。",
        "It was not read within {limit} seconds and was given up. Split it.",
    ),
    "too_hungry": Sentence(
        "读这个文件需要的内存太多，已放弃。请拆成几个小文件。",
        "Reading it takes too much memory, so it was given up. Split it.",
    ),
    "reading_failed": Sentence(
        "读到一半出错了。请重新导出后再发。", "Reading it broke off. Export it again and resend it."
    ),
    "unsafe_path": Sentence(
        "它在压缩包里的路径不安全，已跳过。",
        "Its path in the archive is not safe; it was left out.",
    ),
    "nested_archive": Sentence(
        "压缩包里的压缩包不会打开。请先解压。",
        "An archive within an archive is not opened. Unpack it first.",
    ),
    "duplicate_name": Sentence(
        "有另一个文件用了同样的名字，只读了第一个。",
        "Another file has the same name; only the first was read.",
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
    "replaced_characters": Sentence(
        "有些字节不是文字，已用“�”代替，请抽查",
        "some bytes are no text and were replaced by “�”; please check",
    ),
    "footnotes_skipped": Sentence("脚注没有装入", "footnotes were left out"),
    "embedded_document_skipped": Sentence(
        "嵌入的文档没有装入", "an embedded document was left out"
    ),
    "encoding_guessed": Sentence(
        "文字编码是猜的（{detail}），请抽查",
        "its text encoding was guessed ({detail}); please check",
    ),
    "scanned_pages": Sentence(
        "第 {detail} 页是扫描图片，没有文字可读，没有装入",
        "page {detail} is a scanned picture without text and was left out",
    ),
    "hidden_slides": Sentence(
        "第 {detail} 页是隐藏的，没有装入", "slide {detail} is hidden and was left out"
    ),
    "slide_pictures": Sentence(
        "第 {detail} 页只有图片，图里的字读不到",
        "slide {detail} holds only pictures; words in them were not read",
    ),
    "hidden_sheet": Sentence(
        "工作表“{detail}”是隐藏的，没有装入", 'the sheet "{detail}" is hidden and was left out'
    ),
    "sheet_without_cells": Sentence(
        "工作表“{detail}”只有图表，没有装入",
        'the sheet "{detail}" holds only a chart and was left out',
    ),
    "sheet_pictures": Sentence(
        "工作表“{detail}”里有图片，图里的字读不到",
        'the sheet "{detail}" has pictures; words in them were not read',
    ),
    "hidden_cells": Sentence(
        "工作表“{detail}”里隐藏的行或列没有装入",
        'hidden rows or columns of the sheet "{detail}" were left out',
    ),
    "filtered_rows": Sentence(
        "工作表“{detail}”里被筛选或折叠的行也装入了",
        'rows that a filter or a folded group of the sheet "{detail}" conceals were read too',
    ),
    "formula_without_value": Sentence(
        "公式没有算好的值（{detail}），请用 Excel 打开并保存一次",
        "a formula has no stored value ({detail}); open the file in Excel and save it once",
    ),
    "quotes_unbalanced": Sentence(
        "有引号没有配对，已按普通文字读，请抽查",
        "a quotation mark is never closed, so they were read as plain text; please check",
    ),
    "outside_main": Sentence(
        "网页正文以外的内容没有装入，请抽查",
        "text outside the page's main part was left out; please check",
    ),
    "hidden_text": Sentence("网页里隐藏的内容没有装入", "hidden text of the page was left out"),
    "other": Sentence("{detail}", "{detail}"),
}
