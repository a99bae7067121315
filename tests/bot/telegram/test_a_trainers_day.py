"""A trainer's whole day over Telegram, with the example's documents and the product's encoders."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import jobs
from bot.asking import feedback_texts
from bot.gaps import texts as gap_texts
from bot.golden import texts as golden_texts
from bot.joining.texts import ROLES
from bot.playbooks import tending_texts
from bot.playbooks import versions_texts as texts
from knowledge.embedding import BundledEncoders
from storage import gaps
from tests.bot.organisation import Organisation
from tests.fakes.telegram import Message, Person

DOCUMENTS = Path(__file__).parents[3] / "examples" / "documents"
POLICY = "折扣与价格政策.md"
SERVICE = "after-sales-service-rules.docx"
PRICES = "产品与服务价格表.xlsx"
PATIENCE = 30
"""Seconds that reading and answering may take on a machine that does other things as well."""

VALID = "报价单有效期是多少天？"
DISCOUNT = "软件打12%的折扣要谁审批？"
AVAILABILITY = "What availability do we promise for the cloud service?"
PILOT = "付费试点一个仓多少钱？"
LOST = "客户把发票弄丢了怎么办？"
LOST_TOO = "客户的发票丢了怎么办？"
ANSWER = "请财务部王芳补发电子发票的复印件，两个工作日内寄出。"


@pytest.fixture
async def org(
    tmp_path: Path,
    founded: Organisation,
    encoders: BundledEncoders,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Organisation]:
    monkeypatch.setattr(jobs, "SHOW_SECONDS", 0.05)
    monkeypatch.setattr(jobs, "KEEP_SECONDS", 0.0)
    monkeypatch.setattr(jobs, "LISTEN_SECONDS", 0.05)
    made = Organisation(tmp_path / "home", encoders, like=founded)
    async with made.open() as org:
        yield org


@pytest.fixture
async def xin(org: Organisation) -> Person:
    return await org.join("林欣", "trainer")


def policy(*changed: tuple[str, str]) -> bytes:
    """The example's discount policy, with some of its words replaced."""
    words = (DOCUMENTS / POLICY).read_text(encoding="utf-8")
    for old, new in changed:
        assert old in words
        words = words.replace(old, new)
    return words.encode()


async def ask(person: Person, question: str) -> Message:
    person.read_all()
    await person.send(question)
    return await person.expect(timeout=PATIENCE)


async def opened(person: Person, answer: Message) -> str:
    """What the answer's first citation opens."""
    person.read_all()
    await person.tap(answer, "[1]")
    return (await person.expect(timeout=PATIENCE)).text


async def tap(org: Organisation, person: Person, page: Message, *labels: str | int) -> None:
    """One button after the other, on the page as it is by then."""
    for label in labels:
        await person.tap(page, label)
        await org.idle()


async def activate(person: Person, preview: Message) -> Message:
    person.read_all()
    await person.tap(preview, texts.ACTIVATE("zh"))
    return await person.expect("从现在起用它回答", timeout=PATIENCE)


async def sorted_in(org: Organisation) -> bool:
    """Whether every question without an answer is in the queue."""
    async with org.coach.database.read() as session:
        return not await gaps.waiting(session, 1)


async def keep_as_golden(xin: Person, question: str, point: str) -> None:
    """From an exchange of the trainer's own, with the words that must not be missing."""
    await xin.tap(await ask(xin, question), golden_texts.KEEP("zh"))
    kept = await xin.expect("已存为标准题")
    await xin.tap(kept, golden_texts.EDIT_POINTS("zh"))
    await xin.expect("一行一个")
    await xin.send(point)
    await xin.expect(point)


