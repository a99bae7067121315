"""Plain text: encodings, and headings only where there is no doubt."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from knowledge.loading import LoadedDocument, WrongType, load

FILES = Path(__file__).parent / "files"
SENTENCE = "客户说价格太高时，先问他拿什么比较，再谈价值。\n"


def plain(text: str) -> LoadedDocument:
    return load("手册.txt", text.encode())


def shape(document: LoadedDocument) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def headings(document: LoadedDocument) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in document.blocks if block.kind == "heading"]


def noise(seed: int, length: int) -> bytes:
    return random.Random(seed).randbytes(length)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_noise_is_refused_whatever_it_begins_with(name: str, mark: bytes) -> None:
    for seed in range(20):
        with pytest.raises(WrongType):
            load(name, mark + noise(seed, 600))


def test_a_mark_that_lies_is_not_believed() -> None:
    with pytest.raises(WrongType):
        load("a.txt", b"\xef\xbb\xbf" + "café déjà vu ".encode("cp1252") * 20)


def test_words_in_a_symbol_font_are_still_text() -> None:
    assert load("a.txt", "\uf0b7 先问\n\uf0b7 再听\n\uf0b7 后报价".encode()).blocks


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"],
)
def test_chinese_in_any_usual_encoding(encoding: str) -> None:
    document = load("a.txt", SENTENCE.encode(encoding))
    assert [block.text for block in document.blocks] == [SENTENCE.strip()]
    assert document.warnings == ()


def test_traditional_chinese_in_big5() -> None:
    text = "客戶說價格太高時，先問他拿什麼比較，再談價值。"
    assert load("a.txt", text.encode("big5")).blocks[0].text == text


def test_western_text_in_cp1252() -> None:
    text = "The café’s owner said: “too expensive” – naïve, but €5 more won’t do."
    assert load("a.txt", text.encode("cp1252")).blocks[0].text == text


def test_a_file_cut_in_the_middle_of_a_character_is_read_with_a_warning() -> None:
    document = load("a.txt", (SENTENCE * 5).encode()[:-3])
    assert document.warnings == ("replaced_characters",)
    assert document.blocks[0].text.startswith("客户说价格太高时")


def test_cpythons_gb18030_sample() -> None:
    text = load("a.txt", (FILES / "gb18030.txt").read_bytes()).blocks[0].text
    assert text.startswith("Python（派森）语言是一种功能强大而完善的通用型计算机程序设计语言，")
    assert "파이썬은 강력한 기능을 지닌" in text


def test_cpythons_big5_sample() -> None:
    document = load("a.txt", (FILES / "big5.txt").read_bytes())
    assert document.blocks[0].text.startswith("如何在 Python 中使用既有的 C library?\n在資訊科技")
    assert document.blocks[-1].text.endswith("要討論的問題就是:")


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(WrongType) as raised:
        load("a.txt", bytes(range(256)) * 20)
    assert raised.value.facts == {"extension": ".txt", "found": "binary"}


def test_one_paragraph_stays_as_it_is() -> None:
    text = "Ask about budget first.\nThen ask who signs."
    assert shape(plain(text)) == [("paragraph", text)]


def test_numbered_headings_with_text_between() -> None:
    text = (
        "一、客户识别\n看规模。\n\n二、需求分析\n1. 问现状\n2. 问影响\n\n三、报价\n\n先谈价值。\n"
    )
    document = plain(text)
    assert headings(document) == [(2, "一、客户识别"), (2, "二、需求分析"), (2, "三、报价")]
    assert shape(document)[3:5] == [("list_item", "1. 问现状"), ("list_item", "2. 问影响")]
    assert document.blocks[-1].heading_path == ("三、报价",)


def test_numbered_english_headings() -> None:
    text = "1. Discovery\n\nAsk open questions.\n\n2. Proposal\n\nSend it within a day.\n"
    assert headings(plain(text)) == [(3, "1. Discovery"), (3, "2. Proposal")]


def test_numbers_below_numbers() -> None:
    text = "第一章 总则\n1.1 目的\n为了统一做法。\n1.2 范围\n适用于全体销售。\n"
    assert headings(plain(text)) == [(1, "第一章 总则"), (4, "1.1 目的"), (4, "1.2 范围")]


@pytest.mark.parametrize(
    "text",
    [
        "1. Call the client\n2. Send the offer\n3. Follow up\n",
        "1. Call the client\n\n2. Send the offer\n\n3. Follow up\n\nThat is all there is to do.\n",
        "1. Call the client and ask about the budget for this year\n   and the next\n2. Send it\n",
        "1. Only one point here\n\nand a line.\n",
        "1、电话沟通，了解预算。\n客户没空就改约。\n2、发方案，抄送经理。\n客户确认后跟进。\n",
        "3.5 million was the offer\n\nthey took it.\n",
    ],
)
def test_a_numbered_list_is_no_heading(text: str) -> None:
    assert headings(plain(text)) == []


def test_underlined_and_capital_headings() -> None:
    text = (
        "Sales guide\n===========\n\nNEEDS ANALYSIS\nAsk first.\n\nPricing\n-------\nThen price.\n"
    )
    assert headings(plain(text)) == [(1, "Sales guide"), (2, "NEEDS ANALYSIS"), (2, "Pricing")]


def test_a_short_line_above_a_long_paragraph() -> None:
    text = "价格异议处理\n\n客户觉得贵，多半是还没有看到价值，先问清楚他在和什么做比较。\n"
    assert headings(plain(text)) == [(1, "价格异议处理")]


@pytest.mark.parametrize(
    "text",
    [
        "今天开会\n\n下午三点\n",
        "Hi team,\n\nplease read the following lines before you go to the client tomorrow.\n",
        "他说好。\n\n客户觉得贵，多半是还没有看到价值，先问清楚他在和什么做比较，再回到损失上。\n",
        "a small note in lower case\n\nplease read the following lines before you go.\n",
    ],
)
def test_a_short_line_is_not_always_a_heading(text: str) -> None:
    assert headings(plain(text)) == []


def test_bullets_nest_by_indent_and_hold_their_wrapped_lines() -> None:
    document = plain("准备：\n- 看行业\n  - 规模\n    和地区\n- 看历史\n\n结束。\n")
    assert [(b.kind, b.level, b.text) for b in document.blocks] == [
        ("paragraph", 0, "准备："),
        ("list_item", 1, "- 看行业"),
        ("list_item", 2, "- 规模\n和地区"),
        ("list_item", 1, "- 看历史"),
        ("paragraph", 0, "结束。"),
    ]


def test_front_matter_works_in_text_files_too() -> None:
    assert plain("---\nstages: needs\n---\n正文。\n").metadata == {"stages": ["needs"]}
