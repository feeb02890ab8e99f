"""The other side's book, of any layout, with the seller's signs."""

from datetime import date
from decimal import Decimal

import pytest

from domain.bank.formats import recognise
from domain.reconciliation.comparison import adjustment_table, reconcile
from domain.reconciliation.matching import BookLine
from domain.reconciliation.other_books import book_layout, read_book, shaped_book, unmapped_book

OUR_PAPER: list[list[object]] = [
    ["永丰超市 往来对账单", "", "", "", "", "", ""],
    ["日期", "单据类型", "单据编号", "摘要", "借方(应收)", "贷方(已收)", "余额"],
    ["2026-11-01", "", "", "期初余额", "", "", "800.00"],
    [date(2026, 11, 3), "销售出库单", "XSCK-1", "", 120.5, "", 920.5],
    ["2026-11-12", "收款单", "SKD-1", "工行", "", "900.00", "20.50"],
    ["", "", "", "本期合计", "120.50", "900.00", ""],
    ["", "", "", "期末余额", "", "", "20.50"],
    ["说明：仅供对账", "", "", "", "", "", ""],
]
THEIR_LEDGER = [
    ["凭证日期", "凭证字号", "摘要", "借方金额", "贷方金额", "余额"],
    ["", "", "期初余额", "", "", "750"],
    ["2026-11-05", "记-8", "购货 XSCK-1", "", "120.50", "870.50"],
    ["2026-11-12", "记-9", "付货款", "900", "", "-29.50"],
    ["2026-11-31", "记-10", "坏日期", "1", "", ""],
    ["", "", "本月合计", "900", "120.5", ""],
]


def mapped(rows, kept_by):
    asked = unmapped_book(rows, kept_by)
    assert asked.missing == ()
    layout = book_layout("对方", asked.guessed)
    found = recognise(rows, [layout])
    assert found is not None
    return read_book(rows, found, kept_by)


def figures(book):
    return [(line.number, str(line.amount), line.summary) for line in book.lines]


def test_a_sellers_statement_is_read_by_the_buyer():
    book = mapped(OUR_PAPER, "seller")
    assert figures(book) == [("XSCK-1", "120.50", ""), ("SKD-1", "-900.00", "工行")]
    assert (str(book.opening), str(book.closing)) == ("800.00", "20.50")
    assert [(remark.code, remark.line) for remark in book.remarks] == [("bank_row_foot", 8)]


def test_a_buyers_ledger_owes_by_credit():
    book = mapped(THEIR_LEDGER, "buyer")
    assert figures(book) == [("记-8", "120.50", "购货 XSCK-1"), ("记-9", "-900.00", "付货款")]
    assert (str(book.opening), str(book.closing)) == ("750.00", "None")
    assert [(remark.code, remark.line) for remark in book.remarks] == [("bank_row_date", 5)]


def test_both_books_are_reconciled_to_one_balance():
    ours, theirs = mapped(OUR_PAPER, "seller"), mapped(THEIR_LEDGER, "buyer")
    found = reconcile(ours.lines, theirs.lines)
    assert found.agrees
    assert [match.how for match in found.matches] == ["number", "amount"]
    table = adjustment_table(found, Decimal("20.50"), Decimal("-29.50"))
    assert [(row.code, str(row.amount)) for row in table.rows] == [("opening_differs", "50.00")]
    assert str(table.our_adjusted) == str(table.their_adjusted) == "20.50"


@pytest.mark.parametrize(("kept_by", "signs"), [("seller", ["5.00", "-6.00"]), ("buyer", ["-5.00", "6.00"])])
def test_a_word_for_the_side_is_the_keepers(kept_by, signs):
    rows = [
        ["日期", "金额", "方向", "单号"],
        *(["2026-11-03", *rest] for rest in (("5", "借", 1.0), ("6", "贷", "2"), ("7", "平", "3"))),
    ]
    layout = book_layout("x", {"date": "日期", "amount": "金额", "direction": "方向", "reference": "单号"})
    found = recognise(rows, [layout])
    assert found is not None
    book = read_book(rows, found, kept_by)
    assert [str(line.amount) for line in book.lines] == signs
    assert [line.number for line in book.lines] == ["1", "2"]
    assert [(remark.code, remark.line) for remark in book.remarks] == [("bank_row_sign", 4)]


