"""A trainer's documents become playbooks; anybody else's, and bad ones, lose nothing."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import pytest

from bot import common_texts, jobs, jobs_texts
from bot.playbooks import ingesting, texts
from knowledge.embedding import BundledEncoders
from knowledge.reading import ReadDocument, Reading
from storage import playbooks, queues
from tests.bot.library.shelves import CountingEncoder
from tests.bot.organisation import Organisation
from tests.bot.telegram.forging import forge
from tests.fakes.telegram import Person

PATIENCE = 30
"""Seconds that reading and previewing may take on a machine that does other things as well."""
POLICY = (
    "# 价格政策\n\n## 折扣\n\n15%的折扣由销售总监审批。\n\n## 付款\n\n合同签订后30天内付首款。\n"
)


@pytest.fixture
async def xin(org: Organisation) -> Person:
    return await org.join("林欣", "trainer")


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    document.add_heading("Warranty", 1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


async def activate(xin: Person, name: str, data: bytes) -> None:
    await xin.send_document(name, data)
    await xin.tap(await xin.expect("草稿", timeout=PATIENCE), "启用")
    await xin.expect("从现在起用它回答", edits=True)


async def test_a_trainers_file_is_previewed_and_answers_once_it_is_activated(
    org: Organisation, xin: Person
) -> None:
    await xin.send_document("价格政策.md", POLICY.encode())
    received = await xin.expect("收到《价格政策.md》")
    preview = await xin.expect("第 1 版 · 草稿", timeout=PATIENCE)
    assert "1 个文件，2 个章节，2 段" in preview.text
    assert received.text == "《价格政策》已处理完，结果见下。"
    assert not received.buttons, "there is nothing left to cancel"
    assert await org.playbooks() == [("价格政策", 1, "draft")]
    await xin.send("15%的折扣谁来审批？")
    await xin.expect("还没有装入任何资料")
    await xin.tap(preview, "启用")
    await xin.expect("从现在起用它回答", edits=True)
    await xin.send("15%的折扣谁来审批？")
    await xin.expect("销售总监")
    await activate(xin, "Warranty.docx", word_file("The warranty lasts 24 months."))
    await xin.send("How long is the warranty?")
    await xin.expect("24 months")


async def test_a_second_upload_replaces_and_the_same_one_changes_nothing(
    org: Organisation, xin: Person
) -> None:
    await activate(xin, "价格政策.md", POLICY.encode())
    await xin.send_document("价格政策.md", POLICY.encode())
    await xin.expect("与现用的第 1 版内容完全相同")
    changed = POLICY.replace("总监", "副总裁").encode()
    await activate(xin, "价格政策.md", changed)
    await xin.send("15%的折扣谁来审批？")
    assert "总监" not in (await xin.expect("副总裁")).text
    assert await org.playbooks() == [("价格政策", 2, "active"), ("价格政策", 1, "retired")]


async def test_the_same_draft_again_is_shown_again(org: Organisation, xin: Person) -> None:
    for _ in range(2):
        await xin.send_document("价格政策.md", POLICY.encode())
        await xin.expect("价格政策 · 第 1 版 · 草稿", timeout=PATIENCE)
    assert await org.playbooks() == [("价格政策", 1, "draft")]


def zipped(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


async def test_a_zip_is_one_playbook_and_names_what_it_left_out_also_the_next_time(
    org: Organisation, xin: Person
) -> None:
    archive = zipped(
        {
            "价格.md": POLICY.encode(),
            "售后/退款.md": "# 退款\n\n七天内可以无理由退款。\n".encode(),
            "售后/空.md": b" ",
            "录像.mp4": b"\0\0\0\x18ftypmp42",
        }
    )
    await xin.send_document("华东.zip", archive)
    preview = await xin.expect("华东 · 第 1 版 · 草稿", timeout=PATIENCE)
    for said in ("2 个文件未能读取", "• 售后/空.md: ", "• 录像.mp4: 我还不能读 .mp4", "2 个文件，"):
        assert said in preview.text
    await xin.tap(preview, "启用")
    await xin.expect("从现在起用它回答", edits=True)
    await xin.send("多少天内可以退款？")
    await xin.expect("七天")
    await xin.send_document("华东.zip", archive)
    again = await xin.expect("与现用的第 1 版内容完全相同")
    assert "• 售后/空.md: 文件里没有文字。" in again.text


def zipped_by_windows(files: Mapping[str, bytes], year: int) -> bytes:
    """An archive whose names are GBK and do not say so, as Chinese Windows packs it."""
    held = io.BytesIO()
    stand_ins = {f"{n}".ljust(len(name.encode("gbk")), "~"): name for n, name in enumerate(files)}
    with zipfile.ZipFile(held, "w") as archive:
        for stand_in, name in stand_ins.items():
            archive.writestr(zipfile.ZipInfo(stand_in, (year, 1, 1, 0, 0, 0)), files[name])
    data = held.getvalue()
    for stand_in, name in stand_ins.items():
        data = data.replace(stand_in.encode(), name.encode("gbk"))
    return data


async def test_a_zip_from_chinese_windows_keeps_its_names_and_packed_again_is_the_same(
    org: Organisation, xin: Person
) -> None:
    files = {"销售手册/价格政策.md": POLICY.encode(), "销售手册/空表（草稿）.md": b" "}
    await xin.send_document("华东.zip", zipped_by_windows(files, 2025))
    preview = await xin.expect("华东 · 第 1 版 · 草稿", timeout=PATIENCE)
    assert "• 销售手册/空表（草稿）.md: " in preview.text
    await xin.tap(preview, "启用")
    await xin.expect("从现在起用它回答", edits=True)
    await xin.send("15%的折扣谁来审批？")
    await xin.expect("销售总监")
    async with org.coach.database.read() as session:
        assert await playbooks.document_paths(session, 1) == ["销售手册/价格政策.md"]
    await xin.send_document("华东.zip", zipped_by_windows(files, 2026))
    await xin.expect("与现用的第 1 版内容完全相同", timeout=PATIENCE)


async def test_several_files_at_once_are_a_playbook_each_and_shown_apart(
    org: Organisation, xin: Person
) -> None:
    for number in range(4):
        text = POLICY.replace("价格政策", f"政策{number}")
        await xin.send_document(f"政策{number}.md", text.encode())
    await org.idle()
    assert [status for _, _, status in await org.playbooks()] == ["draft"] * 4
    said = [message.text for message in xin.messages]
    for number in range(4):
        assert said.count(f"《政策{number}》已处理完，结果见下。") == 1
        assert sum(text.startswith(f"政策{number} · 第 1 版 · 草稿") for text in said) == 1


async def test_a_reps_document_is_refused_and_nothing_of_it_is_kept(
    org: Organisation, zhou: Person
) -> None:
    await zhou.send_document("价格政策.md", POLICY.encode(), caption="请装入")
    await zhou.expect(common_texts.NOT_ALLOWED("zh"))
    await org.idle()
    assert await org.playbooks() == []
    assert not org.telegram.calls_of("getFile")
    assert not list((org.home / "originals").rglob("*"))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.md", b" \n ", texts.PROBLEMS["empty"]("zh")),
        ("坏.docx", b"PK\x03\x04 nothing of a document", texts.PROBLEMS["corrupt"]("zh")),
        ("其实是图片.md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "扩展名是"),
        ("录像.mp4", b"\0\0\0\x18ftypmp42", "我还不能读 .mp4 文件"),
        ("坏.zip", b"PK\x03\x04", texts.PROBLEMS["corrupt"]("zh")),
        ("没有扩展名", b"text", "我还不能读"),
    ],
)
async def test_a_bad_file_gets_a_clear_sentence_and_the_old_version_stays(
    org: Organisation, xin: Person, name: str, data: bytes, says: str
) -> None:
    await org.ingest("价格政策.md", POLICY)
    await xin.send_document(name, data)
    said = await xin.expect("什么都没有改变")
    assert name in said.text
    assert says in said.text
    assert ("价格政策", 1, "active") in await org.playbooks()


async def test_a_file_over_20_mb_is_named_in_a_clear_sentence(
    org: Organisation, xin: Person
) -> None:
    await xin.send_document("全集.md", b"a" * (21 * 1024 * 1024))
    await xin.expect(texts.UPLOAD_TOO_LARGE("zh", name="全集.md"))
    assert not org.telegram.calls_of("getFile")


async def test_while_ten_megabytes_are_read_others_are_answered(
    org: Organisation, xin: Person, zhou: Person
) -> None:
    line = "客户问价格时先问预算，再报区间，不报底价。\n"
    data = (line * (10 * 1024 * 1024 // len(line.encode()))).encode()
    await xin.send_document("大文件.txt", data)
    await xin.expect("收到《大文件.txt》", timeout=20)
    await zhou.send_command("/help")
    await zhou.expect(common_texts.HELP_HEADER("zh"), timeout=5)
    assert (await org.depth())["jobs"] == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/x.md", "x.md"),
        ("..\\..\\x.md", "x.md"),
        ("😀.md", "😀.md"),
        ("策略" * 150 + ".md", "策略" * 58 + "策.md"),
        ("a\u202etxt.md", "a txt.md"),
        ("<b>&amp;.md", "<b>&amp;.md"),
        ("多\n行.md", "多 行.md"),
    ],
)
async def test_a_hostile_file_name_is_only_a_name(
    org: Organisation, xin: Person, name: str, shown: str
) -> None:
    await xin.send_document(name, POLICY.encode())
    await xin.expect(f"收到《{shown}》")
    await xin.expect("第 1 版 · 草稿", timeout=PATIENCE)
    await org.idle()
    kept = {path.parent.parent for path in (org.home / "originals").rglob("*") if path.is_file()}
    assert kept == {org.home / "originals"}
    async with org.coach.database.read() as session:
        assert await playbooks.document_paths(session, 1) == [shown]


async def test_a_retired_playbooks_buttons_change_nothing(org: Organisation, xin: Person) -> None:
    await org.ingest("价格政策.md", POLICY)
    await xin.send("15%的折扣谁来审批？")
    answer = await xin.expect("[1]")
    await xin.send_command("/playbooks")
    listed = await xin.expect("价格政策")
    await xin.tap(listed, "价格政策")
    page = await xin.expect("折扣")
    await xin.tap(page, texts.RETIRE("zh"))
    await xin.expect("已停用《价格政策》")
    await xin.tap(page, texts.RETIRE("zh"))
    await xin.expect("已经停用了，什么都没有改变")
    await xin.tap(answer, "[1]")
    await xin.expect("这段话来自第 1 版")
    assert await org.playbooks() == [("价格政策", 1, "retired")]


async def test_a_download_that_breaks_is_tried_again(org: Organisation, xin: Person) -> None:
    org.telegram.fail("getFile", 502, times=2)
    await xin.send_document("价格政策.md", POLICY.encode())
    await xin.expect("第 1 版 · 草稿", timeout=PATIENCE)


async def test_a_load_that_fails_says_so(
    org: Organisation, xin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(ingesting, "suggest_stages", broken)
    await xin.send_document("价格政策.md", POLICY.encode())
    received = await xin.expect("收到")
    said = await xin.expect("抱歉")
    assert "job 1" in said.text
    assert "disk full" not in said.text
    assert received.text == "《价格政策》没能处理完。"
    assert await org.playbooks() == []


async def test_of_a_changed_playbook_only_the_changed_passage_is_embedded(
    tmp_path: Path, founded: Organisation
) -> None:
    encoder = CountingEncoder("words/1")
    made = Organisation(tmp_path / "home", BundledEncoders((encoder,)), like=founded)
    async with made.open() as org:
        xin = await org.join("林欣", "trainer")
        rules = [f"第{n}条规定由{n}号经理解释，{n}天内答复客户。" for n in range(30)]
        await activate(xin, "规定.md", sections(rules))
        before = len(whole(encoder))
        assert before >= 5, "the playbook is several passages"
        rules[17] = "第17条规定由总经理解释。"
        await xin.send_document("规定.md", sections(rules))
        await xin.tap(await xin.expect("第 2 版 · 草稿", timeout=PATIENCE), "启用")
        await xin.expect("第 2 版已启用")
        await org.idle()
        [again] = whole(encoder)[before:]
        assert rules[17] in again
        await xin.send_document("规定.md", sections(rules))
        await xin.expect("与现用的第 2 版内容完全相同", timeout=PATIENCE)
        assert len(whole(encoder)) == before + 1
        sentences = [text for text in encoder.embedded if "节\n" not in text]
        assert all(sentences.count(rule) <= 1 for rule in rules), "nor their sentences"


def whole(encoder: CountingEncoder) -> list[str]:
    """The passages that were embedded, below their headings."""
    return [text for text in encoder.embedded if "节\n" in text]


def sections(texts: Sequence[str]) -> bytes:
    return "\n".join(f"## 第{n}节\n\n{text}\n" for n, text in enumerate(texts)).encode()


# --- how far it is, and cancelling ---------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Every file takes until the event is set; `hang.md` takes for ever."""
    go = asyncio.Event()
    read = Reading.read

    async def slowly(reading: Reading, name: str, file: Path) -> ReadDocument:
        await go.wait()
        if name.endswith("hang.md"):
            await asyncio.sleep(3600)
        return await read(reading, name, file)

    monkeypatch.setattr(Reading, "read", slowly)
    return go


