"""A minus in what goes out: a payment that came back, or the bank's way of writing all that goes out."""

import pytest

from domain.bank.formats import layout_by_hand, recognise
from domain.bank.lines import read_movements

HEAD = ["日期", "收入", "支出", "余额", "对方户名", "摘要"]
TITLES = {"date": "日期", "income": "收入", "expense": "支出", "balance": "余额", "name": "对方户名", "summary": "摘要"}


def read(*rows):
    found = recognise([HEAD, *rows], [layout_by_hand("某行", TITLES)])
    assert found is not None
    file = read_movements([HEAD, *rows], found)
    return [(each.row, str(each.signed)) for each in file.movements], [(each.code, each.line) for each in file.remarks]


IN = ["2026-11-25", "500", "", "12500", "甲店", "货款"]


def test_a_payment_that_came_back_is_no_receipt_and_was_not_spent():
    came_back = ["2026-11-24", "", "-2000", "12000", "王五", "退汇"]
    assert read(came_back, IN) == ([(3, "500.00")], [("bank_return_alone", 2)])
    paid = ["2026-11-23", "", "2000", "10000", "王五", "报销"]
    assert read(paid, came_back, IN) == ([(2, "-2000.00"), (4, "500.00")], [("bank_row_returned", 3)])


@pytest.mark.parametrize(("balance", "way"), [("14500", "bank_return_alone"), ("10500", "")])
def test_the_balance_tells_whether_a_minus_came_back(balance, way):
    movements, remarks = read(IN, ["2026-11-26", "", "-2000", balance, "乙店", "货款"])
    assert [code for code, _ in remarks] == ([way] if way else [])
    assert movements == [(2, "500.00")] + ([] if way else [(3, "-2000.00")])


def test_the_files_custom_holds_for_a_returned_payment_too():
    rows = [["2026-11-2" + str(day), "", "-10", "", "水电", "电费"] for day in (1, 2, 3)]
    movements, _ = read(*rows, ["2026-11-24", "", "-7", "", "王五", "退票手续费"])
    assert movements[-1] == (5, "-7.00")


def test_money_given_back_to_a_customer_names_the_receipt_to_look_for():
    movements, remarks = read(IN, ["2026-11-26", "-300", "", "12200", "甲店", "退款"])
    assert (movements, remarks) == ([(2, "500.00"), (3, "-300.00")], [("bank_reversal_alone", 3)])


def test_a_minus_that_nothing_explains_is_left_to_a_person():
    found = recognise([HEAD], [layout_by_hand("某行", TITLES)])
    assert found is not None
    rows = [["2026-11-26", "", "-20", "", "甲店", "货款"], ["2026-11-26", "", "30", "", "水电", ""]]
    file = read_movements([HEAD, *rows], found)
    assert [str(each.signed) for each in file.movements] == ["20.00", "-30.00"]
    assert set(file.red) == {2}
