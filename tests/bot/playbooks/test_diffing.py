"""What a new version changes, as its trainer would say it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbooks import diff_rendering
from bot.playbooks.diff_page import html_page
from bot.playbooks.diffing import Diff, Line, compare, compare_texts
from tests.bot.playbooks.versions import version

POLICY = """# 折扣政策

## 审批

折扣 10% 以内由销售经理审批。15%的折扣由销售总监审批。审批人不在时由代理人审批。

| 折扣 | 审批人 |
|---|---|
| 5% | 销售代表 |
| 20% | 总经理 |

## 付款

合同签订后三十天内付首款。验收合格后付清余款。

## 赠品

成交金额满十万元可以送培训一天。
"""


def changed(diff: Diff) -> dict[str, list[tuple[str, str]]]:
    """Old and new of each changed line, by the section's last heading; changed words in []."""
    return {
        change.section.path[-1]: [(shown(line, "old"), shown(line, "new"))
                                  for line in change.lines if line.changed]
        for change in diff.sections
    }  # fmt: skip


def shown(line: Line, side: str) -> str:
    pieces = line.old if side == "old" else line.new
    return "".join(f"[{p.text}]" if p.mark else p.text for p in pieces)


def kinds(diff: Diff) -> list[tuple[str, str]]:
    return [(change.kind, change.section.path[-1]) for change in diff.sections]


def test_the_same_words_are_no_change_however_they_are_wrapped() -> None:
    wider = POLICY.replace("10% 以内", "10%　以内").replace("# 折扣政策\n", "# 折扣政策\n\n\n")
    assert compare(version(a_md=POLICY), version(a_md=wider)).empty


def test_in_a_changed_section_only_the_changed_words_of_the_changed_sentence_are_marked() -> None:
    new = POLICY.replace("15%的折扣由销售总监", "12%的折扣由区域总监")
    diff = compare(version(a_md=POLICY), version(a_md=new))
    assert kinds(diff) == [("changed", "审批")]
    assert changed(diff)["审批"] == [
        ("[15%]的折扣由[销售]总监审批。", "[12%]的折扣由[区域]总监审批。")
    ]
    assert diff.unchanged == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("15%的折扣", "12%的折扣", "15% → 12%"),
        ("三十天内付首款", "六十天内付首款", "三十天 → 六十天"),
        ("| 20% | 总经理", "| 25% | 总经理", "20% → 25%"),
        ("满十万元", "满八万元", "十万元 → 八万元"),
    ],
)
def test_a_number_that_changed_is_named(old: str, new: str, said: str) -> None:
    diff = compare(version(a_md=POLICY), version(a_md=POLICY.replace(old, new)))
    assert diff.numbers == 1
    [line] = [line for change in diff.sections for line in change.lines if line.numbers]
    went, came = line.number_changes.split(" → ")
    assert went in said.split(" → ")[0]
    assert came in said.split(" → ")[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("An answer takes three days.", "An answer takes four days."),
        ("At most 1,000 users.", "At most 10,000 users."),
        ("Pay USD 2.5 a month.", "Pay USD 25 a month."),
    ],
)
def test_numbers_in_english_are_named_too(old: str, new: str) -> None:
    [line] = compare_texts(old, new)
    assert line.numbers


def test_words_alone_are_no_change_of_a_number() -> None:
    new = POLICY.replace("销售总监审批", "销售副总裁审批").replace("总经理", "董事长")
    diff = compare(version(a_md=POLICY), version(a_md=new))
    assert diff.numbers == 0
    assert len(changed(diff)["审批"]) == 2


def test_sections_that_came_and_went_are_told_where_they_stand() -> None:
    new = POLICY.replace(
        "## 赠品\n\n成交金额满十万元可以送培训一天。", "## 违规\n\n私下承诺折扣的停止授权。"
    )
    new = new.replace("## 审批", "## 适用范围\n\n全体销售人员适用本规定。\n\n## 审批")
    diff = compare(version(a_md=POLICY), version(a_md=new))
    assert kinds(diff) == [("added", "适用范围"), ("removed", "赠品"), ("added", "违规")]


def test_a_heading_that_is_renamed_is_the_same_section() -> None:
    new = POLICY.replace("## 付款", "## 付款条件")
    diff = compare(version(a_md=POLICY), version(a_md=new))
    assert [(r.old, r.new) for r in diff.renamed_headings] == [("付款", "付款条件")]
    assert not diff.sections


def test_a_renamed_title_is_one_change_and_its_sections_are_still_compared() -> None:
    new = POLICY.replace("# 折扣政策", "# 折扣政策（新）", 1).replace("15%的", "12%的")
    diff = compare(version(a_md=POLICY), version(a_md=new))
    assert [(r.old, r.new) for r in diff.renamed_headings] == [("折扣政策", "折扣政策（新）")]
    assert kinds(diff) == [("changed", "审批")]


