"""What the playbooks do not answer: votes, the queue, and a trainer's answer, over Telegram."""

from __future__ import annotations

import asyncio

import pytest

from bot.asking import feedback_texts
from bot.gaps import texts
from bot.gaps.rechecking import recheck
from bot.playbooks import versions_texts
from storage import gaps, playbook_settings, standard_answers
from tests.bot.organisation import Organisation
from tests.bot.telegram.forging import forge
from tests.fakes.telegram import Message, Person

POLICY = """# 价格政策

## 折扣审批

15%的折扣由销售总监审批。超过20%的折扣需要副总裁书面同意。

## 付款条件

标准付款条件是合同签订后30天内付清。
"""
ASKED = "客户的发票抬头写错了怎么重开？"
ANSWER = "把正确的抬头发给财务部李四，一个工作日内重开。\n1. 先收回原发票\n2. 再寄新发票"


@pytest.fixture
async def xin(org: Organisation) -> Person:
    """A trainer."""
    return await org.join("林欣", "trainer")


async def queued(org: Organisation, count: int = 1, status: gaps.Status = "open") -> list[gaps.Gap]:
    """The gaps of a status, once there are that many and nothing waits."""
    found: list[gaps.Gap] = []

    async def there() -> bool:
        nonlocal found
        async with org.coach.database.read() as session:
            found = await gaps.gaps(session, status)
            waiting = await gaps.waiting(session, 1)
        return not waiting and len(found) == count

    await org.until(there, timeout=20)
    return found


async def ask(person: Person, question: str) -> Message:
    await person.send(question)
    return await person.expect(timeout=10)


def labels(message: Message) -> list[str]:
    return list(message.buttons)


async def until_buttons(message: Message, label: str) -> None:
    """Wait until the message shows a button like this."""
    for _ in range(500):
        if any(label in shown for shown in labels(message)):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"no {label!r} among {labels(message)}")


# --- feedback ------------------------------------------------------------------------------------