async def test_a_load_shows_how_far_it_is_in_one_message_that_is_edited(
    org: Organisation, xin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SHOW_SECONDS", 0.2)
    monkeypatch.setattr(jobs, "KEEP_SECONDS", 0.0)
    monkeypatch.setattr(jobs, "LISTEN_SECONDS", 0.1)
    rows = await rows_of_outbox(org)
    files = {f"第{n:02}章.md": POLICY.replace("15", str(n)).encode() for n in range(60)}
    await xin.send_document("手册.zip", zipped(files))
    received = await xin.expect("收到《手册.zip》")
    await xin.expect("《手册》正在读取（", edits=True)
    await xin.expect("手册 · 第 1 版 · 草稿", timeout=30)
    await org.idle()
    shown = [version.text for version in (*received.history, received.content)]
    assert any("/60）：第" in text for text in shown), shown
    assert shown[-1] == "《手册》已处理完，结果见下。"
    assert await rows_of_outbox(org) - rows <= 5, "edits that were sent are replaced"


async def test_edits_are_seconds_apart_however_fast_it_goes(org: Organisation, xin: Person) -> None:
    files = {f"第{n:02}章.md": POLICY.replace("15", str(n)).encode() for n in range(100)}
    started = asyncio.get_running_loop().time()
    await xin.send_document("手册.zip", zipped(files))
    await xin.expect("手册 · 第 1 版 · 草稿", timeout=60)
    await org.idle()
    took = asyncio.get_running_loop().time() - started
    assert len(org.telegram.calls_of("editMessageText")) <= took / jobs.SHOW_SECONDS + 1


async def test_the_button_cancels_within_a_second_and_the_old_version_stays(
    org: Organisation, xin: Person, slow: asyncio.Event
) -> None:
    slow.set()
    await org.ingest("hang.txt", POLICY)
    await xin.send_document("hang.zip", zipped({"a.md": POLICY.encode(), "hang.md": b"# x"}))
    received = await xin.expect("收到《hang.zip》")
    await org.until(lambda: is_reading(org, 1))
    started = asyncio.get_running_loop().time()
    await xin.tap(received, "取消")
    await xin.expect("已取消装入《hang》", timeout=PATIENCE)
    assert asyncio.get_running_loop().time() - started < 3, "1 s on a machine that is idle"
    await org.idle()
    assert received.text == "《hang》已取消。"
    assert not received.buttons
    assert await org.playbooks() == [("hang", 1, "active")]
    await xin.send("15%的折扣谁来审批？")
    await xin.expect("销售总监")


async def test_a_load_that_waits_is_cancelled_at_once_and_the_next_one_is_done(
    org: Organisation, xin: Person, slow: asyncio.Event
) -> None:
    received = []
    for name in ("甲.md", "乙.md", "丙.md"):
        await xin.send_document(name, POLICY.encode())
        received.append(await xin.expect(f"收到《{name}》"))
    await xin.tap(received[1], "取消")
    await xin.expect("已取消装入《乙》")
    slow.set()
    await xin.expect("第 1 版 · 草稿", count=2, timeout=PATIENCE)
    assert sorted(slug for slug, _, _ in await org.playbooks()) == ["丙", "甲"]


async def test_cancelling_what_is_done_says_that_it_is_too_late(
    org: Organisation, xin: Person
) -> None:
    await xin.send_document("价格政策.md", POLICY.encode())
    received = await xin.expect("收到")
    await xin.expect("第 1 版 · 草稿", timeout=PATIENCE)
    await xin.tap(received, "取消", stale=True)
    await xin.expect("来不及取消了")
    assert await org.playbooks() == [("价格政策", 1, "draft")]


async def test_only_whoever_sent_it_and_those_who_train_may_cancel(
    org: Organisation, xin: Person, zhou: Person, slow: asyncio.Event
) -> None:
    other = await org.join("顾明哲", "trainer")
    await xin.send_document("价格政策.md", POLICY.encode())
    await xin.expect("收到")
    await org.until(lambda: is_reading(org, 0))
    await forge(zhou, "stop:1")
    await zhou.expect(jobs_texts.NO_SUCH_JOB("zh"))
    await forge(other, "stop:1")
    await other.expect(jobs_texts.CANCELLING("zh", title="价格政策"))
    await xin.expect("已取消装入《价格政策》")


async def test_a_load_goes_on_after_a_restart_and_reads_no_file_twice(
    org: Organisation, xin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, asked = Reading.read, []
    stop = asyncio.Event()

    async def counted(reading: Reading, name: str, file: Path) -> ReadDocument:
        asked.append(name)
        if len(asked) == 4:
            stop.set()
            await asyncio.sleep(3600)
        return await read(reading, name, file)

    monkeypatch.setattr(Reading, "read", counted)
    files = {f"{n}.md": POLICY.replace("15", str(n)).encode() for n in range(6)} | {"x.md": b" "}
    await xin.send_document("手册.zip", zipped(files))
    await asyncio.wait_for(stop.wait(), 20)
    await org.restart()
    preview = await xin.expect("手册 · 第 1 版 · 草稿", timeout=20)
    assert "6 个文件" in preview.text
    assert "• x.md: " in preview.text
    assert sorted(asked) == sorted([*files, "3.md"]), "only what was in hand is read again"
    assert await org.playbooks() == [("手册", 1, "draft")]


async def test_questions_are_answered_while_a_hundred_files_are_read(
    org: Organisation, xin: Person, zhou: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    files = {f"{n}.md": POLICY.replace("15", str(n)).encode() for n in range(100)}
    await xin.send_document("手册.zip", zipped(files))
    await org.until(lambda: is_reading(org, 1), timeout=20)
    for _ in range(3):
        await zhou.send("15%的折扣谁来审批？")
        await zhou.expect("销售总监", timeout=5)
    assert (await org.depth())["jobs"] == 1, "the load still goes on"


async def is_reading(org: Organisation, done: int) -> bool:
    async with org.coach.database.read() as session:
        held = await queues.jobs(session, 9)
    return any(job.phase == "reading" and job.done >= done for job in held)


async def rows_of_outbox(org: Organisation) -> int:
    """What is written in a session that reads is not kept."""
    async with org.coach.database.read() as session:
        return await queues.send(session, "nowhere", "", {})
