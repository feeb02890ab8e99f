"""Cells of a table stay in their columns, and lines are those of the paper."""

from __future__ import annotations

import re

from desktop.printing.drawing.paper import A4, HALF
from desktop.printing.drawing.pen import Pen, Style
from desktop.printing.drawing.table import PADDING, PaperColumn, RuledTable
from tests.building.desktop.papers import drawing_orders, page_texts

STYLE = Style(9, bold=False)
COLUMNS = [PaperColumn("名称", 30), PaperColumn("金额", 25, figures=True)]


def drawn(paper, rows):
    pen = Pen(paper, title="t", author="a", language="zh")
    table = RuledTable(pen, COLUMNS, 30)
    table.head(STYLE)
    table.rows(rows, STYLE)
    table.close()
    pen.end_page()
    return table, pen.finish().pdf


def test_figures_end_at_their_columns_right_edge_and_names_start_at_their_left():
    _table, pdf = drawn(A4, [("绿茶", "1.00"), ("红茶", "-1,234,567.89")])
    xs = [float(x) for x in re.findall(r"1 0 0 1 ([\d.]+) [\d.]+ Tm", drawing_orders(pdf))]
    left, right = (A4.left + PADDING) * 72 / 25.4, (A4.left + 55 - PADDING) * 72 / 25.4
    assert xs[0] == xs[2] == xs[4] == round(left, 2)
    for x, text in ((xs[3], "1.00"), (xs[5], "-1,234,567.89")):
        width = Pen(A4, title="", author="", language="zh").width(text, STYLE) * 72 / 25.4
        assert abs(x + width - right) < 0.02


def test_a_cell_too_long_is_clipped_and_a_figure_too_long_is_not():
    _table, pdf = drawn(A4, [("统一绿茶五百毫升乘十五瓶装", "123,456,789,012,345,678.90")])
    (text,) = page_texts(pdf)
    assert "…" in text
    assert "123,456,789,012,345,678.90" in text


def test_a_gridded_paper_has_upright_lines_and_the_other_has_none():
    for paper, upright in ((HALF, 3), (A4, 0)):
        _table, pdf = drawn(paper, [("绿茶", "1.00")])
        ends = re.findall(r"d ([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S", drawing_orders(pdf))
        assert sum(x1 == x2 for x1, _y1, x2, _y2 in ends) == upright
        assert any(y1 == y2 for _x1, y1, _x2, y2 in ends)


def test_the_table_ends_where_its_rows_end():
    table, _pdf = drawn(A4, [("绿茶", "1.00")] * 4)
    assert round(table.y - 30 - RuledTable.head_height(A4.row), 6) == round(4 * A4.row, 6)
