"""Rows of every known export as movements; the same line twice is the same movement."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.bank.formats import Recognised, layout_by_hand, recognise
from domain.bank.lines import read_movements
from domain.bank.own_account import own_account
from tests.building.domain import bank_tables as tables


def a_file(rows, account="", remembered=()):
    found = recognise(rows, remembered)
    assert found is not None
    return read_movements(rows, found, account)


def lines(read):
    return [
        (each.row, f"{each.date:%m-%d} {each.time}".strip(), each.direction, str(each.amount), each.name, each.account)
        for each in read.movements
    ]


def remarks(read):
    return [(remark.code, remark.line) for remark in read.remarks]


def test_icbc_two_columns_of_the_booked_amount_and_a_total_below():
    read = a_file(tables.ICBC)
    assert lines(read) == [
        (6, "11-03", "in", "1234.56", "永丰超市", ""),
        (7, "11-02", "out", "500.00", "王五", ""),
    ]
    assert (read.account, remarks(read)) == ("1234****9876", [("bank_row_foot", 9)])
    assert [str(each.balance) for each in read.movements] == ["10234.56", "9000.00"]
    assert (read.movements[1].summary, read.movements[1].memo) == ("跨行汇款", "手机银行")


def test_the_newer_layout_of_the_same_bank_knows_the_same_lines():
    old, new = a_file(tables.ICBC), a_file(tables.ICBC_WITH_ACCOUNT)
    assert [each.id for each in old.movements] == [each.id for each in new.movements]
    assert new.movements[0].account == "6222020200112233"


def test_icbc_credit_card_spends():
    assert lines(a_file(tables.ICBC_CREDIT)) == [(3, "11-02", "out", "18.00", "", "")]


def test_ccb_workbook_with_numbers_for_amounts_and_dates():
    read = a_file(tables.CCB)
    assert lines(read) == [
        (4, "11-03 18:53:19", "out", "67.00", "中***融科技有限公司", "20883*****0156"),
        (5, "11-04 09:00:00", "in", "1234.10", "永丰超市", "6227001"),
    ]
    assert (read.account, remarks(read)) == ("44050*****1234", [("bank_row_foot", 6)])


def test_abc_signed_amounts_party_with_account_short_rows_and_nothing():
    read = a_file(tables.ABC)
    assert lines(read) == [
        (2, "11-03 12:34:56", "in", "10000.00", "永丰超市", "6228480010"),
        (3, "11-04", "out", "345.89", "", "12341234123412341"),
    ]
    assert remarks(read) == [("bank_row_nothing", 4)]
    assert read.movements[0].reference == "369396693"


def test_boc_signed_amounts_and_places_filled_with_dashes():
    read = a_file(tables.BOC_DEBIT)
    assert lines(read) == [
        (3, "11-05 16:00:44", "in", "5771.00", "永丰超市", "4520******1924"),
        (4, "11-06 18:35:45", "out", "13.50", "支付宝", "Z200******010N"),
    ]
    assert read.movements[0].memo == ""


def test_boc_credit_card_with_two_equal_lines_and_dollars():
    read = a_file(tables.BOC_CREDIT)
    assert [(each.direction, str(each.amount), each.currency) for each in read.movements] == [
        ("out", "50.00", "CNY"),
        ("in", "70.48", "CNY"),
        ("in", "70.48", "CNY"),
        ("in", "3.72", "USD"),
    ]
    assert read.movements[2].id == f"{read.movements[1].id}-2"


def test_cmb_debit_party_and_account_in_one_cell():
    assert lines(a_file(tables.CMB_DEBIT)) == [
        (2, "11-01", "in", "1234.00", "永丰超市", "1111111111"),
        (3, "11-02", "out", "1000.00", "张三", "66666666666666"),
        (4, "11-03", "out", "1000.00", "", ""),
    ]


def test_cmb_credit_spends_without_a_minus_and_leaves_out_the_year():
    read = a_file(tables.CMB_CREDIT)
    assert [(str(each.date), each.direction, str(each.amount)) for each in read.movements] == [
        ("2026-12-29", "in", "1.23"),
        ("2027-01-07", "out", "8000.00"),
    ]
    assert (read.account, remarks(read)) == ("", [("bank_row_date", 5)])


def test_bocom_says_debit_or_credit():
    assert lines(a_file(tables.BOCOM)) == [
        (2, "11-01 00:00:00", "in", "1.23", "永丰超市", "1323132313"),
        (3, "11-02 13:15:12", "out", "3.21", "哈哈", "6666666666666666"),
    ]


def test_spdb_date_and_time_in_one_cell_account_in_the_next():
    read = a_file(tables.SPDB)
    assert lines(read)[1] == (4, "11-05 07:22:32", "in", "10.00", "永丰超市", "12345678901236501")
    assert read.account == "6200000000001230"


def test_alipay_neutral_money_deals_that_closed_and_deals_that_wait():
    read = a_file(tables.ALIPAY)
    assert [(each.direction, str(each.amount), each.status) for each in read.movements] == [
        ("in", "49.74", "交易成功"),
        ("out", "20.00", "等待确认收货"),
        ("neutral", "16.03", "退款成功"),
    ]
    assert remarks(read) == [("bank_row_waiting", 11), ("bank_row_closed", 13)]
    assert (read.account, str(read.movements[2].signed)) == ("xx@example.com", "0.00")


def test_wechat_with_the_sign_of_money_and_quoted_tabs():
    read = a_file(tables.WECHAT)
    assert lines(read) == [
        (9, "11-26 12:45:27", "out", "28.16", "云膳米线", ""),
        (10, "11-27 19:29:00", "in", "23.00", "永丰超市", ""),
        (11, "11-28 10:07:31", "neutral", "2000.00", "", ""),
    ]
    assert read.account == "测试"


def test_the_same_file_as_a_workbook_knows_the_same_lines():
    sheet = [list(row) for row in tables.WECHAT]
    for row in sheet[8:]:
        row[5] = float(row[5].removeprefix("¥"))
        row[0] = datetime.fromisoformat(row[0])
    assert [each.id for each in a_file(sheet).movements] == [each.id for each in a_file(tables.WECHAT).movements]


def test_another_account_of_the_same_bank_has_other_lines():
    one, other = a_file(tables.CMB_DEBIT, "6225-1"), a_file(tables.CMB_DEBIT, "6225-2")
    assert not {each.id for each in one.movements} & {each.id for each in other.movements}
    assert (one.account, other.account) == ("6225-1", "6225-2")


def test_a_longer_export_contains_the_lines_of_a_shorter_one():
    short, long = tables.BOC_CREDIT[:5], tables.BOC_CREDIT
    known = {each.id for each in a_file(short).movements}
    assert len(known) == 3
    assert [each.id in known for each in a_file(long).movements] == [True, True, True, False]


MINE = layout_by_hand("农商", {"date": "日期", "income": "来账", "expense": "往账", "time": "时刻", "name": "户名"})
WORDED = layout_by_hand("村镇", {"date": "日期", "amount": "金额", "direction": "方向"})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["2026-11-03", "12.00", "", time(9, 5), "永丰"], ("in", "12.00", "09:05:00")),
        ([datetime.fromisoformat("2026-11-03"), "-5.00", "", "", "永丰"], ("out", "5.00", "")),
        ([date(2026, 11, 3), "", "1,000", "9:05", "永丰"], ("out", "1000.00", "09:05:00")),
        (["2026-11-03", "1", "2", "", ""], "bank_row_sign"),
        (["2026-11-03", "x", "-", "", "永丰"], "bank_row_amount"),
        (["0", "5.00", "", "", "永丰"], "bank_row_date"),
        (["本页小计", "5.00", "", "", ""], "bank_row_foot"),
        (["说明：以银行为准", "", "", "", ""], "bank_row_foot"),
    ],
)
def test_a_layout_mapped_by_hand_and_what_can_go_wrong(row, expected):
    read = a_file([["日期", "来账", "往账", "时刻", "户名"], row, [], ["", None]], remembered=[MINE])
    if isinstance(expected, str):
        assert (read.movements, remarks(read)) == ((), [(expected, 2)])
    else:
        (only,) = read.movements
        assert (only.direction, str(only.amount), only.time) == expected


def test_a_minus_beside_the_word_means_nothing_where_the_file_always_writes_it():
    rows = [["日期", "金额", "方向"], *(["2026-11-03", amount, "支出"] for amount in ("-5", "-6", "7"))]
    assert [str(each.signed) for each in a_file(rows, remembered=[WORDED]).movements] == ["-5.00", "-6.00", "7.00"]
    rows = [["日期", "金额", "方向"], *(["2026-11-03", amount, "支出"] for amount in ("5", "6", "-7"))]
    assert [str(each.signed) for each in a_file(rows, remembered=[WORDED]).movements] == ["-5.00", "-6.00", "7.00"]


def test_half_of_the_lines_with_a_minus_is_no_custom_and_fen_are_no_minus():
    def signed(*amounts):
        rows = [["日期", "金额", "方向"], *(["2026-11-03", amount, "支出"] for amount in amounts)]
        return [str(each.signed) for each in a_file(rows, remembered=[WORDED]).movements]

    assert signed("-5", "6") == ["5.00", "-6.00"]
    assert signed("0.50", "0.25", "-7") == ["-0.50", "-0.25", "7.00"]
    assert signed("-5", "-6", "0.10") == ["-5.00", "-6.00", "0.10"]


def test_less_than_a_yuan_comes_in_as_well():
    rows = [
        ["日期", "来账", "往账", "时刻", "户名"],
        ["2026-11-03", " 0.01 ", "", "", ""],
        ["2026-11-03", "", "0.50", "", ""],
    ]
    assert [str(each.signed) for each in a_file(rows, remembered=[MINE]).movements] == ["0.01", "-0.50"]


def test_one_word_for_each_way_and_what_no_word_tells_is_not_guessed():
    words = ("贷", "借", "C", "D", "收入(+)", "支出", "/", "不计收支", "", "内部")
    read = a_file([["日期", "金额", "方向"], *(["2026-11-03", "5", word] for word in words)], remembered=[WORDED])
    told = [each.direction for each in read.movements]
    assert told == ["in", "out", "in", "out", "in", "out", "neutral", "neutral"]
    assert remarks(read) == [("bank_row_sign", 10), ("bank_row_sign", 11)]


def test_an_inverted_layout_turns_every_sign():
    card = replace(layout_by_hand("卡", {"date": "日期", "amount": "金额"}, inverted=True))
    read = a_file([["日期", "金额"], ["2026-11-03", "5"], ["2026-11-03", "-6"]], remembered=[card])
    assert [str(each.signed) for each in read.movements] == ["-5.00", "6.00"]


@pytest.mark.parametrize(
    ("title", "year"), [("2027年1月", 2026), ("2026年12月账单", 2026), ("2027年13月", None), ("", None)]
)
def test_a_date_without_a_year_takes_it_from_the_bills_month(title, year):
    rows = [[title], tables.CMB_CREDIT[1], ["", "12/29", "还款", "-1.23", "1234", "-1.23"]]
    assert [each.date.year for each in a_file(rows).movements] == ([year] if year else [])


@pytest.mark.parametrize(
    ("preamble", "account"),
    [
        ([["卡号: 1234****9876", "卡别名: 公户"]], "1234****9876"),
        ([["账\u3000号：", "4405"]], "4405"),
        ([["账号", "6200"]], "6200"),
        ([["支付宝账户：xx@example.com"]], "xx@example.com"),
        ([["微信昵称：[测试]"]], "测试"),
        ([["个人消费卡账户 2024年01月"]], ""),
        ([["账号："], []], ""),
        ([], ""),
    ],
)
def test_ones_own_account_above_the_table(preamble, account):
    assert own_account(preamble) == account


cells = st.one_of(st.none(), st.text(max_size=8), st.floats(), st.integers(), st.dates(), st.datetimes(), st.booleans())


@given(st.lists(st.lists(cells, max_size=6), max_size=6), st.sampled_from([MINE, WORDED]))
@example([[date(2000, 1, 1), -1]], MINE)
@example([["0/0"]], MINE)  # told of the whole file besides: days without a year
def test_any_cells_are_read_or_told(rows, layout):
    header = list(layout.titles.values())
    read = read_movements([header, *rows], Recognised(layout, 0))
    # A reversal whose receipt isn't here is read, and told besides.
    alone = [each.line for each in read.remarks if each.code == "bank_reversal_alone"]
    of_rows = [each for each in read.remarks if each.line is not None]
    assert len(read.movements) + len(of_rows) - len(alone) <= len(rows)
    assert set(alone) <= {each.row for each in read.movements}
    assert all(each.amount > 0 for each in read.movements)
    assert len({each.id for each in read.movements}) == len(read.movements)


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), max_size=12), st.randoms(use_true_random=False))
def test_the_ids_of_a_file_do_not_depend_on_its_order(told, chance):
    rows = [[f"2026-11-0{day}", str(amount), "收"] for day, amount in told]
    before = {each.id for each in a_file([["日期", "金额", "方向"], *rows], remembered=[WORDED]).movements}
    chance.shuffle(rows)
    after = {each.id for each in a_file([["日期", "金额", "方向"], *rows], remembered=[WORDED]).movements}
    assert before == after
    assert len(before) == len(told)


SIDES = ["日期", "借方发生额", "贷方发生额", "余额", "对方户名"]
SIDE_TITLES = {"date": "日期", "expense": "借方发生额", "income": "贷方发生额", "balance": "余额", "name": "对方户名"}


def test_sides_that_the_balance_proves_wrong_are_not_read_as_receipts():
    own = [["2026-03-05", "100", "", "1100", "甲"], ["2026-03-06", "", "50", "1050", "乙"]]
    read = a_file([SIDES, *own], remembered=[layout_by_hand("own", SIDE_TITLES)])
    assert lines(read) == []
    assert remarks(read) == [("bank_sides_turned", None), ("bank_row_sign", 2), ("bank_row_sign", 3)]
    assert read.remarks[0].facts == {"income": "借方发生额", "expense": "贷方发生额"}
    turned = {**SIDE_TITLES, "income": "借方发生额", "expense": "贷方发生额"}
    read = a_file([SIDES, *own], remembered=[layout_by_hand("own", turned)])
    assert [each.direction for each in read.movements] == ["in", "out"]


@pytest.mark.parametrize(
    ("status", "code"),
    [("失败", "closed"), ("已退汇", "closed"), ("处理中", "waiting"), ("待确认收款", "waiting"), ("成功", "")],
)
def test_money_that_has_not_come_is_no_receipt(status, code):
    titles = {"date": "日期", "expense": "支出", "income": "收入", "status": "状态"}
    rows = [["日期", "收入", "支出", "状态"], ["2026-03-05", "100", "", status]]
    read = a_file(rows, remembered=[layout_by_hand("own", titles)])
    assert remarks(read) == ([(f"bank_row_{code}", 2)] if code else [])
    assert len(read.movements) == (not code)


@pytest.mark.parametrize(
    ("code", "read_as"),
    [("01", "CNY"), ("156", "CNY"), ("RMB", "CNY"), ("CNY", "CNY"), ("人民币元", "CNY"), ("13", "13"), ("HKD", "HKD")],
)
def test_yuan_by_its_codes(code, read_as):
    rows = [["交易日期", "币种", "收入金额", "支出金额"], ["2026-11-28", code, "101", ""]]
    layout = layout_by_hand("x", {"date": "交易日期", "currency": "币种", "income": "收入金额", "expense": "支出金额"})
    assert [each.currency for each in a_file(rows, remembered=[layout]).movements] == [read_as]


@pytest.mark.parametrize(
    ("turned", "first", "told"),
    [
        (False, "out", "bank_reversal_alone"),
        (False, "in", "bank_row_reversed"),
        (True, "out", "bank_row_reversed"),
        (True, "in", "bank_reversal_alone"),
    ],
)
def test_only_what_came_before_is_reversed(turned, first, told):
    """The rows between are the reversal and a receipt of the same day; those around them tell the file's order."""
    ends = [["2026-11-27", "货款", "1", ""], ["2026-11-29", "货款", "2", ""]]
    back, came = ["2026-11-28", "冲正", "", "300"], ["2026-11-28", "货款", "300", ""]
    inner = [back, came] if first == "out" else [came, back]
    rows = [["交易日期", "摘要", "收入金额", "支出金额"], ends[turned], *inner, ends[not turned]]
    layout = layout_by_hand("x", {"date": "交易日期", "summary": "摘要", "income": "收入金额", "expense": "支出金额"})
    assert [code for code, _ in remarks(a_file(rows, remembered=[layout]))] == [told]


