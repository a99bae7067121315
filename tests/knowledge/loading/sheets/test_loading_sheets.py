"""Excel workbooks: some built here with openpyxl, some made by others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from knowledge.loading import CorruptFile, EmptyFile, LoadedDocument, TooLarge, load
from knowledge.loading.sheets import reading
from knowledge.splitting import MAX, split

FILES = Path(__file__).parents[1] / "files"
BOLD = Font(bold=True)


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(book: Any) -> LoadedDocument:
    return load("价格.xlsx", saved(book))


def sheet_of(*rows: Sequence[object], title: str = "价格表") -> Any:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def of_file(name: str) -> LoadedDocument:
    return load(name, (FILES / name).read_bytes())


def shape(document: LoadedDocument) -> list[object]:
    return [block.rows or (block.kind, block.text) for block in document.blocks]


PRICES: list[list[object]] = [["产品", "单价"], ["标准版", 1200], ["专业版", 3600]]
PRICE_ROWS = (("产品", "单价"), ("标准版", "1200"), ("专业版", "3600"))


def test_every_visible_sheet_is_a_section_and_a_hidden_one_is_reported() -> None:
    book = sheet_of(*PRICES)
    book.create_sheet("区域").append(["华东", "李娜", "上海"])
    book.create_sheet("成本").append(["底价", 1])
    book["成本"].sheet_state = "hidden"
    document = read(book)
    assert document.title == "价格"
    assert shape(document) == [
        ("heading", "价格表"),
        PRICE_ROWS,
        ("heading", "区域"),
        ("paragraph", "华东 李娜 上海"),
    ]
    assert document.warnings == ("hidden_sheet:成本",)


def test_numbers_dates_and_percentages_as_the_person_sees_them() -> None:
    book = sheet_of(["产品", "单价", "折扣", "生效"], ["标准版", 1200, 0.15, date(2026, 3, 1)])
    cells = book.active
    cells["B2"].number_format, cells["C2"].number_format = "¥#,##0.00", "0%"
    assert shape(read(book))[1] == (
        ("产品", "单价", "折扣", "生效"),
        ("标准版", "¥1,200.00", "15%", "2026-03-01"),
    )


def test_a_title_above_the_table_and_a_note_below_it() -> None:
    rows: list[list[object]] = [["2026年报价"], ["单位：元"],
            ["产品", "单价", "折扣"], ["标准版", 1200, "无"],
            ["专业版", 3600, "九折"], ["注：以上含税。"]]  # fmt: skip
    book = sheet_of(*rows)
    book.active.merge_cells("A1:C1")
    document = read(book)
    assert shape(document)[1:3] == [("heading", "2026年报价"), ("paragraph", "单位：元")]
    table, note = document.blocks[3:]
    assert table.rows[0] == ("产品", "单价", "折扣")
    assert table.heading_path == ("价格表", "2026年报价")
    assert len(table.rows) == 3
    assert note.text == "注：以上含税。"


def test_tables_parted_by_empty_rows_and_columns() -> None:
    book = sheet_of(*PRICES)
    for place, value in (("E1", "城市"), ("F1", "目标"), ("E2", "上海"), ("F2", 800)):
        book.active[place] = value
    for place, value in (("A7", "付款"), ("B7", "账期"), ("A8", "月结"), ("B8", 30)):
        book.active[place] = value
    assert shape(read(book))[1:] == [
        PRICE_ROWS,
        (("城市", "目标"), ("上海", "800")),
        (("付款", "账期"), ("月结", "30")),
    ]


def test_an_empty_row_inside_a_table_does_not_cost_the_header() -> None:
    book = sheet_of(["产品", "单价", "折扣"], ["标准版", 1200, 0.1], ["专业版", 3600, 0.2], [],
                    ["旗舰版", 9900, 0.3], ["定制版", 19900, 0.3])  # fmt: skip
    tables = [block.rows for block in read(book).blocks if block.rows]
    assert [rows[0] for rows in tables] == [("产品", "单价", "折扣")] * 2
    assert tables[1][1:] == (("旗舰版", "9900", "0.3"), ("定制版", "19900", "0.3"))


def test_merged_cells_are_read_in_each_row_and_two_headers_become_one() -> None:
    rows: list[list[object]] = [["大区", "2025年", None, "负责人"],
            [None, "一季度", "二季度", None],
            ["华东", 10, 20, "李娜"], [None, 30, 40, "王伟"]]  # fmt: skip
    book = sheet_of(*rows)
    for merged in ("A1:A2", "B1:C1", "D1:D2", "A3:A4"):
        book.active.merge_cells(merged)
    assert shape(read(book))[1] == (
        ("大区", "2025年 一季度", "2025年 二季度", "负责人"),
        ("华东", "10", "20", "李娜"),
        ("华东", "30", "40", "王伟"),
    )


def test_a_sheet_of_names_and_values_reads_line_by_line() -> None:
    book = sheet_of(["客户", "华为"], ["行业", "通信"], ["人数", 500])
    assert shape(read(book))[1:] == [
        ("list_item", "- 客户：华为"),
        ("list_item", "- 行业：通信"),
        ("list_item", "- 人数：500"),
    ]


def test_a_form_of_merged_cells_keeps_label_and_value_together() -> None:
    book = Workbook()
    for row, (label, value) in enumerate((("客户名称", "远景科技"), ("联系人", "周敏")), 2):
        book.active.cell(row, 1, label)
        book.active.cell(row, 4, value)
        book.active.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        book.active.merge_cells(start_row=row, end_row=row, start_column=4, end_column=8)
    assert shape(read(book))[1:] == [
        ("list_item", "- 客户名称：远景科技"),
        ("list_item", "- 联系人：周敏"),
    ]


def test_hidden_rows_and_columns_are_left_out_and_reported() -> None:
    book = sheet_of(
        ["产品", "底价", "单价"], ["标准版", 800, 1200], ["内部版", 1, 1], ["专业版", 2, 3]
    )
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[3].hidden = True
    document = read(book)
    assert shape(document)[1] == (("产品", "单价"), ("标准版", "1200"), ("专业版", "3"))
    assert document.warnings == ("hidden_cells:价格表",)


def test_rows_that_a_filter_conceals_are_read_and_reported() -> None:
    book = sheet_of(*PRICES)
    book.active.auto_filter.ref = "A1:B3"
    book.active.auto_filter.add_filter_column(0, ["专业版"])
    book.active.row_dimensions[2].hidden = True
    document = read(book)
    assert shape(document)[1] == PRICE_ROWS
    assert document.warnings == ("filtered_rows:价格表",)


def test_a_formula_that_was_never_calculated_is_shown_and_reported() -> None:
    book = sheet_of(["产品", "单价"], ["标准版", 1200], ["合计", "=SUM(B2:B2)"])
    document = read(book)
    assert shape(document)[1] == (("产品", "单价"), ("标准版", "1200"), ("合计", "=SUM(B2:B2)"))
    assert document.warnings == ("formula_without_value:价格表 B3",)


def test_comments_are_kept_with_their_place() -> None:
    book = sheet_of(*PRICES)
    book.active["B2"].comment = Comment("量大可谈", "李娜")
    assert shape(read(book))[-1] == ("list_item", "- B2: 量大可谈")


def test_cells_far_away_cost_nothing() -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>右下</t></is></c></row>'
    xml = SHEET.format("左上").replace("</sheetData>", far + "</sheetData>")
    merges = '<mergeCells><mergeCell ref="A1:XFD900000"/></mergeCells></worksheet>'
    document = load("a.xlsx", with_sheet(xml.replace("</worksheet>", merges).encode()))
    assert [block.text for block in document.blocks] == ["价格表", "左上", "右下"]


def test_a_long_table_repeats_its_header_in_every_passage() -> None:
    book = sheet_of(
        ["产品", "说明", "单价"], *([f"产品{n}", "适合小团队" * 8, n] for n in range(300))
    )
    pieces = split(read(book))
    assert len(pieces) > 10
    assert all(piece.text.startswith("| 产品 | 说明 | 单价 |") for piece in pieces)


def test_a_row_of_thirty_columns_is_a_record_that_reads_by_itself() -> None:
    names = [f"字段{n}" for n in range(30)]
    rows = [[f"值{row}-{n}" if n % 7 else None for n in range(30)] for row in range(50)]
    pieces = split(read(sheet_of(names, *rows)))
    assert all(len(piece.text) < MAX for piece in pieces)
    lines = [line for piece in pieces for line in piece.text.split("\n")]
    assert len(lines) == 50
    assert lines[3].startswith("- 字段1：值3-1；字段2：值3-2；")
    assert "字段7：" not in lines[3]


def test_more_cells_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_CELLS", 5)
    with pytest.raises(TooLarge) as raised:
        read(sheet_of(*PRICES))
    assert raised.value.facts == {"what": "cells", "size": 6, "limit": 5}


def test_nothing_on_any_sheet_is_an_empty_file() -> None:
    with pytest.raises(EmptyFile):
        read(Workbook())


def with_sheet(xml: bytes) -> bytes:
    """A workbook with that part as its sheet."""
    stream = io.BytesIO()
    book = zipfile.ZipFile(io.BytesIO(saved(sheet_of(*PRICES))))
    with book as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, xml if sheet else old.read(name))
    return stream.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("declared", "used"), [(BOMB, "&l9;"), (OUTSIDE, "&e;")])
def test_entities_are_refused(declared: str, used: str, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>' + declared + SHEET.format(used)
    with pytest.raises(CorruptFile):
        load("a.xlsx", with_sheet(xml.encode(encoding)))


CELL = st.text("客户价格九折ab1 ", min_size=1, max_size=6).filter(str.strip) | st.integers(0, 10**6)
ROWS = st.lists(st.lists(st.none() | CELL, min_size=1, max_size=16), min_size=1, max_size=12)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_every_cell_comes_out_once_row_by_row(rows: list[list[object]]) -> None:
    """Within a table cells come row by row; tables apart come one after the other."""
    book = sheet_of(["起点"], *rows)
    document = read(book)
    said = "\n".join(block.text for block in document.blocks)
    words = ["".join(str(cell).split()) for row in rows for cell in row if cell is not None]
    squeezed = "".join(said.split())
    for word in words:
        assert squeezed.count(word) >= words.count(word)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=40))
def test_a_tables_cells_come_out_in_order(rows: list[list[object]]) -> None:
    pieces = split(read(sheet_of(["甲", "乙", "丙"], *rows)))
    said = "".join("".join(p.text.removeprefix(p.repeated).split()) for p in pieces)
    at = 0
    for word in ("".join(str(cell).split()) for row in rows for cell in row):
        at = said.index(word, at) + len(word)


# --- files that others made; the expected text was read off the page -----------------------------


def test_libreoffices_price_list() -> None:
    document = of_file("price-list.xlsx")
    assert shape(document) == [
        ("heading", "价格表"),
        ("heading", "2026年产品价格与折扣"),
        (
            ("产品", "单价", "最高折扣", "生效日期"),
            ("标准版", "¥1,200.00", "5%", "2026-03-01"),
            ("专业版", "¥3,600.50", "10%", "2026-03-15"),
            ("企业版", "¥12,800.00", "15%", "2026-04-01"),
        ),
        ("paragraph", "注：以上价格含税，超过最高折扣须由销售总监批准。"),
        (("付款方式", "账期（天）"), ("预付", "0"), ("月结", "30")),
        ("heading", "区域"),
        (
            ("大区", "城市", "负责人", "目标（万元）"),
            ("华东", "上海", "李娜", "800"),
            ("华东", "杭州", "王伟", "350.5"),
            ("合计", "", "", "1150.5"),
        ),
    ]
    assert set(document.warnings) == {"hidden_sheet:成本", "hidden_cells:价格表"}


def test_number_formats_of_xlsx_populate() -> None:
    said = [block.text for block in of_file("styles.xlsx").blocks]
    assert said[1:4] == ["bold", "italic", "underline"]
    assert said[-10:] == [
        "- number: 1.20",
        "- currency: $1.20",
        "- accounting: $1.20",
        "- short date: 1/1/1900",
        "- long date: 1900-01-01",
        "- time: 4:48:00",
        "- percentage: 120.00%",
        "- fraction: 1 1/5",
        "- scientific: 1.20E+00",
        "- text: 1.2",
    ]


def test_formulas_of_xlsx_populate_that_no_program_calculated() -> None:
    document = of_file("click-through.xlsx")
    table = document.blocks[1]
    assert table.rows[0] == ("Clicks", "Impressions", "CTR")
    assert table.rows[1][2] == "=B3/C3"
    assert document.warnings[0].startswith("formula_without_value:ClickThroughRateSheet D3, D4")


def test_the_formats_of_frictionless() -> None:
    _, table = of_file("preserve-formatting.xlsx").blocks
    shown = dict(zip(*table.rows, strict=True))
    assert shown["0.00"] == "1000.56"
    assert shown["0.00000"] == "1000.55770"
    assert shown["m/d/yy"] == "5/20/40"
    assert shown["mm/dd/yy"] == "05/20/40"


def test_pyexcels_cells_merged_in_all_directions() -> None:
    said = [
        block.text.removeprefix("- ") for block in of_file("complex-merged-cells-sheet.xlsx").blocks
    ]
    assert said[1].split(" | ")[:5] == ["1", "2", "3", "15", "16"]
    assert [line.split(" | ")[0] for line in said[1:]] == ["1", "1", "6", "10", "13", "21", "25"]


def test_pyexcels_hidden_rows_and_columns() -> None:
    document = of_file("hidden.xlsx")
    assert [block.text for block in document.blocks[1:]] == ["- 1: 2", "- 7: 9"]
    assert document.warnings == ("hidden_cells:Sheet1",)
