"""Documents → pieces: nothing lost, nothing torn."""

from __future__ import annotations

import hashlib
import time
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.loading import Block, LoadedDocument, load
from knowledge.loading.rendering import readable
from knowledge.loading.sizes import points
from knowledge.splitting import MAX, TARGET, Piece, split

LONG_ZH = "客户说价格太高时，先问他拿什么比较，再谈价值！"
LONG_EN = "Ask what the client compares the price with before you talk about value. "


def markdown(text: str) -> list[Piece]:
    return split(load("手册.md", text.encode()))


def squeezed(text: str) -> str:
    return "".join(text.split())


def new_text(piece: Piece) -> str:
    return piece.text.removeprefix(piece.repeated)


# --- examples ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_a_tiny_document_is_one_piece_unchanged(name: str) -> None:
    (piece,) = split(load(name, "客户说贵，先问他和什么比较。\n再谈价值。\n".encode()))
    assert piece == Piece(0, (), "客户说贵，先问他和什么比较。\n再谈价值。", None, "zh")
    assert piece.embedded_text == piece.text


def test_pieces_end_at_headings_and_know_their_path() -> None:
    pieces = markdown("# 手册\n\n总则。\n\n## 需求\n\n先问。\n\n再听。\n\n## 报价\n\n后报价。\n")
    assert [(piece.ordinal, piece.heading_path, piece.text) for piece in pieces] == [
        (0, ("手册",), "总则。"),
        (1, ("手册", "需求"), "先问。\n\n再听。"),
        (2, ("手册", "报价"), "后报价。"),
    ]
    assert pieces[1].embedded_text == "手册 › 需求\n先问。\n\n再听。"


def test_stages_and_language() -> None:
    pieces = markdown(
        "---\nstages: [needs, proposal]\n---\n# A\n\n先问 CRM 现状。\n\n# B\n\nAsk.\n"
    )
    assert [(piece.stages, piece.language) for piece in pieces] == [
        (("needs", "proposal"), "zh"),
        (("needs", "proposal"), "en"),
    ]


def test_a_piece_without_letters_takes_the_language_of_its_heading_or_the_author() -> None:
    assert [piece.language for piece in markdown("# 电话\n\n400-800-1234\n")] == ["zh"]
    assert [piece.language for piece in markdown("---\nlanguage: zh\n---\n400-800\n")] == ["zh"]


def test_the_hash_is_of_the_composed_form() -> None:
    one, other = markdown("# Café\n\ncafé\n"), markdown("# Cafe\u0301\n\ncafe\u0301\n")
    assert one[0].text_hash == other[0].text_hash
    assert one[0].text_hash == hashlib.sha256("Café\ncafé".encode()).hexdigest()


def test_a_list_stays_with_the_line_above_it() -> None:
    filler = LONG_EN * 9
    pieces = markdown(f"{filler}\n\nAsk three things:\n\n- {LONG_EN * 4}\n- need\n- time\n")
    assert [piece.text.split("\n")[0] for piece in pieces] == [filler.strip(), "Ask three things:"]
    assert pieces[1].text.endswith("- need\n- time")


def test_a_long_paragraph_gives_its_last_sentence_to_the_list_below() -> None:
    pieces = markdown(f"{LONG_EN * 12}Ask these:\n\n" + "".join(f"- {LONG_EN}\n" for _ in range(9)))
    assert pieces[-1].text.startswith("Ask these:\n- Ask")


def test_nested_items_are_shown_below_their_parents() -> None:
    (piece,) = markdown("Steps:\n\n1. one\n   - a\n   - b\n2. two\n")
    assert piece.text == "Steps:\n1. one\n  - a\n  - b\n2. two"


def test_a_long_list_is_cut_between_items_of_the_first_level() -> None:
    pieces = markdown("".join(f"{n}. {LONG_ZH}\n    - {LONG_ZH}\n" for n in range(1, 30)))
    assert len(pieces) > 2
    assert all(piece.text[0].isdigit() for piece in pieces)
    assert all(piece.text.split("\n")[-1].startswith("  - ") for piece in pieces)