async def test_the_morning_files_are_loaded_switched_and_taken_back(
    org: Organisation, xin: Person
) -> None:
    zhou, ann = org.known("周雨桐"), org.known("Ann Lee")

    # three files at once: each says how far it is, and is shown before it answers
    for name in (POLICY, SERVICE, PRICES):
        await xin.send_document(name, (DOCUMENTS / name).read_bytes())
    await xin.expect("草稿", count=3, timeout=PATIENCE)
    await org.idle()
    previews = {
        text: m for m in xin.messages for text in [m.text.splitlines()[0]] if "草稿" in text
    }
    received = [m for m in xin.messages if m.text.endswith("已处理完，结果见下。")]
    assert len(received) == len(previews) == 3
    for message in received:
        assert any("正在" in version.text for version in message.history), message.history
    shown = {title.split(" · ")[0]: message for title, message in previews.items()}
    discounts = shown["折扣与价格政策"]
    assert texts.IS_FIRST("zh") in discounts.text
    assert "2. 软件折扣审批权限" in discounts.text
    assert "英文" in shown["After-Sales Service Rules"].text
    assert "还没有装入" in (await ask(zhou, VALID)).text

    # the stages of a section, and then they answer
    await tap(org, xin, discounts, texts.STAGES("zh"))
    page = xin.messages[-1]
    await tap(org, xin, page, texts.MORE("zh"), "7. 报价有效期与汇率", "需求")
    assert any(label.startswith("✓ 需求") for label in page.buttons), page.buttons
    for preview in shown.values():
        await activate(xin, preview)
    old_answer = await ask(zhou, VALID)
    assert "报价单有效期 30 天" in old_answer.text
    assert "报价单有效期 30 天" in await opened(zhou, old_answer)
    english = await ask(ann, AVAILABILITY)
    assert "99.5" in english.text
    assert "After-Sales Service Rules" in await opened(ann, english)
    assert "20,000" in (await ask(zhou, PILOT)).text

    # the second version: what changed, and which golden question gets worse
    await keep_as_golden(xin, VALID, "30 天")
    await keep_as_golden(xin, DISCOUNT, "销售总监")
    xin.read_all()
    await xin.send_document(
        POLICY, policy(("有效期 30 天", "有效期 20 天"), ("改为 30 天", "改为 20 天"))
    )
    second = await xin.expect("第 2 版 · 草稿", timeout=PATIENCE)
    assert "30 → 20" in second.text
    assert texts.NUMBERS("zh", count=1) in second.text
    golden = second.text.partition(golden_texts.DRAFT("zh"))[2]
    assert golden_texts.WORSE("zh", count=1) in golden
    assert VALID in golden
    assert DISCOUNT not in golden
    assert "30 天" in (await ask(zhou, VALID)).text, "a draft answers nobody"
    done = await activate(xin, second)
    assert "20 天" in (await ask(zhou, VALID)).text
    words = await opened(zhou, old_answer)
    assert "报价单有效期 30 天" in words
    assert "第 1 版" in words

    # taken back, retired, brought back, and who did all that
    await xin.tap(done, texts.ROLL_BACK("zh", version=1))
    back = await xin.expect("已退回第 1 版")
    assert "30 天" in (await ask(zhou, VALID)).text
    await xin.tap(back, texts.SAY_WHY("zh"))
    await xin.expect(texts.WHY("zh"))
    await xin.send("法务还没有同意")
    await xin.expect(texts.WHY_KEPT("zh"))
    await xin.tap(second, texts.HISTORY("zh"))
    lines = (await xin.expect("《折扣与价格政策》的记录")).text.splitlines()[2:]
    assert lines[0].endswith("林欣 · 退回第 1 版 — 法务还没有同意")
    assert [line.rpartition("林欣 · ")[2] for line in lines[1:4]] == [
        "启用第 2 版", "装入第 2 版", "启用第 1 版",
    ]  # fmt: skip
    await xin.send_command("/playbooks")
    listed = await xin.expect("资料")
    await xin.tap(listed, "折扣与价格政策")
    await xin.tap(await xin.expect("使用中"), texts.RETIRE("zh"))
    await xin.expect("已停用《折扣与价格政策》")
    assert "30 天" not in (await ask(zhou, VALID)).text


