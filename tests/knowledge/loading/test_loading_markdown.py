"""Markdown as trainers write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.loading import LoadedDocument, load

FILES = Path(__file__).parent / "files"


def markdown(text: str) -> LoadedDocument:
    return load("playbook.md", text.encode())


def shape(document: LoadedDocument) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in document.blocks]


def test_headings_give_every_block_its_path() -> None:
    document = markdown(
        "# 销售手册\n\n开头。\n\n## 需求\n\n### 提问\n\n先问现状。\n\n## 报价\n\n后报价。\n"
    )
    assert document.title == "销售手册"
    assert [(block.text, block.heading_path) for block in document.blocks] == [
        ("销售手册", ("销售手册",)),
        ("开头。", ("销售手册",)),
        ("需求", ("销售手册", "需求")),
        ("提问", ("销售手册", "需求", "提问")),
        ("先问现状。", ("销售手册", "需求", "提问")),
        ("报价", ("销售手册", "报价")),
        ("后报价。", ("销售手册", "报价")),
    ]


def test_nested_numbered_lists_keep_their_numbers() -> None:
    text = (
        "1. Prepare\n   1. read the account\n   2. set a goal\n2. Call\n   - greet\n\n"
        "   and listen\n"
    )
    assert shape(markdown(text)) == [
        ("list_item", 1, "1. Prepare"),
        ("list_item", 2, "1. read the account"),
        ("list_item", 2, "2. set a goal"),
        ("list_item", 1, "2. Call"),
        ("list_item", 2, "- greet"),
        ("list_item", 1, "and listen"),
    ]


def test_a_list_that_starts_at_three_goes_on_counting() -> None:
    assert [text for _, _, text in shape(markdown("3) 三\n4) 四\n"))] == ["3) 三", "4) 四"]


def test_an_item_of_two_paragraphs_is_one_item() -> None:
    assert shape(markdown("- one\n\n  more of one\n- two\n")) == [
        ("list_item", 1, "- one\nmore of one"),
        ("list_item", 1, "- two"),
    ]


def test_links_and_emphasis_leave_their_words() -> None:
    text = "Ask **who** signs, see [the guide](http://example.com/x) and `BANT`.\nThen *stop*."
    assert markdown(text).blocks[0].text == "Ask who signs, see the guide and BANT.\nThen stop."


def test_html_is_text_and_runs_nothing() -> None:
    document = markdown("<script>alert(1)</script>\n\nA <b>bold</b> claim.\n")
    assert [block.text for block in document.blocks] == [
        "<script>alert(1)</script>",
        "A <b>bold</b> claim.",
    ]


def test_a_table_has_its_header_first() -> None:
    (table,) = markdown("| 阶段 | 天数 |\n|---|---:|\n| 需求 | 14 |\n| 报价<br>谈判 | |\n").blocks
    assert table.kind == "table"
    assert table.rows == (("阶段", "天数"), ("需求", "14"), ("报价 谈判", ""))


def test_code_and_quotations_are_kept() -> None:
    assert shape(markdown("> 客户：太贵了\n\n```\nHi {name},\n  thanks\n```\n")) == [
        ("paragraph", 0, "客户：太贵了"),
        ("code", 0, "Hi {name},\n  thanks"),
    ]


def test_front_matter_names_title_stages_and_language() -> None:
    fields = "title: 报价指引\nstages: [proposal, closing]\nlanguage: zh-CN\nowner: 李\n"
    document = markdown(f"---\n{fields}---\n## 折扣\n\n不低于九折。\n")
    assert document.metadata == {
        "title": "报价指引",
        "stages": ["proposal", "closing"],
        "language": "zh",
    }
    assert (document.title, document.language, document.warnings) == ("报价指引", "zh", ())
    assert document.blocks[-1].heading_path == ("报价指引", "折扣")


def test_a_title_said_twice_stands_once_in_the_path() -> None:
    document = markdown(
        "---\ntitle: Pricing Guide\n---\n# Pricing guide\n\n## Discounts\n\nNone.\n"
    )
    assert document.blocks[-1].heading_path == ("Pricing Guide", "Discounts")


@pytest.mark.parametrize(
    ("field", "stages"),
    [
        ("stages: needs", ["needs"]),
        ("stages: 需求，报价", ["需求", "报价"]),
        ("stage: needs", ["needs"]),
    ],
)
def test_stages_may_be_written_in_several_ways(field: str, stages: list[str]) -> None:
    assert markdown(f"---\n{field}\n---\ntext\n").metadata == {"stages": stages}


def test_a_field_of_the_wrong_type_is_warned_of() -> None:
    document = markdown("---\ntitle: [a]\nstages: {a: b}\nlanguage: Klingon\n---\ntext\n")
    assert document.warnings == (
        "front_matter_field:title",
        "front_matter_field:stages",
        "front_matter_field:language",
    )
    assert [block.text for block in document.blocks] == ["text"]


def test_broken_front_matter_is_warned_of_and_nothing_is_lost() -> None:
    document = markdown("---\ntitle: 报价: 指引\nstages: [a\n---\n# 折扣\n\n不低于九折。\n")
    assert document.warnings == ("front_matter_invalid",)
    assert [block.text for block in document.blocks] == [
        "title: 报价: 指引\nstages: [a",
        "折扣",
        "不低于九折。",
    ]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    document = markdown("---\n\nJust words.\n\n---\n\nMore.\n")
    assert ([b.text for b in document.blocks], document.warnings) == (["Just words.", "More."], ())


def test_front_matter_builds_no_objects() -> None:
    document = markdown("---\ntitle: !!python/object/apply:os.system ['echo x']\n---\ntext\n")
    assert document.blocks[-1].text == "text"
    assert document.title == "playbook"


def test_a_heading_as_long_as_a_paragraph_is_a_paragraph() -> None:
    assert [block.kind for block in markdown(f"# {'long ' * 40}\n").blocks] == ["paragraph"]


def test_pips_page_on_repeatable_installs() -> None:
    document = load("a.md", (FILES / "repeatable-installs.md").read_bytes())
    headings = [block.text for block in document.blocks if block.kind == "heading"]
    assert headings == [
        "Repeatable Installs",
        "Pinning the package versions",
        "Hash-checking",
        "Using a wheelhouse (AKA Installation Bundles)",
    ]
    codes = [block.text for block in document.blocks if block.kind == "code"]
    assert codes[0] == "SomePackage == 1.2.3\nDependencyOfSomePackage == 4.5.6"
    paragraph = next(b.text for b in document.blocks if b.text.startswith("pip-tools"))
    assert paragraph == (
        "pip-tools is a package that builds upon pip, and provides a good workflow for\n"
        "managing and generating requirements files."
    )
