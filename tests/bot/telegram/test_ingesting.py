"""A trainer's documents become playbooks; anybody else's, and bad ones, lose nothing."""

from __future__ import annotations

import io

import docx
import pytest

from bot import common_texts
from bot.playbooks import texts
from tests.bot.organisation import Organisation
from tests.fakes.telegram import Person

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


async def test_a_trainer_sends_markdown_and_word(org: Organisation, xin: Person) -> None:
    await xin.send_document("价格政策.md", POLICY.encode())
    await xin.expect("收到《价格政策.md》")
    await xin.expect("《价格政策》第 1 版已启用：1 个文件，2 段")
    await xin.send_document("Warranty.docx", word_file("The warranty lasts 24 months."))
    await xin.expect("Warranty")
    await xin.expect("第 1 版已启用")
    assert sorted(await org.playbooks()) == [("warranty", 1, "active"), ("价格政策", 1, "active")]
    await xin.send("How long is the warranty?")
    await xin.expect("24 months")


async def test_a_second_upload_replaces_and_the_same_one_changes_nothing(
    org: Organisation, xin: Person
) -> None:
    await xin.send_document("价格政策.md", POLICY.encode())
    await xin.expect("第 1 版已启用")
    await xin.send_document("价格政策.md", POLICY.encode())
    await xin.expect("完全相同")
    await xin.send_document("价格政策.md", POLICY.replace("总监", "副总裁").encode())
    await xin.expect("第 2 版已启用")
    await xin.send("15%的折扣谁来审批？")
    assert "总监" not in (await xin.expect("副总裁")).text


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
        ("表格.xlsx", b"PK\x03\x04", "我还不能读 .xlsx 文件"),
        ("没有扩展名", b"text", "我还不能读"),
    ],
)
async def test_a_bad_file_gets_a_clear_sentence_and_the_old_version_stays(
    org: Organisation, xin: Person, name: str, data: bytes, says: str
) -> None:
    await xin.send_document("价格政策.md", POLICY.encode())
    await xin.expect("第 1 版已启用")
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
    await xin.expect("第 1 版已启用")
    await org.idle()
    kept = {path.parent.parent for path in (org.home / "originals").rglob("*") if path.is_file()}
    assert kept == {org.home / "originals"}
    await xin.send_command("/playbooks")
    await xin.tap(await xin.expect("资料"), 0)
    await xin.expect(shown)


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
    for message, button in ((page, texts.RETIRE("zh")), (listed, "价格政策")):
        await xin.tap(message, button)
        await xin.expect(texts.NO_SUCH_PLAYBOOK("zh"))
    await xin.tap(answer, "[1]")
    await xin.expect("这段话来自第 1 版")
    assert await org.playbooks() == [("价格政策", 1, "retired")]


async def test_a_download_that_breaks_is_tried_again(org: Organisation, xin: Person) -> None:
    org.telegram.fail("getFile", 502, times=2)
    await xin.send_document("价格政策.md", POLICY.encode())
    await xin.expect("第 1 版已启用", timeout=10)


async def test_a_load_that_fails_says_so(
    org: Organisation, xin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.playbooks import ingesting

    async def broken(*_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(ingesting, "_complete", broken)
    await xin.send_document("价格政策.md", POLICY.encode())
    said = await xin.expect("抱歉")
    assert "job 1" in said.text
    assert "disk full" not in said.text
