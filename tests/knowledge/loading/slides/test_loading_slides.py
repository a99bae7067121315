"""PowerPoint presentations: some built here with python-pptx, some made by others."""

from __future__ import annotations

import io
from itertools import chain
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from knowledge.loading import EmptyFile, LoadedDocument, load
from knowledge.loading.slides.drawings import diagram_items
from knowledge.splitting import split

FILES = Path(__file__).parents[1] / "files"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)
TITLE, CONTENT, SECTION, BLANK = 0, 1, 2, 6


def read(deck: Any) -> LoadedDocument:
    stream = io.BytesIO()
    deck.save(stream)
    return load("培训.pptx", stream.getvalue())


def slide(deck: Any, title: str = "", layout: int = CONTENT, body: str = "") -> Any:
    made = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        made.shapes.title.text = title
    if body:
        made.placeholders[1].text = body
    return made


def box(
    shapes: Any, text: str, left: float, top: float, width: float = 8, height: float = 2
) -> None:
    shapes.add_textbox(Cm(left), Cm(top), Cm(width), Cm(height)).text_frame.text = text


def shape(document: LoadedDocument) -> list[tuple[str, int, str, int | None]]:
    return [(block.kind, block.level, block.text, block.page) for block in document.blocks]


def texts(document: LoadedDocument) -> list[str]:
    return [block.text for block in document.blocks]


def test_a_slide_is_a_section_with_its_number_as_the_page() -> None:
    deck: Any = Presentation()
    slide(deck, "需求挖掘", TITLE, "销售部")
    slide(deck, "先问现状", body="用什么系统\n多少人用")
    document = read(deck)
    assert document.title == "需求挖掘"
    assert shape(document) == [
        ("heading", 1, "需求挖掘", 1),
        ("paragraph", 0, "销售部", 1),
        ("heading", 1, "先问现状", 2),
        ("list_item", 1, "- 用什么系统", 2),
        ("list_item", 1, "- 多少人用", 2),
    ]
    assert document.blocks[-1].heading_path == ("需求挖掘", "先问现状")


def test_bullets_keep_their_depth_and_numbers() -> None:
    deck: Any = Presentation()
    frame = slide(deck, "步骤", body="准备").placeholders[1].text_frame
    for level, text, mark in ((1, "看行业", ""), (0, "第一步", "arabicPeriod"),
                              (0, "第二步", "arabicPeriod"),
                              (0, "没有项目符号", "none")):  # fmt: skip
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
        properties = paragraph._p.get_or_add_pPr()
        main = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
        if mark:
            made = etree.SubElement(
                properties, main + ("buNone" if mark == "none" else "buAutoNum")
            )
            made.set("type", mark) if mark != "none" else None
    assert shape(read(deck))[1:] == [
        ("list_item", 1, "- 准备", 1),
        ("list_item", 2, "- 看行业", 1),
        ("list_item", 1, "1. 第一步", 1),
        ("list_item", 1, "2. 第二步", 1),
        ("paragraph", 0, "没有项目符号", 1),
    ]


def test_text_boxes_are_read_from_the_top_left_to_the_bottom_right() -> None:
    deck: Any = Presentation()
    shapes = slide(deck, "四格", layout=5).shapes
    for text, left, top in (("右下", 13, 12), ("左上", 1, 5), ("右上", 13, 5), ("左下", 1, 12)):
        box(shapes, text, left, top)
    assert texts(read(deck)) == ["四格", "左上", "右上", "左下", "右下"]


def test_cards_side_by_side_are_read_card_by_card() -> None:
    deck: Any = Presentation()
    shapes = slide(deck, "三张卡片", layout=5).shapes
    for number, left in enumerate((1, 9, 17), 1):
        box(shapes, f"卡片{number}", left, 5, width=5, height=1)
        box(shapes, f"说明{number}", left, 6.2, width=5, height=5)
    assert texts(read(deck))[1:] == ["卡片1", "说明1", "卡片2", "说明2", "卡片3", "说明3"]


def test_what_is_grouped_stays_together() -> None:
    deck: Any = Presentation()
    shapes = slide(deck, "分组", layout=5).shapes
    box(shapes, "单独", 1, 15)
    group = shapes.add_group_shape()
    box(group.shapes, "组内下", 2, 8)
    box(group.shapes, "组内上", 2, 5)
    assert texts(read(deck)) == ["分组", "组内上", "组内下", "单独"]


