"""PDF files made here: whatever is written comes out, and what may not be read is refused."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from knowledge.loading import (
    CorruptFile,
    EmptyFile,
    LoadedDocument,
    TooLarge,
    WrongType,
    load,
)
from knowledge.splitting import split

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
SONG = "STSong-Light"
"""A font that is not embedded, by one of PDF's own CMaps."""
BODY = ParagraphStyle("body", fontName=SONG, fontSize=11, leading=17, wordWrap="CJK", spaceAfter=9)
LATIN = ParagraphStyle("latin", fontName="Times-Roman", fontSize=11, leading=15, spaceAfter=9)
HEADING = ParagraphStyle("heading", fontName=SONG, fontSize=16, leading=24, spaceBefore=14)


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.setFont(SONG, 11)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


def laid_out(story: list[Any]) -> LoadedDocument:
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, invariant=1).build(story)
    return load("手册.pdf", stream.getvalue())


def bare(text: str) -> str:
    return "".join(text.split())


def texts(document: LoadedDocument) -> list[str]:
    return [block.text for block in document.blocks]


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: list[str]
    rows: list[list[str]]


_HAN = st.text("客户报价折扣合同交付预算审批渠道需求培训回款", min_size=4, max_size=90)
_CHINESE = st.lists(_HAN, min_size=1, max_size=4).map(lambda parts: "，".join(parts) + "。")
_WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=11), min_size=3, max_size=70
)
_ENGLISH = _WORDS.map(lambda words: " ".join(words).capitalize() + ".")
_CELL = st.text("价格阶段产品标准高低甲乙丙", min_size=1, max_size=9)
_SECTION = st.builds(
    Section,
    heading=st.text("价格需求报价签约交付售后", min_size=2, max_size=12),
    paragraphs=st.lists(_CHINESE | _ENGLISH, min_size=1, max_size=4),
    rows=st.lists(st.lists(_CELL, min_size=3, max_size=3), min_size=2, max_size=5) | st.just([]),
)


def told_apart(sections: list[Section]) -> list[Section]:
    """Each text and row begins with a sign of its own: what repeats may be a running head."""
    signs = map(chr, range(0x6000, 0x6200))
    return [
        Section(
            next(signs) + section.heading,
            [t if t.isascii() else next(signs) + t for t in dict.fromkeys(section.paragraphs)],
            [[next(signs) + row[0], *row[1:]] for row in section.rows],
        )
        for section in sections
    ]


def story_of(sections: list[Section]) -> list[Any]:
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), SONG, 10)]
    story: list[Any] = []
    for section in sections:
        story.append(Paragraph(section.heading, HEADING))
        story += [Paragraph(t, LATIN if t.isascii() else BODY) for t in section.paragraphs]
        if section.rows:
            story += [KeepTogether(Table(section.rows, style=grid)), Spacer(0, 12)]
    return story


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(_SECTION, min_size=2, max_size=5).map(told_apart))
def test_every_word_comes_out_in_order(sections: list[Section]) -> None:
    document = laid_out(story_of(sections))
    written = "".join(
        "".join([section.heading, *section.paragraphs, *map("".join, section.rows)])
        for section in sections
    )
    assert bare("".join(texts(document))) == bare(written)
    headings = [block.text for block in document.blocks if block.kind == "heading"]
    assert headings == [section.heading for section in sections]
    tables = [block.rows for block in document.blocks if block.kind == "table"]
    assert tables == [tuple(map(tuple, s.rows)) for s in sections if s.rows]


@settings(max_examples=15, deadline=None)
@given(st.lists(_ENGLISH, min_size=1, max_size=6))
def test_english_words_are_not_run_together(paragraphs: list[str]) -> None:
    document = laid_out([Paragraph(text, LATIN) for text in paragraphs])
    assert " ".join(texts(document)).split() == " ".join(paragraphs).split()


@settings(max_examples=10, deadline=None)
@given(st.lists(_SECTION, min_size=2, max_size=4).map(told_apart))
def test_passages_hold_all_of_it(sections: list[Section]) -> None:
    document = laid_out(story_of(sections))
    passages = bare("".join(piece.text for piece in split(document)))
    for section in sections:
        for text in section.paragraphs:
            assert bare(text) in passages


def test_a_word_hyphenated_at_a_line_end_is_whole_and_a_compound_keeps_its_hyphen() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        for at, line in enumerate(
            (
                "The representative asks about the budget before the presen-",
                "tation, and the price is given only when the decision-maker",
                "has seen what the solution is worth to the whole company.",
            )
        ):
            canvas.drawString(72, 700 - 16 * at, line)

    assert texts(load("a.pdf", drawn(page))) == [
        "The representative asks about the budget before the presentation, and the price is given "
        "only when the decision-maker has seen what the solution is worth to the whole company."
    ]


def test_a_page_that_is_turned_is_read_as_it_is_shown() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.setFont(SONG, 12)
        canvas.drawString(100, -100, "第一行先说客户的现状，")
        canvas.drawString(100, -118, "第二行再说报价。")

    assert (
        bare("".join(texts(load("a.pdf", drawn(page))))) == "第一行先说客户的现状，第二行再说报价。"
    )


