"""Word documents: some built here, some made by others."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.loading import LoadedDocument, load

FILES = Path(__file__).parent / "files"


def saved(word: Any) -> LoadedDocument:
    stream = io.BytesIO()
    word.save(stream)
    return load("手册.docx", stream.getvalue())


def with_xml(*paragraphs: str) -> LoadedDocument:
    word = Document()
    for xml in paragraphs:
        word.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))
    return saved(word)


def shape(document: LoadedDocument) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in document.blocks]


def texts(document: LoadedDocument) -> list[str]:
    return [block.text for block in document.blocks]


def test_title_headings_and_paragraphs() -> None:
    word = Document()
    word.add_heading("销售手册", 0)
    word.add_heading("需求", 1)
    word.add_paragraph("先问现状。")
    word.add_heading("提问", 2)
    word.add_paragraph("再问影响。")
    word.add_heading("报价", 1)
    word.add_paragraph("后报价。")
    document = saved(word)
    assert document.title == "销售手册"
    assert [b.heading_path for b in document.blocks if b.kind == "paragraph"] == [
        ("销售手册", "需求"),
        ("销售手册", "需求", "提问"),
        ("销售手册", "报价"),
    ]


def test_chinese_style_names_and_styles_based_on_a_heading() -> None:
    word = Document()
    word.styles.add_style("标题 2", WD_STYLE_TYPE.PARAGRAPH)
    word.styles.add_style("公司小标题", WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles[
        "Heading 3"
    ]
    word.add_paragraph("客户异议", style="标题 2")
    word.add_paragraph("价格太高", style="公司小标题")
    word.add_paragraph("先问他和什么比较。")
    assert shape(saved(word)) == [
        ("heading", 2, "客户异议"),
        ("heading", 3, "价格太高"),
        ("paragraph", 0, "先问他和什么比较。"),
    ]


def test_lists_keep_numbers_and_bullets() -> None:
    word = Document()
    for style, text in (
        ("List Number", "prepare"),
        ("List Number", "call"),
        ("List Bullet", "greet"),
        ("List Bullet 2", "by name"),
        ("List Number", "write"),
    ):
        word.add_paragraph(text, style=style)
    assert shape(saved(word)) == [
        ("list_item", 1, "1. prepare"),
        ("list_item", 1, "2. call"),
        ("list_item", 1, "- greet"),
        ("list_item", 2, "- by name"),
        ("list_item", 1, "3. write"),
    ]


def numbered_document(*levels: tuple[str, str]) -> Any:
    """A document whose list 77 has the given (number format, text) levels."""
    word = Document()
    written = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    root = word.part.numbering_part.element
    namespace = nsdecls("w")
    root.append(
        parse_xml(f'<w:abstractNum {namespace} w:abstractNumId="77">{written}</w:abstractNum>')
    )
    for number, start in (("77", ""), ("78", "1")):
        restart = f'<w:startOverride w:val="{start}"/>' if start else ""
        override = f'<w:lvlOverride w:ilvl="0">{restart}</w:lvlOverride>' if start else ""
        root.append(
            parse_xml(
                f'<w:num {namespace} w:numId="{number}"><w:abstractNumId w:val="77"/>{override}'
                "</w:num>"
            )
        )
    return word


def item(word: Any, text: str, depth: int, number: str = "77") -> None:
    paragraph = word.add_paragraph(text)
    properties = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/>'
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f"<w:numPr {nsdecls('w')}>{properties}</w:numPr>")
    )


def test_multilevel_numbers_restart_below_a_new_parent() -> None:
    word = numbered_document(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)"))
    for text, depth in (
        ("准备", 0),
        ("看行业", 1),
        ("看规模", 1),
        ("地区", 2),
        ("拜访", 0),
        ("问", 1),
    ):
        item(word, text, depth)
    item(word, "重新开始", 0, number="78")
    assert texts(saved(word)) == [
        "1. 准备", "1.1 看行业", "1.2 看规模", "a) 地区", "2. 拜访", "2.1 问", "1. 重新开始",
    ]  # fmt: skip


def test_chinese_and_roman_numbers() -> None:
    word = numbered_document(("chineseCounting", "第%1条"), ("upperRoman", "%2."))
    for number in range(12):
        item(word, "条款", 0)
        if number == 3:
            item(word, "子项", 1)
    found = texts(saved(word))
    assert (found[0], found[4], found[-1]) == ("第一条 条款", "I. 子项", "第十二条 条款")


def test_a_table_with_merged_cells_in_its_place() -> None:
    word = Document()
    word.add_paragraph("折扣如下：")
    table = word.add_table(rows=4, cols=3)
    for row, cells in enumerate(
        (
            ("阶段", "金额", "折扣"),
            ("报价", "<10万", "无"),
            ("", ">10万", "九五折"),
            ("签约", "", ""),
        )
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 2))
    word.add_paragraph("以上。")
    before, found, after = saved(word).blocks
    assert (before.text, found.kind, after.text) == ("折扣如下：", "table", "以上。")
    assert found.rows == (
        ("阶段", "金额", "折扣"),
        ("报价", "<10万", "无"),
        ("报价", ">10万", "九五折"),
        ("签约", "", ""),
    )


def test_pages_are_counted_by_the_authors_breaks() -> None:
    word: Any = Document()
    word.add_paragraph("one")
    word.add_page_break()
    word.add_paragraph("two")
    assert [(b.text, b.page) for b in saved(word).blocks] == [("one", 1), ("two", 2)]


def test_no_breaks_no_pages() -> None:
    word = Document()
    word.add_paragraph("one")
    assert saved(word).blocks[0].page is None


def test_deletions_are_dropped_and_insertions_kept() -> None:
    document = with_xml(
        "<w:r><w:t xml:space='preserve'>价格 </w:t></w:r>"
        "<w:del w:id='1' w:author='a'><w:r><w:delText>八折</w:delText></w:r></w:del>"
        "<w:moveFrom w:id='3' w:author='a'><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        "<w:ins w:id='2' w:author='a'><w:r><w:t>九折</w:t></w:r></w:ins>"
    )
    assert texts(document) == ["价格 九折"]


def test_hidden_words_and_field_codes_are_not_shown() -> None:
    document = with_xml(
        "<w:r><w:instrText>PAGEREF x</w:instrText></w:r><w:r><w:t>seen</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    )
    assert texts(document) == ["seen"]


def test_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    document = with_xml(
        "<w:r><w:t>beside</w:t></w:r><w:r>"
        f"<mc:AlternateContent xmlns:mc='{mc}'><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(document) == ["beside", "in the box"]


def test_content_controls_are_read_and_a_table_of_contents_is_not() -> None:
    word = Document()
    gallery = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    for properties, text in ((f"<w:sdtPr>{gallery}</w:sdtPr>", "需求 …… 3"), ("", "正文")):
        paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        content = f"{properties}<w:sdtContent>{paragraph}</w:sdtContent>"
        word.element.body.insert(-1, parse_xml(f"<w:sdt {nsdecls('w')}>{content}</w:sdt>"))
    assert texts(saved(word)) == ["正文"]


def test_headers_and_footers_are_not_read() -> None:
    word = Document()
    word.sections[0].header.paragraphs[0].text = "机密"
    word.sections[0].footer.paragraphs[0].text = "第 1 页"
    word.add_paragraph("正文")
    assert texts(saved(word)) == ["正文"]


def test_bold_lines_are_headings_where_there_are_no_heading_styles() -> None:
    word = Document()
    word.add_paragraph().add_run("价格异议").bold = True
    word.add_paragraph("先问他和什么比较。")
    word.add_paragraph().add_run("这一句只是强调，不是标题。").bold = True
    assert [block.kind for block in saved(word).blocks] == ["heading", "paragraph", "paragraph"]


def test_python_docxs_rendered_page_breaks() -> None:
    document = load("a.docx", (FILES / "par-rendered-page-breaks.docx").read_bytes())
    assert [(block.text, block.page) for block in document.blocks] == [
        ("No page breaks", 1),
        ("Page break here>><<followed by more text.", 1),
        ("Page break in>><<this hyperlink and another one here>><<with text following", 2),
        ("Two page>><<breaks>><<in one run.", 4),
    ]


def test_python_docxs_hyperlinks() -> None:
    assert texts(load("a.docx", (FILES / "par-hyperlinks.docx").read_bytes())) == [
        "No hyperlinks",
        "One awesome hyperlink.",
        "Three hyperlinks: the first one here, the second one, and the third.",
    ]


def test_python_docxs_framing_and_nested_tables() -> None:
    assert texts(load("a.docx", (FILES / "blk-paras-and-tables.docx").read_bytes())) == [
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        "Text before",
        "Table",
        "Between",
        "Text after",
        "Donec semper facilisis metus finibus malesuada.",
    ]


def test_python_docxs_merged_cells() -> None:
    document = load("a.docx", (FILES / "tbl-cell-access.docx").read_bytes())
    assert [block.rows for block in document.blocks] == [
        (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9")),
        (("1", "2", "3"), ("4", "", "6"), ("7", "8", "9")),
        (("1", "2", "3"), ("4", "5", "6"), ("7", "5", "9")),
        (("1", "2", "3"), ("4", "", "6"), ("4", "", "9")),
    ]