def test_a_table_repeats_what_is_merged_downwards() -> None:
    deck: Any = Presentation()
    table = slide(deck, "标准", layout=5).shapes.add_table(3, 2, Cm(1), Cm(5), Cm(20), Cm(6)).table
    for row, cells in enumerate((("阶段", "标准"), ("需求", "痛点已确认"), ("", "预算已知"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert read(deck).blocks[1].rows == (
        ("阶段", "标准"),
        ("需求", "痛点已确认"),
        ("需求", "预算已知"),
    )


def test_a_chart_becomes_the_table_of_its_figures() -> None:
    deck: Any = Presentation()
    data: Any = cast(Any, CategoryChartData)(number_format="0%")
    data.categories = ["华东", "华南"]
    data.add_series("赢单率", (0.42, 0.35))
    shapes = slide(deck, "业绩", layout=5).shapes
    frame = shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Cm(1), Cm(4), Cm(20), Cm(10), data)
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "各区赢单率"
    _, title, table = read(deck).blocks
    assert title.text == "各区赢单率"
    assert table.rows == (("", "赢单率"), ("华东", "42%"), ("华南", "35%"))


def test_a_diagrams_texts_keep_their_depth() -> None:
    a, d = (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    )
    points = "".join(
        f'<d:pt modelId="{n}" type="{kind}"><d:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d:t>'
        "</d:pt>"
        for n, kind, text in (
            (0, "doc", ""),
            (3, "node", "签约"),
            (1, "node", "线索"),
            (2, "node", "电话"),
        )
    )
    links = "".join(f'<d:cxn srcId="{a}" destId="{b}" srcOrd="{o}"/>'
                    for a, b, o in ((0, 3, 1), (0, 1, 0), (1, 2, 0)))  # fmt: skip
    xml = f'<d:dataModel xmlns:d="{d}" xmlns:a="{a}">{points}{links}</d:dataModel>'
    assert list(diagram_items(etree.fromstring(xml))) == [(1, "线索"), (2, "电话"), (1, "签约")]


def test_speaker_notes_are_kept_below_a_heading_in_the_slides_language() -> None:
    deck: Any = Presentation()
    for title, body, notes in (
        ("报价", "后报价。", "先谈价值。"),
        ("Price", "Ask first.", "Wait."),
    ):
        slide(deck, title, body=body).notes_slide.notes_text_frame.text = notes
    assert shape(read(deck))[2:4] == [("heading", 2, "备注", 1), ("paragraph", 0, "先谈价值。", 1)]
    assert texts(read(deck))[-2:] == ["Notes", "Wait."]


def test_hidden_slides_and_slides_of_pictures_are_reported_by_number() -> None:
    deck: Any = Presentation()
    slide(deck, "公开", body="讲价值。")
    slide(deck, "内部底价", body="八折。")._element.set("show", "0")
    slide(deck, layout=BLANK).shapes.add_picture(io.BytesIO(PNG), 0, 0)
    slide(deck, "截图", layout=5).shapes.add_picture(io.BytesIO(PNG), 0, 0)
    document = read(deck)
    assert texts(document) == ["公开", "- 讲价值。", "截图"]
    assert document.warnings == ("hidden_slides:2", "slide_pictures:3, 4")


def test_a_deck_of_pictures_only_is_refused() -> None:
    deck: Any = Presentation()
    slide(deck, layout=BLANK).shapes.add_picture(io.BytesIO(PNG), 0, 0)
    with pytest.raises(EmptyFile):
        read(deck)


def test_a_slide_without_a_title_takes_its_top_line_or_its_number() -> None:
    deck: Any = Presentation()
    shapes = slide(deck, layout=BLANK).shapes
    box(shapes, "先问他和什么比较，再谈价值。", 1, 6)
    box(shapes, "价格异议", 1, 1)
    box(slide(deck, layout=BLANK).shapes, "这一页只有一句很完整的话。", 1, 1)
    assert shape(read(deck)) == [
        ("heading", 1, "价格异议", 1),
        ("paragraph", 0, "先问他和什么比较，再谈价值。", 1),
        ("heading", 1, "第 2 页", 2),
        ("paragraph", 0, "这一页只有一句很完整的话。", 2),
    ]


def test_slides_below_a_section_slide() -> None:
    deck: Any = Presentation()
    for title, layout in (
        ("手册", TITLE),
        ("第一部分", SECTION),
        ("问", CONTENT),
        ("第二部分", SECTION),
    ):
        slide(deck, title, layout)
    assert [b.heading_path for b in read(deck).blocks] == [
        ("手册",),
        ("手册", "第一部分"),
        ("手册", "第一部分", "问"),
        ("手册", "第二部分"),
    ]


def test_dates_footers_and_slide_numbers_are_not_content() -> None:
    deck: Any = Presentation()
    made = slide(deck, "标题", body="正文")
    for kind in ("dt", "ftr", "sldNum"):
        field = made.shapes.add_textbox(0, 0, Cm(2), Cm(1))
        field.text_frame.text = f"页脚{kind}"
        properties = field._element.find(".//{*}nvPr")
        namespace = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
        etree.SubElement(properties, namespace + "ph").set("type", kind)
    assert texts(read(deck)) == ["标题", "- 正文"]


WORDS = st.lists(
    st.sampled_from(["客户", "价格", "先问", "value", "9折", "为什么"]), min_size=1, max_size=6
)
SLIDES = st.lists(
    st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=6), st.lists(WORDS, max_size=2)),
    min_size=1, max_size=5,
)  # fmt: skip


