"""Goods stand below their document, whole, in the room the figures leave; columns suit what stands in them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.printing.drawing.paper import A4, HALF
from desktop.printing.drawing.pen import Pen
from desktop.printing.labels import LABELS
from desktop.printing.statements.rows import (
    PrintedLine,
    brought_text,
    columns_of,
    goods_lines,
    goods_slots,
    more_slots,
    tied_rows,
)
from desktop.printing.statements.statement import sheet_of
from domain.statements.forms import GoodsLine, Layout
from tests.building.desktop.papers import HEADING, PRINTED, a_form

LONG = "康师傅冰红茶（柠檬味）1L×12 家庭装促销版，新包装上市纪念款，赠开瓶器一个、保温袋一只"
GOODS = (
    GoodsLine("SP1", "绿茶", Decimal("12.000"), "箱", Decimal("39.5000"), Decimal("474.00")),
    GoodsLine("SP2", LONG, Decimal("3.500"), "箱", Decimal("39.1234"), Decimal("136.93")),
)


@pytest.fixture(scope="module")
def pen():
    return Pen(A4, title="t", author="a", language="zh")


def a_sheet(layout=None, paper="a4"):
    return sheet_of(a_form(layout=layout or Layout("lines")), heading=HEADING, issued_at=PRINTED, paper=paper)


def test_no_character_of_a_long_name_is_lost(pen):
    lines = goods_lines(pen, a_sheet(), GOODS, 110)
    assert lines[0].cells == ("SP1  绿茶", "12箱", "39.50", "474.00")
    assert (lines[1].cells[1:], lines[1].more) == (("3.5箱", "39.1234", "136.93"), False)
    assert len(lines) > 2
    assert all(line.more and line.cells[1:] == ("", "", "") for line in lines[2:])
    assert "".join("".join(line.cells[0] for line in lines[1:]).split()) == "".join(f"SP2{LONG}".split())


def test_without_prices_a_name_has_their_room(pen):
    told = goods_lines(pen, a_sheet(Layout("lines", prices=False)), GOODS, 110)
    assert len(told[1].cells[0]) > len(goods_lines(pen, a_sheet(), GOODS, 110)[1].cells[0])


def test_goods_stand_between_the_edge_and_the_figures():
    for slots in (goods_slots(16, 130, prices=True), goods_slots(16, 130, prices=False), more_slots(16, 130)):
        assert len(slots) == 4
        assert all(16 < left <= right < 130 for left, right, _ in slots)
        lefts = [left for left, _, _ in slots]
        assert lefts == sorted(lefts)
    assert more_slots(16, 130)[0][1] > goods_slots(16, 130, prices=True)[0][1]


def test_no_page_begins_inside_a_name_nor_parts_a_document_from_its_goods():
    document = PrintedLine(("1",), (Decimal(1), Decimal(0), Decimal(1)))
    goods, rest = PrintedLine(("a",), None, goods=True), PrintedLine(("b",), None, goods=True, more=True)
    assert tied_rows([document, goods, rest, goods, document, goods]) == {1, 2, 5}


def test_goods_that_go_on_name_their_document():
    labels, zero = LABELS["zh"], Decimal(0)
    lines = [PrintedLine(("10-01", "XSCK-1"), (zero, zero, zero)), PrintedLine(("a", ""), None, goods=True)]
    lines += [PrintedLine(("b", ""), None, goods=True), PrintedLine(("10-02", "SKD-1"), (zero, zero, zero))]
    keys = ("date", "number")
    assert brought_text(labels, lines, 2, keys) == "承前页　续 XSCK-1"
    assert brought_text(labels, lines, 3, keys) == "承前页"
    assert brought_text(labels, lines, 2, ("date",)) == "承前页"


@pytest.mark.parametrize("paper", [A4, HALF])
def test_columns_fill_the_paper_and_keep_their_bounds(pen, paper):
    keys = ("date", "name", "amount")
    lines = [
        PrintedLine(("2026-10-01", "x", "1.00"), None),
        PrintedLine(("2026-10-02", "y" * 90, "9,999,999,999.99"), None),
    ]
    bounds = {"date": (0.0, 0.2), "amount": (0.1, 0.15)}
    titles = {"date": "日期", "name": "名称", "amount": "金额"}
    columns = columns_of(pen, a_sheet(paper=paper.name), keys, titles, lines, bounds, {}, "name")
    assert sum(column.width for column in columns) == pytest.approx(paper.inner)
    assert [column.figures for column in columns] == [False, False, True]
    assert columns[0].width <= 0.2 * paper.inner
    assert 0.1 * paper.inner <= columns[2].width <= 0.15 * paper.inner
