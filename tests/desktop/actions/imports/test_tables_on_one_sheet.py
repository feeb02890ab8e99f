"""Several tables on one sheet: the first is read, and what stands below another one's titles is told, never booked."""

import pytest

from desktop.actions.imports.card_files import import_customers
from desktop.actions.imports.history import import_orders
from desktop.actions.intake.kinds import import_file
from tests.building.desktop.a_desk import a_desk

FIRST = "单号,日期,客户,货号,数量,单价,金额\nK1,2026-11-02,C1,W550,2,5,10\n"
# Each begins with titles that aren't in the first one's places; each has two rows of its own.
OTHERS = {
    "columns in another order": (
        "退货,,,,,,\n日期,单号,货号,客户,金额,数量\n2026-11-03,K2,W550,C2,15,3\n2026-11-03,K3,W550,C2,15,3\n"
    ),
    "amount and price changed places": (
        "单据号,开单日期,客户,商品编码,数量,金额,含税单价\nK2,2026-11-03,C2,W550,3,15,5\nK3,2026-11-03,C2,W550,3,15,5\n"
    ),
    "a column more": (
        "单号,日期,客户,货号,数量,成本,单价,金额\nK2,2026-11-03,C2,W550,3,9,5,15\nK3,2026-11-03,C2,W550,3,9,5,15\n"
    ),
}


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk") as opened:
        yield opened


def text(folder, body):
    path = folder / "sheet.csv"
    path.write_text(body, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", OTHERS)
def test_only_the_first_table_is_booked_and_the_others_rows_are_told(desk, tmp_path, name):
    done = import_orders(desk, text(tmp_path, FIRST + OTHERS[name]), seller="GD01")
    with desk.book.reading() as connection:
        found = connection.exec_driver_sql("SELECT ref, amount FROM document WHERE kind = 'delivery'").all()
        cards = connection.exec_driver_sql("SELECT code FROM dealer WHERE id LIKE 'GD01:%' ORDER BY code").all()
    assert [tuple(each) for each in found] == [("K1", 1000)]
    assert [code for (code,) in cards] == ["C1", "C2"]
    assert (done.booked_lines, done.left["row_elsewhere"], done.refused_lines) == (1, 3, 0)
    assert done.lines == 1 + OTHERS[name].count("\n")


def test_titles_said_again_go_on_with_the_table(desk, tmp_path):
    again = FIRST.splitlines()[0] + "\nK2,2026-11-03,C2,W550,3,5,15\n"
    done = import_orders(desk, text(tmp_path, FIRST + OTHERS["a column more"] + again), seller="GD01")
    assert (done.booked_lines, done.left) == (2, {"row_elsewhere": 3, "row_title": 1})


def test_what_a_count_says_below_other_titles_is_told(desk, tmp_path):
    rows = "货号,实盘数量,仓库\nW550,10,A\n仓库,商品编码,盘点数量\nA,COLA,5\n"
    done = import_file(desk, "stock", text(tmp_path, rows))
    assert (done.taken_lines, done.left) == (1, {"row_elsewhere": 2})


def test_cards_below_other_titles_are_told(desk, tmp_path):
    rows = "编码,名称,联系人,电话\nN1,番禺士多,张三,13800000001\n名称,编码,电话,联系人\n海珠士多,N2,13800000002,李四\n"
    done = import_customers(desk, text(tmp_path, rows))
    assert (done.made, done.left) == (1, {"row_elsewhere": 2})
    with desk.book.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM dealer WHERE code = 'N1'").scalar() == "番禺士多"
        assert not connection.exec_driver_sql("SELECT code FROM dealer WHERE code = '海珠士多'").all()