def test_a_section_that_moves_is_not_gone_and_new() -> None:
    first, approval, payment, gifts = POLICY.split("## ")
    moved = f"{first}## {gifts}\n## {approval}## {payment}"
    diff = compare(version(a_md=POLICY), version(a_md=moved))
    assert kinds(diff) == [("moved", "赠品")]


def test_a_section_that_moves_below_another_heading_is_moved() -> None:
    x = "## X\n\nThe rep calls the customer back.\n\n"
    y, z = "## Y\n\nOther words stand here.\n\n", "## Z\n\nLast words.\n"
    two, other = f"# A\n\n{x}{y}# B\n\n{z}", f"# A\n\n{y}# B\n\n{x}{z}"
    diff = compare(version(a_md=two), version(a_md=other))
    assert kinds(diff) == [("moved", "X")]
    assert not diff.renamed_headings


def test_a_renamed_file_is_the_same_file() -> None:
    new = POLICY.replace("15%的", "12%的")
    diff = compare(version(old_md=POLICY), version(new_md=new, extra_md="# 附录\n\n联系人名单。\n"))
    assert [(r.old, r.new) for r in diff.renamed_documents] == [("old.md", "new.md")]
    assert diff.added_documents == ("extra.md",)
    assert kinds(diff) == [("changed", "审批"), ("added", "附录")]


def test_a_table_that_is_cut_elsewhere_is_no_change() -> None:
    rows = [f"| 产品{n} | 每台每年 {n * 100} 元，含安装、培训与远程支持 |" for n in range(1, 90)]
    table = "# 价格\n\n| 项目 | 价格 |\n|---|---|\n" + "\n".join(rows) + "\n"
    new = table.replace(
        "| 产品1 | 每台每年 100 元", "| 产品1 | 每台每年 110 元（含全部附件与配件）"
    )
    before, after = version(a_md=table), version(a_md=new)
    assert len(before["a.md"]) > 1, "long enough to be cut, its header said again"
    diff = compare(before, after)
    assert [len(lines) for lines in changed(diff).values()] == [1]


words = st.lists(
    st.sampled_from(["折扣由总监审批。", "Pay in 30 days.", "15%以内。", "- 送培训\n", "\n",
                     "| a | b |\n", "<b>&", "三十天。", "x", "。", " "]), max_size=12,
).map("".join)  # fmt: skip


@given(old=words, new=words)
def test_nothing_that_was_said_before_or_after_is_lost(old: str, new: str) -> None:
    lines = list(compare_texts(old, new))
    for text, side in ((old, "old"), (new, "new")):
        said = "".join(p.text for line in lines for p in getattr(line, side))
        assert re.sub(r"\s", "", said) == re.sub(r"\s", "", text)
    for line in lines:
        stays = [[p.text for p in side if not p.mark] for side in (line.old, line.new)]
        if line.old and line.new:
            assert "".join(stays[0]).split() == "".join(stays[1]).split()


@given(old=words, new=words)
def test_every_changed_line_is_on_exactly_one_screen(old: str, new: str) -> None:
    before, after = (f"# T\n\n## S\n\nA first sentence. {text}\n" for text in (old, new))
    entries = diff_rendering.entries(compare(version(a_md=before), version(a_md=after)), "zh")
    seen, at = 0, 0
    while entries and at is not None:
        _, following = diff_rendering.page(entries, at)
        end = len(entries) if following is None else following
        assert end > at
        seen, at = seen + end - at, following  # type: ignore[assignment]
    assert seen == len(entries)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert all(name in {"class", "id", "href", "lang", "charset", "content", "name",
                            "http-equiv"} for name, _ in attrs)  # fmt: skip
        assert all((value or "").startswith("#") for name, value in attrs if name == "href")

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_has_no_scripts_and_shows_hostile_words_as_words() -> None:
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> & \"quoted\" 'too'"
    before = f"# <i>T</i>\n\n## <b>S</b>\n\n{evil} costs 5 euros.\n"
    after = before.replace("5 euros", "6 euros")
    diff = compare(version(a_md=before), version(a_md=after))
    reader = _Reader()
    reader.feed(html_page(diff, "<T> v1 → v2", "en"))
    assert reader.tags <= {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul",
                           "li", "a", "b", "del", "ins"}  # fmt: skip
    assert "<script>alert(1)</script>" in reader.text
    assert "<T> v1 → v2" in reader.text


def test_a_version_of_thousands_of_sections_is_compared_in_seconds() -> None:
    long = "# 手册\n\n" + "\n\n".join(
        f"## 规则{n}\n\n第{n}类折扣由{n}号经理审批。" for n in range(1500)
    )
    before = version(a_md=long)
    after = version(a_md=long.replace("7号经理", "8号经理").replace("规则99\n", "规则九十九\n"))
    diff = compare(before, after)
    assert len(diff.sections) == 150
    assert [(r.old, r.new) for r in diff.renamed_headings] == [("规则99", "规则九十九")]
