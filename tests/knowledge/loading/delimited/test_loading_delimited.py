"""CSV and TSV: delimiters, encodings and quotation marks as offices write them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.loading import LoadedDocument, TooLarge, delimited, load
from knowledge.splitting import split

FILES = Path(__file__).parents[1] / "files"
TABLE = (
    ("产品", "单价", "说明"),
    ("标准版", "1,200", "一行\n两行"),
    ("专业版", "3,600", '所谓"旗舰"'),
)


def read(text: str, name: str = "a.csv", encoding: str = "utf-8") -> LoadedDocument:
    return load(name, text.encode(encoding))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_delimiters_and_encodings_are_found(delimiter: str, encoding: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(TABLE)
    (block,) = read(stream.getvalue(), encoding=encoding).blocks
    assert block.rows == (TABLE[0], ("标准版", "1,200", "一行 两行"), TABLE[2])


def test_a_line_may_declare_the_delimiter() -> None:
    assert read("sep=;\na;b;c\n1;2,3;4,5\n").blocks[0].rows[1] == ("1", "2,3", "4,5")


def test_an_open_quotation_mark_does_not_swallow_the_rest() -> None:
    rows = "".join(f"产品{n},适合团队,{n}\n" for n in range(60))
    document = read('产品,说明,单价\n屏幕,"27 寸,900\n' + rows)
    assert len(document.blocks[0].rows) == 62
    assert document.warnings == ("quotes_unbalanced",)


def test_titles_notes_and_tables_apart() -> None:
    document = read("2026年报价\n\n产品,单价\n标准版,1200\n专业版,3600\n\n付款,账期\n月结,30\n")
    assert [block.rows or block.text for block in document.blocks] == [
        "2026年报价",
        (("产品", "单价"), ("标准版", "1200"), ("专业版", "3600")),
        (("付款", "账期"), ("月结", "30")),
    ]


def test_a_long_table_repeats_its_header() -> None:
    pieces = split(
        read("产品,说明,单价\n" + "".join(f"产品{n},{'很好' * 30},{n}\n" for n in range(200)))
    )
    assert len(pieces) > 5
    assert all(piece.text.startswith("| 产品 | 说明 | 单价 |") for piece in pieces)


def test_more_cells_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_CELLS", 5)
    with pytest.raises(TooLarge):
        read("a,b,c\n1,2,3\n")


CELL = st.text(alphabet='客户价9a ,;"\n', max_size=6).map(str.strip)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=20), st.sampled_from(",;\t"))
def test_every_cell_comes_out_in_order(rows: list[tuple[str, ...]], delimiter: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([("甲", "乙", "丙"), *rows])
    document = read(f"sep={delimiter}\n{stream.getvalue()}")
    said = "".join("".join(block.text.split()) for block in document.blocks)
    at = 0
    for word in ("".join(cell.split()) for row in rows for cell in row):
        assert word in said[at:]
        at = said.index(word, at) + len(word)


# --- files that others made -----------------------------------------------------------------------


def of_file(name: str) -> LoadedDocument:
    return load(name, (FILES / name).read_bytes())


def test_the_provinces_of_an_npm_package() -> None:
    (table,) = of_file("province.csv").blocks
    assert table.rows[:3] == (
        ("code", "name", "province"),
        ("110000", "北京市", "11"),
        ("120000", "天津市", "12"),
    )
    assert len(table.rows) == 35


def test_frictionless_semicolons() -> None:
    (table,) = of_file("delimiter.csv").blocks
    assert table.rows == (("id", "name"), ("1", "english"), ("2", "中国人"))


def test_libreoffices_tabs_in_gb18030() -> None:
    blocks = of_file("price-list.tsv").blocks
    assert blocks[0].text == "2026年产品价格与折扣"
    assert blocks[1].rows[1] == ("标准版", "¥1,200.00", "5%", "2026-03-01")
    assert blocks[-1].rows == (("付款方式", "账期（天）"), ("预付", "0"), ("月结", "30"))
