"""A trainer looks before switching, switches in one tap, takes it back, and sees who did what."""

from __future__ import annotations

import pytest

from bot.playbooks import versions_texts as texts
from storage import playbook_switching, playbooks, stage_choices
from tests.bot.organisation import Organisation
from tests.bot.telegram.forging import forge
from tests.fakes.telegram import Message, Person

OLD = """# 价格政策

## 折扣

15%的折扣由销售总监审批。

## 付款

合同签订后30天内付首款。

## 赠品

不送任何赠品。
"""
NEW = """# 价格政策

## 折扣

12%的折扣由销售总监审批。

## 付款方式

合同签订后30天内付首款。

## 报价

报价三十天内有效。
"""
ASKED = "多少折扣由销售总监审批？"


@pytest.fixture
async def xin(org: Organisation) -> Person:
    trainer = await org.join("林欣", "trainer")
    await org.ingest("价格政策.md", OLD)
    return trainer


@pytest.fixture
async def preview(org: Organisation, xin: Person) -> Message:
    """Of the second version, just sent."""
    await xin.send_document("价格政策.md", NEW.encode())
    return await xin.expect("草稿")


async def asked(org: Organisation, person: Person) -> str:
    person.read_all()
    await person.send(ASKED)
    return (await person.expect("[1]")).text


async def test_what_is_sent_is_shown_with_its_changes_before_anything_changes(
    org: Organisation, xin: Person, preview: Message, zhou: Person
) -> None:
    for said in (
        "价格政策 · 第 2 版 · 草稿", "林欣 装入于", "与第 1 版相比", "1 节有改动", "新增 1 节",
        "删去 1 节", "改名 1 处", "15% → 12%", "• 付款方式", "中文",
    ):  # fmt: skip
        assert said in preview.text
    assert preview.buttons == ["✅ 启用", "改动", "目录", "阶段", "丢弃", "记录"]
    assert len(preview.text.splitlines()) < 30, "one phone screen"
    assert "15%" in await asked(org, zhou)
    assert "12%" not in await asked(org, zhou)
    assert await org.playbooks() == [("价格政策", 2, "draft"), ("价格政策", 1, "active")]


async def test_the_first_version_says_that_it_is_new(org: Organisation, xin: Person) -> None:
    await xin.send_document("质保.md", "# 质保\n\n质保二十四个月。".encode())
    page = await xin.expect("质保 · 第 1 版 · 草稿")
    assert texts.IS_FIRST("zh") in page.text
    assert texts.CHANGES("zh") not in page.buttons


async def test_the_changes_are_read_sentence_by_sentence_and_sent_as_a_page(
    org: Organisation, xin: Person, preview: Message
) -> None:
    await xin.tap(preview, "改动")
    diff = await xin.expect("第 1 版 → 第 2 版")
    assert "− 15%的折扣由销售总监审批。\n+ 12%的折扣由销售总监审批。" in diff.text
    assert "<b>12%</b>" in diff.html
    assert "标题改名：付款 → 付款方式" in diff.text
    assert "− 不送任何赠品。" in diff.text
    assert "+ 报价三十天内有效。" in diff.text
    await xin.tap(diff, "完整对比")
    await org.idle()
    sent = [e.message.document for e in xin.chat.events if e.message and e.message.document]
    assert sent[-1] is not None
    html = sent[-1].data.decode()
    assert '<del class="n">15%</del>' in html
    assert '<ins class="n">12%</ins>' in html


async def test_many_changes_are_paged(org: Organisation, xin: Person) -> None:
    def policy(days: int) -> bytes:
        rules = (f"## 规则{n}\n\n第{n}类客户要在{n + days}天内由区域经理书面回复并归档。\n"
                 for n in range(1, 60))  # fmt: skip
        return ("# 回复时限\n\n" + "\n".join(rules)).encode()

    await org.ingest("回复时限.md", policy(0))
    await xin.send_document("回复时限.md", policy(7))
    page = await xin.expect("草稿")
    assert "59 处数字变了" in page.text
    await xin.tap(page, "改动")
    seen = ""
    for _ in range(30):
        shown = await xin.expect("→ 第 2 版")
        assert len(shown.text) < 2_000
        seen += shown.text
        if "更多 ›" not in shown.buttons:
            break
        await xin.tap(shown, "更多")
    for number in range(1, 60):
        assert seen.count(f"第{number}类客户要在{number + 7}天内") == 1


async def test_one_tap_activates_and_one_takes_it_back(
    org: Organisation, xin: Person, preview: Message, zhou: Person
) -> None:
    before = await asked(org, zhou)
    old_answer = zhou.chat.events[-1].message
    assert old_answer is not None
    await xin.tap(preview, "启用")
    done = await xin.expect("第 2 版已启用")
    assert "12%" in await asked(org, zhou)
    await zhou.tap(old_answer, "[1]")
    assert "15%的折扣" in (await zhou.expect("这段话来自第 1 版")).text
    await xin.tap(done, "退回第 1 版")
    back = await xin.expect("已退回第 1 版")
    assert await asked(org, zhou) == before
    await xin.tap(back, "重新启用第 2 版")
    await xin.expect("第 2 版已启用")
    assert "12%" in await asked(org, zhou)