def test_rows_after_a_sum_keep_their_place():
    rows = [
        ["日期", "单号", "应收", "已收"],
        ["2026-11-03", "A", "5", ""],
        ["小结", "本期合计", "5", ""],
        ["x", "B", "6", ""],
    ]
    book = mapped(rows, "seller")
    assert isinstance(book.lines[0], BookLine)
    assert [(remark.code, remark.line) for remark in book.remarks] == [("bank_row_date", 4)]
    assert book.opening is None


@pytest.mark.parametrize(
    ("row", "opening"),
    [
        (["期初余额：", "", "800.00", ""], "800.00"),
        (["", "上年结转", "", "￥1,234.5"], "1234.50"),
        (["期初余额", "", "800", "3"], "None"),
        (["期初余额", "", "", ""], "None"),
    ],
)
def test_an_opening_without_a_column_of_balances_is_the_only_figure(row, opening):
    assert str(mapped([["日期", "单号", "应收", "已收"], row], "seller").opening) == opening


def test_a_file_that_says_nothing_asks_for_date_and_amount():
    assert unmapped_book([["甲", "乙"]], "buyer").missing == ("date", "amount")
    assert unmapped_book([["日期", "应付金额"]], "buyer").missing == ("expense",)


@pytest.mark.parametrize(
    ("kept_by", "up", "down"),
    [
        ("buyer", "应付增加", "应付减少"),
        ("buyer", "进货", "付款"),
        ("seller", "应收增加", "应收减少"),
        ("seller", "销售", "收款"),
    ],
)
def test_columns_of_increase_and_decrease_are_known_by_many_names(kept_by, up, down):
    rows = [
        ["日期", "单号", up, down, "余额"],
        ["2026-11-05", "A-1", "34.80", "", "34.80"],
        ["2026-11-06", "A-2", "2.50", "", "36.30"],
    ]
    book = mapped(rows, kept_by)
    assert [line.amount for line in book.lines] == [Decimal("34.80"), Decimal("2.50")]
    assert "book_by_balance" not in {each.code for each in book.remarks}


def test_a_book_read_by_its_balances_says_so():
    rows = [["日期", "单号", "余额"], ["2026-11-05", "A-1", "34.80"], ["2026-11-06", "A-2", "36.30"]]
    table = shaped_book(rows, "seller", date(2026, 11, 6))
    assert "book_by_balance" in {each.code for each in mapped(table, "seller").remarks}


# ---- rows and columns of several figures


def test_a_row_with_both_columns_filled_is_a_sale_and_its_payment():
    rows = [
        ["日期", "单号", "应收", "实收", "余额"],
        ["2026-11-03", "A", "100.00", "30.00", "70.00"],
        ["2026-11-04", "B", "", "70.00", "0.00"],
        ["2026-11-05", "C", "50.00", "50.00", "0.00"],
    ]
    book = mapped(rows, "seller")
    assert [(line.number, str(line.amount)) for line in book.lines] == [
        ("A", "100.00"), ("A", "-30.00"), ("B", "-70.00"), ("C", "50.00"), ("C", "-50.00"),
    ]  # fmt: skip
    assert book.run.departures == ()
    assert (str(book.run.opening), str(book.closing)) == ("0.00", "0.00")
    assert [(each.code, each.severity, each.facts) for each in book.remarks] == [
        ("book_rows_parted", "info", {"lines": 2})
    ]