def test_the_older_alipay_layout_goes_by_the_time_of_payment():
    head = "交易号,商家订单号,交易创建时间,付款时间,来源,类型,交易对方,商品名称,金额（元）,收/支,交易状态"
    rows = tables.table(
        f"支付宝交易记录明细查询\n{head}\n"
        "2026112822001,\t,2026-11-27 23:59:00 ,2026-11-28 00:00:05 ,其他,到账,永丰超市,货款,1000.00,收入,交易成功\n"
        "2026112822002,\t,2026-11-28 12:00:00 , ,其他,到账,永丰超市,货款,3000.00,收入,交易关闭\n"
        "2026112822003,\t,2026-11-29 12:00:00 , ,其他,到账,永丰超市,货款,20.00,收入,交易成功\n"
    )
    read = a_file(rows)
    assert lines(read) == [
        (3, "11-28 00:00:05", "in", "1000.00", "永丰超市", ""),
        (5, "11-29 12:00:00", "in", "20.00", "永丰超市", ""),
    ]
    assert remarks(read) == [("bank_row_closed", 4)]


@pytest.mark.parametrize(("first", "code"), [("3/10/26", "bank_row_day_order"), ("soon", "bank_row_date")])
def test_a_day_that_can_be_read_two_ways_is_told_as_that(first, code):
    """Nothing in 3/10/26 and 4/10/26 tells the day from the month, and whoever reads it wrong misses a due day."""
    rows = [
        ["日期", "来账", "往账", "时刻", "户名"],
        [first, "500", "", "", "永丰"],
        ["4/10/26", "600", "", "", "永丰"],
    ]
    assert remarks(a_file(rows, remembered=[MINE]))[0] == (code, 2)
