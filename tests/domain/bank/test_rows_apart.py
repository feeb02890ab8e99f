"""Rows below other titles, columns of one title, titles in two languages, a comma that only one cell shows."""

from decimal import Decimal

import pytest

from domain.bank.formats import Recognised, layout_by_hand, plain_title, unmapped
from domain.bank.lines import read_movements
from domain.bank.rows_apart import rows_apart
from domain.errors import UsageError

HEAD = ["日期", "摘要", "收入", "支出", "对方户名"]
TITLES = {"date": "日期", "summary": "摘要", "income": "收入", "expense": "支出", "name": "对方户名"}
FIRST = ["2026-11-03", "货款", "100", "", "天河小卖部"]
OTHER = ["日期", "摘要", "支出", "收入", "对方户名"]


def read(*rows, head=HEAD, titles=TITLES, **more):
    return read_movements([head, *rows], Recognised(layout_by_hand("X", titles), 0), **more)


def told(found):
    return [(each.row, each.direction, each.amount) for each in found.movements], [
        (each.code, each.severity, each.line) for each in found.remarks
    ]


@pytest.mark.parametrize("ledger", [False, True])
@pytest.mark.parametrize("other", [
    OTHER, ["交易日期", "摘要", "支出金额", "收入金额", "户名"], ["日期", "支出", "收入", "备注", ""],
])  # fmt: skip
def test_rows_below_other_titles_are_left_out_each_with_a_word(ledger, other):
    """What had gone out (30 under 支出) was money that came in, because the page before had 收入 there."""
    found = read(FIRST, other, ["2026-11-04", "费", "30", "", "某公司"], HEAD, FIRST, ledger=ledger)
    assert told(found) == (
        [(2, "in", Decimal(100)), (6, "in", Decimal(100))],
        [("bank_row_elsewhere", "warn", 3), ("bank_row_elsewhere", "warn", 4), ("bank_row_foot", "info", 5)],
    )


@pytest.mark.parametrize("row", [
    ["2026-11-04", "收入", "30", "", "摘要"], ["", "户名", "日期", "", ""], ["合计", "", "100", "30", ""],
    ["", "收入", "支出", "金额", "12"],
])  # fmt: skip
def test_a_row_with_a_figure_or_few_words_begins_no_table(row):
    assert rows_apart([HEAD, FIRST, row, FIRST], Recognised(layout_by_hand("X", TITLES), 0)) == {}


def test_a_void_document_of_a_ledger_is_told_and_does_not_count():
    titles = {"date": "日期", "income": "应付", "expense": "付款", "summary": "摘要"}
    head = ["日期", "摘要", "应付", "付款", "状态"]
    rows = [["2026-11-03", "进货", "100", "", "已审核"], ["2026-11-04", "进货", "77", "", "已作废"]]
    found = read(*rows, head=head, titles=titles, ledger=True)
    assert told(found) == ([(2, "in", Decimal(100))], [("bank_row_void", "warn", 3)])


def test_two_columns_of_one_title_are_refused_where_they_differ():
    head = ["日期", "收入", "收入", "支出"]
    titles = {each: TITLES[each] for each in ("date", "income", "expense")}
    with pytest.raises(UsageError) as caught:
        read(["2026-11-03", "100", "90", ""], head=head, titles=titles)
    assert (caught.value.code, caught.value.facts) == ("bank_column_twice", {"title": "收入", "columns": "2, 3"})
    for second in ("", "100"):  # a title merged over two columns, or the same figure twice
        found = read(["2026-11-03", "100", second, ""], head=head, titles=titles)
        assert [each.amount for each in found.movements] == [Decimal(100)]


def test_a_point_in_ten_thousands_shows_that_no_comma_stands_before_decimals():
    found = read(["2026-11-03", "", "1.5万", "", "甲"], ["2026-11-04", "", "1,00", "", "乙"], FIRST)
    assert [each.amount for each in found.movements] == [Decimal(15_000), Decimal(100)]
    assert [(each.code, each.line) for each in found.remarks] == [("bank_row_amount", 3)]


@pytest.mark.parametrize(("title", "plain"), [
    ("交易日期[ Transaction Date ]", "交易日期"), ("收款人账号[ Payee's Account Number ]", "收款人账号"),
    ("交易金额[ Trade Amount ]", "交易金额"),
    ("金额[USD]", "金额[usd]"), ("金额[元]", "金额[元]"), ("amount[net]", "amount[net]"),
])  # fmt: skip
def test_a_title_said_once_more_in_english_is_its_chinese_one(title, plain):
    assert plain_title(title) == plain


def test_a_bank_with_titles_in_two_languages_is_offered_whole():
    head = [
        "交易类型[ Transaction Type ]", "付款人账号[ Debit Account No. ]", "付款人名称[ Payer's Name ]",
        "交易日期[ Transaction Date ]", "交易金额[ Trade Amount ]", "交易后余额[ After-transaction balance ]",
    ]  # fmt: skip
    offer = unmapped([head, ["来账", "6222", "天河小卖部", "20261103", "100.00", "100.00"]])
    assert offer.missing == ()
    assert {meaning: offer.guessed[meaning] for meaning in ("date", "amount", "balance", "name", "account")} == {
        "date": head[3], "amount": head[4], "balance": head[5], "name": head[2], "account": head[1],
    }  # fmt: skip