@settings(deadline=None, max_examples=20)
@given(SLIDES)
def test_every_word_comes_out_in_order(
    slides: list[tuple[list[str], list[list[str]], list[list[str]]]],
) -> None:
    deck: Any = Presentation()
    words: list[str] = []
    for title, lines, notes in slides:
        made = slide(deck, " ".join(title), body="\n".join(map(" ".join, lines)))
        if notes:
            made.notes_slide.notes_text_frame.text = "\n".join(map(" ".join, notes))
        words += [*title, *chain(*lines, *notes)]
    document = read(deck)
    said = " ".join(text for text in texts(document) if text not in ("备注", "Notes"))
    assert [word for word in said.split() if word != "-"] == words
    pieces = split(document)
    body = [w for block in document.blocks if block.kind != "heading" for w in block.text.split()]
    assert [w for piece in pieces for w in piece.text.split()] == body


# --- files that others made; the expected text was read off the rendered slides ------------------


def of_file(name: str) -> LoadedDocument:
    return load(name, (FILES / name).read_bytes())


def test_libreoffices_training_deck() -> None:
    document = of_file("needs-analysis.pptx")
    assert document.title == "需求挖掘培训"
    assert texts(document) == [
        "需求挖掘培训",
        "销售部 2026年3月",
        "提问的四个层次",
        "- 先了解现状",
        "- 用的是什么系统",
        "- 有多少人在用",
        "- 再问困难",
        "- 然后问影响",
        "- 最后谈价值",
        "备注",
        "每个层次至少问两个问题。",
        "不要一上来就报价。",
        "各阶段的退出标准",
        "阶段\t标准\t负责人\n需求\t痛点已确认\t销售\n方案\t客户认可方案\t售前\n谈判\t预算已批准\t销售经理",
        "常见异议",
        "左上：价格太高",
        "右上：先认同，再提问。",
        "左下：已有供应商",
        "右下：问对现状哪里不满意。",
    ]
    assert [b.level for b in document.blocks if b.kind == "list_item"] == [1, 2, 2, 1, 1, 1]
    assert document.warnings == ("hidden_slides:5",)


def test_python_pptxs_merged_table_cells() -> None:
    tables = [block.rows for block in of_file("tbl-cell.pptx").blocks if block.rows]
    assert tables[0][:2] == (
        ("having custom margins", "vert anchor is inherited", "vert anchor is top",
         "vert anchor is bottom"),
        ("unladen swallows", "", "", ""),
    )  # fmt: skip
    assert tables[-1] == (("a", "b", "c"), ("d", "e", "f"), ("g", "h", "i"))


def test_python_pptxs_chart() -> None:
    (table,) = [block for block in of_file("shp-access-chart.pptx").blocks if block.rows]
    assert table.rows == (
        ("", "Series 1", "Series 2", "Series 3"),
        ("Category 1", "4.3", "2.4", "2"),
        ("Category 2", "2.5", "4.4", "2"),
        ("Category 3", "3.5", "1.8", "3"),
        ("Category 4", "4.5", "2.8", "5"),
    )


def test_python_pptxs_notes() -> None:
    assert shape(of_file("sld-notes.pptx")) == [
        ("heading", 1, "Slide 1", 1),
        ("heading", 2, "Notes", 1),
        ("paragraph", 0, "Notes", 1),
    ]
