"""Titles and fillers of wallets' and banks' files: known by what they say, and no more than that."""

import pytest

from domain.bank.cells import told_in
from domain.bank.formats import layout_by_hand, recognise, unmapped
from domain.bank.lines import read_movements


def test_the_titles_of_alipays_account_statement_are_guessed():
    titles = [
        "账务流水号",
        "发生时间",
        "对方账号",
        "收入金额（+元）",
        "支出金额（-元）",
        "账户余额（元）",
        "业务类型",
        "备注",
    ]
    asked = unmapped([titles])
    assert asked.missing == ()
    told = {each: asked.guessed[each] for each in ("date", "income", "expense", "balance", "account")}
    assert told == {
        "date": "发生时间",
        "income": "收入金额（+元）",
        "expense": "支出金额（-元）",
        "balance": "账户余额（元）",
        "account": "对方账号",
    }


def test_the_other_side_and_the_balance_by_their_shortest_titles():
    guessed = unmapped([["日期", "类型", "金额", "结余", "对方", "备注"]]).guessed
    assert (guessed["name"], guessed["balance"], guessed["memo"]) == ("对方", "结余", "备注")


@pytest.mark.parametrize(
    ("cell", "said"), [("/", ""), ('"/"', ""), ("“/”", ""), ("--", ""), ('"货款"', '"货款"'), ("A/B", "A/B")]
)
def test_what_only_fills_a_place_says_nothing(cell, said):
    assert told_in(cell) == said


def test_a_balance_carried_over_is_no_amount_that_cannot_be_read():
    titles = {"date": "日期", "income": "收入", "expense": "支出", "balance": "余额", "summary": "摘要"}
    rows = [
        ["日期", "摘要", "收入", "支出", "余额"],
        ["2026-11-01", "期初余额", "", "", "10000"],
        ["2026-11-02", "货款", "1000", "", "11000"],
        ["2026-11-02", "承前页", "11000", "", "11000"],
    ]
    found = recognise(rows, [layout_by_hand("某行", titles)])
    assert found is not None
    read = read_movements(rows, found)
    assert [(each.row, str(each.signed)) for each in read.movements] == [(3, "1000.00")]
    assert [(each.code, each.severity, each.line) for each in read.remarks] == [
        ("bank_row_foot", "info", 2),
        ("bank_row_foot", "info", 4),
    ]
