"""The five jobs at the terminal door, as a person types them."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.coach import Coach
from bot.features import conversation
from bot.operating.running import working
from bot.terminal import TerminalDoor, clean, console_on
from knowledge.embedding import BundledEncoders
from storage import deals
from tests.bot import example
from tests.bot.example import member


class Terminal:
    """Lines are typed one after another; `says` is what came back for each."""

    def __init__(self, coach: Coach) -> None:
        self.coach = coach
        self.shown = io.StringIO()

    async def play(self, name: str, lines: Sequence[str], *, switch: bool = False) -> list[str]:
        """What was shown at the start, then after each line."""
        parts: list[str] = []
        left = iter(lines)

        async def next_line() -> str | None:
            parts.append(self._new())
            return next(left, None)

        console = console_on(self.shown)
        person = await member(self.coach, name)
        door = TerminalDoor(
            self.coach, conversation(), person, switch=switch, read_line=next_line, console=console
        )
        await door.run()
        return [*parts[:-1], parts[-1] + self._new()]

    def _new(self) -> str:
        said = self.shown.getvalue()
        self.shown.seek(0)
        self.shown.truncate()
        return said


@asynccontextmanager
async def at(home: Path, encoders: BundledEncoders | None = None) -> AsyncIterator[Terminal]:
    async with (
        example.opened(home, encoders=encoders, owner=True) as coach,
        working(coach),
    ):
        yield Terminal(coach)


async def test_a_rep_asks_in_chinese_and_english_and_opens_the_source_by_its_number(
    answering_home: Path, encoders: BundledEncoders
) -> None:
    async with at(answering_home, encoders) as terminal:
        hello, answer, source, english = await terminal.play(
            "周雨桐", ["15%的折扣谁来审批?", "1", "What does the premium warranty cover?"]
        )
    assert "你是周雨桐（销售）" in hello
    assert "销售总监" in answer
    assert "[1]" in answer
    assert "出处" in answer
    assert "输入编号打开原文" in answer
    assert "(1) [1]" not in answer
    places = [line.split("] ")[-1] for line in answer.splitlines() if line.startswith("[")]
    assert len(places) == len(set(places)), "a place is named once"
    assert "折扣率" in source
    assert "15%" in source
    assert "Sources" in english or "The playbooks" in english


async def test_a_rep_checks_in_drops_a_line_corrects_one_and_accepts(example_home: Path) -> None:
    async with at(example_home) as terminal:
        rep = await member(terminal.coach, "周雨桐")
        _, diff, dropped, prompt, edited, done, again = await terminal.play(
            "周雨桐",
            ["百谷优选进入方案制定，降到22万", "4", "3", "23万", "1", "1"],
        )
        async with terminal.coach.database.read() as session:
            after = {d.account: d for d in await deals.deals(session, [rep.id])}["百谷优选"]
            ledger = await deals.ledger(session, deal_id=after.id)
    assert "¥250,000 → ¥220,000" in diff
    assert "“" in diff
    numbered = re.findall(r"\((\d)\)", diff)
    assert numbered == [str(n) for n in range(1, len(numbered) + 1)]
    assert "不写入" in dropped
    assert "应该是什么" in prompt
    assert "¥230,000" in edited
    assert "已写入" in done
    assert "已经处理过了" in again
    assert after.amount is not None
    assert after.amount.minor == 23_000_000
    assert ledger[-1].by_id == rep.id
    assert any(entry.words == "23万" for entry in ledger)


async def test_a_manager_sees_a_summary_with_its_picture_and_changes_to_a_person(
    example_home: Path,
) -> None:
    async with at(example_home) as terminal:
        _, week, today, one = await terminal.play("陆文涛", ["/summary", "1", "/summary 周雨桐"])
    assert "华东团队 · 本周" in week
    assert "停滞" in week
    picture = re.search(r"📎 (.*\.png)", week)
    assert picture is not None
    assert Path(picture[1]).read_bytes().startswith(b"\x89PNG")
    assert "今天（" in today
    assert "周雨桐 · 本周" in one
    assert (
        "韩志远" not in one.replace("(3) 韩志远", "").replace("(4) 韩志远", "").partition("(1)")[0]
    )


async def test_a_trainer_sends_a_document_and_it_answers_once_it_is_activated(
    example_home: Path, tmp_path: Path, encoders: BundledEncoders
) -> None:
    path = tmp_path / "差旅 标准.md"
    path.write_text("# 差旅标准\n\n一线城市住宿上限为每晚 612 元。\n", encoding="utf-8")
    async with at(example_home, encoders) as terminal:
        _, sent, activated, answer, shown, page = await terminal.play(
            "顾明哲", [f'/send "{path}"', "1", "一线城市住宿上限是多少？", "/playbooks", "1"]
        )
    assert "差旅 标准" in sent
    assert "从现在起用它回答" in activated
    assert "612" in answer
    assert "使用中" in shown
    assert "差旅标准" in page


async def test_files_that_cannot_be_read_are_named_with_the_reason(
    example_home: Path, tmp_path: Path
) -> None:
    bad = {
        "empty.md": b"",
        "photo.docx": b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
        "broken.docx": b"PK\x03\x04 not really",
        "film.mp4": b"\0\0\0\x18ftypmp42",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    lines = [f"/send {tmp_path / name}" for name in bad]
    async with at(example_home) as terminal:
        said = await terminal.play("顾明哲", [*lines, "/send", "/send /no/such.md", "/playbooks"])
    everything = "".join(said)
    for name in bad:
        assert f"• {name}: " in everything
    assert "没有文字" in everything
    assert "找不到文件“PATH”" in said[5]
    assert "找不到文件“/no/such.md”" in said[6]
    assert "还没有资料" in said[7]


async def test_a_reps_document_is_declined(example_home: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("# Mine\n\nwords", encoding="utf-8")
    async with at(example_home) as terminal:
        _, said = await terminal.play("Daniel Osei", [f"/send {tmp_path / 'mine.md'}"])
    assert "Your present role does not include this" in said


async def test_an_administrator_invites_by_button_and_by_command(example_home: Path) -> None:
    async with at(example_home) as terminal:
        _, asked, made, direct, wrong, where = await terminal.play(
            "沈若澜", ["/invite", "1", "/invite manager intl", "/invite chef", "/invite rep moon"]
        )
    assert "(1) 销售 · 华东团队" in asked
    assert "/start " in made
    assert "经理（国际团队）" in direct
    assert "没有这个角色或团队" in wrong
    assert "east, intl" in where


async def test_language_time_zone_privacy_and_cancel(example_home: Path) -> None:
    async with at(example_home) as terminal:
        _, which, english, settings, zone, bad, none, privacy, helped = await terminal.play(
            "周雨桐",
            ["/language", "2", "/settings", "/settings europe/berlin", "/settings Mars/Base",
             "/cancel", "/privacy", "/help"],
        )  # fmt: skip
    assert "(1) 中文  (2) English" in which
    assert "English from now on" in english
    assert "Asia/Shanghai" in settings
    assert "Europe/Berlin" in zone
    assert "Mars/Base" in bad
    assert "nothing to cancel" in none
    assert "I keep" in privacy
    assert "/summary" in helped
    assert "/invite" not in helped


async def test_cancel_drops_a_check_in_and_an_edit_first(example_home: Path) -> None:
    async with at(example_home) as terminal:
        said = await terminal.play(
            "Daniel Osei",
            ["Castellane Retail is now 250k", "3", "/cancel", "/cancel", "/cancel"],
        )
        async with terminal.coach.database.read() as session:
            rep = await member(terminal.coach, "Daniel Osei")
            held = {d.account: d.amount for d in await deals.deals(session, [rep.id])}
    assert "€260,000 → €250,000" in said[1]
    assert "What should Amount" in said[2]
    assert "cancelled" in said[3]
    assert "cancelled" in said[4]
    assert "nothing to cancel" in said[5]
    assert held["Castellane Retail"].minor == 26_000_000  # type: ignore[union-attr]


async def test_what_is_typed_is_shown_as_it_is_and_never_taken_for_markup(
    example_home: Path,
) -> None:
    async with at(example_home) as terminal:
        said = await terminal.play(
            "Daniel Osei",
            ["/as [/bold]", "[red]:smile:[/nope]", "\ud83d", "\0", "😀😀"],
            switch=True,
        )
    assert 'no "[/bold]"' in said[1]
    assert all(said[n].strip() for n in (2, 3, 5))
    assert "wrong here" not in "".join(said)


async def test_in_the_example_one_can_be_anybody_elsewhere_only_oneself(
    example_home: Path,
) -> None:
    async with at(example_home) as terminal:
        hello, became, deals_ = await terminal.play(
            "周雨桐", ["/as hannah lindqvist", "/deals Daniel Osei"], switch=True
        )
        assert "Be somebody else" in became
        assert "Orrin" in deals_
        assert "换一个人" in hello
        hello, refused = await terminal.play("周雨桐", ["/as Hannah Lindqvist"])
    assert "换一个人" not in hello
    assert "/help" in refused


async def test_several_lines_at_once_are_answered_in_order(example_home: Path) -> None:
    async with at(example_home) as terminal:
        said = await asyncio.wait_for(
            terminal.play("Priya Raman", ["/language", "/settings", "/deals", "", "   "]), 60
        )
    assert "Choose a language" in said[1]
    assert "Time zone" in said[2]
    assert "Priya Raman's deals" in said[3]
    assert "S$" in said[3] or "SGD" in said[3]
    assert said[4:] == ["", ""]


@pytest.mark.parametrize(
    ("line", "kept"), [("  a\0b ", "ab"), ("\ud83d", "?"), ("中文", "中文"), ("\n", "")]
)
def test_a_line_is_cleaned_of_what_no_database_holds(line: str, kept: str) -> None:
    assert clean(line) == kept
