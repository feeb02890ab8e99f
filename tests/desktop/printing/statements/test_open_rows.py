"""Open items: what is open adds up to the closing balance, what is late says so, prepayments are negative."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from desktop.printing.drawing.paper import A4
from desktop.printing.drawing.pen import Pen
from desktop.printing.statements.open_rows import FIXED, OpenRows
from desktop.printing.statements.statement import sheet_of
from domain.statements.forms import Layout, OpenRow
from tests.building.desktop.papers import HEADING, PRINTED, a_form, a_statement, page_texts, print_form

DAY = dt.date(2026, 10, 1)


def an_item(number="XSCK-1", remaining="100.00", *, settled="0", late=0, part=1, balance="100.00", kind="delivery"):
    left, paid = Decimal(remaining), Decimal(settled)
    due = dt.date(2026, 10, 31) - dt.timedelta(days=late)
    return OpenRow(DAY, due, kind, number, part, "", left + paid, paid, left, late, Decimal(balance))


ITEMS = (
    an_item(late=12, settled="20.00"),
    an_item("XSCK-2", part=2, balance="200.00"),
    an_item("SKD-1", "-50.00", balance="150.00", kind="money_receipt"),
)


def a_table(items=ITEMS, columns=()):
    form = a_form(layout=Layout(open_only=True), open_rows=items)
    sheet = sheet_of(form, heading=HEADING, issued_at=PRINTED, columns=columns)
    return OpenRows(Pen(A4, title="t", author="a", language="zh"), sheet)


def test_each_item_tells_what_of_it_is_open_and_how_late():
    late, second, ahead = (line.cells for line in a_table().lines)
    assert late[4:] == ("120.00", "20.00", "12", "100.00", "100.00")
    assert (second[3], second[6]) == ("XSCK-2 #2", "")
    assert (ahead[1], ahead[2], ahead[7]) == ("", "预收", "-50.00")


def test_pages_carry_what_is_open_so_far():
    table = a_table()
    assert [table.balance(rows) for rows in (0, 1, 2, 3)] == [0, 100, 200, 150]


def test_an_account_where_nothing_is_open_says_so():
    (line,) = a_table(()).lines
    assert "没有未结清的单据" in line.cells
    assert line.amounts is None


def test_only_the_chosen_columns_stand_there():
    table = a_table(columns=("date", "number", "remaining", "balance"))
    assert set(table.keys) == FIXED
    assert table.lines[0].cells == ("2026-10-01", "XSCK-1", "100.00", "100.00")


@pytest.mark.parametrize("paper", ["a4", "241x140", "241x93"])
def test_many_items_go_on_from_page_to_page(paper):
    items, balance = [], Decimal(0)
    for place in range(70):
        balance += 100
        items.append(an_item(f"XSCK-{place:03d}", balance=str(balance), late=place % 3))
    form = a_form(a_statement(entries=0), layout=Layout(open_only=True), open_rows=items)
    texts = page_texts(print_form(form, paper).pdf)
    whole = "\n".join(texts)
    assert all(whole.count(item.number) == 1 for item in items)
    assert whole.count("过次页") == sum("承前页" in text and "承前页 · " not in text for text in texts)
    assert "其中逾期" in whole
