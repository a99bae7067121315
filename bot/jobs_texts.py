"""What is said of jobs: how far they are, that they ended, that they were cancelled."""

from __future__ import annotations

from bot.texts import Plural, Sentence
from storage.records import Language

CANCEL = Sentence("取消", "Cancel")
PHASES = {
    "unpacking": Sentence("正在解压", "unpacking"),
    "reading": Sentence("正在读取", "reading"),
    "embedding": Sentence("正在理解内容", "learning the passages"),
    "indexing": Sentence("正在收尾", "finishing"),
    "activating": Sentence("正在收尾", "finishing"),
    "done": Sentence("正在收尾", "finishing"),
    "catching up": Sentence("另一编码器正在补建向量", "the second encoder catches up"),
    "": Sentence("正在处理", "working"),
}
AT = Sentence("《{title}》{phase}", "{title}: {phase}")
FAR = Sentence("《{title}》{phase}（{done}/{total}）", "{title}: {phase} ({done}/{total})")
FAR_AT = Sentence(
    "《{title}》{phase}（{done}/{total}）：{detail}", "{title}: {phase} ({done}/{total}): {detail}"
)
ENDED = {
    "done": Sentence("《{title}》已处理完，结果见下。", "{title} is done, see below."),
    "failed": Sentence("《{title}》没能处理完。", "{title} could not be finished."),
    "cancelled": Sentence("《{title}》已取消。", "{title} was cancelled."),
}
CANCELLED = Sentence(
    "已取消装入《{title}》，什么都没有改变；现用的版本照常回答。",
    "Loading {title} was cancelled. Nothing changed; what was active still answers.",
)
CANCELLING = Sentence("正在取消《{title}》…", "Cancelling {title}…")
TOO_LATE = Sentence(
    "来不及取消了：《{title}》已经处理完。", "It is too late to cancel: {title} is done already."
)
NOT_POSSIBLE = Sentence(
    "重建索引只需几秒，不能取消。", "A rebuild takes seconds and can't be cancelled."
)
GOES_ON = Sentence(
    "正在运行的助手会继续装入；coach jobs cancel {id} 可以取消。",
    "The running coach goes on with it; `coach jobs cancel {id}` cancels it.",
)
FOLLOWS = Plural(
    "已经可以回答。另一编码器接着处理 {count} 段；按 Ctrl-C 可留到以后。",
    "It answers already. The slower encoder follows with {count} passage; Ctrl-C leaves it for "
    "later.",
    "It answers already. The slower encoder follows with {count} passages; Ctrl-C leaves them for "
    "later.",
)
WAITS = Plural(
    "还有 {count} 段，下次运行时继续。",
    "{count} passage waits until the coach runs again.",
    "{count} passages wait until the coach runs again.",
)
READ_AGAIN = Plural(
    "{count} 份资料将重新读取。",
    "{count} playbook is read again.",
    "{count} playbooks are read again.",
)
NOTHING_OUTDATED = Sentence(
    "所有资料都是用现在的程序读取的。", "Every playbook was read by this very program."
)
KEPT_OLD = Sentence(
    "《{title}》有文件读不了了，仍用原来的版本。",
    "{title} stays as it was: not everything in it can be read any more.",
)
SAME_SLUG = Sentence(
    "这些文件里有几个会成为同一份资料“{name}”，会互相覆盖。用 --playbook 名称 放进同一份，或分开装入。",
    'Several of these would be the same playbook "{name}", one replacing the other. Put them into '
    "one with --playbook NAME, or load them one by one under other names.",
)
SAME_PATH = Sentence(
    "有两个文件都叫“{name}”，放不进同一份资料。请先改名。",
    'Two files would both be "{name}" in this playbook. Rename one of them.',
)
NO_SUCH_JOB = Sentence("没有这项任务。", "There is no such job.")
NO_JOBS = Sentence("没有任务。", "There are no jobs.")
KINDS = {
    "ingest": Sentence("装入", "load"),
    "reindex": Sentence("重建索引", "reindex"),
}
STATUS = {
    "queued": Sentence("排队中", "waiting"),
    "running": Sentence("进行中", "running"),
    "done": Sentence("完成", "done"),
    "failed": Sentence("失败", "failed"),
    "cancelled": Sentence("已取消", "cancelled"),
}
LONGEST_DETAIL = 60


def phase_in_words(
    language: Language, title: str, phase: str, done: int, total: int, detail: str
) -> str:
    said = (FAR_AT if detail else FAR) if total else AT
    return said(
        language,
        title=title,
        phase=PHASES.get(phase, PHASES[""])(language),
        done=min(done + 1, total) if phase in ("reading", "unpacking") else done,
        total=total,
        detail=detail[-LONGEST_DETAIL:],
    )
