"""PDF files of LibreOffice, Chromium, LaTeX and a scanner, against what a reader sees on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.loading import Block, EncryptedFile, LoadedDocument, ScannedFile, load
from knowledge.splitting import split

FILES = Path(__file__).parent / "files"


def loaded(name: str) -> LoadedDocument:
    return load(name, (FILES / name).read_bytes())


def of_kind(document: LoadedDocument, kind: str) -> list[Block]:
    return [block for block in document.blocks if block.kind == kind]


def headings(document: LoadedDocument) -> list[tuple[int, str, int | None]]:
    return [(b.level, b.text, b.page) for b in of_kind(document, "heading")]


def texts(document: LoadedDocument) -> list[str]:
    return [block.text for block in document.blocks]


def in_order(document: LoadedDocument, *parts: str) -> bool:
    whole, at = "\n".join(texts(document)), 0
    for part in parts:
        at = whole.index(part, at) + len(part)
    return True


class TestDiscountPolicy:
    """Writer: bookmarks, a table over two pages with merged cells, a scanned page, page feet."""

    document = loaded("discount-policy-zh.pdf")

    def test_headings_are_those_of_the_bookmarks_below_the_title(self) -> None:
        assert self.document.title == "渠道折扣政策"
        assert headings(self.document) == [
            (1, "渠道折扣政策", 1),
            (1, "一、适用范围", 1),
            (1, "二、折扣标准", 1),
            (2, "2.1 按订单金额", 1),
            (2, "2.2 特殊情况", 2),
            (1, "三、审批流程", 4),
        ]

    def test_a_paragraph_of_three_lines_is_one_without_spaces(self) -> None:
        assert texts(self.document)[2] == (
            "本政策适用于所有通过授权渠道成交的订单。直销订单按《直销价格管理办法》执行，两者不得叠加；"
            "如同一客户同时接受渠道与直销的服务，以合同签订方为准，由销售运营部在三个工作日内确认归属，"
            "确认之前任何一方不得对外报价。"
        )

    def test_lists_keep_their_numbers_and_bullets(self) -> None:
        assert [b.text for b in of_kind(self.document, "list_item")] == [
            "1. 客户是否已在系统中登记；",
            "2. 渠道伙伴的级别是否在有效期内；",
            "3. 折扣是否超出本人的审批权限。",
            "• 续约订单不享受新购折扣。",
            "• 三年以上合同可按年分期，分期不影响折扣。",
        ]

    def test_a_table_over_two_pages_keeps_its_header_and_whole_rows(self) -> None:
        first, second = of_kind(self.document, "table")
        assert (first.page, second.page) == (1, 2)
        assert first.rows[0] == second.rows[0] == ("产品线", "订单金额", "银牌折扣", "金牌折扣")
        assert first.rows[1] == ("基础版", "10 万元以下", "98%", "96%")
        assert first.rows[7] == ("专业版", "10 万至 30 万元", "95%", "92%")
        assert first.rows[-1] == ("旗舰版", "100 万元以上", "另议", "另议，须经区域总监批准")
        assert second.rows[1] == ("行业版", "10 万元以下", "98%", "96%")
        assert second.rows[-1][0] == "教育版"
        assert (len(first.rows), len(second.rows)) == (21, 11)

    def test_the_scanned_page_is_named(self) -> None:
        assert self.document.warnings == ("scanned_pages:3",)

    def test_running_heads_and_page_numbers_are_gone(self) -> None:
        assert not any("启明科技" in text or "共 4 页" in text for text in texts(self.document))


class TestObjections:
    """Chromium: drawn bullets, a table with rules between rows only, on three pages."""

    document = loaded("objections-zh.pdf")

    def test_headings(self) -> None:
        assert headings(self.document) == [
            (1, "异议处理手册", 1),
            (2, "价格太高", 1),
            (2, "现在不是时候", 1),
            (2, "话术对照表", 1),
            (2, "参考", 3),
        ]

    def test_bullets_that_are_drawn_make_lists_with_depth(self) -> None:
        items = of_kind(self.document, "list_item")
        assert [(b.level, b.text) for b in items[3:]] == [
            (1, "• 问：什么事情发生了，才算是时候？"),
            (2, "• 预算周期未到"),
            (2, "• 负责人刚换"),
            (1, "• 约定下一次联系的日期。"),
        ]
        assert items[1].text == (
            "2. 把总拥有成本摊开：实施、培训、运维、升级，五年一起算，这样单价的差距往往"
            "只剩下不到一成，而停机一天的损失就超过全年的差价。"
        )

    def test_rows_of_two_lines_are_one_row_each(self) -> None:
        tables = of_kind(self.document, "table")
        assert [table.page for table in tables] == [1, 2, 3]
        assert {table.rows[0] for table in tables} == {("客户说", "你可以这样回答", "适用阶段")}
        assert tables[0].rows[2] == (
            "我们再考虑考虑",
            "当然。您主要还在权衡哪一点？我准备好材料，周四给您。",
            "谈判",
        )
        assert sum(len(table.rows) - 1 for table in tables) == 24

    def test_the_browsers_head_and_foot_are_gone(self) -> None:
        assert not any("file://" in text or "PM" in text for text in texts(self.document))

    def test_passages_of_the_table_say_the_page_they_are_on(self) -> None:
        found = [
            p for p in split(self.document) if "负责人" not in p.text and "能不能再便宜点" in p.text
        ]
        assert [piece.page for piece in found] == [2, 3]


class TestCompetitorCard:
    """Chromium: two columns between parts of full width, justified; cells merged downwards."""

    document = loaded("competitor-card.pdf")

    def test_columns_are_read_one_after_the_other(self) -> None:
        assert [text for _, text, _ in headings(self.document)] == [
            "Competitor card: Northwind",
            "Where they win",
            "Where we win",
            "Side by side",
            "Questions that help",
        ]
        assert in_order(
            self.document,
            "there is little to gain from waiting for the end of the quarter.",
            "customers notice when a question was not understood.",
            "We win where several warehouses have to be connected, where the customer has "
            "regulatory reporting obligations, and where implementation has to be finished before "
            "a fixed date.",
            "• Response times are guaranteed in our contract.",
            "Side by side",
        )

    def test_a_cell_merged_downwards_is_repeated(self) -> None:
        (table,) = of_kind(self.document, "table")
        assert table.rows == (
            ("Topic", "Northwind", "Us"),
            ("Price per user and month", "$38, billed yearly", "$42, billed quarterly"),
            ("Implementation", "Partner only", "Own team, 6 weeks"),
            ("Training", "Partner only", "Two days on site"),
            ("Exit", "Export by request", "Self-service export, CSV and XLSX"),
        )


class TestTwoColumnPaper:
    """LaTeX: two columns below a title, a table of contents, words hyphenated at line ends."""

    document = loaded("ieeepes.pdf")

    def test_numbered_headings_are_level_and_in_order(self) -> None:
        found = [(level, text) for level, text, _ in headings(self.document) if text[0].isdigit()]
        assert {level for level, text in found if "April" not in text} == {2}
        assert [text for _, text in found][1:6] == [
            "1 Introduction",
            "2 Installation",
            "3 Changes from older Versions",
            "4 Options to the Package",
            "5 Document Structure",
        ]

    def test_sentences_across_lines_and_columns(self) -> None:
        assert in_order(
            self.document,
            "Thanks are due to John Crequer for proofreading an early version of the "
            "documentation.",
            "It is assumed that the reader is familiar with a standard",
            "A copy of package vmargin is included for your convenience, vmargin.sty should be "
            "installed in the same place as ieeepes.sty.",
            "Using a reserved filename for the image file in the biography environment suppresses "
            "the author image for this instance only.",
        )

    def test_the_balanced_columns_of_the_last_page(self) -> None:
        assert in_order(
            self.document,
            "There can be multiple discussion environments, though this is not of much use.",
            "16 Closures",
            "17 What This Package Can Not Do",
            "Ensure the two columns on the last page are balanced.",
            "References",
        )
        assert not of_kind(self.document, "table")

    def test_the_table_of_contents_is_left_out(self) -> None:
        assert not any("What This Package Can Not Do" in text for text in texts(self.document)[:20])


class TestChineseLatex:
    """XeTeX: a contents page of two columns, heads that name the section, bookmarks, code."""

    document = loaded("thucoursework.pdf")

    def test_headings_by_the_bookmarks(self) -> None:
        found = [
            (level, text) for level, text, page in headings(self.document) if 3 <= (page or 0) <= 5
        ]
        assert found[:4] == [
            (1, "1 模板介绍"),
            (1, "2 安装"),
            (2, "2.1 模板的组成"),
            (2, "2.2 生成模板 sty 文件和用户手册"),
        ]
        assert found[-3:] == [(1, "3 使用说明"), (2, "3.1 关于提问"), (2, "3.2 示例文件")]

    def test_heads_that_change_with_the_section_are_gone(self) -> None:
        assert texts(self.document).count("2.4 升级") == 1
        assert not any(block.page == 2 for block in self.document.blocks)

    def test_a_list_and_a_sentence(self) -> None:
        items = [block.text for block in of_kind(self.document, "list_item")]
        assert {"• 主页：GitHub", "• 下载：CTAN", "• Github Issues", "• ctex 论坛"} <= set(items)
        assert any(
            "编译速度会快很多。按照第 2.3.1 节的顺序执行即可" in t for t in texts(self.document)
        )


def test_headings_and_text_over_a_page_break() -> None:
    document = loaded("outline.pdf")
    assert [text for _, text, _ in headings(document)] == [
        "1 Foo", "2 Bar", "3 Baz", "4 Foo", "5 Bar", "6 Baz", "7 Foo", "8 Bar", "9 Baz",
    ]  # fmt: skip
    assert len(of_kind(document, "paragraph")) == 9


def test_a_scan_is_refused_by_its_pages() -> None:
    with pytest.raises(ScannedFile) as refusal:
        loaded("scan.pdf")
    assert refusal.value.facts == {"pages": "1"}


def test_a_file_that_asks_for_a_password_is_refused() -> None:
    with pytest.raises(EncryptedFile):
        loaded("password.pdf")


def test_a_file_that_only_forbids_changes_is_read() -> None:
    assert texts(loaded("owner-password.pdf")) == ["pdf encryption test password: asdfzxcv"]