async def test_the_afternoon_what_is_missing_is_written_and_shown_to_whom_it_concerns(
    org: Organisation, xin: Person
) -> None:
    zhou, ann = org.known("周雨桐"), org.known("Ann Lee")
    li = await org.join("李静", "rep", "west")
    await org.ingest(POLICY, policy())
    answer = await ask(zhou, VALID)
    await zhou.tap(answer, "👎")
    await org.idle()
    await zhou.tap(answer, feedback_texts.WHY["outdated"]("zh"))
    await zhou.expect(feedback_texts.NOTED("zh"))
    refusal = await ask(zhou, LOST)
    assert "[1]" not in refusal.buttons
    await zhou.tap(refusal, feedback_texts.PASS_ON("zh"))
    await zhou.expect(feedback_texts.THANKS_PASSED_ON("zh"))

    # the queue: both questions, the name of whoever passed one on and of nobody else
    await xin.expect(gap_texts.PASSED_ON("zh", name="周雨桐"), timeout=PATIENCE)
    await org.until(lambda: sorted_in(org), PATIENCE)
    await xin.send_command("/gaps")
    board = await xin.expect(gap_texts.HEADER["open"]("zh"))
    assert LOST in board.text
    assert VALID in board.text
    await tap(org, xin, board, VALID)
    assert gap_texts.WHY["outdated"]("zh") in board.text
    assert "周雨桐" not in board.text
    await tap(org, xin, board, gap_texts.BACK("zh"), LOST)
    assert gap_texts.PASSED_ON_BY("zh", name="周雨桐") in board.text

    # a standard answer: used at once, its author cited, whoever asked hears of it
    await xin.tap(board, gap_texts.WRITE("zh"))
    await xin.expect(gap_texts.TYPE_ANSWER("zh"))
    await xin.send(ANSWER)
    written = await xin.expect(gap_texts.PREVIEW("zh"))
    await xin.tap(written, gap_texts.SAVE("zh"))
    assert ANSWER in (await zhou.expect(gap_texts.ANSWERED_NOW("zh"), timeout=PATIENCE)).text
    await org.idle()
    said = await ask(li, LOST_TOO)
    assert ANSWER in said.text
    assert "标准答案 · 林欣 · " in said.text

    # folded into the playbook, and the playbook shown to one team only
    await tap(org, xin, written, 0, gap_texts.FOLD("zh"), "折扣与价格政策")
    assert gap_texts.FOLD_DONE("zh", title="折扣与价格政策") in written.text
    said = await ask(li, LOST_TOO)
    assert ANSWER in said.text
    assert "折扣与价格政策" in said.text
    assert "林欣" in said.text
    xin.read_all()
    await xin.send_command("/playbooks")
    await xin.tap(await xin.expect("资料"), "折扣与价格政策")
    page = await xin.expect("使用中")
    await xin.tap(page, tending_texts.TEND("zh"))
    await xin.expect("谁能看到", edits=True)
    await tap(org, xin, page, tending_texts.SET_AUDIENCE("zh"), "east", ROLES["rep"]("zh"))
    for question in (LOST_TOO, VALID):
        assert "[1]" not in (await ask(li, question)).buttons
    assert "王芳" not in await opened(li, said)
    assert ANSWER in (await ask(zhou, LOST_TOO)).text
    assert "15%" in (await ask(ann, "Who approves a 15% discount?")).text

    # what the day showed
    await xin.send_command("/usage")
    report = await xin.expect("个提问")
    assert "👎 1 · 转给培训师 1" in report.text
    cited, _, unused = report.text.partition("没有人用到")
    assert "7. 报价有效期与汇率" in cited
    assert "4. 不计入折扣率的情况" in unused
    assert "周雨桐" not in report.text