def test_a_row_of_both_columns_departs_where_its_balance_does():
    rows = [
        ["日期", "单号", "应收", "实收", "余额"],
        ["2026-11-03", "A", "100", "30", "70"],
        ["2026-11-04", "B", "50", "50", "0"],  # what is left of this sale, and no balance
        ["2026-11-05", "C", "50", "30", "20"],
    ]
    assert [each.row for each in mapped(rows, "seller").run.departures] == [3]


def test_a_row_with_a_figure_below_nothing_in_one_of_both_columns_is_told():
    rows = [["日期", "单号", "应收", "实收"], ["2026-11-03", "A", "100", "-30"]]
    assert [(each.code, each.line) for each in mapped(rows, "seller").remarks] == [("bank_row_sign", 2)]


@pytest.mark.parametrize(
    ("kept_by", "titles"),
    [
        ("seller", ["发货", "退货", "回款"]),
        ("seller", ["发货金额", "退货金额", "回款金额"]),
        ("seller", ["销售", "退货款", "收款"]),
        ("buyer", ["进货", "退货", "付款"]),
    ],
)
@pytest.mark.parametrize("back", ["20.00", "-20.00"])
def test_what_came_back_has_a_column_of_its_own(kept_by, titles, back):
    rows = [
        ["日期", "单号", *titles],
        ["2026-11-03", "A", "100.00", "", ""],
        ["2026-11-04", "B", "", back, ""],
        ["2026-11-05", "C", "", "", "60.00"],
        ["2026-11-06", "D", "30.00", back, "10.00"],
    ]
    lines = mapped(rows, kept_by).lines
    assert sorted((line.number, line.amount) for line in lines) == [
        ("A", 100), ("B", -20), ("C", -60), ("D", -20), ("D", -10), ("D", 30),
    ]  # fmt: skip


def test_whether_what_is_owed_is_less_what_came_back_nobody_can_say():
    rows = [["日期", "单号", "应收", "退货", "实收"], ["2026-11-03", "A", "80", "20", ""]]
    book = mapped(rows, "seller")
    assert [line.amount for line in book.lines] == [80]
    assert [(each.code, each.facts) for each in book.remarks] == [("book_columns_apart", {"titles": "退货"})]
    proved = [
        ["日期", "单号", "应收", "退货", "实收", "余额"],
        ["2026-11-03", "A", "80", "20", "", "80"],
        ["2026-11-04", "B", "10", "", "", "90"],
    ]
    assert mapped(proved, "seller").remarks == ()


def test_a_column_of_other_things_is_no_amount():
    rows = [["日期", "单号", "发货", "退货", "回款"], ["2026-11-03", "A", "100", "无", ""]]
    assert [line.amount for line in mapped(rows, "seller").lines] == [100]


def test_balances_apart_by_side_are_no_amounts():
    rows = [
        ["日期", "摘要", "期初余额", "", "本期发生额", "", "期末余额", ""],
        ["", "", "借方", "贷方", "借方", "贷方", "借方", "贷方"],
        ["2026-11-03", "销售", "500", "", "100", "", "600", ""],
        ["2026-11-04", "收款", "600", "", "", "40", "560", ""],
    ]
    book = mapped(shaped_book(rows, "seller", date(2026, 11, 6)), "seller")
    assert [line.amount for line in book.lines] == [100, -40]


@pytest.mark.parametrize("minus", ["△20.00", "▲20.00", "△ 20", "[20.00]", "［20］", "△¥20", "¥△20", "[¥20.00]"])
def test_a_minus_by_a_mark_is_one_and_is_told(minus):
    rows = [["日期", "单号", "金额"], ["2026-11-03", "A", "100"], ["2026-11-04", "B", minus]]
    book = mapped(rows, "seller")
    assert [line.amount for line in book.lines] == [100, -20]
    [told] = book.remarks
    assert (told.code, told.severity, told.line, told.facts["number"]) == ("minus_marked", "info", 3, -20)