async def test_retiring_is_taken_back_in_one_tap(org: Organisation, xin: Person) -> None:
    await xin.send_command("/playbooks")
    await xin.tap(await xin.expect("资料"), "价格政策")
    await xin.tap(await xin.expect("使用中"), "停用")
    done = await xin.expect("已停用《价格政策》")
    assert await org.playbooks() == [("价格政策", 1, "retired")]
    await xin.send_command("/playbooks")
    listed = await xin.expect("资料")
    assert "已停用" in listed.text, "it is still there to be brought back"
    await xin.tap(listed, "价格政策")
    assert texts.IS_FIRST("zh") not in (await xin.expect("第 1 版 · 已停用")).text
    await xin.tap(done, "重新启用第 1 版")
    await xin.expect("第 1 版已启用")
    assert "15%" in await asked(org, xin)


async def test_an_earlier_versions_vectors_are_in_the_index_before_it_answers_again(
    org: Organisation, xin: Person, preview: Message
) -> None:
    await xin.tap(preview, "启用")
    done = await xin.expect("第 2 版已启用")
    index = (await org.coach.library.indexer())._index
    [encoder] = await org.coach.library.encoders()
    assert index is not None
    async with org.coach.database.read() as session:
        held = await playbooks.document_passages(session, 1)
    hashes = [passage.text_hash for passages in held.values() for passage in passages]
    await index.chroma.delete(encoder.id, hashes)  # as a rebuild leaves it
    await xin.tap(done, "退回第 1 版")
    await xin.expect("已退回第 1 版")
    assert set(hashes) <= await index.chroma.hashes(encoder.id)


async def test_a_double_tap_is_told_who_did_it_and_recorded_once(
    org: Organisation, xin: Person, preview: Message
) -> None:
    await xin.tap(preview, "启用")
    await xin.tap(preview, "启用")
    await xin.expect("第 2 版已启用")
    said = await xin.expect("已经在用了，什么都没有改变")
    assert "林欣 · 启用第 2 版" in said.text
    await xin.tap(preview, "记录")
    assert (await xin.expect("的记录")).text.count("启用第 2 版") == 1


async def test_a_button_shown_before_somebody_elses_switch_shows_how_it_is_now(
    org: Organisation, xin: Person, preview: Message
) -> None:
    other = await org.join("王老师", "trainer")
    await other.send_document("价格政策.md", NEW.replace("12%", "10%").encode())
    third = await other.expect("第 3 版 · 草稿")
    await xin.tap(preview, "启用")
    shown = await xin.expect(texts.SUPERSEDED("zh"))
    assert "第 3 版 · 草稿" in shown.text
    await other.tap(third, "启用")
    await other.expect("第 3 版已启用")
    await xin.tap(preview, "启用")
    shown = await xin.expect(texts.CHANGED_MEANWHILE("zh"))
    assert "与第 3 版相比" in shown.text
    assert "10% → 12%" in shown.text
    assert ("价格政策", 3, "active") in await org.playbooks()
    await xin.tap(shown, "启用")
    await xin.expect("第 2 版已启用")


async def test_a_discarded_draft_is_not_activated_and_can_be_restored(
    org: Organisation, xin: Person, preview: Message
) -> None:
    await xin.tap(preview, "丢弃")
    gone = await xin.expect("草稿已丢弃")
    await xin.tap(preview, "启用")
    await xin.expect("草稿已被丢弃，什么都没有改变")
    assert await org.playbooks() == [("价格政策", 1, "active")]
    await xin.tap(gone, "恢复草稿")
    await xin.expect("草稿已恢复")
    await xin.tap(preview, "启用")
    await xin.expect("第 2 版已启用")


async def test_the_history_says_who_when_and_why(
    org: Organisation, xin: Person, preview: Message
) -> None:
    await xin.tap(preview, "启用")
    done = await xin.expect("第 2 版已启用")
    await xin.tap(done, "说明原因")
    await xin.expect(texts.WHY("zh"))
    await xin.send(ASKED)
    await xin.expect("[1]")
    await xin.send("新价格表四月生效")
    await xin.expect(texts.WHY_KEPT("zh"))
    await xin.tap(preview, "记录")
    lines = (await xin.expect("的记录")).text.splitlines()
    assert lines[2].endswith("林欣 · 启用第 2 版 — 新价格表四月生效")
    assert lines[3].endswith("林欣 · 装入第 2 版")
    assert lines[2].startswith("• 20")


