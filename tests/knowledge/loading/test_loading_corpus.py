"""Word and Markdown files that others made; the expected text was read off the page."""

from __future__ import annotations

from pathlib import Path

from knowledge.loading import LoadedDocument, load

FILES = Path(__file__).parent / "files"


def of_file(name: str) -> LoadedDocument:
    return load(name, (FILES / name).read_bytes())


def shape(document: LoadedDocument) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in document.blocks]


def test_libreoffices_chinese_document() -> None:
    document = of_file("after-sales.docx")
    assert shape(document)[:7] == [
        ("heading", 1, "售后服务规范"),
        ("paragraph", 0, "客户签约之后，销售仍然是第一联系人。"),
        ("heading", 2, "上线前"),
        ("list_item", 1, "- 确认培训日期"),
        ("list_item", 2, "- 管理员培训"),
        ("list_item", 2, "- 使用者培训"),
        ("list_item", 1, "- 确认数据已导入"),
    ]
    (table,) = [block.rows for block in document.blocks if block.rows]
    assert table == (
        ("问题级别", "答复时限", "升级给"),
        ("紧急", "1 小时", "客户成功总监"),
        ("一般", "4 小时", "客户成功经理"),
    )
    assert document.blocks[-1].text == "到期前九十天开始谈续约。"


def test_mammoths_documents() -> None:
    assert [b.rows or b.text for b in of_file("tables.docx").blocks] == [
        "Above",
        (("Top left", "Top right"), ("Bottom left", "Bottom right")),
        "Below",
    ]
    assert shape(of_file("simple-list.docx")) == [
        ("list_item", 1, "- Apple"),
        ("list_item", 1, "- Banana"),
    ]
    assert shape(of_file("text-box.docx")) == [("paragraph", 0, "Datum plane")]
    assert shape(of_file("strict-format.docx")) == [("paragraph", 0, "Test")]


def test_a_paper_in_markdown_with_front_matter() -> None:
    document = of_file("paper.md")
    assert document.title.startswith("Inscriptis - A Python-based HTML to text conversion library")
    kinds = shape(document)
    assert kinds[0] == ("heading", 1, "Summary")
    assert kinds[1][2].startswith("Inscriptis provides a library, command line client")
    assert [text[:3] for kind, _, text in kinds if kind == "list_item"][:2] == ["1. ", "2. "]


def test_a_first_post_in_markdown_with_front_matter() -> None:
    document = of_file("hello-world.md")
    assert document.title == "Hello World"
    assert document.blocks[0].text.startswith("Welcome to Hexo! This is your very first post.")
    assert shape(document)[1:4] == [
        ("heading", 2, "Quick Start"),
        ("heading", 3, "Create a new post"),
        ("code", 0, '$ hexo new "My New Post"'),
    ]


def test_front_matter_without_a_title() -> None:
    document = of_file("github-integration.md")
    assert document.title == "Github Integration"
    assert "author" not in " ".join(block.text for block in document.blocks[:3])
