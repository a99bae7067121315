"""A number is shown as its cell shows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading.sheets.formats import shown

DAY = 46_082
"""2026-03-01, as Excel counts days."""


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (0.15, "0%", "15%"),
        (0.125, "0.0%", "12.5%"),
        (1200, "¥#,##0.00", "¥1,200.00"),
        (1200, '"¥"#,##0.00', "¥1,200.00"),
        (1200, "[$¥-804]#,##0.00", "¥1,200.00"),
        (-1200, "¥#,##0.00;[Red]-¥#,##0.00", "-¥1,200.00"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (1234567.891, "#,##0", "1,234,568"),
        (1234567.891, '0.0,,"M"', "1.2M"),
        (120000, '0!.0,"万"', "12.0万"),
        (0.5, "0", "1"),
        (2.675, "0.00", "2.68"),
        (1.005, "0.00", "1.01"),
        (7, "000", "007"),
        (7, "0.##", "7"),
        (7.5, "0.##", "7.5"),
        (0.5, "#.00", ".50"),
        (4001234567, "000-000-0000", "400-123-4567"),
        (3, '0"个月"', "3个月"),
        (0, "0;-0;免费", "免费"),
        (5, "[>=10]0\"+\";0", "5"),
        (12, "[>=10]0\"+\";0", "12+"),
        (12345, "0.00E+00", "1.23E+04"),
        (1.5, "# ?/?", "1 1/2"),
        (0.25, "?/8", "2/8"),
        (13800138000, "General", "13800138000"),
        (0.1 + 0.2, "General", "0.3"),
        (1e20, "General", "1E+20"),
        (42, "@", "42"),
        (DAY, "yyyy-mm-dd", "2026-03-01"),
        (DAY, "yyyy/m/d", "2026/3/1"),
        (DAY, 'yyyy"年"m"月"d"日"', "2026年3月1日"),
        (DAY, "d-mmm-yy", "1-Mar-26"),
        (DAY, "[$-804]dddd", "星期日"),
        (DAY, "aaaa", "星期日"),
        (DAY, "[$-F800]dddd, mmmm dd, yyyy", "2026-03-01"),
        (DAY + 0.604166667, "yyyy-mm-dd hh:mm", "2026-03-01 14:30"),
        (0.604166667, "h:mm AM/PM", "2:30 PM"),
        (0.604166667, '上午/下午h"时"mm"分"', "下午2时30分"),
        (1.5, "[h]:mm", "36:00"),
        (61 / 86400, "mm:ss", "01:01"),
        (1, "yyyy-mm-dd", "1900-01-01"),
    ],
)  # fmt: skip
def test_as_the_cell_shows_it(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_days_may_count_from_1904() -> None:
    assert shown(DAY - 1462, "yyyy-mm-dd", since_1904=True) == "2026-03-01"


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "0.00", '"', "[", "\\", "0/0", "E+", ";;;;", "?/"])
@pytest.mark.parametrize("value", [-5.0, 0.0, 1e300, 3e6, 1e-300])
def test_a_number_that_does_not_fit_its_format_is_still_text(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text('0#?.,%/yYmdhsE+-;@"[]$ _*\\红', max_size=20),
)
def test_no_format_breaks_reading(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(st.integers(-(10**12), 10**12))
def test_grouped_digits_are_those_of_the_number(value: int) -> None:
    assert shown(value, "#,##0") == f"{value:,}"


@given(st.decimals(-(10**9), 10**9, places=2))
def test_two_decimals_are_kept(value: object) -> None:
    assert shown(float(str(value)), "0.00").removeprefix("-") == f"{abs(float(str(value))):.2f}"