async def test_stages_are_chosen_by_tap_kept_for_later_versions_and_effective_at_once(
    org: Organisation, xin: Person, preview: Message
) -> None:
    await xin.tap(preview, "阶段")
    page = await xin.expect("点一节来选择阶段")
    await xin.tap(page, "报价 ·")
    await org.idle()
    await xin.tap(page, "成交")
    await org.idle()
    assert "✓ 成交" in page.buttons
    await xin.tap(page, "返回")
    await org.idle()
    assert any(label.startswith("报价") and "成交" in label for label in page.buttons)
    await xin.send_document("价格政策.md", NEW.replace("12%", "11%").encode())
    await xin.expect("第 3 版")
    async with org.coach.database.read() as session:
        versions = await playbooks.versions(session, "价格政策")
        stages = {}
        for version in versions:
            held = await playbooks.document_passages(session, version.id)
            found = {p.heading_path[-1]: p.stages for p in held["价格政策.md"]}
            stages[version.number] = found.get("报价")
    assert stages[1] is None
    assert "closing" in (stages[2] or ()), "the draft it was chosen for"
    assert stages[3] == stages[2], "a later version of the same section"


async def test_a_document_given_all_stages_is_not_suggested_any_again(
    org: Organisation, xin: Person
) -> None:
    async with org.coach.database.read() as session:
        [version] = await playbooks.versions(session, "价格政策")
        held = await playbooks.document_passages(session, version.id)
    passage = held["价格政策.md"][0]
    before = await generation(org)
    org.faults_are_planned = True  # a forged message is not the bot's to edit
    await forge(xin, f"stageset:{passage.id}:d:1:all")
    await xin.expect("适用于哪些阶段")
    assert await generation(org) != before
    await org.ingest("价格政策.md", NEW)
    async with org.coach.database.read() as session:
        newest = (await playbooks.versions(session, "价格政策"))[0]
        held = await playbooks.document_passages(session, newest.id)
        chosen = await stage_choices.choices(session, newest.playbook_id)
    assert list(chosen.values()) == [()]
    assert {p.stages for p in held["价格政策.md"]} == {()}


async def generation(org: Organisation) -> tuple[object, ...]:
    async with org.coach.database.read() as session:
        return await playbooks.generation(session)


async def test_a_rep_reads_what_is_active_and_switches_nothing(
    org: Organisation, xin: Person, preview: Message, zhou: Person
) -> None:
    await zhou.send_command("/playbooks")
    listed = await zhou.expect("资料")
    assert "草稿" not in listed.text
    await zhou.tap(listed, 0)
    page = await zhou.expect("价格政策 · 第 1 版")
    assert page.buttons == ["目录"]
    await zhou.tap(page, "目录")
    await zhou.expect("• 折扣")
    for forged in ("activate:2:1:2", "retire:1", "discard:2", "history:1:0", "changes:2:1:0",
                   "stageset:1:s:1:0", "fulldiff:2:1", "stages:1:0", "why:1"):  # fmt: skip
        await forge(zhou, forged)
        await zhou.expect("角色")
    await forge(zhou, "playbook:2")
    await zhou.expect("没有这份资料")
    await forge(zhou, "outline:2:0")
    await zhou.expect("没有这份资料")
    assert await org.playbooks() == [("价格政策", 2, "draft"), ("价格政策", 1, "active")]


FORGED = (
    "activate:999:0:0 activate:1 activate:a:b:c retire:999 discard:999 undiscard:999 "
    "changes:1:999:0 changes:1:1:99 outline:1:99 history:1:99 stages:1:99 stage:999:s "
    "stageset:1:s:1:99 stageset:1:s:9:0 playbooks:99 fulldiff:1:999 why:999"
)


async def test_a_forged_or_stale_button_does_no_harm(org: Organisation, xin: Person) -> None:
    org.faults_are_planned = True  # a forged message is not the bot's to edit
    for forged in FORGED.split():
        await forge(xin, forged)
        said = await xin.expect()
        assert "抱歉" not in said.text, forged
    assert await org.playbooks() == [("价格政策", 1, "active")]


async def test_a_long_list_is_paged(org: Organisation, xin: Person) -> None:
    async with org.coach.database.write() as session:
        for number in range(20):
            made = await playbooks.begin_version(
                session, f"p{number:02}", f"资料{number}", "h", None
            )
            await playbooks.finish_version(session, made, activate=False)
    await xin.send_command("/playbooks")
    page = await xin.expect("(1/3)")
    assert page.buttons[-1] == "更多 ›"
    await xin.tap(page, "更多")
    page = await xin.expect("(2/3)")
    await xin.tap(page, "更多")
    page = await xin.expect("(3/3)")
    assert "价格政策" in page.text


async def test_what_was_prepared_is_complete_before_it_answers(
    org: Organisation, xin: Person, preview: Message
) -> None:
    async with org.coach.database.read() as session:
        [draft] = [v for v in await playbooks.versions(session) if v.status == "draft"]
        encoder = (await org.coach.library.encoders())[0].id
        assert await playbook_switching.missing_vectors(session, draft.id, encoder) == 0
