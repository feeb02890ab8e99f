"""The pen measures as it draws, clips text, and never cuts a figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.drawing.paper import A4
from desktop.printing.drawing.pen import Pen, Style

STYLE = Style(9)


@pytest.fixture(scope="module")
def pen():
    return Pen(A4, title="t", author="a", language="zh")


def test_the_width_is_the_fonts_own(pen):
    from reportlab.pdfbase.pdfmetrics import stringWidth

    for bold, name in ((False, "NotoSansSC-Regular"), (True, "NotoSansSC-Bold")):
        text = "人民币1,234.50元 Total"
        assert pen.width(text, Style(9, bold=bold)) == pytest.approx(stringWidth(text, name, 9) * 25.4 / 72)


@given(st.text(st.sampled_from("销售出库abc 12.,-"), max_size=60), st.floats(5, 60))
def test_clipped_text_fits_and_is_a_beginning(text, width):
    pen = Pen(A4, title="t", author="a", language="zh")
    clipped = pen.clip(text, STYLE, width)
    assert pen.width(clipped, STYLE) <= width + 1e-9
    assert clipped == text or text.startswith(clipped.removesuffix("…"))


def test_wrapped_text_loses_nothing_while_lines_are_left(pen):
    text = "截至 2026-10-31，我方账面应付贵方 ¥326,303.84（人民币叁拾贰万陆仟叁佰零叁元捌角肆分）"
    lines = pen.wrap(text, STYLE, 60, 9)
    assert len(lines) > 1
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(pen.width(line, STYLE) <= 60 for line in lines)
    assert "326,303.84" in "\n".join(lines)


def test_a_shrunk_figure_fits(pen):
    text = "-98,765,432,109,876.54"
    style = pen.shrink(text, STYLE, 10)
    assert pen.width(text, style) == pytest.approx(10)
    assert pen.shrink("1.00", STYLE, 10) is STYLE


def test_missing_characters_are_remembered_and_line_breaks_are_blanks():
    pen = Pen(A4, title="t", author="a", language="en")
    pen.text(20, 20, "𠮷\n𠮷\tx", STYLE)
    pen.end_page()
    printout = pen.finish()
    assert printout.missing == ("𠮷",)
    assert printout.pages == 1