def test_a_long_table_repeats_its_header() -> None:
    rows = "".join(f"| 第{n}行 | {LONG_ZH} |\n" for n in range(60))
    pieces = markdown(f"折扣如下：\n\n| 阶段 | 做法 |\n|---|---|\n{rows}")
    assert pieces[0].text.startswith("折扣如下：\n| 阶段 | 做法 |\n| 第0行 |")
    assert pieces[0].repeated == ""
    assert {piece.repeated for piece in pieces[1:]} == {"| 阶段 | 做法 |"}
    assert all(piece.text.startswith("| 阶段 | 做法 |\n| 第") for piece in pieces[1:])


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    for sentence, end in ((LONG_ZH, "！"), (LONG_EN, ".")):
        pieces = markdown(sentence * 80)
        assert len(pieces) > 3
        assert all(piece.text.endswith(end) for piece in pieces)
        assert all(TARGET * 0.8 < points(piece.text) <= TARGET for piece in pieces[:-1])


@pytest.mark.parametrize("text", ["字" * 5_000, "a" * 9_000, "一，" * 3_000, "word " * 3_000])
def test_text_without_sentences_is_cut_all_the_same(text: str) -> None:
    pieces = markdown(text)
    assert squeezed("".join(piece.text for piece in pieces)) == squeezed(text)
    assert all(points(piece.text) <= MAX for piece in pieces)


def test_an_empty_section_stays_findable_in_the_next_piece() -> None:
    pieces = markdown("# 手册\n\n## 竞品\n\n## 报价\n\n后报价。\n")
    assert [(piece.heading_path, piece.text) for piece in pieces] == [
        (("手册", "竞品", "报价"), "后报价。")
    ]


def test_an_empty_section_is_not_taken_over_by_the_next_chapter() -> None:
    pieces = markdown("# 手册\n\n正文。\n\n## 报价\n\n### 附表\n\n## 成交\n\n先签约。\n")
    assert [(piece.heading_path, piece.text) for piece in pieces] == [
        (("手册",), "正文。"),
        (("手册",), "报价\n\n附表"),
        (("手册", "成交"), "先签约。"),
    ]
    pieces = markdown("# 甲\n\n## 乙\n\n# 丙\n\n## 丁\n\n### 戊\n\n答。\n")
    assert [(piece.heading_path, piece.text) for piece in pieces] == [
        ((), "甲\n\n乙"),
        (("丙", "丁", "戊"), "答。"),
    ]


def test_headings_with_nothing_after_them_become_a_piece() -> None:
    pieces = markdown("# 手册\n\n正文。\n\n## 竞品\n\n## 附录\n")
    assert [(piece.heading_path, piece.text) for piece in pieces] == [
        (("手册",), "正文。"),
        (("手册",), "竞品\n\n附录"),
    ]
    assert [(piece.heading_path, piece.text) for piece in markdown("# 手册\n")] == [((), "手册")]


def test_many_empty_headings_do_not_crowd_the_next_path() -> None:
    pieces = markdown("# 问\n\n## 甲\n\n## 乙\n\n## 丙\n\n## 丁\n\n答。\n")
    assert [(piece.heading_path, piece.text) for piece in pieces] == [
        (("问",), "甲\n\n乙\n\n丙"),
        (("问", "丁"), "答。"),
    ]


def test_pages_are_those_where_a_piece_begins() -> None:
    blocks = tuple(Block("paragraph", LONG_ZH * 10, (), page=page) for page in (1, 1, 2, 3))
    assert [piece.page for piece in split(LoadedDocument("a", "a", blocks))] == [1, 1, 2, 3]


