"""Any date, written in several ways, relative to any today, reads back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checkins.understanding.dates import read_dates

TODAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
ZH = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


def only(words: str, today: date) -> date:
    found = read_dates(words.lower(), today)
    assert len(found) == 1, (words, found)
    return found[0].value


def chinese(n: int) -> str:
    tens, ones = divmod(n, 10)
    return (
        ("" if tens < 2 else ZH[tens])
        + ("十" if tens else "")
        + (ZH[ones] if ones or not n else "")
    )


@settings(max_examples=100, deadline=None)
@given(TODAYS, st.integers(0, 300))
def test_dates_read_back(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    month, short = day.strftime("%B"), day.strftime("%b")
    for words in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.month}月{day.day}号",
        f"{day.month}月{day.day}日前",
        f"{chinese(day.month)}月{chinese(day.day)}号",
        f"{month} {day.day}",
        f"by {short} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.month}/{day.day}/{day.year}",
    ):
        assert only(words, today) == day, words


@settings(max_examples=100, deadline=None)
@given(TODAYS, st.integers(1, 30))
def test_offsets_read_back(today: date, n: int) -> None:
    assert only(f"{n}天后", today) == today + timedelta(days=n)
    assert only(f"{chinese(n)}天之后", today) == today + timedelta(days=n)
    assert only(f"{n}周后", today) == today + timedelta(weeks=n)
    assert only(f"in {n} days", today) == today + timedelta(days=n)
    assert only(f"{n} weeks from now", today) == today + timedelta(weeks=n)


@settings(max_examples=60, deadline=None)
@given(TODAYS, st.integers(0, 6))
def test_weekdays_read_back(today: date, weekday: int) -> None:
    monday = today - timedelta(days=today.weekday())
    digit = "一二三四五六日"[weekday]
    assert only(f"下周{digit}", today) == monday + timedelta(days=7 + weekday)
    assert only(f"这周{digit}", today) == monday + timedelta(days=weekday)
    ahead = (weekday - today.weekday()) % 7 or 7
    assert only(f"周{digit}", today) == today + timedelta(days=ahead)
    name = (monday + timedelta(days=weekday)).strftime("%A")
    assert only(f"on {name}", today) == today + timedelta(days=ahead)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("月底", "2026-03-31"), ("下月初", "2026-04-05"), ("下月中旬", "2026-04-15"),
        ("六月底前", "2026-06-30"), ("国庆前", "2026-09-30"), ("五一前", "2026-04-30"),
        ("五一后", "2026-05-06"), ("端午", "2026-06-19"), ("中秋", "2026-09-25"),
        ("春节前", "2027-02-05"), ("两周后", "2026-04-01"), ("半个月后", "2026-04-02"),
        ("q2末", "2026-06-30"), ("下季度", "2026-06-30"), ("15号", "2026-04-15"),
        ("20号", "2026-03-20"), ("四月十五", "2026-04-15"), ("年底", "2026-12-31"),
        ("明年一季度", "2027-03-31"), ("4.15签", "2026-04-15"), ("后天", "2026-03-20"),
        ("下个月3号", "2026-04-03"), ("next fri", "2026-03-27"), ("friday", "2026-03-20"),
        ("end of april", "2026-04-30"), ("end of q2", "2026-06-30"), ("mid june", "2026-06-15"),
        ("early may", "2026-05-05"), ("eom", "2026-03-31"), ("tmrw", "2026-03-19"),
        ("next quarter", "2026-06-30"), ("before christmas", "2026-12-24"),
        ("by thanksgiving", "2026-11-26"), ("3 business days from now", "2026-03-23"),
        ("wednesday next week", "2026-03-25"), ("15.04.2026", "2026-04-15"),
        ("25/4", "2026-04-25"), ("before june", "2026-05-31"), ("by the 15th", "2026-04-15"),
    ],
)  # fmt: skip
def test_what_reps_say(words: str, day: str) -> None:
    assert only(words, date(2026, 3, 18)).isoformat() == day


@pytest.mark.parametrize(
    "words", ["they may sign", "we march on", "q5", "13/45", "2026-02-30", "周报", "一号线"]
)
def test_what_is_no_date(words: str) -> None:
    assert read_dates(words, date(2026, 3, 18)) == ()


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        alphabet="下上周月底初年一二三四五六日号天前后q123456789/.- nextfridaymjunb", max_size=20
    ),
    TODAYS,
)
def test_never_raises(words: str, today: date) -> None:
    for mention in read_dates(words, today):
        assert 0 <= mention.start <= mention.core <= mention.end <= len(words)
