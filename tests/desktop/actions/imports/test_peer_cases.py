"""Small files that went wrong in other programs, where the folder of data is at hand (DESK_REAL_DATA names it)."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.actions.bank.bank_files import read_bank_file
from desktop.actions.imports.card_files import import_customers, import_products
from desktop.actions.imports.history import import_orders
from tests.building.desktop.a_desk import a_desk

DATA = Path(os.environ.get("DESK_REAL_DATA") or Path(__file__).parents[5] / "shared" / "data") / "peer_cases"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the files are not at {DATA}; DESK_REAL_DATA says where")

# booked rows and money; rows left out and refused, by reason
SALES = {
    "merged_amount.xlsx": (3, "300", {}, {}),
    "merged_amount_noprice.xlsx": (0, "0", {}, {"figure_merged": 3}),
    "yy_slash.csv": (4, "4", {}, {}),
    "void.csv": (1, "10", {"row_void": 1}, {}),
    "quote.csv": (3, "30", {}, {"row_quote": 1}),
    "sci.csv": (0, "0", {}, {"code_damaged": 2}),
    "zw.csv": (2, "20", {}, {}),
    "zeros.xlsx": (2, "200", {}, {}),
    "qtyformula2.xlsx": (0, "0", {}, {"cell_formula": 1}),
    "date1904_plain.xlsx": (1, "100", {}, {}),
    "fake_html.xls": (1, "15", {}, {}),
    "fake_tsv.xls": (1, "15", {}, {}),
    "trad_utf8.csv": (1, "15", {}, {}),
    "deep.csv": (1, "15", {}, {}),
    "fill_down.csv": (3, "25", {}, {}),
    "dates.csv": (20, "20", {}, {"date_unreadable": 7, "date_undecided": 1, "date_future": 1}),
}
CARDS = {
    "cust.csv": (import_customers, 3, {"code_damaged": 1, "field_unreadable": 1}),
    "cust2.csv": (import_customers, 1, {}),
    "phone.csv": (import_customers, 2, {"code_damaged": 1, "code_twice": 2}),
    "many.csv": (import_customers, 205, {}),
    "dupbar.csv": (import_products, 2, {"pack_unit_twice": 1, "code_twice": 1}),
    "prod.csv": (import_products, 4, {"pack_size_missing": 1}),
}
# layout, then row, direction, amount and state of each line, and the remarks
MONEY = {
    "cmb_corp.csv": ("cmb_corp", [(3, "in", "4000.00")], []),
    "icbc_corp.csv": ("icbc_corp", [(2, "in", "2000.00"), (3, "out", "100.00")], []),
    "alipay_raw.csv": ("alipay", [(10, "in", "1184.50"), (12, "neutral", "50.00"), (13, "in", "88.00")], [11]),
    "alipay_excel.csv": ("alipay", [(10, "in", "1184.50"), (12, "neutral", "50.00"), (13, "in", "88.00")], [11]),
    "wechat.csv": ("wechat", [(6, "in", "1000.00"), (8, "out", "200.00"), (9, "in", "200.00")], [7]),
}


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk") as opened:
        yield opened


@pytest.mark.parametrize("name", SALES)
def test_a_file_of_sales(desk, tmp_path, name):
    booked, money, left, refused = SALES[name]
    done = import_orders(desk, DATA / name, seller="GD01", report=tmp_path / "why.csv")
    assert (done.booked_lines, done.booked_amount) == (booked, Decimal(money))
    assert (dict(done.left), dict(done.reasons)) == (left, refused)
    assert done.booked_lines + done.left_lines + done.refused_lines == done.lines
    assert done.booked_amount + done.left_amount + done.refused_amount == done.amount


@pytest.mark.parametrize("name", CARDS)
def test_a_file_of_cards(desk, tmp_path, name):
    take, made, refused = CARDS[name]
    done = take(desk, DATA / name, report=tmp_path / "why.csv")
    assert (done.made, dict(done.reasons)) == (made, refused)
    assert done.made + done.changed + done.same + done.left_lines + done.refused_lines == done.lines


@pytest.mark.parametrize("name", MONEY)
def test_a_file_of_money(desk, name):
    layout, lines, passed_over = MONEY[name]
    found = read_bank_file(desk, DATA / name)
    assert (found.layout, [(each.row, each.direction, str(each.amount)) for each in found.lines]) == (layout, lines)
    assert [remark.line for remark in found.remarks] == passed_over