def test_five_megabytes_of_text_take_seconds() -> None:
    data = (f"{LONG_ZH * 3}\n\n{LONG_EN * 4}\n\n" * 10_000).encode()
    quarter = data[: data.find(b"\n\n", len(data) // 4)]
    taken = []
    for text in (quarter, data):
        start = time.process_time()
        split(load("a.txt", text))
        taken.append(time.process_time() - start)
    assert taken[1] < 8
    assert taken[1] < 6 * taken[0] + 0.5


# --- properties --------------------------------------------------------------------------------

ZH_WORDS = ["客户", "价格", "太高", "需求", "先问", "报价", "九折", "，", "。", "！", "CRM"]
EN_WORDS = ["client ", "price ", "value. ", "ask ", "offer, ", "why? ", "discount ", "3.5 "]


@dataclass(frozen=True)
class Made:
    """A random document: its Markdown, and its blocks' words in order."""

    source: str
    words: tuple[str, ...]
    headings: tuple[str, ...]


def prose(longest: int) -> st.SearchStrategy[str]:
    zh = st.lists(st.sampled_from(ZH_WORDS), min_size=1, max_size=longest).map("".join)
    en = st.lists(st.sampled_from(EN_WORDS), min_size=1, max_size=longest).map("".join)
    times = st.sampled_from([1, 1, 1, 3, 30])
    return st.tuples(st.sampled_from(["句", "Say "]), zh | en, times).map(
        lambda parts: (parts[0] + parts[1] * parts[2]).strip()
    )


HEADING = st.tuples(st.integers(1, 4), prose(3)).map(lambda made: ("#" * made[0], made[1][:80]))
LISTED = st.lists(prose(12), min_size=1, max_size=15)
TABLE = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(prose(4), min_size=width, max_size=width), min_size=2, max_size=15
    )
)
PART = st.one_of(
    HEADING.map(lambda made: ("heading", [[made[0]], [made[1].strip()]])),
    prose(30).map(lambda text: ("paragraph", [[text]])),
    LISTED.map(lambda items: ("list", [items])),
    TABLE.map(lambda rows: ("table", rows)),
)


def made(parts: list[tuple[str, list[list[str]]]]) -> Made:
    source: list[str] = []
    words: list[str] = []
    headings: list[str] = []
    for kind, rows in parts:
        if kind == "heading":
            source.append(f"{rows[0][0]} {rows[1][0]}")
            headings.append(rows[1][0])
        elif kind == "paragraph":
            source.append(rows[0][0])
            words.append(rows[0][0])
        elif kind == "list":
            numbered = [f"{n}. {text}" for n, text in enumerate(rows[0], 1)]
            source += ["\n".join(numbered), "<!-- -->"]
            words += [*numbered, "<!-- -->"]
        else:
            lines = [f"| {' | '.join(row)} |" for row in rows]
            source.append("\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]))
            words += lines
    return Made("\n\n".join(source), tuple(words), tuple(headings))


DOCUMENTS = st.lists(PART, min_size=1, max_size=12).map(made)
UNSPLITTABLE = ("list_item", "table")


@settings(deadline=None, max_examples=30)
@given(DOCUMENTS)
def test_pieces_hold_all_the_text_in_order(document: Made) -> None:
    pieces = markdown(document.source)
    body = [piece for piece in pieces if not is_outline(piece, document)]
    assert squeezed("".join(map(new_text, body))) == squeezed("".join(document.words))
    shown = [squeezed(part) for piece in pieces for part in (*piece.heading_path, piece.text)]
    for heading in document.headings:
        assert any(squeezed(heading) in part for part in shown)


def is_outline(piece: Piece, document: Made) -> bool:
    """Whether the piece's text is headings that had nothing below them."""
    return set(map(squeezed, piece.text.split("\n\n"))) <= set(map(squeezed, document.headings))


@settings(deadline=None, max_examples=30)
@given(DOCUMENTS)
def test_pieces_are_small_and_never_empty(document: Made) -> None:
    loaded = load("a.md", document.source.encode())
    whole = [
        line
        for block in loaded.blocks
        if block.kind in UNSPLITTABLE
        for line in (readable(block).split("\n") if block.rows else [readable(block)])
    ]
    for piece in split(loaded):
        assert piece.text.strip()
        too_long = points(piece.text) > MAX
        assert not too_long or any(points(line) > MAX and line in piece.text for line in whole)


@settings(deadline=None, max_examples=30)
@given(DOCUMENTS)
def test_rows_and_items_are_whole(document: Made) -> None:
    loaded = load("a.md", document.source.encode())
    texts = [piece.text for piece in split(loaded)]
    for block in loaded.blocks:
        if block.kind in UNSPLITTABLE:
            for line in readable(block).split("\n"):
                assert any(line in text for text in texts)


@settings(deadline=None, max_examples=30)
@given(DOCUMENTS)
def test_splitting_twice_gives_the_same_hashes(document: Made) -> None:
    one, other = markdown(document.source), markdown(document.source)
    assert [piece.text_hash for piece in one] == [piece.text_hash for piece in other]
    assert [piece.ordinal for piece in one] == list(range(len(one)))
    for piece in one:
        composed = unicodedata.normalize("NFC", piece.embedded_text)
        assert piece.text_hash == hashlib.sha256(composed.encode()).hexdigest()
