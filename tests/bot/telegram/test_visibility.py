"""What only some may see, who looks after it, and what is overdue, in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.asking import texts as asking
from bot.joining.texts import ROLES
from bot.playbooks import tending_texts as texts
from bot.playbooks.texts import NO_SUCH_PLAYBOOK
from knowledge.embedding import BundledEncoders
from storage import people, playbook_history, playbook_settings, playbooks
from tests.bot.organisation import Organisation
from tests.bot.telegram.conftest import wednesday
from tests.bot.telegram.forging import forge
from tests.fakes.telegram import Message, Person

COMMISSION = "# 渠道佣金\n\n渠道伙伴的佣金是合同额的百分之八。佣金在回款后十五天内支付。\n"
WARRANTY = "# 质保规定\n\n硬件质保二十四个月，从交付之日起算。\n"
ASKED = "渠道伙伴的佣金是多少？"


@pytest.fixture
async def org(
    tmp_path: Path, founded: Organisation, encoders: BundledEncoders
) -> AsyncIterator[Organisation]:
    made = Organisation(tmp_path / "home", encoders, like=founded, clock=wednesday)
    async with made.open() as org:
        await org.ingest("渠道佣金.md", COMMISSION)
        await org.ingest("质保.md", WARRANTY)
        yield org


@pytest.fixture
async def xin(org: Organisation) -> Person:
    return await org.join("林欣", "trainer")


@pytest.fixture
async def li(org: Organisation) -> Person:
    return await org.join("李静", "rep", "west")


async def tending_page(org: Organisation, trainer: Person, slug: str = "渠道佣金") -> Message:
    async with org.coach.database.read() as session:
        playbook = await playbook_settings.of(session, slug)
    assert playbook is not None
    await forge(trainer, f"tend:{playbook.id}")
    return await trainer.expect("谁能看到")


async def tap(org: Organisation, trainer: Person, page: Message, *labels: str) -> None:
    """One button after the other, on the page as it is by then."""
    for label in labels:
        await trainer.tap(page, label)
        await org.idle()
    trainer.read_all()


async def restrict(org: Organisation, trainer: Person, *labels: str) -> None:
    await tap(org, trainer, await tending_page(org, trainer), texts.SET_AUDIENCE("zh"), *labels)


async def test_a_playbook_of_one_team_answers_that_team_only(
    org: Organisation, xin: Person, li: Person
) -> None:
    zhou = org.known("周雨桐")
    await restrict(org, xin, "east")

    await zhou.send(ASKED)
    await zhou.expect("百分之八", timeout=10)
    await li.send(ASKED)
    refusal = await li.expect(timeout=10)
    assert "百分之八" not in refusal.text
    assert "佣金" not in refusal.text.replace(ASKED, "")
    await li.send_command("/playbooks")
    listed = await li.expect("质保")
    assert "渠道佣金" not in listed.text
    await xin.send(ASKED)
    await xin.expect("百分之八", timeout=10)


async def test_an_old_citation_closes_when_the_playbook_is_taken_from_the_reader(
    org: Organisation, xin: Person, li: Person
) -> None:
    await li.send(ASKED)
    answer = await li.expect("百分之八", timeout=10)
    await li.tap(answer, "[1]")
    await li.expect("十五天内支付")
    await restrict(org, xin, ROLES["manager"]("zh"))
    await li.tap(answer, "[1]")
    gone = await li.expect(asking.PASSAGE_GONE("zh"))
    assert "十五天" not in gone.text

    await restrict(org, xin, ROLES["manager"]("zh"))
    await li.tap(answer, "[1]")
    await li.expect("十五天内支付")


async def test_a_playbook_is_shown_to_nobody_outside_by_any_button(
    org: Organisation, xin: Person, li: Person
) -> None:
    zhou = org.known("周雨桐")
    await restrict(org, xin, "east")
    async with org.coach.database.read() as session:
        [version] = await playbooks.versions(session, "渠道佣金")
    for action in (f"playbook:{version.id}", f"outline:{version.id}:0"):
        await forge(zhou, action)
        assert "渠道佣金" in (await zhou.expect()).text
        await forge(li, action)
        assert (await li.expect()).text == NO_SUCH_PLAYBOOK("zh")


async def test_a_rep_cannot_open_the_doors_of_a_trainer(org: Organisation, li: Person) -> None:
    async with org.coach.database.read() as session:
        playbook = await playbook_settings.of(session, "渠道佣金")
    assert playbook is not None
    for action in ("tend:{}", "owner:{}:1", "review:{}:3", "audience:{}:rep"):
        await forge(li, action.format(playbook.id))
        await li.expect("角色")
    async with org.coach.database.read() as session:
        assert await playbook_settings.of(session, "渠道佣金") == playbook


async def test_an_overdue_playbook_is_listed_and_its_answers_carry_a_mark(
    org: Organisation, xin: Person, li: Person
) -> None:
    page = await tending_page(org, xin)
    await tap(org, xin, page, texts.SET_REVIEW("zh"))
    await xin.send("昨天")
    await xin.expect("已经过去了")
    await xin.send("2026-03-25")
    await xin.expect("复核日期：2026年3月25日")
    await li.send(ASKED)
    answer = await li.expect("百分之八", timeout=10)
    assert "⚠" not in answer.text

    await org.stop()
    later = wednesday().replace(day=30)
    org._clock = lambda: later
    await org.start()

    await li.send(ASKED)
    answer = await li.expect("百分之八", timeout=10)
    assert asking.OVERDUE("zh", since="2026年3月25日") in answer.text
    await li.tap(answer, "[1]")
    await li.expect(asking.OVERDUE("zh", since="2026年3月25日"))
    await xin.send_command("/review")
    due = await xin.expect("渠道佣金")
    assert texts.OVERDUE("zh", days=5) in due.text
    assert "质保" not in due.text
    await tap(org, xin, due, "渠道佣金", texts.SET_REVIEW("zh"), texts.MONTHS("zh", count=6))
    await xin.send_command("/review")
    await xin.expect(texts.NONE_DUE("zh"))


async def test_a_question_leaves_the_asking_for_a_date(org: Organisation, xin: Person) -> None:
    page = await tending_page(org, xin)
    await tap(org, xin, page, texts.SET_REVIEW("zh"))
    await xin.send(ASKED)
    await xin.expect("百分之八", timeout=10)


async def test_a_sentence_with_a_day_in_it_is_no_date_of_review(
    org: Organisation, xin: Person
) -> None:
    page = await tending_page(org, xin)
    await tap(org, xin, page, texts.SET_REVIEW("zh"))
    await xin.send("客户说下周三要报价，我该怎么准备佣金的说明")
    await xin.expect(timeout=10)
    async with org.coach.database.read() as session:
        playbook = await playbook_settings.of(session, "渠道佣金")
    assert playbook is not None
    assert playbook.review_on is None


async def test_what_was_set_stands_in_the_history(org: Organisation, xin: Person) -> None:
    page = await tending_page(org, xin)
    await tap(org, xin, page, texts.SET_OWNER("zh"), "林欣")
    assert texts.OWNER("zh", name="林欣") in page.text
    await restrict(org, xin, "east", ROLES["rep"]("zh"))
    async with org.coach.database.read() as session:
        playbook = await playbook_settings.of(session, "渠道佣金")
        assert playbook is not None
        events = await playbook_history.history(session, playbook.id)
        teams = {team.id: team.key for team in await people.teams(session)}
    said = [(event.kind, event.by, event.detail) for event in events]
    assert said[:3] == [
        ("audience", "林欣", "rep, east"),
        ("audience", "林欣", "east"),
        ("owner", "林欣", "林欣"),
    ]
    assert {teams[team] for team in playbook.teams} == {"east"}
