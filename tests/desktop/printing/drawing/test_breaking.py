"""Lines end where Chinese lets them end, nothing is lost, and nothing stands outside its column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.drawing.breaking import NEVER_FIRST, NEVER_LAST, break_before, may_break
from desktop.printing.drawing.paper import A4
from desktop.printing.drawing.pen import Pen, Style

STYLE = Style(9)


@pytest.fixture(scope="module")
def pen():
    return Pen(A4, title="t", author="a", language="zh")


@pytest.mark.parametrize(
    ("text", "most", "broken"),
    [
        ("买满十箱，送一箱", 4, 3),  # the comma would begin the next line
        ("每箱减五元（限时）", 6, 5),  # the bracket would end this one
        ("本期合计应收 ¥326,303.84 元", 14, 7),  # a figure stays whole
        ("价格（含税）。另计", 6, 4),  # the closing bracket and the stop stand together
        ("《价目表》", 4, 3),
        ("“政策”有效", 3, 2),
        ("单号 XSCK-01-261123-0042 已发货", 12, 12),  # a word that takes the whole line is broken
        ("abc", 3, 3),
        ("、、、、、、", 3, 3),  # nowhere allowed: where the line is full
    ],
)
def test_a_line_is_broken_as_chinese_is_broken(text, most, broken):
    assert break_before(text, most) == broken


def test_a_blank_before_a_mark_is_no_place_to_break():
    assert not may_break("元 。好", 2)
    assert may_break("元 好", 2)
    assert not may_break("好", 0)
    assert not may_break("好", 1)


@given(st.text(st.sampled_from("政策返利销售，。、；：（）《》“”！？12.,%¥ab "), max_size=80), st.integers(30, 90))
def test_wrapped_lines_fit_and_lose_nothing(pen, text, width):
    lines = pen.wrap(text, STYLE, width, 99)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(pen.width(line, STYLE) <= width + 1e-9 for line in lines)


@given(
    st.lists(
        st.sampled_from(["政策", "返利，", "（另计）", "销售。", "《价目》", "“好”、", "12.5%", "共¥8"]), max_size=40
    )
)
def test_no_line_begins_or_ends_with_the_wrong_mark(pen, words):
    lines = pen.wrap("".join(words), STYLE, 40, 99)
    assert not [line for line in lines[1:] if line[0] in NEVER_FIRST]
    assert not [line for line in lines[:-1] if line[-1] in NEVER_LAST]


def test_later_lines_may_be_wider(pen):
    lines = pen.wrap("一二三四五六七八九十" * 3, STYLE, 20, 9, later=60)
    assert len(lines[1]) > 2 * len(lines[0])
