"""Long replies in messages Telegram takes, formatted as meant and cut where it does not hurt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reply import MAX_ACTION_BYTES, Button, Span, Style
from bot.telegram import rendering
from tests.fakes.telegram.markup import parse_html, utf16_length

PIECES = st.sampled_from([
    "a", "。", "客户", "😀", "👨‍👩‍👧‍👦", "🇨🇳", "é", "\n", " ", "&", "<b>", "&amp;",
    "\x00", "\ud83d", "word ",
])  # fmt: skip
SPANS = st.lists(
    st.builds(Span, st.lists(PIECES, max_size=60).map("".join), st.sampled_from(Style)), max_size=8
)


def joined(messages: list[list[Span]]) -> str:
    return "".join(rendering.to_plain(message) for message in messages)


def without_space(text: str) -> str:
    return "".join(text.split())


@given(SPANS, st.integers(4, 60))
def test_the_messages_hold_everything_in_order_and_each_fits(spans: list[Span], limit: int) -> None:
    messages = list(rendering.chunks(spans, limit))
    everything = "".join(rendering.clean(span.text) for span in spans)
    assert without_space(joined(messages)) == without_space(everything)
    for message in messages:
        assert 0 < utf16_length(rendering.to_plain(message)) <= limit
        assert rendering.to_plain(message).strip()


@given(SPANS, st.integers(4, 60))
def test_every_message_parses_by_itself_into_the_words_meant(spans: list[Span], limit: int) -> None:
    """A tag or an entity that a cut had gone through would not parse, or show as text."""
    for message in rendering.chunks(spans, limit):
        text, _ = parse_html(rendering.to_html(message))
        assert text == rendering.to_plain(message)


@given(st.text(), st.integers(4, 40))
def test_any_text_at_all_can_be_sent(text: str, limit: int) -> None:
    messages = list(rendering.chunks([Span(text)], limit))
    assert without_space(joined(messages)) == without_space(rendering.clean(text))


@given(SPANS, st.integers(4, 60))
def test_what_is_left_after_the_first_message_is_cut_as_before(
    spans: list[Span], limit: int
) -> None:
    """Delivery sends one message and keeps the rest: that must not change the rest."""
    first, *others = list(rendering.chunks(spans, limit)) or [[]]
    rest = [span for message in others for span in message]
    again = list(rendering.chunks(rest, limit))
    assert first or not others
    assert without_space(joined(again)) == without_space(joined(others))


def test_a_cut_falls_after_a_line_a_sentence_or_a_word() -> None:
    lines = list(rendering.chunks([Span("一二三四五六七\n" * 3)], 20))
    assert [rendering.to_plain(message) for message in lines] == [
        "一二三四五六七\n" * 2,
        "一二三四五六七\n",
    ]
    sentences = list(rendering.chunks([Span("客户认可。下周签。" * 3)], 20))
    assert all(rendering.to_plain(message).endswith("。") for message in sentences)
    words = list(rendering.chunks([Span("alpha beta gamma delta")], 12))
    assert [rendering.to_plain(message) for message in words] == ["alpha beta ", "gamma delta"]


@pytest.mark.parametrize("whole", ["👨‍👩‍👧‍👦", "👍🏽", "é", "❤️"])
def test_what_looks_like_one_character_is_not_cut(whole: str) -> None:
    for limit in range(utf16_length(whole) + 1, 40):
        for message in rendering.chunks([Span(whole * 12)], limit):
            text = rendering.to_plain(message)
            assert text == whole * (len(text) // len(whole))


def test_a_message_may_be_just_as_long_as_telegram_allows() -> None:
    assert len(list(rendering.chunks([Span("😀" * 2048)]))) == 1
    assert len(list(rendering.chunks([Span("😀" * 2048 + "a")]))) == 2


def test_blank_text_is_no_message() -> None:
    assert list(rendering.chunks([Span(" \n"), Span("")])) == []


def test_a_button_is_never_without_a_label_nor_too_long() -> None:
    keyboard = rendering.keyboard(((Button("\x00", "deal:1"),),))
    assert keyboard is not None
    assert keyboard.inline_keyboard[0][0].text == "·"
    Button("x", "a" * MAX_ACTION_BYTES)
    with pytest.raises(ValueError, match="longer than 64 bytes"):
        Button("x", "价" * 22)