async def test_the_asker_votes_once_changes_it_and_says_why(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    answer = await ask(zhou, "15%的折扣谁来审批？")
    text = answer.text
    assert {"👍", "👎"} <= set(labels(answer))

    await zhou.tap(answer, "👍")
    await until_buttons(answer, "👍 ✓")
    await zhou.tap(answer, "👍 ✓")
    await zhou.tap(answer, "👎")
    await until_buttons(answer, "👎 ✓")
    assert "👍 ✓" not in labels(answer)
    assert answer.text == text, "only the buttons change"

    await zhou.tap(answer, feedback_texts.WHY["wrong"]("zh"))
    await zhou.expect(feedback_texts.NOTED("zh"))
    told = await xin.expect(texts.CALLED_WRONG("zh"))
    assert "15%的折扣谁来审批？" in told.text
    assert "销售总监" in told.text
    assert "价格政策 › 折扣审批" in told.text
    assert "周雨桐" not in told.text

    await zhou.tap(answer, feedback_texts.WORDS("zh"))
    await zhou.expect(feedback_texts.SAY_MORE("zh"))
    await zhou.send("现在是总经理批")
    await zhou.expect(feedback_texts.WORDS_KEPT("zh"))
    (gap,) = await queued(org)
    await xin.tap(told, texts.OPEN_GAP("zh"))
    page = await xin.expect("现在是总经理批")
    assert texts.WHY["wrong"]("zh") in page.text
    assert "周雨桐" not in page.text
    assert gap.count == 1

    await zhou.tap(answer, "👍")
    await until_buttons(answer, "👍 ✓")
    await queued(org, 0)


async def test_nobody_else_can_vote_and_a_forged_vote_does_nothing(
    org: Organisation, zhou: Person, ann: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    answer = await ask(zhou, "15%的折扣谁来审批？")
    (vote,) = [b["callback_data"] for row in answer.keyboard for b in row if b["text"] == "👎"]
    await forge(ann, vote)
    await ann.expect(feedback_texts.NOT_YOURS("en"))
    await forge(zhou, vote.replace("down", "sideways"))
    await zhou.expect("过期")
    await forge(ann, "vote:999999:up")
    await ann.expect(feedback_texts.NOT_YOURS("en"))
    await queued(org, 0)


async def test_words_asked_for_give_way_to_a_question(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    answer = await ask(zhou, "15%的折扣谁来审批？")
    await zhou.tap(answer, "👎")
    await until_buttons(answer, "👎 ✓")
    await zhou.tap(answer, feedback_texts.WORDS("zh"))
    await zhou.expect(feedback_texts.SAY_MORE("zh"))
    await zhou.send("超过20%的折扣谁同意？")
    await zhou.expect("副总裁")
    await zhou.send("标准付款条件")
    await zhou.expect("30天")


# --- the queue -----------------------------------------------------------------------------------


async def test_what_is_refused_is_queued_and_small_talk_is_not(
    org: Organisation, zhou: Person, ann: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    refusal = await ask(zhou, ASKED)
    assert labels(refusal)[-1] == feedback_texts.PASS_ON("zh")
    await ask(zhou, "客户发票抬头写错了，怎么重开？")
    await ask(ann, "hello")
    await ask(ann, "我们的代理商返点是多少？")
    first, second = await queued(org, 2)
    assert (first.question, first.count, second.count) == (ASKED, 2, 1)

    await xin.send_command("/gaps")
    listed = await xin.expect(texts.HEADER["open"]("zh"))
    assert listed.text.index(ASKED) < listed.text.index("代理商")
    await xin.tap(listed, ASKED)
    page = await xin.expect(texts.NEAREST("zh"), edits=True)
    assert "2 次" in page.text
    assert "周雨桐" not in page.text
    await zhou.send_command("/gaps")
    await zhou.expect("角色")


async def test_a_question_passed_on_carries_its_name_and_hears_of_the_answer_once(
    org: Organisation, zhou: Person, ann: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    refusal = await ask(zhou, ASKED)
    await ask(ann, "客户的发票抬头写错了，怎么重开？")
    await zhou.tap(refusal, feedback_texts.PASS_ON("zh"))
    await zhou.expect(feedback_texts.THANKS_PASSED_ON("zh"))
    await until_buttons(refusal, feedback_texts.PASSED_ON("zh"))
    await zhou.tap(refusal, feedback_texts.PASSED_ON("zh"))
    told = await xin.expect("周雨桐")
    assert ASKED in told.text
    (gap,) = await queued(org)
    await xin.tap(told, texts.OPEN_GAP("zh"))
    page = await xin.expect(texts.PASSED_ON_BY("zh", name="周雨桐"))
    assert "Ann" not in page.text

    await org.ingest("发票.md", f"# 发票\n\n## {ASKED}\n\n发票抬头写错了由财务部重开发票。")
    (gap,) = await queued(org, status="answered")
    assert gap.answered_by == "发票 v1"
    heard = await zhou.expect(texts.ANSWERED_NOW("zh"))
    assert "由财务部重开发票" in heard.text
    async with org.coach.database.write() as session:
        await gaps.reopen(session, gap.id)
    assert await recheck(org.coach) == [gap.id]
    await org.idle()
    await zhou.expect_nothing()
    await ann.expect_nothing()


async def test_a_gap_stays_open_while_who_passed_it_on_may_not_see_its_answer(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("发票.md", "# 发票\n\n## 开票时间\n\n每月五日开票。")
    async with org.coach.database.write() as session:
        invoices = await playbook_settings.of(session, "发票")
        assert invoices is not None
        await playbook_settings.set_audience(session, invoices.id, ["manager"], [])
    refusal = await ask(zhou, ASKED)
    await zhou.tap(refusal, feedback_texts.PASS_ON("zh"))
    await zhou.expect(feedback_texts.THANKS_PASSED_ON("zh"))
    (gap,) = await queued(org)
    await org.ingest("发票.md", f"# 发票\n\n## {ASKED}\n\n发票抬头写错了由财务部重开发票。")
    await org.idle()
    assert await recheck(org.coach) == []
    assert [one.id for one in await queued(org)] == [gap.id]
    async with org.coach.database.write() as session:
        await playbook_settings.set_audience(session, invoices.id, [], [])
    await recheck(org.coach)
    assert [one.id for one in await queued(org, status="answered")] == [gap.id]
    await zhou.expect(texts.ANSWERED_NOW("zh"))


async def test_outside_our_subject_counts_only_once_it_is_passed_on(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    refusal = await ask(zhou, "天气预报明天下雨吗？")
    await queued(org, 0)
    await zhou.tap(refusal, feedback_texts.PASS_ON("zh"))
    await zhou.expect(feedback_texts.THANKS_PASSED_ON("zh"))
    await queued(org, 1)


async def test_dismiss_reopen_and_merge_by_taps(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    await ask(zhou, ASKED)
    await ask(zhou, "我们的代理商返点是多少？")
    await queued(org, 2)
    await xin.send_command("/gaps")
    board = await xin.expect(texts.HEADER["open"]("zh"))
    await xin.tap(board, "代理商")
    await xin.expect(texts.EXAMPLES("zh"), edits=True)
    await xin.tap(board, texts.DISMISS("zh"))
    await xin.expect("林欣", edits=True)
    await queued(org, 1, "dismissed")
    await ask(zhou, "我们的代理商返点是多少？")
    (dismissed,) = await queued(org, 1, "dismissed")
    assert dismissed.count == 2
    await xin.tap(board, texts.REOPEN("zh"))
    await xin.expect(texts.STATUS["open"]("zh"), edits=True)
    await xin.tap(board, texts.MERGE("zh"))
    await xin.expect(texts.MERGE_INTO("zh"), edits=True)
    await xin.tap(board, ASKED)
    await xin.expect("3 次", edits=True)
    (one,) = await queued(org, 1)
    assert (one.question, one.count) == (ASKED, 3)


NASTY = (
    "/gaps 客户退款找谁？",
    "<b>客户</b> & [link](http://x) *stars* _under_ `code` ||spoiler|| ?",
    "مرحبا كيف أطلب خصم للعميل؟ \u202eevil\u202c",
    "👩‍👩‍👧‍👦🇨🇳 " * 30 + "客户退货",
    "客户" + "问" * 1800 + "？",
)


async def test_whatever_others_asked_is_only_text_to_a_trainer(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    for nasty in NASTY:
        await zhou.send_command(f"/ask {nasty}")
        refusal = await zhou.expect(timeout=10)
        await zhou.tap(refusal, feedback_texts.PASS_ON("zh"))
        await zhou.expect(feedback_texts.THANKS_PASSED_ON("zh"))
    held = await queued(org, len(NASTY))
    assert {gap.question for gap in held} == set(NASTY)
    await org.idle()
    xin.read_all()
    await xin.send_command("/gaps")
    board = await xin.expect(texts.HEADER["open"]("zh"))
    for number, gap in enumerate(held):
        await xin.tap(board, number)
        await xin.expect(texts.EXAMPLES("zh"), edits=True)
        assert " ".join(gap.question.split())[:30].strip() in board.text
        assert not {"text_link", "code"} & {entity["type"] for entity in board.entities}
        await xin.tap(board, texts.BACK("zh"))
        await xin.expect(texts.HEADER["open"]("zh"), edits=True)
    markup = next(gap for gap in held if gap.question == NASTY[1])
    await forge(xin, f"write:{markup.id}")
    await xin.expect(texts.TYPE_ANSWER("zh"))
    await xin.send("<i>问</i> [财务部](http://y) *5*3*")
    await xin.tap(await xin.expect(texts.PREVIEW("zh")), texts.SAVE("zh"))
    await xin.expect("已保存", edits=True)
    answer = await ask(zhou, NASTY[1])
    assert "<i>问</i> [财务部](http://y) *5*3*" in answer.text


# --- standard answers ----------------------------------------------------------------------------


async def write(xin: Person, org: Organisation, answer: str = ANSWER) -> Message:
    """Write the answer to the only gap, up to the preview."""
    await queued(org, 1)
    xin.read_all()
    await xin.send_command("/gaps")
    board = await xin.expect(texts.HEADER["open"]("zh"))
    await xin.tap(board, 0)
    await xin.expect(texts.EXAMPLES("zh"), edits=True)
    await xin.tap(board, texts.WRITE("zh"))
    await xin.expect(texts.TYPE_ANSWER("zh"))
    await xin.send(answer)
    return await xin.expect(texts.PREVIEW("zh"))


async def test_a_standard_answer_is_used_at_once_and_its_author_cited(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    refusal = await ask(zhou, ASKED)
    await zhou.tap(refusal, feedback_texts.PASS_ON("zh"))
    await zhou.expect(feedback_texts.THANKS_PASSED_ON("zh"))
    preview = await write(xin, org)
    assert ASKED in preview.text
    assert ANSWER in preview.text
    assert "标准答案 · 林欣 · " in preview.text
    assert (await ask(zhou, ASKED)).text == refusal.text, "nothing answers before it is saved"

    await xin.tap(preview, texts.SAVE("zh"))
    await xin.expect("已保存", edits=True)
    heard = await zhou.expect(texts.ANSWERED_NOW("zh"))
    assert "李四" in heard.text
    answer = await ask(zhou, ASKED)
    assert "李四" in answer.text
    async with org.coach.database.read() as session:
        (held,) = await standard_answers.answers(session)
        (gap,) = await gaps.gaps(session, "answered")
    cited = f"标准答案 · 林欣 · {held.written_at.year}年{held.written_at.month}月"
    assert cited in answer.text
    assert (gap.closed_by, gap.answered_by) == ("林欣", f"{standard_answers.TITLE} v1")
    await zhou.tap(answer, "[1]")
    opened = await zhou.expect("先收回原发票")
    assert "林欣" in opened.text

    await xin.tap(preview, 0)
    await xin.expect(ANSWER.splitlines()[0], edits=True)
    assert await org.playbooks() == [("standard-answers", 1, "active"), ("价格政策", 1, "active")]


async def test_standard_answers_are_switched_in_the_gap_queue_only(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    await ask(zhou, ASKED)
    preview = await write(xin, org)
    await xin.tap(preview, texts.SAVE("zh"))
    await xin.expect("已保存", edits=True)
    async with org.coach.database.read() as session:
        version = await standard_answers.active_version_id(session)
    await forge(xin, f"playbook:{version}")
    page = await xin.expect(versions_texts.OUTLINE("zh"))
    assert not {versions_texts.RETIRE("zh"), versions_texts.ACTIVATE("zh")} & set(page.buttons)
    await forge(xin, f"retire:{version}")
    refused = await xin.expect(versions_texts.USE_ANSWERS("zh"))
    assert "李四" in (await ask(zhou, ASKED)).text
    await xin.tap(refused, versions_texts.ANSWERS("zh"))
    await xin.expect(texts.ANSWERS_HEADER("zh"), edits=True)


async def test_a_draft_can_be_changed_left_for_a_question_and_dropped(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    await ask(zhou, ASKED)
    preview = await write(xin, org, "先问财务。")
    await xin.tap(preview, texts.EDIT_QUESTION("zh"))
    await xin.expect(texts.TYPE_QUESTION("zh"))
    await xin.send("发票开错了怎么重开？")
    preview = await xin.expect(texts.PREVIEW("zh"))
    assert "发票开错了怎么重开？" in preview.text
    await xin.tap(preview, texts.EDIT("zh"))
    await xin.expect(texts.TYPE_ANSWER("zh"))
    await xin.send("15%的折扣谁来审批？")
    await xin.expect("销售总监")
    await xin.send("字" * 3001)
    await xin.expect(texts.TOO_LONG("zh", limit=3000))
    await org.restart()
    await xin.send("找财务部。")
    preview = await xin.expect(texts.PREVIEW("zh"))
    assert "找财务部。" in preview.text
    await xin.tap(preview, texts.CANCEL("zh"))
    await xin.expect(texts.CANCELLED("zh"), edits=True)
    await forge(xin, "draft:save")
    await xin.expect(texts.DRAFT_GONE("zh"))
    assert await org.playbooks() == [("价格政策", 1, "active")]
    await queued(org, 1)


async def test_an_answer_is_edited_retired_and_the_old_words_still_open(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    await ask(zhou, ASKED)
    preview = await write(xin, org)
    await xin.tap(preview, texts.SAVE("zh"))
    await xin.expect("已保存", edits=True)
    before = await ask(zhou, ASKED)
    await xin.tap(preview, 0)
    await xin.expect(texts.IN_USE("zh"), edits=True)
    await xin.tap(preview, texts.EDIT("zh"))
    await xin.expect(texts.TYPE_ANSWER("zh"))
    await xin.send("发票抬头写错了，找财务部王五重开。")
    edited = await xin.expect(texts.PREVIEW("zh"))
    await xin.tap(edited, texts.SAVE("zh"))
    await xin.expect("已保存", edits=True)
    after = await ask(zhou, ASKED)
    assert "王五" in after.text
    assert "李四" not in after.text
    await zhou.tap(before, "[1]")
    assert "第 1 版" in (await zhou.expect("李四")).text

    await xin.tap(edited, 0)
    await xin.expect(texts.IN_USE("zh"), edits=True)
    await xin.tap(edited, texts.RETIRE("zh"))
    await xin.expect(texts.RETIRE_DONE("zh"), edits=True)
    refused = await ask(zhou, ASKED)
    assert "王五" not in refused.text
    (gap,) = await queued(org, 1)
    assert gap.count == 2, "refused again, so it is open again"


async def test_an_answer_is_folded_into_a_playbook_and_survives_its_next_upload(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    await ask(zhou, ASKED)
    preview = await write(xin, org)
    await xin.tap(preview, texts.SAVE("zh"))
    await xin.expect("已保存", edits=True)
    await xin.tap(preview, 0)
    await xin.expect(texts.IN_USE("zh"), edits=True)
    await xin.tap(preview, texts.FOLD("zh"))
    await xin.expect(texts.FOLD_INTO("zh"), edits=True)
    await xin.tap(preview, "价格政策")
    await xin.expect(texts.FOLD_DONE("zh", title="价格政策"), edits=True)
    answer = await ask(zhou, ASKED)
    assert "李四" in answer.text
    assert "价格政策" in answer.text
    assert "林欣" in answer.text
    assert set(await org.playbooks()) == {
        ("standard-answers", 1, "retired"),
        ("价格政策", 2, "active"),
        ("价格政策", 1, "retired"),
    }
    xin.read_all()
    await xin.send_document("价格政策.md", POLICY.replace("30天", "45天").encode())
    draft = await xin.expect("第 3 版 · 草稿", timeout=30)
    assert "1 节有改动，1 节不变" in draft.text
    assert "删去" not in draft.text
    assert "不再有的文件" not in draft.text
    await xin.tap(draft, "启用")
    await xin.expect("从现在起用它回答")
    assert "李四" in (await ask(zhou, ASKED)).text
    assert "45天" in (await ask(zhou, "标准付款条件是什么？")).text


async def test_the_usage_report_names_sections_and_nobody(
    org: Organisation, zhou: Person, xin: Person
) -> None:
    await org.ingest("价格政策.md", POLICY)
    answer = await ask(zhou, "15%的折扣谁来审批？")
    await zhou.tap(answer, "👍")
    await until_buttons(answer, "👍 ✓")
    await ask(zhou, ASKED)
    await xin.send_command("/usage")
    report = await xin.expect("2 个提问")
    assert "👍 1" in report.text
    cited, _, unused = report.text.partition("没有人用到")
    assert "折扣审批" in cited
    assert "付款条件" in unused
    assert "周雨桐" not in report.text
    await zhou.send_command("/usage")
    await zhou.expect("角色")


async def test_privacy_says_who_sees_a_question(org: Organisation, zhou: Person) -> None:
    await zhou.send_command("/privacy")
    said = await zhou.expect("转给培训师")
    assert "不带你的名字" in said.text


async def test_nothing_is_queued_before_anything_is_loaded_but_the_question(
    org: Organisation, zhou: Person
) -> None:
    await zhou.send("15%的折扣谁来审批？")
    await zhou.expect("还没有装入")
    (gap,) = await queued(org, 1)
    assert gap.question == "15%的折扣谁来审批？"