def test_columns_drawn_in_turns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行说的是客户的需求和预算情况" for n in "一二三四五六七八"]
    right = [f"右栏第{n}行说的是竞争对手的报价和交付" for n in "一二三四五六七八"]

    def page(canvas: Canvas) -> None:
        for at, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(60, 700 - 16 * at, one)
            canvas.drawString(320, 700 - 16 * at, other)

    assert bare("".join(texts(load("a.pdf", drawn(page))))) == "".join(left + right)


def test_a_watermark_and_running_heads_are_no_text() -> None:
    def pages(canvas: Canvas) -> None:
        for number, word in enumerate("甲乙丙丁戊", 1):
            canvas.saveState()
            canvas.rotate(45)
            canvas.setFont(SONG, 40)
            canvas.drawString(300, 100, "绝密")
            canvas.restoreState()
            canvas.setFont(SONG, 9)
            canvas.drawString(60, 810, "销售手册 内部使用")
            canvas.drawString(290, 30, f"{number}")
            canvas.setFont(SONG, 11)
            canvas.drawString(60, 700, f"{word}方负责交付，另一方负责验收与付款。")
            canvas.showPage()

    document = load("a.pdf", drawn(pages))
    assert [(b.page, b.text) for b in document.blocks] == [
        (number, f"{word}方负责交付，另一方负责验收与付款。")
        for number, word in enumerate("甲乙丙丁戊", 1)
    ]


def test_heads_of_left_and_right_pages_are_no_text() -> None:
    def pages(canvas: Canvas) -> None:
        for number, word in enumerate("甲乙丙丁戊己", 1):
            canvas.setFont(SONG, 11)
            canvas.drawString(60, 810, "渠道部 销售手册" if number % 2 else f"启明科技 {number}")
            canvas.drawString(60, 700, f"{word}方负责交付，另一方负责验收与付款。")
            canvas.showPage()

    assert all("方负责" in text for text in texts(load("a.pdf", drawn(pages))))


def test_bookmarks_say_which_lines_are_headings_and_of_what_level() -> None:
    def page(canvas: Canvas) -> None:
        for at, (text, level) in enumerate((("报价", 0), ("折扣", 1), ("审批", 1), ("交付", 0))):
            canvas.bookmarkPage(text)
            canvas.addOutlineEntry(text, text, level)
            canvas.drawString(60, 750 - 80 * at, text)
            canvas.drawString(60, 720 - 80 * at, f"{text}之前先问清楚预算、决策人和时间表。")

    document = load("a.pdf", drawn(page))
    assert [(b.level, b.text) for b in document.blocks if b.kind == "heading"] == [
        (1, "报价"), (2, "折扣"), (2, "审批"), (1, "交付"),
    ]  # fmt: skip


def test_a_table_without_rules_keeps_a_cell_of_two_lines_in_its_row() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "各阶段的负责人如下，有变动时以系统为准，请每季度核对一次。")
        for y, cells in (
            (660, ("阶段", "负责人", "时限")),
            (630, ("报价", "销售代表，金额大的", "两天")),
            (616, ("", "由主管负责", "")),
            (586, ("签约", "主管", "一周")),
        ):
            for x, cell in zip((60, 160, 320), cells, strict=True):
                canvas.drawString(x, y, cell)

    (_, table) = load("a.pdf", drawn(page)).blocks
    assert table.rows == (
        ("阶段", "负责人", "时限"),
        ("报价", "销售代表，金额大的由主管负责", "两天"),
        ("签约", "主管", "一周"),
    )


def test_headings_in_plain_type_are_guessed_by_their_numbers() -> None:
    def page(canvas: Canvas) -> None:
        lines = (
            "一、报价之前", "先问清楚预算、决策人和时间表，再谈价格，这一步不能省略。",
            "二、报价之后", "三天之内回访一次，确认客户看过方案，记下他的疑问，交给主管。",
        )  # fmt: skip
        for at, line in enumerate(lines):
            canvas.drawString(60, 700 - 40 * at, line)

    document = load("a.pdf", drawn(page))
    assert [b.text for b in document.blocks if b.kind == "heading"] == [
        "一、报价之前",
        "二、报价之后",
    ]


def raw_pdf(pages: int) -> bytes:
    """A PDF that has one empty page many times."""
    kids = "3 0 R " * pages
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    )
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010} 00000 n \n" for place in places)
    return f"{out}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()


def test_ten_thousand_pages_are_refused_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(TooLarge) as refusal:
        load("a.pdf", raw_pdf(10_000))
    assert refusal.value.facts == {"what": "pages", "size": 10_000, "limit": 2_000}
    assert time.monotonic() - began < 2


def test_pages_without_anything_are_an_empty_file() -> None:
    with pytest.raises(EmptyFile):
        load("a.pdf", raw_pdf(3))


def test_damaged_files_are_refused() -> None:
    whole = drawn(lambda canvas: canvas.drawString(60, 700, "报价"))
    for data in (b"%PDF-1.7\n" + bytes(range(256)) * 20, whole[:200]):
        with pytest.raises(CorruptFile):
            load("a.pdf", data)


def test_a_file_that_is_no_pdf_is_refused() -> None:
    with pytest.raises(WrongType):
        load("a.pdf", "这不是 PDF".encode())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_file_with_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    from knowledge.loading import LoadError

    broken = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(5, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        load("a.pdf", bytes(broken))
    except LoadError:
        return


WHOLE = drawn(lambda canvas: canvas.drawString(60, 700, "报价之前先问清楚预算。"))
