"""A trainer's words as a document: nothing of them is lost or taken for something else."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.gaps.standard import heading_of, markdown
from bot.gaps.telling import clipped, first_lines
from knowledge import loading
from knowledge.splitting import split

HOSTILE = st.text(alphabet="ab 中文。.!#*_`~>|-+=[]()<&\\\n\t1)：:/\"'", max_size=120)
TYPED = st.one_of(HOSTILE, st.text(max_size=200))


def letters(text: str) -> str:
    """What a reader reads, whatever the spaces and the signs between."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if c.isalnum() or c in "<>&*_`#|~=[]")


@given(question=TYPED, answer=TYPED)
def test_whatever_is_typed_is_what_is_read(question: str, answer: str) -> None:
    loaded = loading.load("answer.md", markdown(question, f"答{answer}").encode())
    pieces = split(loaded)
    assert {piece.heading_path for piece in pieces} == {(pieces[0].heading_path[0],)}
    assert letters(pieces[0].heading_path[0]) == letters(heading_of(question))
    written = letters("".join(piece.text for piece in pieces)).replace("*", "")
    assert written == letters(f"答{answer}").replace("*", "")


def test_lists_stay_lists_and_signs_stay_signs() -> None:
    typed = "先做两件事：\n1. 收回 *原* 发票\n2. 寄 <新> 发票\n# 不是标题"
    loaded = loading.load("answer.md", markdown("# 怎么重开？", typed).encode())
    assert [block.kind for block in loaded.blocks][:3] == ["heading", "paragraph", "list_item"]
    (piece,) = split(loaded)
    assert piece.heading_path == ("# 怎么重开？",)
    for line in ("1. 收回 *原* 发票", "2. 寄 <新> 发票", "# 不是标题"):
        assert line in piece.text


@given(st.text())
def test_a_question_is_shown_on_one_line_of_limited_length(text: str) -> None:
    shown = clipped(text, 50)
    assert len(shown) <= 50
    assert "\n" not in shown


def test_the_first_lines_end_where_a_line_ends_and_have_no_markers() -> None:
    assert first_lines("先收回原发票。 [1]\n再寄新的。[2]") == "先收回原发票。\n再寄新的。"
    long = "\n".join(["十" * 60] * 20)
    assert first_lines(long) == "\n".join(["十" * 60] * 6) + "…"
